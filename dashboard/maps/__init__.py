"""Where events happened: maps of marks, dots and squares, and lists of what a map cannot show."""
