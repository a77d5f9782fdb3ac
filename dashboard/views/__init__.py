"""Views that an analyst has saved, those of them that are watched, and what is new in the data."""
