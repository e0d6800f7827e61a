"""What a dict holds when the call is made: a value that may have changed is unknown."""

import pytest

HEAD = "import optax\n"
KW = "kw = dict(transition_steps=100, peak_value=0.1, pct_start=0.3)\n"
CALL = "s = optax.cosine_onecycle_schedule(**kw)\n"
CHANGED = "`transition_steps` is changed on line 3"
LENGTH = '["transition_steps"]'

BESIDE = "s = optax.cosine_onecycle_schedule(pct_start=0.3, **kw)\n"
READ = 'kw["transition_steps"]'
UNKNOWN = {
    "multiplied": (f"{KW}kw{LENGTH} *= 2\n{CALL}", CHANGED),
    "assigned with a type": (f"{KW}kw{LENGTH}: int = 200\n{CALL}", CHANGED),
    "assigned as one of two": (f"{KW}kw{LENGTH}, b = 200, 1\n{CALL}", CHANGED),
    "assigned before a star": (f"{KW}kw{LENGTH}, *b = 200, 1\n{CALL}", CHANGED),
    "the target of a loop": (f"{KW}for kw{LENGTH} in (50, 200): pass\n{CALL}", CHANGED),
    "the target of a comprehension": (
        f"{KW}[0 for kw{LENGTH} in (50, 200)]\n{CALL}",
        CHANGED,
    ),
    "the target of a with": (f"{KW}with f() as kw{LENGTH}: pass\n{CALL}", CHANGED),
    "assigned plainly, a second time": (
        f"{KW}kw{LENGTH} = 200\n{CALL}",
        "`transition_steps` has more than one value, on lines 2 and 3",
    ),
    "updated": (
        f"{KW}kw.update(transition_steps=200)\n{CALL}",
        "`transition_steps` has more than one value, on lines 2 and 3",
    ),
    "merged": (
        f"{KW}kw |= dict(transition_steps=200)\n{CALL}",
        "`transition_steps` has more than one value, on lines 2 and 3",
    ),
    "changed in a copy": (
        f"{KW}big = kw.copy()\nbig{LENGTH} *= 2\n"
        "s = optax.cosine_onecycle_schedule(**big)\n",
        "`transition_steps` is changed on line 4",
    ),
    "changed in what a function returns": (
        "def make():\n    return dict(transition_steps=9, peak_value=1, pct_start=0.3)\n"
        f"kw = make()\nkw{LENGTH} *= 2\n{CALL}",
        "`transition_steps` is changed on line 5",
    ),
    "changed by a function that sees the name": (
        f"{KW}def longer():\n    kw{LENGTH} += 100\nlonger()\n{CALL}",
        "`transition_steps` is changed on line 4",
    ),
    "changed in a loop over dicts": (
        "phases = [dict(transition_steps=9, peak_value=1, pct_start=0.3)]\n"
        f"for kw in phases:\n    kw{LENGTH} += 50\n    {CALL}",
        "`transition_steps` is changed on line 4",
    ),
    "changed in a loop that numbers the dicts": (
        "phases = [dict(transition_steps=9, peak_value=1, pct_start=0.3)]\n"
        f"for i, kw in enumerate(phases):\n    kw{LENGTH} += i\n    {CALL}",
        "`transition_steps` is changed on line 4",
    ),
    "changed where only the fraction is given in the call": (
        f"kw = dict(transition_steps=100, peak_value=0.1)\nkw{LENGTH} += 9\n"
        "s = optax.cosine_onecycle_schedule(pct_start=0.3, **kw)\n",
        CHANGED,
    ),
    "taken out, and given in another call": (
        f"{KW}{CALL}kw.pop('transition_steps')\n"
        "s = optax.cosine_onecycle_schedule(transition_steps=200, **kw)\n",
        "`transition_steps` is taken out on line 4",
    ),
    "deleted, and given in another call": (
        f"{KW}{CALL}del kw{LENGTH}\n"
        "s = optax.cosine_onecycle_schedule(transition_steps=200, **kw)\n",
        "`transition_steps` is taken out on line 4",
    ),
    "another one in each call": (
        "kw = dict(peak_value=0.1, pct_start=0.3)\n"
        "s = optax.cosine_onecycle_schedule(transition_steps=100, **kw)\n"
        "t = optax.cosine_onecycle_schedule(transition_steps=200, **kw)\n",
        "held by line 4: another call needs its dict to be rewritten otherwise",
    ),
    "a fraction that setdefault puts in": (
        "kw = dict(transition_steps=100, peak_value=0.1)\n"
        f"f = kw.setdefault('pct_start', 0.57)\n{CALL}",
        "`pct_start` is put into its dict by `setdefault`",
    ),
    "a fraction that is assigned with another name": (
        "kw = dict(transition_steps=100, peak_value=0.1)\n"
        f"f = kw['pct_start'] = 0.57\n{CALL}",
        "`pct_start` is put into its dict by itself",
    ),
    "put in after the fraction": (
        "kw = dict(peak_value=0.1)\nkw['pct_start'] = 0.3\n"
        f"kw['transition_steps'] = n\n{CALL}",
        "`transition_steps` is given in another expression",
    ),
    "in a dict that a function is given, too": (
        f"kw = dict(transition_steps=n, peak_value=0.1)\ngrow(kw)\n{BESIDE}",
        "`transition_steps` is given in another expression",
    ),
    "in a dict that has another name": (
        "kw = dict(transition_steps=n, peak_value=0.1)\nsame = kw\n"
        f"same['transition_steps'] = 3\n{BESIDE}",
        "`transition_steps` is given in another expression",
    ),
    "in a dict, and changed before the fraction is given": (
        "kw = dict(transition_steps=n, peak_value=0.1)\n"
        f"kw['transition_steps'] *= 2\n{BESIDE}",
        "`transition_steps` is changed on line 3",
    ),
    "in a dict that a function makes": (
        "def f(n): return dict(transition_steps=n, peak_value=0.1)\n"
        "s = optax.cosine_onecycle_schedule(pct_start=0.3, **f(9))\n",
        "`transition_steps` is given in another expression",
    ),
    "in a dict, where int is a function of the module": (
        "def int(x): return 3\nkw = dict(transition_steps=n, peak_value=0.1)\n"
        f"kw['pct_start'] = 0.3\n{CALL}",
        "`int` is not the builtin here",
    ),
    "next of an iterator, in a dict": (
        f"kw = dict(transition_steps=next(it), peak_value=0.1)\n{BESIDE}",
        "`next(it)` would be evaluated twice",
    ),
    "a fraction that is changed": (
        f"{KW}kw['pct_start'] *= 2\n{CALL}",
        "`pct_start` is changed on line 3",
    ),
}


