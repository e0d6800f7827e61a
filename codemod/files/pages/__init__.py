"""The blocks of pages and docstrings."""
