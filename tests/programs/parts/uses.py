"""What a program does with its schedule, by which its curve is seen."""

from __future__ import annotations

from draft import Draft, Table

USES = Table("use")


def _use(draft: Draft, text: str) -> None:
    draft.uses.extend(text.splitlines())


USES.texts(
    hostile=False,
    apply=_use,
    shown="show(schedule)",
    shown_again="show(schedule, (0, 3, 9, 19, 100))",
    at_numpy_steps="import numpy\nshow(schedule, numpy.arange(0, 30, 7))",
    at_float_steps="show(schedule, (0.0, 2.5, 10.0))",
    at_array_steps="import jax.numpy as jnp\nshow(schedule, [*jnp.arange(0, 40, 9)])",
    under_jit="import jax\nshow(jax.jit(schedule), (0, 4, 11))",
    under_vmap="import jax\nimport jax.numpy as jnp\nprint(jax.vmap(schedule)(jnp.arange(0, 40, 13)).tolist())",
    in_an_optimizer="""
    import optax as o
    import jax.numpy as jnp
    tx = o.sgd(schedule)
    state = tx.init(jnp.ones(2))
    for _ in range(3):
        updates, state = tx.update(jnp.ones(2), state)
        print(updates.tolist())
    """,
    joined="import optax as o\nshow(o.join_schedules([o.constant_schedule(0.5), schedule], [4]), (0, 3, 4, 9))",
    injected="""
    import optax as o
    import jax.numpy as jnp
    tx = o.inject_hyperparams(o.sgd)(learning_rate=schedule)
    state = tx.init(jnp.ones(1))
    _, state = tx.update(jnp.ones(1), state)
    print(state.hyperparams["learning_rate"].tolist())
    """,
    in_a_dict_of_schedules="schedules = {'lr': schedule}\nfor name, each in schedules.items():\n    show(each)",
    scaled="show(lambda step: 10 * schedule(step))",
    kept_with_functools="import functools\nshow(functools.partial(schedule))",
    only_made="print(callable(schedule))",
)
