"""What the difference of two states looks like: text, JSON, Markdown, a page."""
