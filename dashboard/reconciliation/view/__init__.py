"""What the panels share, worked out from the data for the filters chosen."""
