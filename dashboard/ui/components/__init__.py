"""Pieces that several pages show: charts, tables, cards, traces, what opens under a click."""