@pytest.mark.parametrize(("code", "reason"), UNKNOWN.values(), ids=UNKNOWN)
def test_a_length_that_may_be_another_is_told_and_left(code, reason, fix):
    fixed = fix(HEAD + code, "lrsched")
    assert fixed.text == HEAD + code
    assert reason in {finding.left for finding in fixed.findings}


KNOWN = {
    "written once": (f"{KW}{CALL}", "30"),
    "beside another key that changes": (f"{KW}kw['peak_value'] *= 2\n{CALL}", "30"),
    "in a dict that is asked whether there is one": (
        f"{KW}if kw is not None: print(len(kw))\n{CALL}",
        "30",
    ),
    "by a name, where the fraction stands beside it": (
        "def f(n):\n    kw = dict(transition_steps=n, peak_value=0.1, pct_start=0.3)\n"
        "    return optax.cosine_onecycle_schedule(**kw)\n",
        "int(0.3 * n)",
    ),
    "the same in two calls": (
        "kw = dict(peak_value=0.1, pct_start=0.3)\n"
        "s = optax.cosine_onecycle_schedule(transition_steps=100, **kw)\n"
        "t = optax.linear_onecycle_schedule(transition_steps=100, **kw)\n",
        "30",
    ),
}


@pytest.mark.parametrize(("code", "steps"), KNOWN.values(), ids=KNOWN)
def test_a_length_that_is_certain_is_used(code, steps, fix):
    fixed = fix(HEAD + code, "optax").text
    assert fixed == HEAD + code.replace("pct_start=0.3", f"warmup_steps={steps}")


