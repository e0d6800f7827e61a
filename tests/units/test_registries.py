"""Registries that hold functions of which some stay as they are."""

import pytest

HEAD = "from functools import partial\nimport optax\n"
KINDS = (
    "KINDS = {'cosine': partial(optax.cosine_decay_schedule, decay_steps=9),\n"
    "         'constant': optax.constant_schedule}\n"
)
BARE = "KINDS = {'a': optax.cosine_decay_schedule, 'b': optax.linear_schedule}\n"

REFUSED = {
    "a call by the old name": f"{BARE}s = KINDS[name](0.1, decay_steps=9)\n",
    "a call over a partial": f"{KINDS}s = KINDS[name](0.1, decay_steps=9)\n",
    "a dict with the old name": (
        f"{BARE}kw = dict(decay_steps=9)\ns = KINDS[name](0.1, **kw)\n"
    ),
    "a partial of one of them": (
        f"{BARE}made = partial(KINDS[name], decay_steps=9)\ns = made(0.1)\n"
    ),
    "a name that is one of two": (
        "made = optax.cosine_decay_schedule if long else optax.linear_schedule\n"
        "s = made(0.1, decay_steps=9)\n"
    ),
}


@pytest.mark.parametrize("code", REFUSED.values(), ids=REFUSED)
def test_a_call_that_may_be_of_what_stays_is_left(code, fix):
    fixed = fix(HEAD + code)
    assert fixed.text == HEAD + code
    assert any("which stays as it is" in (one.left or "") for one in fixed.findings)


SEEN = {
    "of a module": f"{KINDS}s = KINDS[name](0.1)\n",
    "of a function": (
        "def make(name):\n    KINDS = {\n"
        "        'cosine': partial(optax.cosine_decay_schedule, decay_steps=9),\n"
        "        'constant': optax.constant_schedule,\n    }\n"
        "    return KINDS[name](0.1)\n"
    ),
}


@pytest.mark.parametrize("code", SEEN.values(), ids=SEEN)
def test_what_goes_is_rewritten_beside_what_stays(code, fix):
    fixed = fix(HEAD + code)
    assert all(one.written for one in fixed.findings)
    assert "(lrsched.cosine_decay_schedule, transition_steps=9)" in fixed.text
    assert "'constant': optax.constant_schedule" in fixed.text
