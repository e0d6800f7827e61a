"""Which versions of a package a project says that it runs with, and who says so."""
