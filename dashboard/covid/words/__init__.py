"""What the panels and the page say."""
