"""Cycles in another order: by what they are sorted has to be seen, and moves along."""

import pytest

CYCLES = (
    "import optax\n"
    "from operator import itemgetter\n"
    "cycles = [\n"
    "    dict(init_value=0.0, peak_value=0.1, warmup_steps=5, decay_steps=30),\n"
    "    dict(init_value=0.0, peak_value=0.05, warmup_steps=5, decay_steps=20),\n"
    "]\n"
)
RESTARTS = "s = optax.sgdr_schedule(cycles)\n"

REFUSED = {
    "by all of it": (
        "cycles.sort(key=lambda c: str(c))\n",
        "`c` is passed to `str` on line 7",
    ),
    "by its keys": (
        "cycles.sort(key=lambda c: sorted(c))\n",
        "`c` is passed to `sorted` on line 7",
    ),
    "by a key that is computed": (
        "cycles.sort(key=lambda c: c['decay_' + 'steps'])\n",
        "`c['decay_' + 'steps']` is used on line 7",
    ),
    "by keys of a comprehension": (
        "cycles.sort(key=lambda c: [c[k] for k in ('decay_steps',)])\n",
        "`c[k]` is used on line 7",
    ),
    "by a default that is the key": (
        "cycles.sort(key=lambda c, k='decay_steps': c[k])\n",
        "`cycles.sort` is used on line 7",
    ),
    "by another name for it": (
        "cycles.sort(key=lambda c: (other := c)['decay_' + 'steps'])\n",
        "`c` gets another name on line 7",
    ),
    "by what a function makes of it": (
        "cycles.sort(key=lambda c: score(c))\n",
        "`c` is passed to `score` on line 7",
    ),
    "by a function": ("cycles.sort(key=score)\n", "`cycles.sort` is used on line 7"),
    "by options that are unpacked": (
        "cycles.sort(**options)\n",
        "`cycles.sort` is used on line 7",
    ),
    "by another itemgetter": (
        "itemgetter = lambda key: str\ncycles.sort(key=itemgetter('decay_steps'))\n",
        "`cycles.sort` is used on line 8",
    ),
    "by a key that would be there": (
        "cycles.sort(key=lambda c: 'transition_steps' in c)\n",
        "`transition_steps` is asked for on line 7, and would be there",
    ),
    "under another name": (
        "other = cycles\nother.sort(key=str)\n",
        "`cycles` gets another name on line 7",
    ),
    "by a method that is kept": (
        "turn = cycles.reverse\nturn()\n",
        "`cycles.reverse` is used on line 7",
    ),
    "by a method that is handed on": (
        "later(cycles.sort)\n",
        "`cycles.sort` is used on line 7",
    ),
    "by chance": (
        "import random\nrandom.shuffle(cycles)\n",
        "`cycles` is passed to `random.shuffle` on line 8",
    ),
    "as a copy, by all of it": (
        "cycles = sorted(cycles, key=lambda c: str(c))\n",
        "`c` is passed to `str` on line 7",
    ),
    "as a copy, by another sorted": (
        "def sorted(cycles, key): return load(cycles)\n"
        "cycles = sorted(cycles, key=lambda c: c['peak_value'])\n",
        "`cycles` is passed to `sorted` on line 8",
    ),
}


@pytest.mark.parametrize(("code", "reason"), REFUSED.values(), ids=REFUSED)
def test_cycles_that_are_sorted_by_what_is_not_seen_stay(code, reason, fix):
    text = CYCLES + code + RESTARTS
    fixed = fix(text)
    assert fixed.text == text
    assert any(reason in (one.left or "") for one in fixed.findings)


SORTED = {
    "turned round": "cycles.reverse()\n",
    "by another key": "cycles.sort(key=lambda c: c['peak_value'], reverse=True)\n",
    "by the key": "cycles.sort(key=lambda c: -c['decay_steps'])\n",
    "by the key, if it is there": "cycles.sort(key=lambda c: c.get('decay_steps', 0))\n",
    "by two keys": "cycles.sort(key=itemgetter('decay_steps', 'peak_value'))\n",
    "as a copy": "cycles = sorted(cycles, key=lambda one: one['decay_steps'])\n",
    "as a copy, by its getter": (
        "cycles = sorted(cycles, key=itemgetter('decay_steps'), reverse=True)\n"
    ),
}


@pytest.mark.parametrize("code", SORTED.values(), ids=SORTED)
def test_cycles_in_another_order_are_rewritten_with_what_they_are_sorted_by(code, fix):
    fixed = fix(CYCLES + code + RESTARTS)
    assert all(one.written for one in fixed.findings)
    assert "decay_steps" not in fixed.text
    assert code.replace("decay_steps", "transition_steps") in fixed.text
