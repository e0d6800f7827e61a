"""Where a known function is used, with all of its arguments."""
