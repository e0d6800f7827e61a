"""Which files of a folder there are, and which are not read."""
