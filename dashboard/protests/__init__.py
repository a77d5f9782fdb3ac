"""Protests, clashes, arrests and sentences: days, counts, people, cases, and their panels."""
