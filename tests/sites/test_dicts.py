"""Dicts that reach a schedule through names: refused cases first."""

import pytest

HEAD = "import optax\n"
MOVED = "from lrmigrate import lrsched\n"
CYCLE = "init_value=0.0, peak_value=0.1, warmup_steps=5"

HELD = {
    "something else reads the dict": (
        "kw = dict(init_value=0.1, decay_steps=9)\nlog(kw)\n"
        "s = optax.cosine_decay_schedule(**kw)\n",
        "`kw` is passed to `log` on line 3",
    ),
    "another name is given to the dict": (
        "kw = dict(init_value=0.1, decay_steps=9)\nother = kw\n"
        "s = optax.cosine_decay_schedule(**kw)\n",
        "`kw` gets another name on line 3",
    ),
    "another function takes the dict, too": (
        "kw = dict(init_value=0.1, decay_steps=9)\nmine(**kw)\n"
        "s = optax.cosine_decay_schedule(**kw)\n",
        "`kw` is unpacked into `mine` on line 3",
    ),
    "a part of the dict comes from outside": (
        "def f(base):\n    kw = {**base, 'init_value': 0.1, 'decay_steps': 9}\n"
        "    return optax.cosine_decay_schedule(**kw)\n",
        "what `base` holds is not seen",
    ),
    "what the dict holds at first comes from a star import": (
        "from base import *\nkw = {**kw, 'init_value': 0.1, 'decay_steps': 9}\n"
        "s = optax.cosine_decay_schedule(**kw)\n",
        "what `kw` holds at first is not seen",
    ),
    "a function that is called deepcopy, of another module": (
        "from .copy import deepcopy\nkw = dict(init_value=0.1, decay_steps=9)\n"
        "s = optax.cosine_decay_schedule(**deepcopy(kw))\n",
        "what `deepcopy(kw)` holds is not seen",
    ),
    "a key is computed": (
        "kw = {'init_value': 0.1, 'decay_steps': 9, key: 1}\n"
        "s = optax.cosine_decay_schedule(**kw)\n",
        "a key is computed on line 2",
    ),
    "the callers give a dict": (
        "def f(**kw):\n    return optax.cosine_decay_schedule(0.1, **kw)\n"
        "s = f(decay_steps=9)\ns = f(**load())\n",
        "what `load()` holds is not seen",
    ),
    "nobody is seen to give the keyword": (
        "def f(config):\n    return optax.cosine_decay_schedule(0.1, **config)\n",
        "what `config` holds is not seen",
    ),
    "the cycles are returned, too": (
        "def f():\n    cycles = [dict(decay_steps=9)]\n"
        "    s = optax.exponential_decay(0.1, 9, 0.5)\n    return cycles\n"
        "cycles = f()\nprint(cycles)\ns = optax.sgdr_schedule(cycles)\n",
        "`cycles` is passed to `print` on line 7",
    ),
    "a loop does more than look up": (
        "cycles = [dict(decay_steps=9)]\nfor c in cycles: log(c)\n"
        "s = optax.sgdr_schedule(cycles)\n",
        "`c` is passed to `log` on line 3",
    ),
    "the dict has another name from the start": (
        "a = b = dict(init_value=0.1, decay_steps=9)\nlog(b)\n"
        "s = optax.cosine_decay_schedule(**a)\n",
        "`b` is passed to `log` on line 3",
    ),
    "the dict is kept in an attribute as well": (
        "class A:\n    def f(self):\n"
        "        self.kw = kw = dict(init_value=0.1, decay_steps=9)\n"
        "        return optax.cosine_decay_schedule(**kw)\n",
        "it is also kept in `self.kw`",
    ),
    "the dict gets its name in the call": (
        "s = optax.cosine_decay_schedule(**(kw := dict(init_value=0.1, decay_steps=9)))\n"
        "log(kw)\n",
        "`kw` is passed to `log` on line 3",
    ),
    "the dict gets its name where it is passed on": (
        "log(kw := dict(init_value=0.1, decay_steps=9))\n"
        "s = optax.cosine_decay_schedule(**kw)\n",
        "it is also used where it gets its name",
    ),
    "a function that is only called copy": (
        "def copy(d):\n    return mine(d)\n"
        "kw = dict(init_value=0.1, decay_steps=9)\n"
        "s = optax.cosine_decay_schedule(**copy(kw))\n",
        "what `mine(d)` holds is not seen",
    ),
    "a dict that is no dict": (
        "def dict(**kw):\n    return mine\n"
        "s = optax.cosine_decay_schedule(**dict(init_value=0.1, decay_steps=9))\n",
        "`dict` is not the builtin here",
    ),
    "a copy of the dict is read": (
        "kw = dict(init_value=0.1, decay_steps=9)\nother = dict(kw)\nlog(other)\n"
        "s = optax.cosine_decay_schedule(**kw)\n"
        "t = optax.cosine_decay_schedule(**other)\n",
        "`other` is passed to `log` on line 4",
    ),
    "another name of the dict is read": (
        "kw = dict(init_value=0.1, decay_steps=9)\nother = kw\nlog(other)\n"
        "s = optax.cosine_decay_schedule(**kw)\n"
        "t = optax.cosine_decay_schedule(**other)\n",
        "`other` is passed to `log` on line 4",
    ),
    "a dict that is made of it is not all seen": (
        "base = dict(decay_steps=9)\n"
        "s = optax.cosine_decay_schedule(**{**base, 'init_value': 0.1})\n"
        "def f(more):\n    return optax.cosine_decay_schedule(**{**base, **more})\n",
        "what `more` holds is not seen",
    ),
    "the dict is shown": (
        "kw = dict(init_value=0.1, decay_steps=9)\nprint(f'{kw}')\n"
        "s = optax.cosine_decay_schedule(**kw)\n",
        "`kw` is shown on line 3",
    ),
    "a key is shown as it is written": (
        "kw = dict(init_value=0.1, decay_steps=9)\n"
        "print(f\"{kw['decay_steps']=}\")\n"
        "s = optax.cosine_decay_schedule(**kw)\n",
        "`kw['decay_steps']` is used on line 3",
    ),
    "the dict is compared": (
        "kw = dict(init_value=0.1, decay_steps=9)\nprint(kw == other)\n"
        "s = optax.cosine_decay_schedule(**kw)\n",
        "`kw` is compared on line 3",
    ),
    "a key is looked up by a name": (
        "kw = dict(init_value=0.1, decay_steps=9)\nprint(kw[key])\n"
        "s = optax.cosine_decay_schedule(**kw)\n",
        "`kw[key]` is used on line 3",
    ),
    "a method that is not understood": (
        "kw = dict(init_value=0.1, decay_steps=9)\nprint(*kw.items())\n"
        "s = optax.cosine_decay_schedule(**kw)\n",
        "`kw.items` is used on line 3",
    ),
    "the dict is yielded": (
        "kw = dict(init_value=0.1, decay_steps=9)\ndef f(): yield kw\n"
        "s = optax.cosine_decay_schedule(**kw)\n",
        "`kw` is yielded on line 3",
    ),
    "the dict is a default": (
        "kw = dict(init_value=0.1, decay_steps=9)\ndef f(kw=kw): log(kw)\n"
        "s = optax.cosine_decay_schedule(**kw)\n",
        "`kw` is used on line 3",
    ),
    "an update with pairs": (
        "kw = dict(init_value=0.1)\nkw.update([('decay_steps', 9)])\n"
        "s = optax.cosine_decay_schedule(**kw)\n",
        "what `[('decay_steps', 9)]` holds is not seen",
    ),
    "a key written in two pieces": (
        "s = optax.cosine_decay_schedule(**{'init_value': 1, 'decay' '_steps': 9})\n",
        "the name is not written as one plain string",
    ),
}


