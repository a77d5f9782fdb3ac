"""COVID-19: the official series, the figures printed in reports, and the panels of both."""
