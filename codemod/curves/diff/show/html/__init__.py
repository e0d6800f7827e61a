"""The page of a change: every curve that it moved, before and after in one picture."""
