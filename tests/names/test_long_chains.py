"""A function that very many names hold, one after the other, is in doubt."""

import pytest

LONG = "what it is goes through more than 128 names and partials"
CALLED = "a{n}(0.1, decay_steps=9)"


def chain(first, link, count, called=CALLED):
    links = [link.format(n=n, last=n - 1) for n in range(1, count + 1)]
    head = ["import optax", "from functools import partial", "D = {}", first]
    return "\n".join([*head, *links, called.format(n=count), ""])


LINKS = {
    "names": ("a0 = optax.cosine_decay_schedule", "a{n} = a{last}"),
    "partials": ("a0 = optax.cosine_decay_schedule", "a{n} = partial(a{last})"),
    "conditions": (
        "a0 = optax.cosine_decay_schedule",
        "a{n} = a{last} if c else a{last}",
    ),
}


@pytest.mark.parametrize("count", [150, 1_500])
@pytest.mark.parametrize("links", LINKS.values(), ids=LINKS)
def test_nothing_of_a_long_chain_is_rewritten(fix, links, count):
    code = chain(*links, count)
    fixed = fix(code)
    assert fixed.text == code
    assert any(LONG in one.left for one in fixed.findings)


@pytest.mark.parametrize("links", LINKS.values(), ids=LINKS)
def test_a_chain_that_somebody_may_write_is(fix, links):
    fixed = fix(chain(*links, 12))
    assert "a12(0.1, transition_steps=9)" in fixed.text


def test_a_table_of_many_schedules_is_no_chain(fix):
    schedules = (
        "constant cosine_decay cosine_onecycle exponential_decay linear polynomial"
    )
    names = [f"{one}_schedule" for one in schedules.split()]
    names = [
        one.replace("decay_schedule", "decay") if "exp" in one else one for one in names
    ]
    rows = [f'    "{at}_{one}": optax.{one},' for one in names for at in range(5)]
    code = "\n".join(
        [
            "import optax",
            "TABLE = {",
            *rows,
            "}",
            'make = TABLE["0_cosine_decay_schedule"]',
        ]
    )
    fixed = fix(f"{code}\nmake(0.1, decay_steps=9)\n")
    assert "make(0.1, transition_steps=9)" in fixed.text
