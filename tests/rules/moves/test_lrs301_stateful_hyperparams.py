"""A function that stays in Optax under another name, through every form of import.

The rule is one file, `rules/moves/lrs301_stateful_hyperparams.py`, and nothing else.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from plans import plan_of

from lrmigrate.codemod.engine.fix_file import Fixer
from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.model import VerdictKind
from lrmigrate.rules import all_rules, catalogue

OLD, NEW = "inject_stateful_hyperparams", "inject_hyperparams"
ADAM = "(optax.adam)(learning_rate=0.1)"


RULE = next(rule for rule in all_rules() if rule.code == "LRS301")
KNOWN = catalogue(Path())
CODES = frozenset(rule.code for rule in KNOWN.rules)


@pytest.fixture(params=["lrsched", "optax"])
def fix(request, verifier):
    def run(code):
        fixer = Fixer(plan_of(KNOWN, CODES, request.param), verifier)
        fixed = fixer.fix(Source.from_bytes(code.encode(), "module.py"))
        assert fixed.problem is None
        again = fixer.fix(Source.from_bytes(fixed.text.encode(), "module.py"))
        assert again.text == fixed.text
        compile(fixed.text, "module.py", "exec")
        fixed.findings[:] = [one for one in fixed.findings if one.code == RULE.code]
        return fixed

    return run


HELD = {
    "an import that may fail": (
        f"try:\n    from optax import {OLD}\nexcept ImportError:\n    {OLD} = None\n"
        f"tx = {OLD}(adam)\n",
        "imported inside a `try`",
    ),
    "an import with another way to go": (
        f"try:\n    from optax import {OLD} as inject\nexcept ImportError:\n"
        "    print('no optax')\ntx = inject(adam)\n",
        "imported inside a `try`",
    ),
    "a name in __all__": (
        f"from optax import {OLD}\n__all__ = ['{OLD}']\ntx = {OLD}(adam)\n",
        "exported or shown by name on line 2",
    ),
    "a name in a doctest": (
        f'"""Doc.\n\n>>> {OLD}(adam)\n"""\nfrom optax import {OLD}\ntx = {OLD}(adam)\n',
        "exported or shown by name on line 3",
    ),
    "an explicit re-export": (
        f"from optax import {OLD} as {OLD}\ntx = {OLD}(adam)\n",
        "re-exports it",
    ),
    "one use that a comment keeps holds the others": (
        f"from optax import {OLD}\na = {OLD}(adam)  # noqa: LRS301\nb = {OLD}(sgd)\n",
        "a comment that silences LRS301",
    ),
    "the code asks which Optax there is": (
        f"import optax\nif hasattr(optax, '{NEW}'):\n    tx = optax.{OLD}(optax.adam)\n",
        "on line 2",
    ),
    "a star import, where the new name is something else": (
        f"from optax import *\n{NEW} = 1\ntx = {OLD}(adam)\n",
        f"`{NEW}` is something else in this file",
    ),
    "a use inside an f-string": (
        f"import optax\nprint(f'{{optax.{OLD}(optax.adam)}}')\n",
        "inside an f-string",
    ),
    "a call that raises as it is": (
        f"import optax\ntx = optax.{OLD}(optax.adam, statics=1)\n",
        "it takes no `statics`",
    ),
}


@pytest.mark.parametrize(("code", "reason"), HELD.values(), ids=HELD)
def test_held_and_told(code, reason, fix):
    fixed = fix(code)
    assert fixed.text == code
    assert reason in " ".join(finding.left for finding in fixed.findings)


RENAMED = {
    "an attribute": (
        f"import optax\ntx = optax.{OLD}{ADAM}\n",
        f"import optax\ntx = optax.{NEW}{ADAM}\n",
    ),
    "an attribute of the module under another name": (
        f"import optax as ox\ntx = ox.schedules.{OLD}(ox.adam)\n",
        f"import optax as ox\ntx = ox.schedules.{NEW}(ox.adam)\n",
    ),
    "an attribute of an import that may fail": (
        "try:\n    import optax\nexcept ImportError:\n    print('no optax')\n"
        f"tx = optax.{OLD}{ADAM}\n",
        "try:\n    import optax\nexcept ImportError:\n    print('no optax')\n"
        f"tx = optax.{NEW}{ADAM}\n",
    ),
    "a name that is asked for by its text stays": (
        f"import optax\nmake = optax.{OLD}\ntx = getattr(optax, '{OLD}')(optax.adam)\n",
        f"import optax\nmake = optax.{NEW}\ntx = getattr(optax, '{OLD}')(optax.adam)\n",
    ),
    "a reference and a partial": (
        f"import functools, optax\nmake = functools.partial(optax.{OLD}, optax.adam)\n"
        f"register(optax.{OLD})\n",
        f"import functools, optax\nmake = functools.partial(optax.{NEW}, optax.adam)\n"
        f"register(optax.{NEW})\n",
    ),
    "an imported name, with all of its uses": (
        f"from optax import {OLD}\nfirst = {OLD}(adam)\nsecond = {OLD}(sgd)\n",
        f"from optax import {NEW}\nfirst = {NEW}(adam)\nsecond = {NEW}(sgd)\n",
    ),
    "a name that is passed on": (
        f"from optax import {OLD}\nregister({OLD})\n",
        f"from optax import {NEW}\nregister({NEW})\n",
    ),
    "an import under another name keeps that name": (
        f"from optax import {OLD} as inject\ntx = inject(adam)\n",
        f"from optax import {NEW} as inject\ntx = inject(adam)\n",
    ),
    "an import that nothing uses": (
        f"from optax import {OLD}\n",
        f"from optax import {NEW}\n",
    ),
    "one of several names, where it stands": (
        f"from optax import (\n    adam,  # first\n    {OLD},  # second\n)\n"
        f"tx = {OLD}(adam)\n",
        f"from optax import (\n    adam,  # first\n    {NEW},  # second\n)\n"
        f"tx = {NEW}(adam)\n",
    ),
    "both names are imported already": (
        f"from optax import {NEW}, {OLD}\na = {NEW}(adam)\nb = {OLD}(adam)\n",
        f"from optax import {NEW}\na = {NEW}(adam)\nb = {NEW}(adam)\n",
    ),
    "both names are imported, in statements of their own": (
        f"from optax import {NEW}\nfrom optax import {OLD}\nb = {OLD}(adam)\n",
        f"from optax import {NEW}\nb = {NEW}(adam)\n",
    ),
    "both names are imported, and the old one gets a third": (
        f"from optax import {NEW}, {OLD}\nmake = {OLD}\na = make(adam)\n",
        f"from optax import {NEW}\nmake = {NEW}\na = make(adam)\n",
    ),
    "both names are imported in a function": (
        f"def f():\n    from optax import {NEW}, {OLD}\n    return {OLD}(adam)\n",
        f"def f():\n    from optax import {NEW}\n    return {NEW}(adam)\n",
    ),
    "the new name is imported behind the old one": (
        f"from optax import {OLD}\na = {OLD}(adam)\nfrom optax import {NEW}\n",
        f"from optax import {NEW} as {OLD}\na = {OLD}(adam)\nfrom optax import {NEW}\n",
    ),
    "the new name is imported from elsewhere": (
        f"from mylib import {NEW}\nfrom optax import {OLD}\na = {OLD}(adam)\n",
        f"from mylib import {NEW}\nfrom optax import {NEW} as {OLD}\na = {OLD}(adam)\n",
    ),
    "the new name is a parameter somewhere": (
        f"from optax import {NEW}, {OLD}\ndef f({NEW}):\n    return {OLD}({NEW})\n",
        f"from optax import {NEW}, {NEW} as {OLD}\n"
        f"def f({NEW}):\n    return {OLD}({NEW})\n",
    ),
    "a name that a star import brings": (
        f"from optax import *\na = {OLD}(adam)\n",
        f"from optax import *\na = {NEW}(adam)\n",
    ),
    "the new name is taken": (
        f"from optax import {OLD}\n{NEW} = 1\ntx = {OLD}(adam)\n",
        f"from optax import {NEW} as {OLD}\n{NEW} = 1\ntx = {OLD}(adam)\n",
    ),
    "both, by name and by attribute": (
        f"import optax\nfrom optax import {OLD}\na = {OLD}(adam)\nb = optax.{OLD}(adam)\n",
        f"import optax\nfrom optax import {NEW}\na = {NEW}(adam)\nb = optax.{NEW}(adam)\n",
    ),
}


@pytest.mark.parametrize(("code", "after"), RENAMED.values(), ids=RENAMED)
def test_renamed(code, after, fix):
    fixed = fix(code)
    assert fixed.text == after
    for finding in fixed.findings:
        assert finding.written
        assert finding.verdict.kind is VerdictKind.PRESERVING


def test_what_moves_to_another_module_leaves_the_renamed_where_it_is(verifier):
    code = (
        f"from optax import cosine_decay_schedule, {OLD}\n"
        f"s = cosine_decay_schedule(0.1, decay_steps=9)\ntx = {OLD}(adam)\n"
    )
    fixer = Fixer(plan_of(KNOWN, CODES, "lrsched"), verifier)
    assert fixer.fix(Source.from_bytes(code.encode(), "module.py")).text == (
        f"from optax import {NEW}\n"
        "from lrmigrate.lrsched import cosine_decay_schedule\n"
        f"s = cosine_decay_schedule(0.1, transition_steps=9)\ntx = {NEW}(adam)\n"
    )
