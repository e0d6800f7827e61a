"""Rules about NNX optimizers, one file each: LRS2xx."""
