"""What holds for a file: its pyproject.toml, options, and versions."""
