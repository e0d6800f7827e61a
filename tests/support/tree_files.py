"""Files of a tree that is nowhere on disk."""

from pathlib import Path

from lrmigrate.codemod.engine.opened import OpenFiles
from lrmigrate.codemod.files.search.listing import Listing
from lrmigrate.codemod.names.elsewhere.parsed import Parsed
from lrmigrate.codemod.names.elsewhere.tree_files import TreeFile


def tree_file(text, path="/p/a.py", parsed=None):
    """Return a file that says a text."""
    held = OpenFiles({Path(path): text.encode()})
    return TreeFile(path, Listing(Path("/p"), held), parsed or Parsed())
