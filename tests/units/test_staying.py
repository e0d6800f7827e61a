"""Functions that keep their names stay where they are, and hold nothing back."""

import pytest

IMPORT = "import optax\n"


def test_a_dict_goes_to_one_that_stays_as_well(fix):
    code = (
        IMPORT + "kw = dict(init_value=0.1)\n"
        "f = optax.linear_schedule(**kw, end_value=0.0, transition_steps=9)\n"
        "g = optax.cosine_decay_schedule(**kw, decay_steps=9)\n"
    )
    moved = code.replace("optax.cosine", "lrsched.cosine")
    moved = moved.replace(IMPORT, IMPORT + "from lrmigrate import lrsched\n")
    assert fix(code).text == moved.replace("decay_steps", "transition_steps")


ONE_OF_TWO = (
    "f = optax.linear_schedule if short else optax.cosine_decay_schedule\n"
    "g = f(init_value=0.1, decay_steps=9)\n",
    "table = {'a': optax.linear_schedule, 'b': optax.cosine_decay_schedule}\n"
    "g = table[name](init_value=0.1, decay_steps=9)\n",
)


@pytest.mark.parametrize("code", ONE_OF_TWO)
@pytest.mark.parametrize("target", ["lrsched", "optax"])
@pytest.mark.parametrize("unsafe", [False, True])
def test_what_may_be_one_that_stays_is_left_alone(code, target, unsafe, fix):
    fixed = fix(IMPORT + code, target, codes={"LRS001"}, unsafe=unsafe)
    (finding,) = [one for one in fixed.findings if one.verdict is None]
    assert fixed.text == IMPORT + code
    assert "optax.linear_schedule" in finding.left


def test_a_key_of_both_is_left_alone(fix):
    code = (
        IMPORT + "kw = dict(init_value=0.1, decay_steps=9)\n"
        "f = optax.linear_schedule(**kw, end_value=0.0, transition_steps=9)\n"
        "g = optax.cosine_decay_schedule(**kw)\n"
    )
    assert fix(code, "optax", codes={"LRS001"}, unsafe=True).text == code


def test_an_imported_name_stays(fix):
    code = (
        "from optax import cosine_decay_schedule, linear_schedule\n"
        "f = linear_schedule(0.1, 0.0, 9)\n"
        "g = cosine_decay_schedule(0.1, decay_steps=9)\n"
    )
    assert fix(code).text == (
        "from optax import linear_schedule\n"
        "from lrmigrate.lrsched import cosine_decay_schedule\n"
        "f = linear_schedule(0.1, 0.0, 9)\n"
        "g = cosine_decay_schedule(0.1, transition_steps=9)\n"
    )


KEPT_KEYS = {
    "one that another function takes": (
        "kw = {'init_value': 0.1, 'decay_steps': 9}\ns = make(**kw)\nlog(**kw)\n",
        "`kw` is unpacked into `log` on line 5",
    ),
    "one of a dict with two names": (
        "kw = {'init_value': 0.1, 'decay_steps': 9}\nsame = kw\ns = make(**kw)\n",
        "`kw` gets another name on line 4",
    ),
}


@pytest.mark.parametrize(("code", "why"), KEPT_KEYS.values(), ids=KEPT_KEYS)
def test_a_key_that_stays_keeps_the_name_that_it_is_given_to(code, why, fix):
    code = f"import optax\nmake = optax.cosine_decay_schedule\n{code}"
    code += "t = make(0.2, decay_steps=5)\n"
    fixed = fix(code)
    assert fixed.text == code
    assert f"its dict has to keep `decay_steps`: {why}" in fixed.findings[-1].left
