"""The pictures: prepared values in, plotly figure or pydeck deck out. Counts nothing."""
