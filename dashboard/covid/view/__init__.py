"""What the COVID-19 panels share: the page's switches, their data, the timeline drawn."""
