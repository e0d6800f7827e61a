"""The front doors: options in, exit code out."""

from .app import main as main
