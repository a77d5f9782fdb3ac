"""The COVID-19 panels: the official series and what stands beside it, and provinces."""
