"""What a rule is, and all that one is written with."""
