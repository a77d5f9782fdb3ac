"""The commands of `python -m dashboard`, their words, their work, their exit codes."""
