"""What the data covers and what its silence means: months, series, topics, tables."""
