"""No comment of the user is lost, whatever is rewritten around it."""

import pytest

OLD = "cosine_decay_schedule(0.1, decay_steps=9)"
NEW = "cosine_decay_schedule(0.1, transition_steps=9)"
CYCLES = "[dict(init_value=0.0, peak_value=0.1, warmup_steps=5, decay_steps=9)]"
NEW_CYCLES = CYCLES.replace("decay", "transition")
ONECYCLE = "cosine_onecycle_schedule(100, 0.1,"
MOVED = "from lrmigrate.lrsched import cosine_decay_schedule"
LEFT = {
    "a comment within the formula of a fraction": (
        f"import optax\ndef f(w):\n    return optax.{ONECYCLE} pct_start=w  # warm\n"
        "        + 0.1)\n",
        "the comment `# warm` inside it would be lost",
    ),
    "a comment between two modules": (
        f"import optax\ns = (optax  # of\n    .schedules.{OLD[:21]})(0.1, decay_steps=9)\n",
        "the comment `# of` inside it would be lost",
    ),
}


@pytest.mark.parametrize(("code", "reason"), LEFT.values(), ids=LEFT)
def test_what_has_no_place_for_a_comment_is_left(code, reason, fix):
    fixed = fix(code)
    assert fixed.text == code
    assert reason in fixed.findings[-1].left


IMPORTS = {
    "of a name on a line of its own": (
        "from optax import (\n    cosine_decay_schedule,  # why\n    adam,  # it\n)\n"
        f"adam({OLD})\n",
        f"from optax import (\n    adam,  # it\n)\n{MOVED}  # why\nadam({NEW})\n",
    ),
    "above a name": (
        "from optax import (\n    # above\n    cosine_decay_schedule,\n    adam,\n)\n"
        f"adam({OLD})\n",
        f"from optax import (\n    # above\n    adam,\n)\n{MOVED}\nadam({NEW})\n",
    ),
    "of the first of two names": (
        f"from optax import (cosine_decay_schedule,  # why\n    adam)\nadam({OLD})\n",
        f"from optax import (adam)\n{MOVED}  # why\nadam({NEW})\n",
    ),
    "before the last of two names": (
        "from optax import (adam,\n    # why\n    cosine_decay_schedule)  # end\n"
        f"adam({OLD})\n",
        f"from optax import (adam)  # end\n{MOVED}  # why\nadam({NEW})\n",
    ),
    "of a line of names": (
        "from optax import (\n    sgd, cosine_decay_schedule,  # why\n    adam,\n)\n"
        f"adam({OLD}), sgd\n",
        f"from optax import (\n    sgd, adam,\n)\n{MOVED}  # why\nadam({NEW}), sgd\n",
    ),
    "of two names that move": (
        "from optax import (\n    cosine_decay_schedule,  # a\n    sgdr_schedule,  # b\n"
        f"    adam,  # c\n)\nadam({OLD}), sgdr_schedule({CYCLES})\n",
        f"from optax import (\n    adam,  # c\n)\n{MOVED}, "
        "cosine_warm_restarts_schedule  # a  # b\n"
        f"adam({NEW}), cosine_warm_restarts_schedule({NEW_CYCLES})\n",
    ),
    "of an import that is replaced": (
        f"from optax import (  # a\n    schedules,  # b\n)  # c\ns = schedules.{OLD}\n",
        f"from lrmigrate import lrsched  # a  # b  # c\ns = lrsched.{NEW}\n",
    ),
    "of an import that is replaced before a semicolon": (
        "from optax import (  # a\n    schedules,  # b\n); x = 1  # c\n"
        f"s = schedules.{OLD}\n",
        f"from lrmigrate import (lrsched  # a  # b\n); x = 1  # c\ns = lrsched.{NEW}\n",
    ),
    "of an import that goes": (
        f"from lrmigrate import lrsched\nimport optax  # why\ns = optax.{OLD}\n",
        f"from lrmigrate import lrsched\n# why\ns = lrsched.{NEW}\n",
    ),
    "of an import in a function that goes": (
        f"from lrmigrate import lrsched\ndef f():\n    import optax  # why\n"
        f"    return optax.{OLD}\n",
        f"from lrmigrate import lrsched\ndef f():\n    # why\n    return lrsched.{NEW}\n",
    ),
    "of an import that goes before a semicolon": (
        "from lrmigrate import lrsched\nfrom optax import (  # a\n    schedules,  # b\n"
        f"); x = 1  # c\ns = schedules.{OLD}\n",
        f"from lrmigrate import lrsched\n# a  # b\nx = 1  # c\ns = lrsched.{NEW}\n",
    ),
    "of an import that goes behind a semicolon": (
        "from lrmigrate import lrsched\nx = 1; from optax import (  # a\n    schedules,\n"
        f")  # c\ns = schedules.{OLD}\n",
        f"from lrmigrate import lrsched\nx = 1; pass  # a  # c\ns = lrsched.{NEW}\n",
    ),
    "of a name that goes": (
        "from lrmigrate import lrsched\nfrom optax import (\n    adam,\n"
        f"    schedules,  # why\n)\nadam(schedules.{OLD})\n",
        "from lrmigrate import lrsched\nfrom optax import (\n    adam,\n    # why\n)\n"
        f"adam(lrsched.{NEW})\n",
    ),
    "of a first name that goes": (
        "from lrmigrate import lrsched\nfrom optax import (schedules,  # why\n"
        f"    adam)\nadam(schedules.{OLD})\n",
        "from lrmigrate import lrsched\nfrom optax import (  # why\n    adam)\n"
        f"adam(lrsched.{NEW})\n",
    ),
}


