"""What is known of Flax NNX: its names, and how an optimizer is migrated."""
