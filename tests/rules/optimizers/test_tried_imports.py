"""Flax that is imported where it is installed, with a name for where it is not."""

import pytest
from fixed_projects import fixed

TRAIN = (
    "import optax\n\n\ndef train(model, batches):\n"
    "    optimizer = nnx.Optimizer(model, optax.sgd(0.1))\n"
    "    for batch in batches:\n        grads = nnx.grad(loss_fn)(model, batch)\n"
    "        optimizer.update(grads)\n"
)
TRY = "try:\n    from flax import nnx\nexcept ImportError:\n    "

LEFT = {
    "something else": f"{TRY}nnx = fake\n{TRAIN}",
    "a module of the same name": f"{TRY}from mine import nnx\n{TRAIN}",
    "nothing, and something else": f"{TRY}nnx = None\n{TRAIN}\n\nnnx = fake\n",
    "nothing, where another import fails": (
        "from flax import nnx\ntry:\n    import mine\nexcept ImportError:\n"
        f"    nnx = None\n{TRAIN}"
    ),
}


@pytest.mark.parametrize("main", LEFT.values(), ids=LEFT)
def test_where_it_may_be_another_it_is_left(main, tmp_path):
    assert fixed(tmp_path, main)[0] == main


WRITTEN = {
    "nothing": f"{TRY}nnx = None\n{TRAIN}",
    "nothing, and a word on it": f"{TRY}nnx = None\n    KNOWN = False\n{TRAIN}",
    "by its path": f"{TRY}nnx = None\n{TRAIN}".replace(
        "from flax import nnx", "import flax.nnx as nnx"
    ),
    "for types, and in a function": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from flax import nnx\n"
        + TRAIN.replace("):\n", "):\n    from flax import nnx\n", 1)
    ),
}


@pytest.mark.parametrize("main", WRITTEN.values(), ids=WRITTEN)
def test_where_there_is_nothing_else_it_is_written(main, tmp_path):
    text, _ = fixed(tmp_path, main)
    assert "optax.sgd(0.1), wrt=nnx.Param)" in text
    assert "optimizer.update(model, grads)" in text


def test_a_schedule_stays_whose_library_may_not_be_there(tmp_path):
    main = (
        "try:\n    import optax\nexcept ImportError:\n    optax = None\n"
        "s = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
    )
    text, output = fixed(tmp_path, main)
    assert text == main
    assert "goes another way where the import fails" in output
