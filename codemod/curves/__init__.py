"""Every learning rate of a tree: found, computed and told, or why not."""