@pytest.mark.parametrize(("code", "after"), IMPORTS.values(), ids=IMPORTS)
def test_a_comment_in_an_import_stays_or_goes_with_its_name(code, after, fix):
    assert fix(code).text == after


CALLS = {
    "between the module and the function": (
        f"import optax\ns = (optax  # of\n    .{OLD[:21]})(0.1, decay_steps=9)\n",
        "from lrmigrate import lrsched\n"
        f"s = (lrsched  # of\n    .{OLD[:21]})(0.1, transition_steps=9)\n",
    ),
    "in the parentheses of a fraction": (
        f"import optax\ns = optax.{ONECYCLE} pct_start=(  # a\n    0.3  # b\n))\n",
        "from lrmigrate import lrsched\n"
        f"s = lrsched.{ONECYCLE} warmup_steps=(  # a\n    30  # b\n))\n",
    ),
    "in the parentheses of a fraction in a dict": (
        'import optax\nkw = {"transition_steps": 100, "peak_value": 0.1,\n'
        '    "pct_start": (  # a\n    0.3  # b\n)}  # c\n'
        "s = optax.cosine_onecycle_schedule(**kw)\n",
        'from lrmigrate import lrsched\nkw = {"transition_steps": 100, '
        '"peak_value": 0.1,\n    "warmup_steps": (  # a\n    30  # b\n)}  # c\n'
        "s = lrsched.cosine_onecycle_schedule(**kw)\n",
    ),
    "around each argument": (
        "import optax\ns = optax.cosine_decay_schedule(  # a\n    # b\n    0.1,  # c\n"
        "    decay_steps  # d\n    =  # e\n    9,  # f\n    # g\n)  # h\n",
        "from lrmigrate import lrsched\n"
        "s = lrsched.cosine_decay_schedule(  # a\n    # b\n    0.1,  # c\n"
        "    transition_steps  # d\n    =  # e\n    9,  # f\n    # g\n)  # h\n",
    ),
    "behind arguments that get names": (
        "import optax\ns = optax.linear_onecycle_schedule(\n    100,  # a\n    0.1,  # b\n"
        "    0.25,  # c\n    # d\n    0.8,  # e\n)\n",
        "from lrmigrate import lrsched\n"
        "s = lrsched.linear_onecycle_schedule(\n    100,  # a\n    0.1,  # b\n"
        "    warmup_steps=25,  # c\n    # d\n    pct_final=0.8,  # e\n)\n",
    ),
}


@pytest.mark.parametrize(("code", "after"), CALLS.values(), ids=CALLS)
def test_a_comment_in_a_call_stays(code, after, fix):
    assert fix(code).text == after


OPTIMIZER = """\
import optax
from flax import nnx

def loss_of(model, x):
    return model(x).sum()

def main(x):
    model = nnx.Linear(1, 1, rngs=nnx.Rngs(0))
    optimizer = nnx.Optimizer(  # a
        model,  # b
        optax.adam(1e-3){comma}  # c
        # d
    )  # e
    optimizer.update(  # f
        # g
        nnx.grad(loss_of)(model, x),  # h
    )
"""


@pytest.mark.parametrize("comma", ["", ","], ids=["no comma", "a comma"])
def test_a_comment_of_an_optimizer_stays(comma, fix):
    after = fix(OPTIMIZER.format(comma=comma)).text
    assert "wrt=nnx.Param" in after
    assert [name for name in "abcdefgh" if f"# {name}\n" not in after] == []
