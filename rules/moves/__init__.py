"""Rules about names that Optax itself moved, one file each: LRS3xx."""
