"""The cells of notebooks: their JSON, and lines that are no Python."""