@pytest.mark.parametrize(("code", "reason"), HELD.values(), ids=HELD)
def test_held_and_told(code, reason, fix):
    fixed = fix(HEAD + code, codes=frozenset({"LRS001"}))
    assert fixed.text == HEAD + code
    assert reason in {finding.left for finding in fixed.findings}


def test_a_dict_for_functions_that_disagree_is_held(fix):
    code = (
        f"{HEAD}kw = dict(transition_steps=9, peak_value=0.1, pct_start=0.5)\n"
        "s = optax.cosine_onecycle_schedule(**kw)\n"
        "t = optax.warmup_cosine_decay_schedule(**kw)\n"
    )
    fixed = fix(code)
    assert fixed.text == code
    reasons = [finding.left for finding in fixed.findings]
    assert any("functions that disagree" in reason for reason in reasons)


REWRITTEN = {
    "a dict call": ("kw = dict(init_value=0.1, decay_steps=9)\n", "**kw"),
    "a dict display": ("kw = {'init_value': 0.1, \"decay_steps\": 9}\n", "**kw"),
    "a subscript": ("kw = {}\nkw['init_value'] = 0.1\nkw['decay_steps'] = 9\n", "**kw"),
    "an update with keywords": (
        "kw = dict(init_value=0.1)\nkw.update(decay_steps=9)\n",
        "**kw",
    ),
    "an update with a dict": (
        "kw = dict(init_value=0.1)\nkw.update({'decay_steps': 9})\n",
        "**kw",
    ),
    "a setdefault": (
        "kw = dict(init_value=0.1)\nkw.setdefault('decay_steps', 9)\n",
        "**kw",
    ),
    "a pop, a get and a test": (
        "kw = dict(init_value=0.1, decay_steps=9)\nn = kw.get('decay_steps')\n"
        "if 'decay_steps' in kw: n = kw['decay_steps']\n",
        "**kw",
    ),
    "a dict inside a dict": (
        "base = dict(decay_steps=9)\nkw = {**base, 'init_value': 0.1}\n",
        "**kw",
    ),
    "a union": (
        "base = dict(decay_steps=9)\nkw = base | {'init_value': 0.1}\n",
        "**kw",
    ),
    "a copy": ("kw = dict(init_value=0.1, decay_steps=9)\n", "**kw.copy()"),
    "a dict written in the call": ("", "**{'init_value': 0.1, 'decay_steps': 9}"),
    "one of two dicts": (
        "kw = {'init_value': 0.1, 'decay_steps': 9} if x else "
        "{'init_value': 0.2, 'decay_steps': 8}\n",
        "**kw",
    ),
    "a dict that is merged with itself, over and over": (
        "base = {'init_value': 0.1, 'decay_steps': 9}\n"
        + "base = {**base, **base}\n" * 30
        + "kw = {}\n"
        + "kw.update(base)\n" * 30
        + "kw.update(kw)\n" * 30,
        "**kw",
    ),
    "what a function returns": (
        "def make(n):\n    return {'init_value': 0.1, 'decay_steps': n}\n",
        "**make(9)",
    ),
}


