"""Tables as files: CSV, workbooks, web pages."""
