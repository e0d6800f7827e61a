"""Calls that unpack a tuple or a list: compared with what is written in it."""

import pytest

HEAD = "import optax\n"
MADE = "s = optax.warmup_cosine_decay_schedule(*a, warmup_steps=5, decay_steps=9)\n"
IN_FUNCTION = (
    "    return optax.warmup_cosine_decay_schedule(*a, warmup_steps=5, decay_steps=9)\n"
)
NOT_KNOWN = "`*a`: what it holds is not known"

REFUSED = {
    "a list of which a part is put in": ("a = [0.0, 0.1]\na[1] = load()\n" + MADE),
    "a list of which a part is taken out": ("a = [0.0, 0.1, 1]\ndel a[2]\n" + MADE),
    "a list with another name": ("a = [0.0, 0.1]\nb = a\nb.clear()\n" + MADE),
    "a list that is handed on": ("a = [0.0, 0.1]\nfill(a)\n" + MADE),
    "a list that is filled under a condition": (
        "a = [0.0]\nif c:\n    a.append(0.1)\n" + MADE
    ),
    "a list that is extended": ("a = [0.0]\na.extend(load())\n" + MADE),
    "a tuple that is added to": ("a = (0.0,)\na += load()\n" + MADE),
    "a name that is bound twice": ("a = (0.0, 0.1)\na = load()\n" + MADE),
    "a name that a function binds": (
        "a = (0.0, 0.1)\ndef f():\n    global a\n    a = load()\n" + MADE
    ),
    "a name that a walrus binds, too": ("a = (0.0, 0.1)\nprint(a := load())\n" + MADE),
    "a name that a loop binds": ("for a in [(0.0, 0.1)]:\n    pass\n" + MADE),
    "a parameter": ("def f(a=(0.0, 0.1)):\n" + IN_FUNCTION),
    "what callers give": ("def f(*a):\n" + IN_FUNCTION),
    "a comprehension": ("a = [x / n for x in load()]\n" + MADE),
    "a generator": ("a = (x for x in load())\n" + MADE),
    "a tuple with one that is not seen": ("a = (0.0, *load())\n" + MADE),
}


@pytest.mark.parametrize("code", REFUSED.values(), ids=REFUSED)
def test_a_call_stays_that_unpacks_what_is_not_seen(code, fix):
    fixed = fix(HEAD + code)
    assert fixed.text == HEAD + code
    assert [one.verdict.reason for one in fixed.findings] == [NOT_KNOWN]


DIFFERENT = {
    "None in a tuple": "a = (None, 0.1)\n" + MADE,
    "a default of None in a tuple": (
        "def f(lr=None):\n    a = (lr, 0.1)\n" + IN_FUNCTION
    ),
    "a default of None in the call": (
        "def f(lr=None):\n" + IN_FUNCTION.replace("*a", "*(lr, 0.1)")
    ),
}


@pytest.mark.parametrize("code", DIFFERENT.values(), ids=DIFFERENT)
def test_a_call_stays_that_unpacks_what_is_no_number(code, fix):
    fixed = fix(HEAD + code)
    assert fixed.text == HEAD + code
    assert [one.verdict.kind for one in fixed.findings] == ["divergent"]


SEEN = {
    "a tuple": "a = (0.0, 0.1)\n" + MADE,
    "a tuple that is used otherwise, too": "a = (0.0, 0.1)\nprint(a, a[1])\n" + MADE,
    "a list": "a = [0.0, 0.1]\n" + MADE,
    "a list in two pieces": "a = [0.0]\na.append(0.1)\n" + MADE,
    "a tuple in a tuple": "b = (0.1,)\na = (0.0, *b)\n" + MADE,
    "two tuples": "b = (0.0,)\na = (0.1,)\n" + MADE.replace("*a", "*b, *a"),
    "names": "def f(lr):\n    a = (0.0, lr)\n" + IN_FUNCTION,
    "a name of the function's own": (
        "a = load()\ndef f():\n    a = (0.0, 0.1)\n" + IN_FUNCTION
    ),
    "no more than there is": "a = ()\n" + MADE.replace("*a", "0.0, 0.1, *a"),
}


@pytest.mark.parametrize("code", SEEN.values(), ids=SEEN)
def test_a_call_is_rewritten_that_unpacks_what_is_written(code, fix):
    fixed = fix(HEAD + code)
    assert all(one.written for one in fixed.findings)
    assert "warmup_steps=5, transition_steps=9)" in " ".join(fixed.text.split())
