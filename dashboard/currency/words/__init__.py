"""The Currency page in words."""
