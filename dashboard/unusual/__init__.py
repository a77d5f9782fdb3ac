"""Which numbers of the chosen period are unusual, by written rules."""
