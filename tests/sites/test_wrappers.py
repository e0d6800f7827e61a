"""The keywords that callers give to `**kw`, which a schedule is made of."""

import pytest

HEAD = "import optax\n"
MAKE = "def make(**kw):\n    return optax.cosine_decay_schedule(0.1, **kw)\n"
CALL = "s = make(decay_steps=9)\n"
NOT_SEEN = "what callers pass in `**kw` is not all seen"

REFUSED = {
    "a dict that is not seen": (
        f"{MAKE}{CALL}s = make(**load())\n",
        "what `load()` holds is not seen",
    ),
    "no caller": (MAKE, NOT_SEEN),
    "a decorator, which may call it otherwise": (f"@wrap\n{MAKE}{CALL}", NOT_SEEN),
    "a name that is bound again": (
        f"{MAKE}{CALL}if fast:\n    make = mine\n",
        NOT_SEEN,
    ),
    "a method, which others may call": (
        "class A:\n    def make(self, **kw):\n"
        "        return optax.cosine_decay_schedule(0.1, **kw)\n"
        "s = A().make(decay_steps=9)\n",
        NOT_SEEN,
    ),
    "a type that says the keys": (
        f"{MAKE.replace('**kw', '**kw: Unpack[Keys]', 1)}{CALL}",
        NOT_SEEN,
    ),
    "a function that is handed on": (
        f"{MAKE}{CALL}run(make)\n",
        "`make` is passed to `run` on line 5",
    ),
    "a function that is found by its text": (
        f"{MAKE}{CALL}s = globals()['make'](decay_steps=5)\n",
        "`globals()['make']` on line 5 reads `make`",
    ),
    "a function that is exported": (
        f"__all__ = ['make']\n{MAKE}{CALL}",
        "`make` is exported or shown by name on line 2",
    ),
    "a parameter with the new name": (
        f"{MAKE.replace('**kw', 'transition_steps=5, **kw', 1)}{CALL}",
        "`transition_steps` is a parameter of `make`",
    ),
    "keywords that are logged": (
        f"{MAKE.replace('return', 'log(kw); return')}{CALL}",
        "`kw` is passed to `log` on line 3",
    ),
    "keywords that go elsewhere, too": (
        f"{MAKE.replace('return', 'log(**kw); return')}{CALL}",
        "`kw` is unpacked into `log` on line 3",
    ),
    "keywords that are changed in between": (
        f"{MAKE.replace('return', 'kw.update(load()); return')}{CALL}",
        "what `load()` holds is not seen",
    ),
    "keywords that are others in between": (
        f"{MAKE.replace('return', 'kw = load(kw); return')}{CALL}",
        "what `load(kw)` holds is not seen",
    ),
    "a function of another library that takes them": (
        "def make(name, **kw):\n    if name == 'cosine':\n"
        "        return optax.cosine_decay_schedule(0.1, **kw)\n"
        "    return mine(**kw)\ns = make('cosine', decay_steps=9)\n",
        "`kw` is unpacked into `mine` on line 5",
    ),
}


