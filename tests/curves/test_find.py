"""Which learning rates a tree has, what they are made of, and for whom they are."""

from __future__ import annotations

import json
import os

import pytest
from learning_rates import found, learning_rates

from lrmigrate.codemod.curves import together
from lrmigrate.codemod.curves.record import Basis
from lrmigrate.codemod.curves.show.words import told

HELPER = "import optax\ndef warm(n): return optax.linear_schedule(0.0, 1.0, n)\n"
MAKER = "import optax\ndef make(lr): return optax.adam(lr)\n"
COSINE = "optax.cosine_decay_schedule(0.1, 50)"
LINE = "optax.linear_schedule(0.0, 1.0, 10)"


def program(*lines: str) -> str:
    return "\n".join(("import optax", *lines, ""))


# Each is listed as not known, for that reason.
UNKNOWN = {
    "a schedule of one's own": (
        program("def lr(step): return 0.1 / step", "optax.adam(lr)"),
        "`lr` is a function of the code (line 2)",
    ),
    "a lambda": (
        program("optax.scale_by_schedule(lambda step: -0.1)"),
        "`lambda step: -0.1` is a function of the code (line 2)",
    ),
    "a number that two calls give": (
        program("def make(lr): return optax.adam(lr)", "make(0.1)", "make(0.2)"),
        "`lr` is given by 2 calls of `make` (`0.1`, line 3; `0.2`, line 4)",
    ),
    "a number that no call gives": (
        program("def make(lr): return optax.adam(lr)"),
        "`lr` comes from the callers of `make` (line 2)",
    ),
    "the number of a loop": (
        program("for lr in (0.1, 0.2): optax.adam(lr)"),
        "`lr` is the name of a loop (line 2)",
    ),
    "the number of a comprehension": (
        program("[optax.adam(lr) for lr in (0.1, 0.2)]"),
        "`lr` is the name of a loop (line 2)",
    ),
    "a number that is set twice": (
        program("lr = 0.1", "lr = 0.2", "optax.adam(lr)"),
        "`lr` is set twice (line 2, line 3)",
    ),
    "the environment": (
        program("import os", "lr = float(os.environ['LR'])", "optax.adam(lr)"),
        "`lr` is read from the environment (line 3)",
    ),
    "a file": (
        program("import yaml", "c = yaml.safe_load(f)", "optax.adam(c['lr'])"),
        "`c['lr']` is read from a file (line 3)",
    ),
    "an argument without a default": (
        program(
            "import argparse",
            "parser = argparse.ArgumentParser()",
            "parser.add_argument('--lr', type=float)",
            "args = parser.parse_args()",
            "optax.adam(args.lr)",
        ),
        "`args.lr` is given on the command line (line 5)",
    ),
    "a flag without a default": (
        program(
            "from absl import flags",
            "FLAGS = flags.FLAGS",
            "optax.adam(FLAGS.lr)",
        ),
        "`FLAGS.lr` is given on the command line, by no flag that is defined once",
    ),
    "a config of no known class": (
        program("def train(cfg): return optax.adam(cfg.lr)"),
        "`cfg.lr` is an attribute of `cfg`, a parameter of `train` (line 2)",
    ),
    "a module that is not of the tree": (
        program("import settings", "optax.adam(settings.LR)"),
        "`settings.LR` is of `settings`, which is not seen here",
    ),
    "a name that is imported": (
        program("from settings import LR", "optax.adam(LR)"),
        "`LR` is imported from `settings`",
    ),
    "what a function returns": (
        program("lr = sweep.suggest('lr')", "optax.adam(lr)"),
        "`lr` is what `sweep.suggest(...)` returns as it runs (line 2)",
    ),
    "a formula": (
        program("def make(base): return optax.adam(base * 0.1)"),
        "`base` comes from the callers of `make` (line 2)",
    ),
    "what is unpacked into an optimizer": (
        program("def make(kw): return optax.adamw(**kw)"),
        "what `kw` holds is not seen",
    ),
    "no number": (program("optax.adam(None)"), "`None` is no number"),
    "a formula of which one part is known": (
        program("A = int(5.0)", "lr = A * sweep.lr()", "optax.adam(lr)"),
        "`lr` is made of `sweep.lr()` (line 3), which is what `sweep.lr(...)` returns "
        "as it runs (line 3)",
    ),
    "a function that calls itself": (
        program("def f(n): return n if n < 1 else f(n - 1)", "optax.adam(f(3))"),
        "`f(3)` is made of `n` (line 2), which is given by 2 calls of `f` "
        "(`n - 1`, line 2; `3`, line 3)",
    ),
    "one of two functions": (
        program(
            "T = {'a': optax.cosine_decay_schedule, 'b': optax.linear_schedule}",
            "T[name](0.1, 50)",
        ),
        "it is one of 2 functions",
    ),
    "what goes by the loss": (
        program("optax.contrib.reduce_on_plateau(factor=0.5)"),
        "it goes by the loss, as the code runs",
    ),
    "arguments that are unpacked": (
        program("def make(**kw): return optax.cosine_decay_schedule(**kw)"),
        "what `kw` holds is not seen: `kw` comes from the callers of `make` (line 2)",
    ),
    "a call that raises": (
        program("optax.cosine_decay_schedule(0.1, 50, steps=3)"),
        "the call raises TypeError",
    ),
    "a text for a number": (
        program("optax.constant_schedule('0.1')"),
        "its values are no numbers that make a curve",
    ),
}


