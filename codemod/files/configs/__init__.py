"""The calls that YAML and gin stand for."""
