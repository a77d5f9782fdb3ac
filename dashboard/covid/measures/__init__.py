"""What is counted and how: the official series, what reports say, both together."""
