"""What the other files of a tree do with the names of one."""
