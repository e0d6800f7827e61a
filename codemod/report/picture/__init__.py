"""Curves as pictures: their axes, their paths, and what stands at them."""
