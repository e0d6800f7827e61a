"""The front doors: options in, exit code out."""
