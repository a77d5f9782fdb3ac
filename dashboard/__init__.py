"""Central Asia Monitor: events, epidemic and currency figures of five countries, with sources."""
