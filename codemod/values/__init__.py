"""Finds the values that a tree states for its names: constants, defaults, flags."""
