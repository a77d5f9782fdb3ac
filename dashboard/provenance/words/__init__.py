"""What the panels say in words: headlines, captions, labels, summaries."""
