"""Files: which there are, their text, edits of it, and writing it back."""
