"""Schedules that a configuration names by a text: told with their keys, never written."""

from __future__ import annotations

from pathlib import Path

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine import run
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.model import Severity

CODES = frozenset({"LRS001", "LRS002", "LRS003", "LRS004", "LRS107"})
BY_NAME = "import optax\n\nlr = getattr(optax, cfg.lr.name)(**cfg.lr.kwargs)\n"
REGISTRY = 'import optax\n\nKINDS = {"cosine": optax.cosine_decay_schedule}\n'
CHOSEN = """\
import optax


def make(name, **kw):
    if name == "cosine":
        return optax.cosine_decay_schedule(**kw)
"""
MATCHED = """\
import optax


def make(name, **kw):
    match name:
        case "cosine" | "cos":
            return optax.cosine_decay_schedule(**kw)
"""
NAMED = "lr:\n  name: cosine_decay_schedule\n  init_value: 1.0\n  decay_steps: 9\n"
SHORT = NAMED.replace("cosine_decay_schedule", "cosine")
BELOW = "lr:\n  name: cosine_decay_schedule\n  kwargs:\n    decay_steps: 9\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def fix(files, unsafe=True):
    for path, text in files.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(text.encode())
    settings = Settings(CODES, target="lrsched")
    request = Request((".",), lambda path: settings, unsafe_fixes=unsafe)
    result = run.fix(request, lambda stage, done, total: None)
    for path, text in files.items():
        assert Path(path).read_bytes() == text.encode()
    assert not result.problems
    return [one for one in result.findings if one.path == next(iter(files))]


# -- what says nothing ----------------------------------------------------------

SILENT = {
    "a text that nothing maps": {"c.yaml": SHORT},
    "a text that is looked up among functions of the tree": {
        "c.yaml": SHORT,
        "a.py": "def cos(x):\n    pass\n\n\nKINDS = {'cosine': cos}  # decay_steps\n",
    },
    "a text that stands for two things": {
        "c.yaml": SHORT,
        "a.py": REGISTRY + 'MINE = {"cosine": optax.warmup_cosine_decay_schedule}\n',
    },
    "a text that stands for something else, too": {
        "c.yaml": SHORT,
        "a.py": REGISTRY
        + 'MINE = {"cosine": Mine, "x": optax.warmup_cosine_decay_schedule}\n',
    },
    "a text that chooses a call with arguments of its own": {
        "c.yaml": SHORT,
        "a.py": CHOSEN.replace("(**kw)", "(1.0, 5)"),
    },
    "a name alone": {"c.yaml": "lr: cosine_decay_schedule  # decay_steps\n"},
    "a name with keys of something else": {
        "c.yaml": "name: cosine_decay_schedule  # decay_steps\nbatch: 9\n",
    },
    "a key that the function does not take": {
        "c.yaml": NAMED.replace("cosine_decay_schedule", "exponential_decay"),
        "a.py": BY_NAME,
    },
    "the new name": {
        "c.yaml": NAMED.replace("decay_steps", "transition_steps"),
        "a.py": BY_NAME,
    },
    "a name that Optax does not have": {
        "c.yaml": NAMED.replace("cosine_decay_schedule", "cosine_schedule"),
        "a.py": BY_NAME,
    },
    "a choice of an option": {
        "c.py": 'p.add_argument("--lr", default="cosine_decay_schedule", type=str)\n',
    },
    "a mapping under a key with keys that its function does not take": {
        "c.yaml": "lr:\n  decay_steps: 9\n  batch: 5\n",
        "a.py": "import optax\n\ns = optax.cosine_decay_schedule(**cfg.lr)\n",
    },
    "a mapping under another key": {
        "c.yaml": "other:\n  decay_steps: 9\n",
        "a.py": "import optax\n\ns = optax.cosine_decay_schedule(**cfg.lr)\n",
    },
    "a call of something else under the key": {
        "c.py": "lr = make(decay_steps=9)\nother(lr=make(decay_steps=9))\n",
        "a.py": "import optax\n\ns = optax.cosine_decay_schedule(**cfg.lr)\n",
    },
    "YAML that is none": {"c.yaml": NAMED + "x: [\n", "a.py": BY_NAME},
}


