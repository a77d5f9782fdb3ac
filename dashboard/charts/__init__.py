"""Frame in, plotly figure or pydeck deck out. Counts nothing, loads nothing."""
