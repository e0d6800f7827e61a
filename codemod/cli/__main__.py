"""``python -m lrmigrate.codemod.cli``."""

from .app import main

main()
