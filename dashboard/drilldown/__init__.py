"""The very events that a bar, a mark or a number of another panel counts."""
