"""YAML that names what is called: the ``_target_`` of Hydra and OmegaConf.

A node with a ``_target_`` is a call of it with the node's keys. A value that is not
plain, such as ``${total}``, is a name that nobody knows the value of.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Sequence

from ..configs.stand_in import StandIn
from ..configs.yaml_calls import Calls
from ..configs.yaml_nodes import YamlError, documents
from ..decode import SourceError, decode, limited
from ..document import Document
from ..source import Source

TARGET = b"_target_"


class YamlFile(Document):
    """A YAML file; what no rewrite concerns stays byte for byte."""

    def __init__(self, data: bytes, path: str) -> None:
        super().__init__(data, path)
        self._text, self._bom = "", False
        self._stand_in: StandIn | None = None
        try:
            self._read()
        except SourceError:
            # Templates of YAML are no YAML; they are of no concern here.
            if TARGET in data:
                raise

    def _read(self) -> None:
        self._text, encoding, self._bom = decode(limited(self.data))
        if encoding != "utf-8":
            raise SourceError(f"is not UTF-8, but {encoding}")
        stand_in = StandIn(self._text)
        try:
            calls = Calls(stand_in)
            for node in documents(self._text):
                calls.walk(node)
        except YamlError as error:
            place = stand_in.position(error.offset)
            raise SourceError(f"is no YAML: {error.why}", place) from error
        source = stand_in.source(self.path, self.data)
        if source is not None:
            self._stand_in, self._sources = stand_in, (source,)

    def rewritten(self, sources: Sequence[Source]) -> bytes:
        """Return the file with what its calls say now."""
        assert self._stand_in is not None
        text = self._stand_in.spliced(sources)
        data = (BOM_UTF8 if self._bom else b"") + text.encode()
        _check(text)
        return data


def _check(text: str) -> None:
    """Read back what is to be written.

    Raises:
        SourceError: it is no YAML.
    """
    try:
        documents(text)
    except YamlError as error:
        raise SourceError(f"the rewritten file is no YAML: {error.why}") from error


DOCUMENT = YamlFile
