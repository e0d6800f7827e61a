"""A run: every file through every stage, and what was found."""