@pytest.mark.parametrize("files", SILENT.values(), ids=SILENT)
def test_a_text_that_certainly_names_no_schedule_is_passed_over(files):
    assert fix(files) == []


def test_a_comment_silences_a_key():
    text = NAMED.rstrip("\n") + "  # noqa: LRS001\n"
    assert fix({"c.yaml": text, "a.py": BY_NAME}) == []


# -- what is only likely ---------------------------------------------------------

LIKELY = {
    "without a reader": ({"c.yaml": NAMED}, "nothing is seen that finds it"),
    "a reader of another module": (
        {"c.yaml": NAMED, "a.py": BY_NAME.replace("optax", "torch")},
        "nothing is seen that finds it",
    ),
    "among keys of something else": (
        {"c.yaml": NAMED + "  batch: 5\n", "a.py": BY_NAME},
        "read by its name in `getattr(optax, cfg.lr.name)`",
    ),
}


@pytest.mark.parametrize(("files", "reason"), LIKELY.values(), ids=LIKELY)
def test_what_only_likely_reaches_a_schedule_is_information(files, reason):
    (found,) = fix(files)
    assert (found.start.line, found.severity) == (4, Severity.INFO)
    assert found.left.startswith(reason)


# -- what is told ----------------------------------------------------------------

HELD = 'c = ConfigDict()\nc.lr = ConfigDict()\nc.lr.name = "cosine_decay_schedule"\n'
YAML = {
    "by its name": ({"c.yaml": NAMED, "a.py": BY_NAME}, "4:3"),
    "with what it is given below": ({"c.yaml": BELOW, "a.py": BY_NAME}, "4:5"),
    "beside it": (
        {
            "c.yaml": "lr: cosine_decay_schedule\nlr_kwargs:\n  decay_steps: 9\n",
            "a.py": BY_NAME,
        },
        "3:3",
    ),
    "in quotes, in a list": (
        {
            "c.yaml": '- {name: "cosine_decay_schedule", "decay_steps": 9}\n',
            "a.py": BY_NAME,
        },
        "1:35",
    ),
    "behind a merge": (
        {
            "c.yaml": "a: &a\n  decay_steps: 9\n"
            "lr:\n  <<: *a\n  name: cosine_decay_schedule\n",
            "a.py": BY_NAME,
        },
        "2:3",
    ),
    "line ends of Windows": (
        {"c.yaml": NAMED.replace("\n", "\r\n"), "a.py": BY_NAME},
        "4:3",
    ),
    "by its module's name": (
        {"c.yaml": NAMED, "a.py": BY_NAME.replace("(optax,", "(optax.schedules,")},
        "4:3",
    ),
    "of a module that is imported by a text": (
        {
            "c.yaml": NAMED,
            "a.py": "import importlib\n\n"
            "f = getattr(importlib.import_module('optax'), name)  # decay_steps\n",
        },
        "4:3",
    ),
    "by a registry": ({"c.yaml": SHORT, "a.py": REGISTRY}, "4:3"),
    "by a registry that has more": (
        {"c.yaml": SHORT, "a.py": REGISTRY.replace("}", ', "mine": mine}')},
        "4:3",
    ),
    "by a condition": ({"c.yaml": SHORT, "a.py": CHOSEN}, "4:3"),
    "by a case": ({"c.yaml": SHORT, "a.py": MATCHED}, "4:3"),
    "all that stands under a key": (
        {
            "c.yaml": "lr:\n  init_value: 1.0\n  decay_steps: 9\n",
            "a.py": "import optax\n\ns = optax.cosine_decay_schedule(**cfg.lr)\n",
        },
        "3:3",
    ),
    "all that stands under a text": (
        {
            "c.yaml": "lr:\n  decay_steps: 9\n",
            "a.py": "import optax\n\ns = optax.cosine_decay_schedule(1, **cfg['lr'])\n",
        },
        "2:3",
    ),
    "a dict": (
        {
            "c.py": 'c = dict(name="cosine_decay_schedule", decay_steps=9)\n',
            "a.py": BY_NAME,
        },
        "1:40",
    ),
    "a display": (
        {
            "c.py": 'c = {"name": "cosine_decay_schedule", "kwargs": {"decay_steps": 9}}\n',
            "a.py": BY_NAME,
        },
        "1:50",
    ),
    "a configuration that is made by a call": (
        {
            "c.py": 'c = Lr(name="cosine_decay_schedule", decay_steps=9)\n',
            "a.py": BY_NAME,
        },
        "1:38",
    ),
    "attributes": ({"c.py": HELD + "c.lr.decay_steps = 9\n", "a.py": BY_NAME}, "4:1"),
    "attributes below": (
        {"c.py": HELD + "c.lr.kwargs.decay_steps = 9\n", "a.py": BY_NAME},
        "4:1",
    ),
    "a dict below attributes": (
        {
            "c.py": HELD + "c.lr.kwargs = ConfigDict(dict(decay_steps=9))\n",
            "a.py": BY_NAME,
        },
        "4:31",
    ),
    "keys": (
        {
            "c.py": 'c["lr"]["name"] = "cosine_decay_schedule"\n'
            'c["lr"]["decay_steps"] = 9\n',
            "a.py": BY_NAME,
        },
        "2:1",
    ),
    "a class": (
        {
            "c.py": 'class Lr:\n    name: str = "cosine_decay_schedule"\n'
            "    decay_steps: int = 9\n",
            "a.py": BY_NAME,
        },
        "3:5",
    ),
    "attributes that a schedule is given": (
        {
            "c.py": "c.lr = ConfigDict()\nc.lr.decay_steps = 9\n",
            "a.py": "import optax\n\ns = optax.cosine_decay_schedule(1.0, **cfg.lr)\n",
        },
        "2:1",
    ),
    "a call of Hydra in Python": (
        {"c.py": 'c = {"_target_": "optax.cosine_decay_schedule", "decay_steps": 9}\n'},
        "1:49",
    ),
    "a function with another name to come": (
        {"c.yaml": "lr:\n  name: sgdr_schedule\n", "a.py": BY_NAME},
        "2:9",
    ),
    "a share": (
        {
            "c.yaml": "name: linear_onecycle_schedule\npct_start: 0.3\n",
            "a.py": BY_NAME,
        },
        "2:1",
    ),
    "the dicts of cycles": (
        {
            "c.yaml": "name: sgdr_schedule\n"
            "cosine_kwargs:\n- decay_steps: 9\n- {decay_steps: 8}\n",
            "a.py": BY_NAME,
        },
        "1:7 3:3 4:4",
    ),
}