@pytest.mark.parametrize(("before", "given"), REWRITTEN.values(), ids=REWRITTEN)
def test_every_place_that_says_the_key_is_renamed(before, given, fix):
    code = f"{HEAD}{before}s = optax.cosine_decay_schedule({given})\n"
    renamed = code.replace("decay_steps", "transition_steps")
    assert fix(code, "optax").text == renamed
    assert fix(code, "lrsched").text == renamed.replace("optax.", "lrsched.").replace(
        HEAD, MOVED
    )


CYCLES = {
    "a list": (f"c = [dict({CYCLE}, decay_steps=50)]\n", "c"),
    "a list times a number": (f"c = [dict({CYCLE}, decay_steps=50)] * 3\n", "c"),
    "a sum of lists": (
        f"c = [dict({CYCLE}, decay_steps=50)] + [dict({CYCLE}, decay_steps=60)]\n",
        "c",
    ),
    "a comprehension": ("", f"[dict({CYCLE}, decay_steps=n) for n in (20, 30)]"),
    "a generator": ("", f"(dict({CYCLE}, decay_steps=n) for n in (20, 30))"),
    "a list filled in a loop": (
        "c = []\nfor n in range(3):\n"
        f"    c.append(dict({CYCLE}, decay_steps=20 * (n + 1)))\n",
        "c",
    ),
    "a list that is extended": (
        f"c = []\nc.extend([dict({CYCLE}, decay_steps=9)])\n",
        "c",
    ),
    "a list that is added to": (f"c = []\nc += [dict({CYCLE}, decay_steps=9)]\n", "c"),
    "a dict with a name": (
        f"one = dict({CYCLE}, decay_steps=50)\n",
        "[one.copy() for _ in range(3)]",
    ),
    "a function that makes a cycle": (
        f"def cycle(n):\n    return dict({CYCLE}, decay_steps=n)\n",
        "[cycle(20), cycle(30)]",
    ),
    "a function that makes the list": (
        f"def cycles(n):\n    return [dict({CYCLE}, decay_steps=n)] * 2\n",
        "cycles(20)",
    ),
    "a loop that looks the lengths up": (
        f"c = [dict({CYCLE}, decay_steps=50)]\n"
        "total = sum(one['decay_steps'] for one in c) + c[0]['decay_steps']\n",
        "c",
    ),
}


