"""Rules about files and comments: LRS9xx."""
