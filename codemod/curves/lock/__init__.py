"""The learning rates of a project in a lock file, and what moved since."""
