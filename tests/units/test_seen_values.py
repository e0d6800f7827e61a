"""What is no number is tried where the code shows it, and nowhere else."""

from __future__ import annotations

import pytest

CALL = "optax.cosine_decay_schedule({}, decay_steps=100)"
LEFT = {
    "a default of None": "def build(lr=None):\n    return " + CALL.format("lr"),
    "a default that is looked at too late": (
        "def build(*, lr=None):\n    s = " + CALL.format("lr") + "\n"
        "    return s if lr is not None else None"
    ),
    "a text by default": "def build(lr='1e-3'):\n    return " + CALL.format("lr"),
    "an entry that is text": (
        "config = {'lr': '1e-1'}\ns = " + CALL.format("config['lr']") + "\n"
        "config['lr'] = float(config['lr'])"
    ),
    "an entry of a dict by default": (
        "DEFAULTS = dict(lr=None)\ndef build(cfg=DEFAULTS):\n    return "
        + CALL.format("cfg['lr']")
    ),
    "a variable of the environment": (
        "import os\nlr = os.environ.get('LR')\ns = " + CALL.format("lr")
    ),
    "a text of the environment": (
        "import os\ns = " + CALL.format("os.getenv('LR', '0.1')")
    ),
    "an option without a type": (
        "import argparse\np = argparse.ArgumentParser()\n"
        "p.add_argument('--lr', default='0.1')\na = p.parse_args()\ns = "
        + CALL.format("a.lr")
    ),
    "an attribute of the class": (
        "class Trainer:\n    lr = None\n    def __init__(self):\n        self.s = "
        + CALL.format("self.lr")
    ),
    "a loop": "for lr in ['0.1', 0.1]:\n    print(lr)\n    s = " + CALL.format("lr"),
    "a loop over pairs": (
        "for name, lr in [('a', None), ('b', 0.1)]:\n    s = " + CALL.format("lr")
    ),
    "a loop over an entry": (
        "grid = {'lr': ['auto', 0.1]}\nruns = [(lr, "
        + CALL.format("lr")
        + ") for lr in grid['lr']]"
    ),
    "a loop over a dict": (
        "known = {'base': '0.1', 'good': 0.1}\nmade = {k: "
        + CALL.format("v")
        + " for k, v in known.items()}"
    ),
    "a loop over values": (
        "known = {'base': None, 'good': 0.1}\nfor v in known.values():\n    s = "
        + CALL.format("v")
    ),
    "a default that goes through a dict": (
        "def build(lr=None):\n    kw = dict(init_value=lr, decay_steps=9)\n"
        "    return optax.cosine_decay_schedule(**kw)"
    ),
    "an entry that is put in": (
        "kw = dict(init_value=0.1, decay_steps=9)\nif late:\n"
        "    kw['init_value'] = None\ns = optax.cosine_decay_schedule(**kw)"
    ),
    "an entry that may be there": (
        "kw = dict(init_value=0.1, decay_steps=9)\nkw.setdefault('init_value', None)\n"
        "s = optax.cosine_decay_schedule(**kw)"
    ),
    "one dict of several": (
        "known = [{'init_value': None}, dict(init_value=0.1, decay_steps=9)]\nfor kw in known:\n"
        "    s = optax.cosine_decay_schedule(**kw)"
    ),
    "a default in one dict of several": (
        "def build(lr=None):\n"
        "    known = {'a': dict(init_value=lr), "
        "'b': dict(init_value=0.1, decay_steps=9)}\n"
        "    return [optax.cosine_decay_schedule(**kw) for kw in known.values()]"
    ),
}
RESTARTS = (
    "optax.sgdr_schedule([dict(init_value=0.0, peak_value=0.1, warmup_steps=5, "
    "decay_steps=20) for _ in {}])"
)
NAMED = (
    "cycles = [dict(init_value=0.0, peak_value=0.1, warmup_steps=5, decay_steps=n) "
    "for n in {}]\ns = optax.sgdr_schedule(cycles)"
)
EMPTY = {
    "a loop over counts": f"made = {{n: {RESTARTS.format('range(n)')} for n in (0, 2)}}",
    "an option": (
        "import argparse\np = argparse.ArgumentParser()\n"
        "p.add_argument('--n', type=int, default=0)\na = p.parse_args()\ns = "
        + RESTARTS.format("range(a.n)")
    ),
    "a constant": f"N = 0\ns = {RESTARTS.format('range(N)')}",
    "a condition": f"lengths = [20, 40]\ns = {RESTARTS.format('lengths if _ < 9')}",
    "a condition, by name": "lengths = [20, 40]\n" + NAMED.format("lengths if n < 9"),
    "no round, by name": "N = 0\n" + NAMED.format("range(N)"),
}
NOT_EMPTY = {
    "a number of rounds": f"def f(n):\n    return {RESTARTS.format('range(n)')}",
    "a list": f"lengths = [20, 40]\ns = {RESTARTS.format('lengths')}",
    "a list, by name": "lengths = [20, 40]\n" + NAMED.format("lengths"),
    "counts": f"made = {{n: {RESTARTS.format('range(n)')} for n in (1, 2)}}",
    "a number": f"N = 2\ns = {RESTARTS.format('range(N)')}",
}
WRITTEN = {
    "a default that is replaced": (
        "def build(lr=None):\n    if lr is None:\n        lr = 0.1\n    return "
        + CALL.format("lr")
    ),
    "a default that is refused": (
        "def build(lr=None):\n    assert lr is not None\n    return "
        + CALL.format("lr")
    ),
    "a default that decides": (
        "def build(lr=None):\n    return " + CALL.format("lr") + " if lr else None"
    ),
    "no default": "def build(lr):\n    return " + CALL.format("lr"),
    "an entry that is set before": (
        "config = {'lr': '1e-1'}\nconfig['lr'] = float(config['lr'])\ns = "
        + CALL.format("config['lr']")
    ),
    "another entry": (
        "config = {'lr': 0.1, 'name': 'x'}\ns = " + CALL.format("config['lr']")
    ),
    "a variable that is looked at": (
        "import os\nlr = os.environ.get('LR')\nif lr is None:\n    raise ValueError\n"
        "s = " + CALL.format("lr")
    ),
    "a variable that is converted": (
        "import os\ns = " + CALL.format("float(os.environ.get('LR', '0.1'))")
    ),
    "an option with a type": (
        "import argparse\np = argparse.ArgumentParser()\n"
        "p.add_argument('--lr', type=float, default='0.1')\na = p.parse_args()\ns = "
        + CALL.format("a.lr")
    ),
    "an option that has to be given": (
        "import argparse\np = argparse.ArgumentParser()\n"
        "p.add_argument('--lr', type=float)\na = p.parse_args()\ns = "
        + CALL.format("a.lr")
    ),
    "an attribute that is set before": (
        "class Trainer:\n    lr = None\n    def __init__(self, lr):\n"
        "        self.lr = lr\n        self.s = " + CALL.format("self.lr")
    ),
    "an attribute that a derived class has": (
        "class Trainer:\n    lr = None\n    def __init__(self):\n        self.s = "
        + CALL.format("self.lr")
        + "\nclass Mine(Trainer):\n    lr = 0.1"
    ),
    "a loop that asks": (
        "for lr in [None, 0.1]:\n    if lr is None:\n        continue\n    s = "
        + CALL.format("lr")
    ),
    "a loop with a condition": (
        "made = [" + CALL.format("lr") + " for lr in [None, 0.1] if lr is not None]"
    ),
    "a loop over numbers": "for lr in (0.1, 0.2):\n    s = " + CALL.format("lr"),
    "keys of a loop": (
        "for name, lr in {'a': 0.1}.items():\n    s = " + CALL.format("lr")
    ),
    "None where it is taken": (
        "def build(n, end=None):\n    return "
        "optax.sgdr_schedule([dict(init_value=0.0, peak_value=0.1, warmup_steps=5, "
        "decay_steps=n)])"
    ),
}


@pytest.mark.parametrize("code", LEFT.values(), ids=LEFT)
def test_where_the_code_shows_it_the_call_stays(fix, code):
    fixed = fix(f"import optax\n{code}\n")
    assert "decay_steps" in fixed.text
    (finding,) = fixed.findings
    shown = finding.verdict.counterexample
    assert "that raises TypeError" in shown.before
    assert shown.after == "raises TypeError"


@pytest.mark.parametrize("code", WRITTEN.values(), ids=WRITTEN)
def test_elsewhere_it_is_written(fix, code):
    assert "decay_steps" not in fix(f"import optax\n{code}\n").text


@pytest.mark.parametrize("code", EMPTY.values(), ids=EMPTY)
def test_cycles_that_are_seen_to_be_none_stay(fix, code):
    """Optax says it at the first step, and the new call when it is made."""
    assert "optax.sgdr_schedule(" in fix(f"import optax\n{code}\n").text


@pytest.mark.parametrize("code", NOT_EMPTY.values(), ids=NOT_EMPTY)
def test_cycles_that_are_some_are_written(fix, code):
    assert "sgdr_schedule(" not in fix(f"import optax\n{code}\n").text
