"""The HTML report: one file that needs no network, for a person to read."""
