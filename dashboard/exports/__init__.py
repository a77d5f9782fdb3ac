"""Exhibit in, file out: pictures, tables and pages that carry their own papers. Shows nothing."""
