"""What goes to a worker of a cluster, what it does with it, and what comes back."""

from __future__ import annotations

import io
import pickle
from dataclasses import dataclass, replace
from hashlib import sha256

import pytest

from lrmigrate import rules
from lrmigrate.codemod.config.pyproject import Configurations
from lrmigrate.codemod.config.settings import Overrides, SettingsFinder
from lrmigrate.codemod.engine.many import answer as answering
from lrmigrate.codemod.engine.many.answer import Answering, Order, known
from lrmigrate.codemod.engine.many.apart import Helper, Place, orders, outcomes
from lrmigrate.codemod.engine.many.files import FileThere, LookThere, look_there
from lrmigrate.codemod.engine.many.repositories import (
    CheckThere,
    Repository,
    check_each,
)
from lrmigrate.codemod.engine.mapping import WorkError
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.engine.survey import survey
from lrmigrate.codemod.framing import read, write

DOOR = "lrmigrate.codemod.cli.worker"
OLD = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, decay_steps=100)\n"
TABLE = "[tool.lrmigrate]\n"
CODES = {rule.code: rule.slug for rule in rules.all_rules()}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settings(**overrides):
    return SettingsFinder(Configurations(), Overrides(**overrides), CODES)


def there(path, text):
    return FileThere(path, sha256(text.encode()).digest())


class Here:
    """Workers that are this process, reached by what would be sent to others."""

    def __init__(self):
        self.sent = []

    def map_over(self, function, items, chunk):
        work = Answering()
        for order in orders(function, items, chunk):
            self.sent.append(order)
            yield from outcomes("here", work.answer(Order(*pickle.loads(order))))


@dataclass(frozen=True)
class Counted:
    """A function with a memory."""

    path: str = "."

    def __call__(self, item):
        MEMORY.append(id(self))
        return item.path


MEMORY: list[int] = []


def failing(item):
    raise ZeroDivisionError("by zero")


def blind(item):
    raise WorkError(f"{item.path} is not there")


def told(function, **differences):
    item = Counted("a.py")
    work = pickle.dumps(function), pickle.dumps([item])
    order = Order(["a.py"], {**known(), **differences}, *work)
    return outcomes("tcp://worker", Answering().answer(order))


# -- refused ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["lrmigrate", "Python", "Optax", "the rules"])
def test_what_outcomes_rest_on_has_to_be_the_same(name):
    with pytest.raises(WorkError, match=f"^the worker tcp://worker has {name} .*, and"):
        told(Counted(), **{name: "0.0"})


def test_what_is_not_installed_there_is_told(monkeypatch):
    mine = {**known(), "Optax": ""}
    monkeypatch.setattr(answering, "known", lambda: mine)
    with pytest.raises(WorkError, match="has Optax not at all, and not 0"):
        told(Counted(), Optax="0.2.8")


def test_files_that_are_not_the_same_there_are_told():
    with pytest.raises(WorkError, match="worker does not see the same files: a"):
        told(blind)


def test_a_bug_comes_back_with_its_place():
    with pytest.raises(WorkError, match=r"failed, which is a bug: (?s:.)*by zero"):
        told(failing)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "train.py cannot be read there: No such file"),
        ({"train.py": f"{OLD}\n"}, "train.py says something else there"),
        ({"train.py": OLD, "pyproject.toml": f"{TABLE}a = 1"}, "has no key 'a'"),
    ],
    ids=["a file that is gone", "another file", "a configuration that is another"],
)
def test_a_worker_looks_only_at_what_was_seen_here(folder, files, words):
    for name, text in files.items():
        (folder / name).write_text(text)
    with pytest.raises(WorkError, match=words):
        LookThere(settings())(there("train.py", OLD))


def test_a_helper_is_not_started_where_there_is_no_folder():
    with pytest.raises(FileNotFoundError):
        Helper(Place(DOOR, "/nowhere", "", "1"))


def test_a_helper_that_cannot_begin_tells_why(folder):
    helper = Helper(Place("lrmigrate.nothing", str(folder), "", "1"))
    with pytest.raises(WorkError, match=r"lost its process: .*No module named"):
        helper.ask(b"")
    assert not helper.waits
    helper.end()


@pytest.mark.parametrize("data", [b"", b"\0\0", b"\0\0\0\0\0\0\0\5abc"])
def test_half_a_message_is_none(data):
    with pytest.raises(EOFError):
        read(io.BytesIO(data))


def test_a_worker_that_sees_no_folder_ends_the_run(folder):
    """It is there, so that it is not the repository that is wrong."""
    (folder / "b").mkdir()

    class Blind:
        def map_over(self, function, items, chunk):
            paths = (replace(item, path="/nowhere/b") for item in items)
            return map(function, paths)

    listed = [Repository(name, str(folder / name)) for name in ("a", "b")]
    found = check_each(
        listed, CheckThere(settings()), 1, Blind(), on_progress=lambda *_: None
    )
    first, checked = next(found)
    assert (first.shown, checked.missing) == ("a", True)
    with pytest.raises(WorkError, match=r"a worker sees no folder .*/b; the files"):
        next(found)


