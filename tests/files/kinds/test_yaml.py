"""YAML that names a schedule: what has to stay first, then what is rewritten."""

from __future__ import annotations

import ast
import io
import json
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine import run
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.files.kinds.yaml import YamlFile
from lrmigrate.codemod.model import Edit

CODES = frozenset({"LRS001", "LRS002", "LRS003", "LRS107", "LRS900", "LRS901"})
COSINE = """\
sched:
  _target_: optax.cosine_decay_schedule
  init_value: 0.1
  decay_steps: 100
"""
NEW = COSINE.replace("optax.", "lrmigrate.lrsched.").replace(
    "decay_steps", "transition_steps"
)
CYCLE = """\
sched:
  _target_: optax.linear_onecycle_schedule
  transition_steps: 100
  peak_value: 0.1
  pct_start: 0.25
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fix(files, target="lrsched", stage=run.fix):
    for path, text in files.items():
        data = text if isinstance(text, bytes) else text.encode()
        Path(path).write_bytes(data)
    how = Settings(CODES, target=target)
    request = Request((".",), lambda path: how)
    return stage(request, lambda stage, done, total: None)


# -- what is left, and why ------------------------------------------------------

OUTSIDE = {
    "an attribute in Python": ("a.py", "cfg.sched.decay_steps = 5\n"),
    "an attribute read": ("a.py", "print(cfg.sched.decay_steps)\n"),
    "a keyword of `instantiate`": (
        "a.py",
        "sched = instantiate(cfg.sched, decay_steps=5)\n",
    ),
    "a dict of keywords": ("a.py", "kw = dict(decay_steps=5)\n"),
    "a key of a dict": ("a.py", "make(cfg, **{'decay_steps': 5})\n"),
    "an override in Python": (
        "a.py",
        "compose(overrides=['sched.decay_steps=5'])\n",
    ),
    "an added override": ("a.py", "compose(overrides=['+decay_steps=5'])\n"),
    "a structured config": ("a.py", "class Sched:\n    decay_steps: int = 5\n"),
    "Python that cannot be parsed": ("a.py", "print cfg.decay_steps\n"),
    "a shell script": ("run.sh", "python train.py sched.decay_steps=5\n"),
    "a script of a queue": ("train.lsf", "python train.py sched.decay_steps=5\n"),
    "a text of settings": ("run.conf", "sched.decay_steps=5\n"),
    "a template": ("run.jinja2", "python train.py sched.decay_steps=5\n"),
    "a script without a suffix": ("launch", "train ++sched.decay_steps=5\n"),
    "JSON": ("a.json", '{"sched": {"decay_steps": 5}}\n'),
    "another file laid over it": ("b.yaml", "sched:\n  decay_steps: 5\n"),
    "a part of the call laid over it": (
        "b.yaml",
        COSINE.replace("  init_value: 0.1\n", ""),
    ),
    "an override of a sweep": ("b.yaml", "params:\n  sched.decay_steps: 1,2\n"),
    "an interpolation": ("b.yaml", "warmup: ${sched.decay_steps}\n"),
    "YAML that is none": ("b.yaml", "{{ x }}: [\n  decay_steps: 5\n"),
    "a command in a page": (
        "README.md",
        "Run:\n\n    python train.py sched.decay_steps=5\n",
    ),
    "a command for the top of the configuration": (
        "usage.rst",
        "    $ python train.py decay_steps=5\n",
    ),
    "a list of overrides": ("over.txt", "sched.decay_steps=5\n"),
    "a job": ("ci.yml", "run: |\n  python train.py decay_steps=5\n"),
    "a key that is put together": ("a.py", 'cfg.sched[f"{what}_steps"] = 5\n'),
    "TOML": ("a.toml", "[sched]\ndecay_steps = 5\n"),
    "YAML in Python": ("a.py", 'c = create("sched:\\n  decay_steps: 5")\n'),
    "YAML in Python, on several lines": (
        "a.py",
        'c = create("""\nsched:\n  decay_steps: 5\n\nx: 1\n""")\n',
    ),
    "an option that is given on with all others": (
        "a.py",
        'p.add_argument("--decay-steps")\ncfg.sched.update(vars(p.parse_args()))\n',
    ),
    "a path by brackets": ("a.py", "OmegaConf.select(cfg, 'sched[decay_steps]')\n"),
    "one of the words of a text": ("a.py", "keys = 'lr,decay_steps'.split(',')\n"),
    "a flag with colons": ("a.sh", "train --fdl=set:decay_steps=5\n"),
    "a flag with another sign": ("a.sh", "train --fdl_set=decay_steps=5\n"),
    "a name of something else than what was parsed": (
        "a.py",
        "args = parser.parse_args()\nargs = load(args)\nargs.decay_steps = 5\n",
    ),
    "all that was parsed, given on at once": (
        "a.py",
        "args = parser.parse_args()\nprint(args.decay_steps)\nmake(**vars(args))\n",
    ),
    "another function laid over the call": (
        "b.yaml",
        "sched:\n  _target_: optax.warmup_cosine_decay_schedule\n  peak_value: 1.0\n",
    ),
}


@pytest.mark.parametrize(("path", "text"), OUTSIDE.values(), ids=OUTSIDE)
def test_a_key_that_another_file_may_say_stays(path, text):
    result = fix({"conf.yaml": COSINE, path: text})
    assert Path("conf.yaml").read_text() == COSINE
    (found,) = [one for one in result.findings if one.path == "conf.yaml"]
    assert (found.start.line, found.start.column) == (4, 3)
    assert found.left.startswith("`decay_steps` may be set or read by its name on line")
    assert found.left.endswith(f" of {path}")


ASKED = {
    "get": "cfg.sched.get('transition_steps')\n",
    "in": "'transition_steps' in cfg.sched\n",
    "getattr": "getattr(cfg.sched, 'transition_steps', None)\n",
    "a path": "OmegaConf.select(cfg, 'sched.transition_steps')\n",
    "a path by brackets": "OmegaConf.select(cfg, 'sched[transition_steps]')\n",
}


@pytest.mark.parametrize("text", ASKED.values(), ids=ASKED)
def test_a_key_stays_where_a_file_asks_for_the_new_one(text):
    result = fix({"conf.yaml": COSINE, "a.py": text})
    assert Path("conf.yaml").read_text() == COSINE
    (found,) = [one for one in result.findings if one.path == "conf.yaml"]
    reason = "`transition_steps` may be asked for on line 1 of a.py, and would be there"
    assert found.left == reason


def test_what_says_the_new_name_of_something_else_asks_for_nothing():
    other = (
        "s = optax.linear_schedule(1.0, 0.1, transition_steps=5)\n"
        "def f(transition_steps): return 'all transition_steps of it'\n"
    )
    fix({"conf.yaml": COSINE, "a.py": other})
    assert "transition_steps: " in Path("conf.yaml").read_text()


@pytest.mark.parametrize(
    "text",
    [
        "s = instantiate(cfg.sched, _target_='mine.flat')\n",
        "o = ['sched._target_=a.b']\n",
    ],
)
def test_a_key_stays_where_another_function_is_put_over_the_call(text):
    result = fix({"conf.yaml": COSINE, "a.py": text})
    assert Path("conf.yaml").read_text() == COSINE
    (found,) = [one for one in result.findings if one.path == "conf.yaml"]
    assert found.left == "`_target_` may be set on line 1 of a.py"


def notebook(source):
    cell = {"cell_type": "code", "source": [source], "metadata": {}, "outputs": []}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4})


NOTEBOOKS = {
    "a command": ("!python train.py sched.decay_steps=5", "line 1 of nb.ipynb"),
    "an attribute": (
        "import x\nx.sched.decay_steps = 5",
        "line 2 of cell 1 of nb.ipynb",
    ),
}


@pytest.mark.parametrize(("source", "where"), NOTEBOOKS.values(), ids=NOTEBOOKS)
def test_a_key_that_a_notebook_may_say_stays(source, where):
    result = fix({"conf.yaml": COSINE, "nb.ipynb": notebook(source)})
    assert Path("conf.yaml").read_text() == COSINE
    (found,) = [one for one in result.findings if one.path == "conf.yaml"]
    assert where in found.left


SEEN = {
    "a comparison with the old text": 'cfg._target_ == "optax.cosine_decay_schedule"\n',
    "a table by the text": "more = MORE[cfg.sched['_target_']]\n",
    "a question for its beginning": 'assert cfg._target_.startswith("optax.")\n',
    "a part of it": 'name = cfg._target_.rsplit(".", 1)[1]\n',
    "the key taken out": 'kw.pop("_target_")\n',
    "all but the key": 'kw = {k: v for k, v in c.items() if k != "_target_"}\n',
    "a text made of it": 'path = f"runs/{cfg._target_}"\n',
    "another one put there": 'cfg._target_ = "optax.linear_schedule"\n',
}


@pytest.mark.parametrize("text", SEEN.values(), ids=SEEN)
def test_a_target_that_python_looks_at_stays(text):
    result = fix({"conf.yaml": COSINE, "a.py": text})
    assert Path("conf.yaml").read_text() == COSINE
    assert result.findings[0].left == (
        "what `_target_` says is looked at on line 1 of a.py"
    )


LAID_OVER = {
    "a dict": (
        "a.py",
        'c = {"_target_": "optax.warmup_cosine_decay_schedule", "peak_value": 1}\n',
    ),
    "JSON": ("a.json", '{"_target_": "optax.warmup_cosine_decay_schedule"}\n'),
    "an override": ("a.sh", "train s._target_=optax.warmup_cosine_decay_schedule\n"),
    "an override in a page": (
        "README.md",
        "`s._target_=optax.warmup_cosine_decay_schedule`\n",
    ),
    "a structured config": (
        "a.py",
        'class S:\n    _target_: str = "optax.warmup_cosine_decay_schedule"\n',
    ),
}


@pytest.mark.parametrize(("path", "text"), LAID_OVER.values(), ids=LAID_OVER)
def test_a_call_over_which_another_function_may_be_laid_stays(path, text):
    result = fix({"conf.yaml": COSINE, path: text})
    assert Path("conf.yaml").read_text() == COSINE
    (found,) = [one for one in result.findings if one.path == "conf.yaml"]
    assert found.left.startswith("`_target_` may be set on line")


OTHERS = {
    "a partial": COSINE + "  _partial_: true\n",
    "a comment that keeps it": COSINE.replace("100", "100  # noqa: LRS001"),
    "arguments by place": COSINE.replace("init_value: 0.1", "_args_: ${args}"),
    "a value that is missing": COSINE + "  alpha: ???\n  exponent: ${x}\n  other: 1\n",
    "a merge": "base: &base\n  decay_steps: 5\nsched:\n  <<: *base\n"
    "  _target_: optax.cosine_decay_schedule\n  init_value: 0.1\n",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_two_calls_of_which_one_is_laid_over_the_other_are_rewritten_or_left(text):
    result = fix({"conf.yaml": COSINE, "exp.yaml": text})
    assert Path("conf.yaml").read_text() == COSINE
    assert Path("exp.yaml").read_text() == text
    (found,) = [one for one in result.findings if one.path == "conf.yaml"]
    assert "of exp.yaml" in found.left


def below(name, text):
    return f"{name}:\n" + "".join(f"  {line}\n" for line in text.splitlines())


PARTS = {
    "a part without a call": below("long", "sched:\n  decay_steps: 5"),
    "a part with a call that stays": below("long", OTHERS["a comment that keeps it"]),
}
BASE = below("base", COSINE)


@pytest.mark.parametrize("text", PARTS.values(), ids=PARTS)
def test_a_call_over_which_a_part_of_its_own_file_is_laid_stays(text):
    code = "cfg = OmegaConf.merge(cfg.base, cfg[name])\n"
    result = fix({"conf.yaml": BASE + text, "a.py": code})
    assert Path("conf.yaml").read_text() == BASE + text
    assert "of conf.yaml" in result.findings[0].left


@pytest.mark.parametrize("text", PARTS.values(), ids=PARTS)
def test_parts_of_one_file_that_nothing_merges_are_apart(text):
    pytest.importorskip("jax")
    code = "cfg = OmegaConf.merge(cfg, load(path))\n"
    fix({"conf.yaml": BASE + text, "a.py": code})
    assert "    transition_steps: 100\n" in Path("conf.yaml").read_text()


APART = {
    "under another key": ("exp.yaml", OTHERS["a partial"].replace("sched:", "tx:")),
    "in a list": (
        "exp.yaml",
        OTHERS["a partial"].replace("  _target_", "- _target_"),
    ),
    "in another group": (
        "tx/a.yaml",
        OTHERS["a partial"].replace("sched:\n", "").replace("  ", ""),
    ),
    "rewritten, too": ("exp.yaml", COSINE.replace("100", "50")),
}


@pytest.mark.parametrize(("path", "text"), APART.values(), ids=APART)
def test_a_call_that_is_laid_over_no_other_is_no_reason(path, text):
    pytest.importorskip("jax")
    Path("tx").mkdir()
    fix({"conf.yaml": COSINE, path: text})
    assert Path("conf.yaml").read_text() == NEW


def test_a_file_that_puts_groups_elsewhere_lets_any_call_be_laid_over_another():
    _, text = APART["under another key"]
    defaults = "defaults:\n- tx@sched: adam\n"
    fix({"conf.yaml": COSINE, "exp.yaml": text, "main.yaml": defaults})
    assert Path("conf.yaml").read_text() == COSINE


HELD = {
    "a partial": (COSINE + "  _partial_: true\n", "the partial goes out of sight"),
    "a partial, perhaps": (
        COSINE + "  _partial_: ${lazy}\n",
        "the partial goes out of sight",
    ),
    "merged keys": (
        "common: &common\n  decay_steps: 9\n"
        "sched:\n  <<: *common\n  _target_: optax.cosine_decay_schedule\n"
        "  init_value: 1\n",
        "a merge (`<<`) shares its keys with another mapping",
    ),
    "a key of its own that a merge gives as well": (
        "common: &common\n  decay_steps: 9\nsched:\n  <<: *common\n"
        "  _target_: optax.cosine_decay_schedule\n  init_value: 1\n"
        "  decay_steps: 5\n",
        "a merge (`<<`) shares its keys with another mapping",
    ),
    "an interpolation by brackets": (
        COSINE + "warmup: ${sched[decay_steps]}\n",
        "`decay_steps` may be set or read by its name on line 5 of conf.yaml",
    ),
    "an interpolation by brackets alone": (
        COSINE + "warmup: ${[sched]['decay_steps']}\n",
        "`decay_steps` may be set or read by its name on line 5 of conf.yaml",
    ),
    "a look for the new key": (
        COSINE + "warmup: ${oc.select:sched.transition_steps,60}\n",
        "`transition_steps` may be asked for on line 5 of conf.yaml, and would be",
    ),
    "a call that is merged": (
        COSINE.replace("sched:", "sched: &base")
        + "other:\n  <<: *base\n  alpha: 0.1\n",
        "a merge (`<<`) shares its keys with another mapping",
    ),
    "an interpolation of the same file": (
        COSINE + "warmup: ${sched.decay_steps}\n",
        "`decay_steps` may be set or read by its name on line 5 of conf.yaml",
    ),
    "a formula with an interpolation": (
        CYCLE.replace("100", "${steps}"),
        "the file does not say it in Python",
    ),
    "a call that gives no length": (
        CYCLE.replace("  transition_steps: 100\n", "  _args_: ${args}\n"),
        "",
    ),
    "a path with an escape": (
        COSINE.replace("optax.c", '"optax.\\x63').replace("schedule\n", 'schedule"\n'),
        "the file does not say it in Python",
    ),
    "a reference": (
        "make:\n  _target_: hydra.utils.get_method\n"
        "  path: optax.cosine_decay_schedule\n",
        "its calls are out of sight",
    ),
    "a path in a text": (
        "schedule: optax.cosine_decay_schedule\n",
        "its calls are out of sight",
    ),
}


@pytest.mark.parametrize(("text", "reason"), HELD.values(), ids=HELD)
def test_what_the_file_does_not_say_for_certain_is_left_and_told(text, reason):
    result = fix({"conf.yaml": text})
    assert Path("conf.yaml").read_text() == text
    assert not result.problems
    assert result.findings
    assert all(one.left or one.fix is None for one in result.findings)
    assert any(reason in one.left for one in result.findings)


def test_a_value_that_is_worked_out_is_left_where_what_it_rests_on_is_set_elsewhere():
    result = fix({"conf.yaml": CYCLE, "run.sh": "train sched.transition_steps=5\n"})
    assert Path("conf.yaml").read_text() == CYCLE
    assert "`transition_steps` may be set or read" in result.findings[0].left


SILENT = {
    "a template": "x: {{ optax.cosine_decay_schedule }}\n",
    "a mapping that calls nothing": "cosine_decay_schedule:\n  decay_steps: 5\n",
    "a name of a requirement": "- optax==0.2  # cosine_decay_schedule\n",
    "a list of commands": "run: |\n  sgdr_schedule decay_steps\n",
    "a text like a path": "a:  # sgdr_schedule\n  _target_: b.c\n  d: optax.none\ne: optax.none\n",
    "a function of somebody else": COSINE.replace("optax.", "mylib."),
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_other_yaml_is_passed_over(text):
    result = fix({"conf.yaml": text}, stage=run.check)
    assert (result.findings, result.problems) == ((), ())


BROKEN = {
    "a bracket without its end": (COSINE + "x: [\n", "is no YAML"),
    "a key twice": (COSINE + "  decay_steps: 2\n", "`decay_steps` is twice"),
    "not UTF-8": (COSINE.encode() + b"# \xff\n", "is not utf-8"),
}


@pytest.mark.parametrize(("text", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_with_a_call_is_named(text, reason):
    result = fix({"conf.yaml": text}, stage=run.check)
    (problem,) = result.problems
    assert (problem.path, problem.code) == ("conf.yaml", "LRS900")
    assert reason in problem.message


def test_a_comment_silences_a_key():
    text = COSINE.rstrip("\n") + "  # noqa: LRS001\n"
    result = fix({"conf.yaml": text}, stage=run.check)
    assert (result.findings, result.suppressed) == ((), 1)


# -- what is rewritten ----------------------------------------------------------

HARMLESS = {
    "a variable": "decay_steps = 5\nprint(decay_steps)\n",
    "a call of the function": "optax.cosine_decay_schedule(1.0, decay_steps=5)\n",
    "a parameter of a function of the file": (
        "def make(decay_steps):\n    pass\n\n\nmake(decay_steps=5)\n"
    ),
    "an attribute of self": "class A:\n    def f(self):\n        return self.decay_steps\n",
    "prose": 'raise ValueError("decay_steps must be positive")\n',
    "a docstring": 'def f():\n    """decay_steps: how many"""\n',
    "an option": 'p.add_argument("--decay-steps")\n',
    "what `argparse` parsed": ("args = parser.parse_args()\nprint(args.decay_steps)\n"),
    "a question whether something is called": (
        'if "_target_" in cfg:\n    make(cfg)\n'
    ),
    "a comparison of the target with another text": (
        'if cfg.model._target_ == "models.Cosine":\n    pass\n'
    ),
    "a line that people read": 'log.info(f"Making <{cfg._target_}>")\n',
    "a line with the text behind it": 'log.info("Making %s", cfg._target_)\n',
    "a target that is taken out and found": 'f = locate(kw.pop("_target_"))(**kw)\n',
    "a function that is found by the target": "f = get_method(cfg.sched._target_)\n",
    "a question for another beginning": 'x = cfg["_target_"].startswith("torch.")\n',
    "another key that is put together": 'x = state[f"{name}"], state[f"{name}_lr"]\n',
    "a function without the key, laid over": (
        'c = {"_target_": "optax.linear_schedule", "end_value": 1}\n'
    ),
}
PAGES = {
    "a call": "```python\noptax.cosine_decay_schedule(1.0, decay_steps=5)\n```\n",
    "prose": "`sched.decay_steps` is how long it takes.\n",
    "the configuration": f"```yaml\n{COSINE}```\n",
}


@pytest.mark.parametrize("text", PAGES.values(), ids=PAGES)
def test_a_page_that_only_shows_the_key_is_no_reason(text):
    pytest.importorskip("jax")
    fix({"conf.yaml": COSINE, "README.md": text})
    assert Path("conf.yaml").read_text() == NEW


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_a_name_that_is_not_the_key_is_no_reason(text):
    pytest.importorskip("jax")
    fix({"conf.yaml": COSINE, "a.py": text})
    assert Path("conf.yaml").read_text() == NEW


WRITTEN = {
    "a mapping": COSINE,
    "line ends of Windows": COSINE.replace("\n", "\r\n"),
    "a byte order mark": "\ufeff" + COSINE,
    "no end of line": COSINE.rstrip("\n"),
    "comments": "# a\n" + COSINE.replace("0.1", "0.1   # b: c") + "  # d\n\n...\n",
    "quotes": COSINE.replace("decay_steps", '"decay_steps"').replace(
        "optax.cosine_decay_schedule", "'optax.cosine_decay_schedule'"
    ),
    "a flow mapping": (
        "s: {_target_: optax.cosine_decay_schedule, decay_steps: 1_0, init_value: .1}\n"
    ),
    "the target last": (
        "decay_steps: 10\ninit_value: 1e-1\n_target_: optax.cosine_decay_schedule\n"
    ),
    "two documents": COSINE + "---\n" + COSINE,
    "names for values": COSINE.replace("100", "${total}").replace(
        "0.1", "${oc.env:LR}"
    ),
    "an argument by place": COSINE.replace("init_value: 0.1", "_args_: [0.1]"),
    "an optimizer around it": (
        "opt:\n  _target_: optax.adamw\n  learning_rate:\n"
        "    _target_: optax.cosine_decay_schedule\n    init_value: 1.0\n"
        "    decay_steps: 10\n  b1: 0.9\n"
    ),
    "a list of them": (
        "_target_: optax.join_schedules\nboundaries: [10]\nschedules:\n"
        "- _target_: optax.linear_schedule\n  _args_: [0.0, 1.0, 10]\n"
        "- _target_: optax.cosine_decay_schedule\n  init_value: 1.0\n  decay_steps: 9\n"
    ),
    "a call that is used by its anchor": COSINE.replace("sched:", "sched: &s")
    + "again: *s\n",
    "a value that is used by its anchor": COSINE.replace("100", "&n 100") + "n: *n\n",
    "false, for a partial": COSINE + "  _partial_: false\n  _convert_: all\n",
    "characters of several bytes": "# Lernrate: ü 𝜂\nü: 𝜂\n" + COSINE,
}


def migrated(value):
    """What a loaded configuration is to be: other keys beside a schedule alone."""
    if isinstance(value, list):
        return [migrated(one) for one in value]
    if not isinstance(value, dict):
        return value
    target = value.get("_target_", "")
    if "cosine" not in target:
        return {key: migrated(one) for key, one in value.items()}
    new = {
        "transition_steps" if key == "decay_steps" else key: one
        for key, one in value.items()
    }
    return {**new, "_target_": target.replace("optax.", "lrmigrate.lrsched.")}


def curve(text):
    from hydra.utils import instantiate
    from omegaconf import OmegaConf

    conf = OmegaConf.create(text)
    schedule = instantiate(conf["sched"])
    return np.array([schedule(step) for step in range(120)])


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_a_call_is_rewritten_and_every_other_byte_stays(text):
    pytest.importorskip("jax")
    result = fix({"conf.yaml": text})
    after = Path("conf.yaml").read_bytes().decode()
    assert not result.problems
    assert all(one.written for one in result.findings)
    assert after == text.replace("decay_steps", "transition_steps").replace(
        "optax.cosine", "lrmigrate.lrsched.cosine"
    )
    old, new = ([*yaml.safe_load_all(one)] for one in (text, after))
    assert migrated(old) == new
    old, new = (
        [*YAML(typ="safe", pure=True).load_all(io.StringIO(one.removeprefix("\ufeff")))]
        for one in (text, after)
    )
    assert migrated(old) == new
    again = fix({"conf.yaml": after})
    assert (again.findings, again.changes) == ((), ())


@pytest.mark.parametrize("target", ["lrsched", "optax"])
def test_a_share_becomes_steps_and_a_dict_of_a_list_gets_new_keys(target):
    pytest.importorskip("jax")
    text = CYCLE + (
        "restarts:\n  _target_: optax.sgdr_schedule\n  cosine_kwargs:\n"
        "  - {init_value: 0.0, peak_value: 1.0, decay_steps: 9, warmup_steps: 1}\n"
    )
    fix({"conf.yaml": text}, target)
    module = "lrmigrate.lrsched" if target == "lrsched" else "optax"
    assert Path("conf.yaml").read_text() == text.replace(
        "pct_start: 0.25", "warmup_steps: 25"
    ).replace("cosine_kwargs", "cycles").replace(
        "decay_steps", "transition_steps"
    ).replace("optax.linear", f"{module}.linear").replace(
        "optax.sgdr_schedule", f"{module}.cosine_warm_restarts_schedule"
    )


def test_hydra_makes_the_same_schedule_before_and_after():
    pytest.importorskip("jax")
    for text in (COSINE, CYCLE):
        fix({"conf.yaml": text})
        after = Path("conf.yaml").read_text()
        assert after != text
        np.testing.assert_array_equal(curve(text), curve(after))


# -- bytes ----------------------------------------------------------------------

WORDS = st.text("abü𝜂 _-'\"#:{}[],&*!|>%@`\\\t", max_size=12)
PLAIN = st.sampled_from(
    ["0.1", "1e-3", "${a.b}", "~", "yes", "'it''s'", '"a\\tb"', "0o17", "1:30", "a b"]
)
COMMENTS = st.one_of(st.just(""), WORDS.map(lambda text: f"  # {text}"))
KEYS = st.sampled_from(["init_value", '"alpha"', "'exponent'", "a b", "_recursive_"])


@st.composite
def lines_of_yaml(draw):
    end = draw(st.sampled_from(["\n", "\r\n"]))
    lines = ["%YAML 1.2", "---"] if draw(st.booleans()) else []
    for number in range(draw(st.integers(1, 4))):
        lines.append(f"key{number}:{draw(COMMENTS)}")
        quote = draw(st.sampled_from(["", "'", '"']))
        target = f"{quote}optax.cosine_decay_schedule{quote}"
        entries = [f"_target_: {target}", f"decay_steps: {draw(PLAIN)}"]
        entries += [
            f"{key}: {draw(PLAIN)}" for key in draw(st.lists(KEYS, unique=True))
        ]
        for entry in draw(st.permutations(entries)):
            lines.append(f"  {entry}{draw(COMMENTS)}")
            lines += [""] * draw(st.integers(0, 1))
    return end.join(lines) + draw(st.sampled_from(["", end, end * 2]))


@settings(max_examples=150, deadline=None)
@given(lines_of_yaml())
def test_random_yaml_keeps_every_byte_that_no_edit_concerns(text):
    data = text.encode()
    document = YamlFile(data, "conf.yaml")
    assert document.rewritten(document.sources) == data
    (source,) = document.sources
    assert source.tree
    starts, at = [], 0
    for piece in source.frame.pieces:
        starts += [at] if piece.written and piece.text == "decay_steps" else []
        at += len(piece.text)
    edits = [Edit(one, one + len("decay"), "transition") for one in starts]
    assert not source.refused(edits)
    after = document.rewritten([source.edited(edits)])
    assert after.decode() == text.replace("decay_steps:", "transition_steps:")


def test_a_file_that_is_named_like_a_function_is_no_module():
    pytest.importorskip("jax")
    text = "_target_: optax.adamw\n_partial_: true\nlearning_rate:\n" + "".join(
        f"  {line}\n" for line in COSINE.split("\n  ")[1:]
    ).replace("\n\n", "\n")
    fix({"adamw.yaml": text})
    assert "  transition_steps: 100\n" in Path("adamw.yaml").read_text()


def test_the_lines_of_a_value_that_is_no_python_are_found_again():
    data = b"lr:\n  _target_: optax.cosine_decay_schedule\n  decay_steps: ${total}\n"
    (source,) = YamlFile(data, "conf.yaml").sources
    call = next(one for one in ast.walk(source.tree) if isinstance(one, ast.Call))
    start, end = source.span(call.keywords[0])
    first, last = source.rows(source.place(start), source.end(end))
    assert first == last


COMPOSED = {
    "the top of a file above": ("config.yaml", "decay_steps: 5\n", True),
    "the top of a file beside it": ("sched/long.yaml", "decay_steps: 5\n", False),
    "a part of a file above": ("config.yaml", "sched:\n  decay_steps: 5\n", False),
    "a file above that puts it at the top": (
        "config.yaml",
        "defaults:\n- sched@_global_: cosine\ndecay_steps: 5\n",
        False,
    ),
}


@pytest.mark.parametrize(("path", "text", "apart"), COMPOSED.values(), ids=COMPOSED)
def test_a_key_that_is_not_laid_over_the_call_is_no_reason(path, text, apart):
    pytest.importorskip("jax")
    Path("sched").mkdir()
    call = COSINE.replace("sched:\n", "").replace("  ", "")
    fix({"sched/cosine.yaml": call, path: text})
    after = Path("sched/cosine.yaml").read_text()
    assert ("transition_steps: 100" in after) is apart


def test_a_key_at_the_top_of_the_file_is_not_laid_over_a_call_in_it():
    pytest.importorskip("jax")
    top = "decay_steps: 9\n"
    fix({"conf.yaml": top + COSINE.replace("100", "${decay_steps}")})
    assert Path("conf.yaml").read_text() == top + NEW.replace("100", "${decay_steps}")