@pytest.mark.parametrize(("files", "places"), YAML.values(), ids=YAML)
def test_a_schedule_that_is_named_is_told_where_its_keys_stand(files, places):
    found = fix(files)
    assert " ".join(str(one.start) for one in found) == places
    assert all(one.severity is Severity.WARNING for one in found)
    begins = ("read by its name in `", "given to `", "what reads its `_target_` is not")
    assert all(one.left.startswith(begins) for one in found)


def test_a_name_is_told_with_where_it_ends():
    (found,) = fix({"c.yaml": "lr:\n  name: 'sgdr_schedule'\n", "a.py": BY_NAME})
    assert (str(found.start), str(found.end)) == ("2:9", "2:24")


def test_a_reason_names_the_reader_with_its_line_and_file():
    (found,) = fix({"c.yaml": SHORT, "sub/a.py": REGISTRY})
    assert found.left == "read by its name in `KINDS` on line 3 of a.py"


def test_a_dict_that_a_call_is_seen_to_be_given_is_that_calls():
    pytest.importorskip("jax")
    Path("a.py").write_text(
        'import optax\n\nkw = {"init_value": 0.1, "decay_steps": 9}\n'
        "s = optax.cosine_decay_schedule(**kw)\n"
    )
    Path("b.py").write_text("import optax\n\nt = optax.cosine_decay_schedule(**c.kw)\n")
    settings = Settings(CODES, target="lrsched")
    run.fix(Request((".",), lambda path: settings), lambda stage, done, total: None)
    assert '"transition_steps": 9' in Path("a.py").read_text()
