"""What a change does to the learning rates: those of two states of a repository."""
