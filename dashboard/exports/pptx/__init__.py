"""A briefing as a PowerPoint deck: native charts, tables, notes, the analyst's own template."""