@pytest.mark.parametrize(("files", "why"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_known_is_listed_with_the_reason(tmp_path, files, why):
    (rate,) = found(tmp_path, files)
    assert rate.basis is Basis.UNKNOWN
    assert rate.why == why
    assert (rate.recipe, rate.story, rate.sampled) == (None, None, ())


def test_a_join_with_one_of_two_parts_is_not_known_and_its_parts_are_listed(tmp_path):
    lines = ("if x:", f"    a = {LINE}", "else:", f"    a = {COSINE}")
    join = f"optax.join_schedules([a, {COSINE}], [10])"
    line, cosine, joined, part = found(tmp_path, program(*lines, join))
    assert joined.why == "schedules[0]: `a` is one of 2 (line 3, line 5)"
    assert joined.recipe is None
    for one in (line, cosine, part):
        assert one.basis is Basis.KNOWN
        assert one.optimizers == ("join_schedules on line 6",)


# Each has these learning rates: what makes them, their story, and for whom.
FOUND = {
    "a number": (
        program("optax.adam(0.1)"),
        [("optax.adam", "0.1 at every step", ())],
    ),
    "a number where Optax is imported twice": (
        program("import optax", "optax.adam(0.1)"),
        [("optax.adam", "0.1 at every step", ())],
    ),
    "a number by its keyword": (
        program("optax.chain(optax.clip(1.0), optax.sgd(learning_rate=0.1))"),
        [("optax.sgd", "0.1 at every step", ())],
    ),
    "a number in a dict that is unpacked": (
        program("optax.adam(**{'learning_rate': 0.1, 'b1': 0.5})"),
        [("optax.adam", "0.1 at every step", ())],
    ),
    "a number that is injected": (
        program("optax.inject_hyperparams(optax.adamw)(learning_rate=0.1)"),
        [("optax.adamw", "0.1 at every step", ())],
    ),
    "a number in a partial": (
        program("from functools import partial", "partial(optax.adam, 0.1)()"),
        [("optax.adam", "0.1 at every step", ())],
    ),
    "two optimizers": (
        program("optax.multi_transform({1: optax.sgd(1.0), 2: optax.adam(0.1)}, f)"),
        [
            ("optax.sgd", "1 at every step", ()),
            ("optax.adam", "0.1 at every step", ()),
        ],
    ),
    "a schedule in place": (
        program(f"optax.adam({COSINE})"),
        [
            (
                "optax.cosine_decay_schedule",
                "0.1 → 0 at step 50",
                ("optax.adam on line 2",),
            )
        ],
    ),
    "a schedule by a name, for two": (
        program(f"s = {COSINE}", "optax.adam(s)", "optax.sgd(learning_rate=s)"),
        [
            (
                "optax.cosine_decay_schedule",
                "0.1 → 0 at step 50",
                ("optax.adam on line 3", "optax.sgd on line 4"),
            )
        ],
    ),
    "a schedule by a keyword of a transformation": (
        program(f"optax.scale_by_schedule(step_size_fn={LINE})"),
        [
            (
                "optax.linear_schedule",
                "0 → 1 at step 10",
                ("optax.scale_by_schedule on line 2",),
            )
        ],
    ),
    "a schedule in a field": (
        program(
            "class T:",
            "    def __init__(self):",
            f"        self.s = {COSINE}",
            "        self.o = optax.adam(self.s)",
        ),
        [
            (
                "optax.cosine_decay_schedule",
                "0.1 → 0 at step 50",
                ("optax.adam on line 5",),
            )
        ],
    ),
    "a schedule of a method": (
        program(
            "class T:",
            f"    def s(self): return {COSINE}",
            "    def o(self): return optax.adam(self.s())",
        ),
        [
            (
                "optax.cosine_decay_schedule",
                "0.1 → 0 at step 50",
                ("optax.adam on line 4",),
            )
        ],
    ),
    "a schedule for an optimizer of another file": (
        {
            "train.py": program("from maker import make", f"make({COSINE})"),
            "maker.py": MAKER,
        },
        [
            (
                "optax.cosine_decay_schedule",
                "0.1 → 0 at step 50",
                ("optax.adam on line 2 of maker.py",),
            )
        ],
    ),
    "a schedule that two branches set": (
        program(f"s = {COSINE} if x else {LINE}", "optax.adam(s)"),
        [
            (
                "optax.cosine_decay_schedule",
                "0.1 → 0 at step 50",
                ("optax.adam on line 3",),
            ),
            ("optax.linear_schedule", "0 → 1 at step 10", ("optax.adam on line 3",)),
        ],
    ),
    "the schedule that was set last": (
        program(f"s = {COSINE}", f"s = {LINE}", "optax.adam(s)"),
        [
            ("optax.cosine_decay_schedule", "0.1 → 0 at step 50", ()),
            ("optax.linear_schedule", "0 → 1 at step 10", ("optax.adam on line 4",)),
        ],
    ),
    "a schedule that is made of what it was": (
        program(f"s = {LINE}", f"s = optax.join_schedules([s, {COSINE}], [10])"),
        [("optax.join_schedules", "0 → 0.9 at step 9 → 0 at step 60", ())],
    ),
    "a part of a join that an optimizer is given as well": (
        program(
            f"s = {COSINE}",
            "optax.adam(s)",
            f"optax.sgd(optax.join_schedules([{LINE}, s], [10]))",
        ),
        [
            (
                "optax.cosine_decay_schedule",
                "0.1 → 0 at step 50",
                ("optax.adam on line 3",),
            ),
            (
                "optax.join_schedules",
                "0 → 0.9 at step 9 → 0 at step 60",
                ("optax.sgd on line 4",),
            ),
        ],
    ),
    "one of a table": (
        program(f"T = {{'a': {COSINE}, 'b': {LINE}}}", "optax.adam(T[name])"),
        [
            (
                "optax.cosine_decay_schedule",
                "0.1 → 0 at step 50",
                ("optax.adam on line 3",),
            ),
            ("optax.linear_schedule", "0 → 1 at step 10", ("optax.adam on line 3",)),
        ],
    ),
    "a join": (
        program(f"optax.join_schedules([{LINE}, {COSINE}], [10])"),
        [("optax.join_schedules", "0 → 0.9 at step 9 → 0 at step 60", ())],
    ),
    "a join of a list that grows before": (
        program(
            f"parts = [{LINE}]",
            f"parts.append({COSINE})",
            "optax.join_schedules(parts, [10])",
        ),
        [("optax.join_schedules", "0 → 0.9 at step 9 → 0 at step 60", ())],
    ),
    "a join with a part of another file": (
        {
            "train.py": program(
                "from helper import warm",
                f"optax.join_schedules([warm(10), {COSINE}], [10])",
            ),
            "helper.py": HELPER,
        },
        [("optax.join_schedules", "0 → 0.9 at step 9 → 0 at step 60", ())],
    ),
    "a join in a join": (
        program(
            f"a = optax.join_schedules([{LINE}, {COSINE}], [10])",
            "optax.join_schedules([a, optax.constant_schedule(2.0)], [90])",
        ),
        [
            (
                "optax.join_schedules",
                "0 → 2 at step 90",
                (),
            )
        ],
    ),
    "restarts": (
        program(
            "optax.sgdr_schedule([dict(init_value=0.0, peak_value=p,",
            "    warmup_steps=5, decay_steps=20) for p in (1.0, 0.5)])",
        ),
        [("optax.sgdr_schedule", "0 → 1 at step 5 → 0 at step 40", ())],
    ),
    "a target of Hydra": (
        {
            "train.py": program("import hydra", "hydra.utils.instantiate(cfg.s)"),
            "conf/c.yaml": "s:\n  _target_: optax.cosine_decay_schedule\n"
            "  init_value: 0.1\n  decay_steps: 50\n",
        },
        [("optax.cosine_decay_schedule", "0.1 → 0 at step 50", ())],
    ),
}


@pytest.mark.parametrize("most", [0, together._MOST], ids=["one at once", "together"])
@pytest.mark.parametrize(("files", "expected"), FOUND.values(), ids=FOUND)
def test_learning_rates_are_found_with_whom_they_are_for(
    tmp_path, monkeypatch, files, expected, most
):
    monkeypatch.setattr(together, "_MOST", most)
    rates = found(tmp_path, files)
    below = f"{tmp_path}{os.sep}"
    assert [
        (
            one.function,
            told(one.story),
            tuple(it.replace(below, "") for it in one.optimizers),
        )
        for one in rates
    ] == expected
    assert all(one.basis is Basis.KNOWN for one in rates)


def test_the_cell_of_a_notebook_is_in_every_place(tmp_path):
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
        | {"source": lines}
        for lines in (["import optax\n", "LR = 0.1"], [f"s = {COSINE[:-8]}LR, 50)"])
    ]
    cells[1]["source"] = ["s = optax.cosine_decay_schedule(LR, 50)\n", "optax.adam(s)"]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (rate,) = found(tmp_path, {"n.ipynb": json.dumps(notebook)})
    assert str(rate.start) == "cell 2:1:5"
    assert rate.optimizers == ("optax.adam in cell 2:2",)
    (place,) = rate.stated
    assert f"{place.path}:{place.line}".endswith("n.ipynb:cell 1:2")


PAGE = f"# How\n\n```python\nimport optax\noptax.adam({COSINE})\n```\n"


DOCSTRING = f'"""Do.\n\n>>> import optax\n>>> optax.adam({COSINE})\n"""\n'


def test_examples_are_no_learning_rates_of_a_tree(tmp_path):
    assert found(tmp_path, {"page.md": PAGE, "train.py": DOCSTRING}) == ()


def test_examples_of_a_page_that_is_named_are_told(tmp_path):
    text = PAGE + PAGE.replace("0.1", "0.2")
    rates = found(tmp_path, {"page.md": text}, named=("page.md",))
    assert [one.story.first for one in rates] == [0.1, 0.2]
    assert [one.optimizers for one in rates] == [
        ("optax.adam on line 5",),
        ("optax.adam on line 11",),
    ]


def test_a_docstring_of_a_file_that_is_named_is_not(tmp_path):
    assert found(tmp_path, {"train.py": DOCSTRING}, named=("train.py",)) == ()


def test_a_file_that_cannot_be_parsed_does_not_cost_the_others(tmp_path):
    files = {
        "bad.py": "import optax\noptax.adam(\n",
        "good.py": f"import optax\n{LINE}",
    }
    result = learning_rates(tmp_path, files)
    assert [one.function for one in result.found] == ["optax.linear_schedule"]
    assert [problem.path.endswith("bad.py") for problem in result.problems] == [True]
