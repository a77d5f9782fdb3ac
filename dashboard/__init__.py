"""Central Asia Monitor: events, epidemic, protest and currency figures of five countries, with their sources."""