@pytest.mark.parametrize(("code", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_callers_give_otherwise_stays(code, reason, fix):
    fixed = fix(HEAD + code)
    assert fixed.text == HEAD + code
    assert reason in [one.left for one in fixed.findings]


SEEN = {
    "one caller": (MAKE + CALL, ["make(transition_steps=9)"]),
    "more than one": (
        f"{MAKE}{CALL}s = make(decay_steps=5, alpha=0.1)\n",
        ["make(transition_steps=9)", "make(transition_steps=5, alpha=0.1)"],
    ),
    "in a function": (
        "def train(lr):\n    def make(**kw):\n"
        "        return optax.cosine_decay_schedule(lr, **kw)\n"
        "    return make(decay_steps=9)\n",
        ["make(transition_steps=9)"],
    ),
    "beside a parameter of its own": (
        "def make(decay_steps, **kw):\n"
        "    return optax.cosine_decay_schedule(0.1, decay_steps=decay_steps, **kw)\n"
        "s = make(decay_steps=9, alpha=0.1)\n",
        ["transition_steps=decay_steps, **kw", "make(decay_steps=9, alpha=0.1)"],
    ),
    "an entry that is asked for": (
        "def make(**kw):\n    n = kw['decay_steps']\n"
        f"    return optax.cosine_decay_schedule(0.1, **kw), n\n{CALL}",
        ["kw['transition_steps']", "make(transition_steps=9)"],
    ),
}


@pytest.mark.parametrize(("code", "parts"), SEEN.values(), ids=SEEN)
def test_what_callers_give_by_name_is_rewritten(code, parts, fix):
    fixed = fix(HEAD + code)
    assert all(one.written for one in fixed.findings)
    assert all(part in fixed.text for part in parts)


def test_a_fraction_of_a_caller_is_computed_where_it_is_given(fix):
    fixed = fix(
        f"{HEAD}def make(**kw):\n"
        "    return optax.cosine_onecycle_schedule(peak_value=0.1, **kw)\n"
        "s = make(transition_steps=n, pct_start=0.3)\n",
        "optax",
    )
    assert "make(transition_steps=n, warmup_steps=int(0.3 * n))" in fixed.text


INNER = MAKE.replace("make", "inner")
OUTER = "def make(**kw):\n    return inner(**kw)\n"

HELD = {
    "the inner one is exported": (
        f"__all__ = ['inner']\n{INNER}{OUTER}{CALL}",
        "`inner` is exported or shown by name on line 2",
    ),
    "the inner one is handed on": (
        f"{INNER}{OUTER}{CALL}run(inner)\n",
        "`inner` is passed to `run` on line 7",
    ),
    "the inner one has another name": (
        f"{INNER}{OUTER}{CALL}other = inner\n",
        "`inner` gets another name on line 7",
    ),
    "the inner one is bound again": (
        f"{INNER}{OUTER}{CALL}if fast:\n    inner = mine\n",
        NOT_SEEN,
    ),
    "the inner one is given a dict that is not seen": (
        f"{INNER}{OUTER}{CALL}s = inner(**load())\n",
        "what `load()` holds is not seen",
    ),
    "the inner one logs them": (
        f"{INNER.replace('return', 'log(kw); return')}{OUTER}{CALL}",
        "`kw` is passed to `log` on line 3",
    ),
    "the outer one logs them": (
        f"{INNER}{OUTER.replace('return', 'log(kw); return')}{CALL}",
        "`kw` is passed to `log` on line 5",
    ),
    "the outer one gives them elsewhere, too": (
        f"{INNER}{OUTER.replace('return', 'log(**kw); return')}{CALL}",
        "`kw` is unpacked into `log` on line 5",
    ),
    "the outer one changes them": (
        f"{INNER}{OUTER.replace('return', 'kw |= load(); return')}{CALL}",
        "what `load()` holds is not seen",
    ),
    "the outer one is given a key that is computed": (
        f"{INNER}{OUTER}{CALL}s = make(**{{key(): 5}})\n",
        "a key is computed on line 7",
    ),
    "the outer one has no caller": (INNER + OUTER, NOT_SEEN),
    "the outer one takes the new name": (
        f"{INNER}{OUTER.replace('**kw', 'transition_steps=1, **kw', 1)}{CALL}",
        "`transition_steps` is a parameter of `make`",
    ),
    "the inner one takes one of them": (
        f"{INNER.replace('(**kw', '(alpha=0.0, **kw')}{OUTER}{CALL}",
        NOT_SEEN,
    ),
}


@pytest.mark.parametrize(("code", "reason"), HELD.values(), ids=HELD)
def test_what_goes_through_two_functions_otherwise_stays(code, reason, fix):
    fixed = fix(HEAD + code)
    assert fixed.text == HEAD + code
    assert reason in [one.left for one in fixed.findings]


THROUGH = {
    "two": (INNER + OUTER + CALL, ["make(transition_steps=9)"]),
    "two, which both are called": (
        f"{INNER}{OUTER}{CALL}s = inner(decay_steps=5)\n",
        ["make(transition_steps=9)", "inner(transition_steps=5)"],
    ),
    "three": (
        f"{INNER}{OUTER}def build(**options):\n    return make(**options)\n"
        "s = build(decay_steps=7)\n",
        ["build(transition_steps=7)"],
    ),
    "two, with more": (
        f"{INNER}{OUTER.replace('inner(', 'inner(alpha=0.1, ')}{CALL}",
        ["make(transition_steps=9)"],
    ),
    "two, of which one asks for it": (
        INNER + OUTER.replace("return", "n = kw['decay_steps']; return") + CALL,
        ["kw['transition_steps']", "make(transition_steps=9)"],
    ),
    "a dict that is written": (
        f"{INNER}usual = {{'decay_steps': 9}}\ns = inner(**usual)\n",
        ["{'transition_steps': 9}"],
    ),
}


@pytest.mark.parametrize(("code", "parts"), THROUGH.values(), ids=THROUGH)
def test_what_goes_through_functions_of_keywords_is_rewritten(code, parts, fix):
    fixed = fix(HEAD + code)
    assert all(one.written for one in fixed.findings)
    assert all(part in fixed.text for part in parts)


IN_F_STRINGS = {
    "a keyword": 'print(f"{make(decay_steps=9)(0)=}")\n',
    "a dict": "print(f\"{make(**{'decay_steps': 9})(0)}\")\n",
    "a keyword in an assertion": 'assert x, f"{make(decay_steps=9)=}"\n',
}


@pytest.mark.parametrize("call", IN_F_STRINGS.values(), ids=IN_F_STRINGS)
def test_what_is_given_inside_an_f_string_stays(call, fix):
    code = (
        "import optax\ndef make(**kw):\n"
        f"    return optax.cosine_decay_schedule(0.1, **kw)\n{call}"
    )
    fixed = fix(code)
    assert fixed.text == code
    assert any(
        one.left == "`decay_steps` is given inside an f-string"
        for one in fixed.findings
    )
