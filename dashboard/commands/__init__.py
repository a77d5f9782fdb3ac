"""The commands of `python -m dashboard`, one a module: its words, its work, its exit code."""
