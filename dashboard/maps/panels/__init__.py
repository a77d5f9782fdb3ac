"""The panels: measures, charts, words and sources put together."""
