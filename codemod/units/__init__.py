"""What is rewritten together or not at all: its edits, and why it may not be."""
