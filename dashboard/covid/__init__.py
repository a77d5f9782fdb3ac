"""COVID-19: the official series, the figures given in reports, and the panels of both."""
