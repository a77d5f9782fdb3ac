"""Frame in, frame out: what is counted and how. Draws nothing, loads nothing."""
