"""The gallery: every learning rate of a run on one page that needs no network."""
