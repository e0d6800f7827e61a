"""What the Optax beside the code has that no release known here has."""

from __future__ import annotations

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.engine.run import check
from lrmigrate.rules.optax.installed import names_beside
from lrmigrate.rules.optax.signatures import parameters_beside

NEWER = {
    "__init__.py": "from optax.schedules import wsd_schedule as wsd_schedule\n",
    "schedules/__init__.py": "from optax.schedules._schedule import wsd_schedule\n",
    "schedules/_schedule.py": (
        "def wsd_schedule(value): ...\n"
        "def constant_schedule(value, *, name=None): ...\n"
    ),
}
CODE = (
    "import optax\n"
    "f = optax.wsd_schedule(1)\n"
    "g = optax.constant_schedule(1, name='g')\n"
    "h = optax.constant_schedule(1, title='g')\n"
)


def write(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def lines(folder, monkeypatch):
    monkeypatch.chdir(folder)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    settings = Settings(frozenset({"LRS107"}), root=folder)
    result = check(Request(("train.py",), lambda path: settings), lambda *_: None)
    assert not result.problems
    return [finding.start.line for finding in result.findings]


@pytest.fixture
def newer(tmp_path):
    """A project beside an Optax that has more than is known here."""
    write(tmp_path / ".venv/lib/python3.11/site-packages/optax", NEWER)
    write(tmp_path, {"train.py": CODE})
    return tmp_path


def test_it_is_read_and_never_imported(newer, monkeypatch):
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    assert "wsd_schedule" in names_beside(newer)
    assert parameters_beside(newer)["optax.constant_schedule"] == {"value", "name"}


def test_what_a_newer_optax_has_is_not_reported(newer, monkeypatch):
    assert lines(newer, monkeypatch) == [4]


def test_without_it_everything_is_reported(tmp_path, monkeypatch):
    write(tmp_path, {"train.py": CODE})
    assert lines(tmp_path, monkeypatch) == [2, 3, 4]


def test_optax_itself_knows_what_it_has(tmp_path, monkeypatch):
    write(tmp_path, {f"optax/{name}": text for name, text in NEWER.items()})
    write(tmp_path, {"train.py": CODE})
    assert lines(tmp_path, monkeypatch) == []
