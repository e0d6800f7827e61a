"""The program around a use of NNX: it trains a toy model, and the use stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import indent

IMPORTS = """\
import jax
import jax.numpy as jnp
import optax
from flax import nnx
from toy import Model, batches, gradients, loss_fn
"""

TX = "optax.adam(1e-2)"
MAKE = f"""\
model = Model(rngs=nnx.Rngs(0))
optimizer = nnx.Optimizer(model, {TX})
"""

GRADS = "nnx.value_and_grad(loss_fn)(model, x, y)"
UPDATE = "optimizer.update(grads)"
# Where the model is certain, the update is given it.
STEP = f"""\
@nnx.jit
def train_step(model, optimizer, x, y):
    loss, grads = {GRADS}
    {UPDATE}
    return loss
"""

CALL = "loss = train_step(model, optimizer, x, y)"

# The comment that marks the line of a use which is to be named.
HERE = "# here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """The parts in which the program of a use differs from others.

    Attributes:
        top: lines of the module before the step.
        step: the function that trains.
        make: how model and optimizer are made.
        call: how a step is made.
        each: what comes after each step.
        end: what comes after the training.
    """

    top: str = ""
    step: str = STEP
    make: str = MAKE
    call: str = CALL
    each: str = ""
    end: str = ""

    def text(self) -> str:
        """The text of the program."""
        loop = [self.call, 'print("loss", loss.tolist())', self.each]
        main = [self.make, "for x, y in batches(3):", *_body(loop), self.end]
        parts = [self.top, self.step, "def main():", *_body(main), "main()"]
        return "\n".join([IMPORTS, *filter(None, parts), ""])


def kept(text: str) -> str:
    """The program, where the model of no update shows: the optimizer has to keep it."""
    return text.replace(GRADS, "gradients(model, x, y)")


def _body(parts: list[str]) -> list[str]:
    return [indent(part, "    ") for part in parts if part]
