"""Documents with a word of their Python replaced, as an edit of a run does it."""

from __future__ import annotations

import re

from lrmigrate.codemod.files.document import Document
from lrmigrate.codemod.files.kinds import read_document
from lrmigrate.codemod.model import Edit


def python_of(text: str, path: str) -> list[str]:
    """The Python that a file holds, by source."""
    document = read_document(text.encode(), path)
    return [source.text for source in document.sources]


def replaced(document: Document, old: str, new: str) -> bytes:
    """The file after ``old`` became ``new`` wherever its sources can be edited."""
    sources = []
    for source in document.sources:
        found = re.finditer(re.escape(old), source.text)
        edits = [Edit(match.start(), match.end(), new) for match in found]
        sources.append(source.edited(one for one in edits if not source.refused([one])))
    return document.rewritten(sources)
