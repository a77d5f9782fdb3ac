"""Where a figure, an event, a day of a series or a rate comes from."""
