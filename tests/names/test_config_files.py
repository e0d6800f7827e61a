"""Files that may speak of a configuration: what was asked last is held."""

from functools import cache

import pytest

from lrmigrate.codemod.files.search.listing import Listing
from lrmigrate.codemod.names.configs import files as config_files
from lrmigrate.codemod.names.configs.files import ConfigFiles

TEXTS = {"a.py": "x = 1\n", "b.py": "y = 2\n", "c.py": "def\n", "d.yaml": "e: 1\n"}


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """Files of which one is held at once."""
    monkeypatch.setattr(config_files, "_MOST_TEXT", 0)
    monkeypatch.setattr(config_files, "_MOST_PARSED", 0)
    for name, text in {"pyproject.toml": "", **TEXTS}.items():
        (tmp_path / name).write_text(text)
    found = ConfigFiles(cache(Listing)).of(tmp_path.resolve() / "a.py")
    return {one.name: one for one in found}


def test_what_is_no_longer_held_is_read_again(asked):
    for _ in range(2):
        assert {name: asked[name].text for name in TEXTS} == TEXTS
        assert asked["d.yaml"].yaml


def test_what_is_no_longer_held_is_parsed_again(asked):
    first = asked["a.py"].python
    assert asked["a.py"].python is first
    assert asked["b.py"].nodes
    assert asked["a.py"].python is not first
    assert asked["a.py"].python.text == first.text


def test_what_cannot_be_had_is_not_asked_for_again(asked):
    assert asked["c.py"].python is None
    assert asked["c.py"].nodes == []
    gone = asked["b.py"]
    gone.path.unlink()
    assert (gone.data, gone.text, gone.python.text) == (b"", "", "")
    gone.path.write_text("z = 3\n")
    assert gone.data == b""
