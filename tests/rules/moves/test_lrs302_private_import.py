"""What is taken from a private module of Optax, through every form of import."""

from __future__ import annotations

import pytest

from lrmigrate.codemod.model import VerdictKind

CODES = frozenset({"LRS302"})
LINEAR = "linear_schedule(0.1, 0.0, 10)\n"

LEFT = {
    "the private module by itself": (
        f"from optax._src import schedule\ns = schedule.{LINEAR}",
        "nothing here names `optax`",
    ),
    "the private module under another name": (
        f"import optax._src.schedule as private\ns = private.{LINEAR}",
        "nothing here names `optax`",
    ),
    "a name that is Optax or something else": (
        "import optax\nimport optax._src.schedule\nif fast:\n    import mine as optax\n"
        f"s = optax._src.schedule.{LINEAR}",
        "`optax`",
    ),
    "a name that stands for itself": (
        "import optax\noptax = optax\n" + f"s = optax._src.schedule.{LINEAR}",
        "`optax`",
    ),
    "a name in __all__": (
        "from optax._src.schedule import linear_schedule\n"
        "__all__ = ['linear_schedule']\n",
        "exported or shown by name on line 2",
    ),
    "a comment inside the path": (
        f"import optax\ns = (optax._src.  # why\n    schedule.{LINEAR[:-1]})\n",
        "`# why` inside it would be lost",
    ),
    "a module that something else is put into": (
        "import optax\noptax._src.schedule.linear_schedule = mine\n"
        f"s = optax._src.schedule.{LINEAR}",
        "linear_schedule",
    ),
    "a public name that something else is put into": (
        f"import optax\noptax.linear_schedule = mine\ns = optax._src.schedule.{LINEAR}",
        "linear_schedule",
    ),
}


@pytest.mark.parametrize(("code", "reason"), LEFT.values(), ids=LEFT)
def test_left_and_told(code, reason, fix):
    fixed = fix(code, codes=CODES)
    assert fixed.text == code
    assert reason in " ".join(finding.left for finding in fixed.findings)


TAKEN = {
    "an import, with what is left behind in it": (
        f"from optax._src.schedule import linear_schedule, sgdr_schedule\ns = {LINEAR}",
        "from optax._src.schedule import sgdr_schedule\n"
        f"from optax import linear_schedule\ns = {LINEAR}",
    ),
    "an import under another name": (
        "from optax.schedules.inject import inject_hyperparams as inject\n"
        "make = inject(adam)\n",
        "from optax import inject_hyperparams as inject\nmake = inject(adam)\n",
    ),
    "a function of a package": (
        "from optax.contrib.reduce_on_plateau import reduce_on_plateau\n"
        "plateau = reduce_on_plateau(patience=5)\n",
        "from optax.contrib import reduce_on_plateau\n"
        "plateau = reduce_on_plateau(patience=5)\n",
    ),
    "a loss of a module that is gone": (
        "from optax._src.loss import huber_loss\nvalue = huber_loss(a, b)\n",
        "from optax.losses import huber_loss\nvalue = huber_loss(a, b)\n",
    ),
    "an attribute of what several imports bring": (
        f"import optax\nimport optax._src.schedule\ns = optax._src.schedule.{LINEAR}",
        f"import optax\nimport optax._src.schedule\ns = optax.{LINEAR}",
    ),
    "an attribute of Optax under another name": (
        f"import optax as ox\ns = ox._src.schedule.{LINEAR}",
        f"import optax as ox\ns = ox.{LINEAR}",
    ),
    "only what is private, where both are used": (
        f"import optax\ns = optax._src.schedule.{LINEAR}t = optax.schedules.{LINEAR}",
        f"import optax\ns = optax.{LINEAR}t = optax.schedules.{LINEAR}",
    ),
}


@pytest.mark.parametrize("target", ["lrsched", "optax"])
@pytest.mark.parametrize(("code", "after"), TAKEN.values(), ids=TAKEN)
def test_taken_from_the_public_module(code, after, target, fix):
    fixed = fix(code, target=target, codes=CODES)
    assert fixed.text == after
    for finding in fixed.findings:
        assert not finding.written or finding.verdict.kind is VerdictKind.PRESERVING
    assert fix(after, target=target, codes=CODES).text == after


def test_what_goes_to_lrsched_and_what_stays_in_optax_share_an_import(fix):
    code = (
        "from optax._src.schedule import cosine_decay_schedule, linear_schedule\n"
        f"s = {LINEAR}t = cosine_decay_schedule(0.1, decay_steps=10)\n"
    )
    assert fix(code).text == (
        "from lrmigrate.lrsched import cosine_decay_schedule\n"
        "from optax import linear_schedule\n"
        f"s = {LINEAR}t = cosine_decay_schedule(0.1, transition_steps=10)\n"
    )


def test_what_is_gone_is_an_error(fix):
    code = "from optax.schedules.inject import inject_hyperparams\n"
    (finding,) = fix(code, codes=CODES).findings
    assert finding.severity == "error"
    assert "gone since Optax 0.2.8: ImportError" in finding.message


def test_optax_itself_is_silent(fix):
    code = "from optax._src.schedule import linear_schedule\n"
    assert fix(code, path="src/optax/__init__.py", codes=CODES).findings == []
    assert fix(code, path="optax/mine.py", codes=CODES).findings != []
