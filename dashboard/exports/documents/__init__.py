"""A briefing as Word, PDF, Excel and a pack of evidence, and all formats in one go."""