# -- what goes, and what comes back -----------------------------------------------


def test_what_is_sent_is_small_and_holds_no_source(folder):
    """Nor anything that was read of a configuration, or found in the tree."""
    (folder / "pyproject.toml").write_text(f"{TABLE}exclude = ['{'x' * 5000}']\n")
    for number in range(16):
        (folder / f"train_{number}.py").write_text(OLD + f"x = {number}\n" * 999)
    workers = Here()
    request = Request((".",), settings(), workers=workers)
    seen = survey(request, lambda *_: None)
    [sent] = workers.sent
    assert len(sent) < 8000
    assert [len(file.looked.findings) for file in seen.files] == [1] * 16


def test_each_source_of_a_file_gets_what_is_its_own(folder):
    page = (
        f"```python\n{OLD}```\n\n```python\nimport optax\n```\n\n```python\n{OLD}```\n"
    )
    (folder / "page.md").write_text(page)
    (folder / "train.py").write_text(f'"""Text.\n\n>>> import optax\n"""\n{OLD}')
    (folder / "gone.py").write_text(f"{OLD}def (:\n")

    def looked(**how):
        seen = survey(Request((".",), settings(), **how), lambda *_: None)
        return [(file.path, file.looked) for file in seen.files]

    assert looked(workers=Here()) == looked()


def test_settings_read_their_configuration_where_they_arrive(folder):
    found = settings(ignore=("LRS002",))
    assert "LRS001" in found(".").codes
    (folder / "pyproject.toml").write_text(f"{TABLE}ignore = ['LRS001']\n")
    arrived = pickle.loads(pickle.dumps(found))
    assert not {"LRS001", "LRS002"} & arrived(".").codes
    assert "LRS003" in arrived(".").codes


def test_a_function_that_is_sent_again_keeps_its_memory():
    MEMORY.clear()
    work = Answering()
    items = [Counted(f"{number}.py") for number in range(3)]
    for order in orders(Counted(), items, 1):
        work.answer(Order(*pickle.loads(order)))
    assert len(MEMORY) == 3
    assert len({*MEMORY}) == 1


def test_a_helper_answers_one_order_after_the_other(folder):
    (folder / "train.py").write_text(OLD)
    helper = Helper(Place(DOOR, str(folder), "", "1"))
    file = there("train.py", OLD)
    for order in orders(LookThere(settings()), [file, file], 1):
        [[looked]] = outcomes("here", helper.ask(order))
        assert [finding.code for finding in looked.findings] == ["LRS001"]
    assert helper.waits
    helper.end()
    assert not helper.waits


MARK = (
    "from pathlib import Path\n"
    "Path(__file__).resolve().parent.joinpath('executed ' + __name__).touch()\n"
)
ANYBODYS = ("click", "jax", "json", "libcst", "lrmigrate", "pickle", "pathspec")


@pytest.mark.parametrize(
    ("where", "names"),
    [
        pytest.param("run", ANYBODYS, id="where the run stands"),
        pytest.param("run/src", ANYBODYS, id="in a folder below"),
        pytest.param("given", ANYBODYS, id="in what is looked at"),
        pytest.param("worker", ANYBODYS, id="where the worker stands"),
        pytest.param("other", ("json", "lrmigrate", "pickle"), id="anywhere else"),
    ],
)
def test_a_helper_runs_nothing_that_lies_on_the_path(folder, monkeypatch, where, names):
    for name in ("run/src", "given", "worker", "other"):
        (folder / name).mkdir(parents=True)
    (folder / "given/train.py").write_text(OLD)
    for name in names:
        (folder / where / name).mkdir()
        (folder / where / name / "__init__.py").write_text(MARK)
    monkeypatch.setenv("PYTHONPATH", str(folder / where))
    monkeypatch.syspath_prepend(folder / where)
    monkeypatch.chdir(folder / "worker")
    helper = Helper(Place(DOOR, str(folder / "run"), "", "1"))
    file = there(str(folder / "given/train.py"), OLD)
    for order in orders(LookThere(settings()), [file], 1):
        [[looked]] = outcomes("here", helper.ask(order))
        assert [finding.code for finding in looked.findings] == ["LRS001"]
    helper.end()
    assert not [*folder.rglob("executed *")]


def test_messages_come_as_they_were():
    stream = io.BytesIO()
    for message in (b"", b"a" * 70000):
        write(stream, message)
    stream.seek(0)
    assert [read(stream), read(stream)] == [b"", b"a" * 70000]


@pytest.mark.parametrize("edits", [True, False])
def test_edits_are_given_there_where_they_are_asked_for(edits, folder):
    (folder / "train.py").write_text(OLD)
    request = Request((".",), settings(), workers=Here(), edits=edits)
    [file] = survey(request, lambda *_: None).files
    [finding] = file.looked.findings
    assert finding.fix is not None
    assert bool(finding.fix.edits) == edits


def test_no_source_means_nothing_to_ask():
    assert [*look_there([], settings(), Here())] == []
