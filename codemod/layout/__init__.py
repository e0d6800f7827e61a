"""How rewritten lines stand: where imports go, and how long lines are wrapped."""
