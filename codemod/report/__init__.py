"""What a run tells: its lines, its formats, and its page."""
