"""Dicts under keys of one dict, which a loop gives to schedules one by one."""

import pytest

HEAD = (
    "import optax\n"
    "KINDS = {'a': {'decay_steps': 9}, 'b': dict(decay_steps=5, alpha=0.1)}\n"
)
MADE = (
    "def made():\n    for name, kw in KINDS.items():\n"
    "        yield name, optax.cosine_decay_schedule(0.1, **kw)\n"
)

REFUSED = {
    "all of it is shown": (f"print(KINDS)\n{MADE}", "`KINDS` is passed to `print`"),
    "one is given elsewhere": (
        f"{MADE}def one(name): return KINDS[name]\n",
        "`KINDS[name]` is used on line 6",
    ),
    "one is set": (f"KINDS['b'] = load()\n{MADE}", "`KINDS['b']` is used on line 3"),
    "one is filled": (
        f"KINDS['b'].update(load())\n{MADE}",
        "`KINDS['b']` is used on line 3",
    ),
    "more are put in": (
        f"KINDS.update(load())\n{MADE}",
        "`KINDS.update` is used on line 3",
    ),
    "each is shown": (
        f"{MADE}def show():\n    for kw in KINDS.values(): print(kw)\n",
        "`kw` is passed to `print` on line 7",
    ),
    "each goes elsewhere, too": (
        f"{MADE}        mine(**kw)\n",
        "`kw` is unpacked into `mine` on line 6",
    ),
    "each is changed in between": (
        MADE.replace("yield", "kw.update(load()); yield"),
        "what `load()` holds is not seen",
    ),
    "each goes where its name stays": (
        f"{MADE}        optax.linear_onecycle_schedule(**kw)\n",
        "`decay_steps` of the dict goes to functions that disagree on its name",
    ),
    "one is not written": (
        f"KINDS = {{'a': {{'decay_steps': 9}}, 'b': load()}}\n{MADE}",
        "what `load()` holds is not seen",
    ),
    "the loop is over something else": (
        MADE.replace("KINDS.items()", "sorted(KINDS.items())"),
        "what `kw` holds is not seen",
    ),
}


@pytest.mark.parametrize(("code", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_dict_of_dicts_that_is_used_otherwise_stays(code, reason, fix):
    fixed = fix(HEAD + code)
    assert fixed.text == HEAD + code
    assert any(reason in (one.left or "") for one in fixed.findings)


SEEN = {
    "by its pairs": MADE,
    "by its values": MADE.replace("name, kw in KINDS.items()", "kw in KINDS.values()"),
    "by a comprehension": (
        "s = {n: optax.cosine_decay_schedule(0.1, **kw) for n, kw in KINDS.items()}\n"
    ),
    "asked for its length": f"{MADE}n = len(KINDS)\n",
}


@pytest.mark.parametrize("code", SEEN.values(), ids=SEEN)
def test_a_dict_of_dicts_is_rewritten_with_the_loop_over_it(code, fix):
    fixed = fix(HEAD + code)
    assert all(one.written for one in fixed.findings)
    new = "{'a': {'transition_steps': 9}, 'b': dict(transition_steps=5, alpha=0.1)}"
    assert new in fixed.text


def test_what_is_read_of_each_or_of_one_gets_the_new_name(fix):
    fixed = fix(
        f"{HEAD}{MADE}first = KINDS['a']['decay_steps']\n"
        "steps = [one['decay_steps'] for one in KINDS.values()]\n"
    )
    assert "KINDS['a']['transition_steps']" in fixed.text
    assert "[one['transition_steps'] for one in KINDS.values()]" in fixed.text
