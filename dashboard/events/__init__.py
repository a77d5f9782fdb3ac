"""Events of every kind: counts, figures, the table of events, the card of one."""