APART = {
    "a number in a dict": (
        "kw = dict(transition_steps=100, peak_value=0.1)\nkw['pct_start'] = 0.3\n"
        f"{CALL}",
        "kw = dict(transition_steps=100, peak_value=0.1)\nkw['warmup_steps'] = 30\n"
        f"{CALL}",
    ),
    "a name in a dict": (
        f"N = 40\nkw = dict(transition_steps=N, peak_value=0.1)\n{BESIDE}",
        "N = 40\nkw = dict(transition_steps=N, peak_value=0.1)\n"
        + BESIDE.replace("pct_start=0.3", f"warmup_steps=int(0.3 * {READ})"),
    ),
    "an attribute in a dict": (
        "def f(cfg):\n    kw = {'transition_steps': cfg.steps, 'peak_value': 0.1}\n"
        "    kw['pct_start'] = cfg.warm / cfg.steps\n"
        "    return optax.cosine_onecycle_schedule(**kw)\n",
        "def f(cfg):\n    kw = {'transition_steps': cfg.steps, 'peak_value': 0.1}\n"
        f"    kw['warmup_steps'] = int((cfg.warm / cfg.steps) * {READ})\n"
        "    return optax.cosine_onecycle_schedule(**kw)\n",
    ),
    "a fraction for two schedules": (
        "def f(n):\n    kw = dict(transition_steps=n, peak_value=0.1)\n"
        "    kw['pct_start'] = 0.3\n    return (optax.linear_onecycle_schedule(**kw),\n"
        "            optax.cosine_onecycle_schedule(**kw))\n",
        "def f(n):\n    kw = dict(transition_steps=n, peak_value=0.1)\n"
        f"    kw['warmup_steps'] = int(0.3 * {READ})\n"
        "    return (optax.linear_onecycle_schedule(**kw),\n"
        "            optax.cosine_onecycle_schedule(**kw))\n",
    ),
}


@pytest.mark.parametrize(("code", "after"), APART.values(), ids=APART)
def test_a_fraction_apart_from_the_length_reads_it_from_the_dict(code, after, fix):
    assert fix(HEAD + code, "optax").text == HEAD + after


RENAMED = {
    "multiplied": "kw['decay_steps'] *= 2\n",
    "one of two targets": "kw['decay_steps'], b = 80, 1\n",
    "the target of a loop": "for kw['decay_steps'] in (50, 80): pass\n",
    "changed by a function": "def f():\n    kw['decay_steps'] += 1\nf()\n",
    "deleted and set": "del kw['decay_steps']\nkw['decay_steps'] = 80\n",
    "asked whether it is there": "assert kw\nif not kw: print(len(kw))\n",
    "compared with nothing": "n = kw['decay_steps'] if kw is not None else 0\n",
}


@pytest.mark.parametrize("change", RENAMED.values(), ids=RENAMED)
def test_a_key_is_renamed_whatever_becomes_of_its_value(change, fix):
    code = (
        f"{HEAD}kw = dict(init_value=0.1, decay_steps=50)\n{change}"
        "s = optax.cosine_decay_schedule(**kw)\n"
    )
    assert fix(code, "optax").text == code.replace("decay_steps", "transition_steps")


def test_an_argument_wins_over_a_key_that_was_taken_out(fix):
    code = (
        f"{HEAD}kw = dict(init_value=0.1, decay_steps=50)\nn = kw.pop('decay_steps')\n"
        "s = optax.cosine_decay_schedule(decay_steps=2 * n, **kw)\n"
    )
    fixed = fix(code, "optax")
    assert fixed.text == code.replace("decay_steps", "transition_steps")
    called = {finding.before.call for finding in fixed.findings}
    assert called == {"schedule(init_value=0.1, decay_steps=2 * n)"}
