"""What the learning rates of a tree look like: text, JSON, SVG, a page."""
