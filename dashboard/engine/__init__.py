"""Tables too long for memory: an engine that Ibis speaks to, and the small cubes made by it."""