@pytest.mark.parametrize(("before", "given"), CYCLES.values(), ids=CYCLES)
def test_the_dicts_of_restarts_are_renamed_where_they_are_made(before, given, fix):
    code = f"{HEAD}{before}s = optax.sgdr_schedule({given})\n"
    fixed = fix(code, "lrsched")
    assert fixed.text == code.replace("decay_steps", "transition_steps").replace(
        "optax.sgdr_schedule", "lrsched.cosine_warm_restarts_schedule"
    ).replace(HEAD, MOVED)
    assert all(finding.written for finding in fixed.findings)


def test_a_key_that_is_written_into_one_element_is_renamed_for_a_loop(fix):
    code = (
        f"{HEAD}kws = [dict(init_value=0.1), dict(init_value=0.2, decay_steps=9)]\n"
        "kws[0]['decay_steps'] = 8\n"
        "for kw in kws:\n    s = optax.cosine_decay_schedule(**kw)\n"
    )
    assert fix(code, "optax").text == code.replace("decay_steps", "transition_steps")


def test_a_wrapper_keeps_its_own_parameter(fix):
    code = (
        f"{HEAD}def mine(peak, decay_steps):\n"
        "    return optax.cosine_decay_schedule(peak, decay_steps=decay_steps)\n"
        "s = mine(0.1, decay_steps=9)\n"
    )
    assert fix(code, "optax").text == code.replace(
        "decay_steps=decay_steps", "transition_steps=decay_steps"
    )


def test_calls_that_share_a_dict_are_rewritten_together_or_not_at_all(fix):
    code = (
        f"{HEAD}kw = dict(init_value=0.1, decay_steps=9)\n"
        "s = optax.cosine_decay_schedule(**kw)\n"
        "t = optax.cosine_decay_schedule(**kw, alpha=0.1)\n"
    )
    fixed = fix(code, "lrsched")
    assert fixed.text.count("lrsched.cosine_decay_schedule") == 2
    held = code.replace("alpha=0.1)", "alpha=0.1)  # noqa: LRS001")
    assert fix(held, "lrsched").text.count("lrsched.") == 2
    held = code.replace("decay_steps=9)", "decay_steps=9)  # noqa: LRS001")
    assert fix(held, "lrsched").text == held
