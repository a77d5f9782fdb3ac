"""Charts and tables as pictures: bare, and on a sheet with title and metadata."""
