"""What a name certainly refers to, in its module and its project."""
