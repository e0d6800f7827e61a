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
