"""Composes programs that train an NNX model, of parts chosen at random."""

from __future__ import annotations

import random
import re
from textwrap import indent

from nnx_parts import (
    EXTRAS,
    FUNCTIONS,
    GRADIENTS,
    HERE_APPLY,
    IMPORTS,
    LIB,
    MADE,
    TRANSFORMATIONS,
    UPDATES,
    Extra,
)

HEAD = """\
import copy
import dataclasses
import functools
import inspect
import pickle
import types

import jax
import jax.numpy as jnp
import optax
from flax import nnx
from toy import Small, batches, gradients, loss_fn
"""
MODELS = [
    "class Model(Small):\n    pass",
    "class Model(nnx.Module):\n    def __init__(self, rngs):\n"
    "        self.out = nnx.Linear(4, 1, rngs=rngs)\n\n"
    "    def __call__(self, x):\n        return self.out(x)",
    "Model = Small",
]

# Where model and optimizer are held, made of ``m`` and ``o``: lines before the
# functions, lines in main, and the expressions for the two there.
HELD = [
    ("", "model = m\nopt = o", "model", "opt"),
    ("", "d = {'model': m, 'opt': o}", "d['model']", "d['opt']"),
    ("", "pair = (m, o)", "pair[0]", "pair[1]"),
    ("", "pair = [m, o]", "pair[0]", "pair[1]"),
    ("", "model, opt = m, o", "model", "opt"),
    ("", "(model, opt), rest = (m, o), None", "model", "opt"),
    ("", "ns = types.SimpleNamespace(model=m, opt=o)", "ns.model", "ns.opt"),
    ("", "opt = o\nmodel = opt.model", "model", "opt"),
    ("", "opt = o", "opt.model", "opt"),
    ("class Held:\n    pass", "Held.model = m\nHeld.opt = o", "Held.model", "Held.opt"),
    (
        "@dataclasses.dataclass\nclass State:\n    model: object\n    opt: object",
        "state = State(m, o)",
        "state.model",
        "state.opt",
    ),
    (
        "class Holder:\n    def __init__(self, model, opt):\n"
        "        self.model = model\n        self._opt = opt\n\n"
        "    @property\n    def opt(self):\n        return self._opt",
        "holder = Holder(m, o)",
        "holder.model",
        "holder.opt",
    ),
    (
        "class Both(nnx.Module):\n    def __init__(self, model, opt):\n"
        "        self.model = model\n        self.opt = opt",
        "both = Both(m, o)",
        "both.model",
        "both.opt",
    ),
]

# How a step comes by the two: its definition around ``BODY``, with its names for the
# two, and the call.
PASSED = [
    (
        "def step(model, optimizer, x, y):\nBODY",
        "model",
        "optimizer",
        "step(MODEL, OPT, x, y)",
    ),
    (
        *("@nnx.jit\ndef step(model, optimizer, x, y):\nBODY", "model", "optimizer"),
        "step(MODEL, OPT, x, y)",
    ),
    (
        *("def step(optimizer, model, *, x, y):\nBODY", "model", "optimizer"),
        "step(OPT, MODEL, x=x, y=y)",
    ),
    (
        *("def step(model, optimizer, x, y):\nBODY", "model", "optimizer"),
        "step(*(MODEL, OPT), x, y)",
    ),
    (
        *("def step(model, optimizer, x, y):\nBODY", "model", "optimizer"),
        "step(x=x, y=y, **{'model': MODEL, 'optimizer': OPT})",
    ),
    (
        *("def step(model, optimizer, x, y):\nBODY", "model", "optimizer"),
        "functools.partial(step, MODEL, OPT)(x, y)",
    ),
    (
        "def make_step(model, optimizer):\n    def step(x, y):\nBODY2\n    return step",
        *("model", "optimizer", "make_step(MODEL, OPT)(x, y)"),
    ),
    (
        "class Trainer:\n    def __init__(self, model, optimizer):\n"
        "        self.model = model\n        self.optimizer = optimizer\n\n"
        "    def step(self, x, y):\nBODY2",
        *("self.model", "self.optimizer", "Trainer(MODEL, OPT).step(x, y)"),
    ),
    (
        "def step(optimizer, x, y):\nBODY",
        "optimizer.model",
        "optimizer",
        "step(OPT, x, y)",
    ),
    ("def step(pair, x, y):\nBODY", "pair[0]", "pair[1]", "step((MODEL, OPT), x, y)"),
    (
        "def step(pair, x, y):\n    model, optimizer = pair\nBODY",
        *("model", "optimizer", "step((MODEL, OPT), x, y)"),
    ),
    (
        "def outer(model, optimizer, x, y):\n    @nnx.scan(in_axes=(nnx.Carry, 0, 0), "
        "out_axes=(nnx.Carry, 0))\n    def step(pair, x, y):\n"
        "        model, optimizer = pair\n"
        "        def inner(x, y):\nBODY3\n        return pair, inner(x, y)\n"
        "    return step((model, optimizer), x[None], y[None])[1]",
        *("model", "optimizer", "outer(MODEL, OPT, x, y)"),
    ),
    (
        "@jax.jit\ndef pure(graphdef, state, x, y):\n"
        "    model, optimizer = nnx.merge(graphdef, state)\n"
        "    def inner(x, y):\nBODY2\n"
        "    loss = inner(x, y)\n    return loss, nnx.state((model, optimizer))\n\n"
        "def step(model, optimizer, x, y):\n"
        "    graphdef, state = nnx.split((model, optimizer))\n"
        "    loss, state = pure(graphdef, state, x, y)\n"
        "    nnx.update((model, optimizer), state)\n    return loss",
        *("model", "optimizer", "step(MODEL, OPT, x, y)"),
    ),
    ("", "MODEL", "OPT", ""),
]

# Where the step is defined: how main.py comes by the module's names.
PLACES = [
    "",
    "from steps import {0}",
    "from steps import *",
    "import steps\n{0} = steps.{0}",
]


def program(seed: int) -> dict[str, str]:
    """The files of a program, by name; the same for the same seed."""
    return _Composer(random.Random(seed)).files()


class _Composer:
    """One program: each part that it takes is seldom another one than the plain."""

    def __init__(self, choice: random.Random) -> None:
        self.random = choice
        self.odd = choice.choice([0.1, 0.2, 0.35])

    def _one(self, parts: list) -> object:
        if self.random.random() < self.odd:
            return self.random.choice(parts)
        return parts[0]

    def files(self) -> dict[str, str]:
        imported, name = self._one(IMPORTS)
        before, made = self._one(MADE)
        tx = self._one(TRANSFORMATIONS)
        top, held, model, opt = self._one(HELD)
        chosen = self._extras()
        step, call = self._step()

        def whole(text: str) -> str:
            text = text.replace("MODEL", model).replace("OPT", opt)
            return text.replace("CLASS", name).replace("TX", tx)

        functions = [text for key, text in FUNCTIONS.items() if f"{key}" in tx]
        model_class = self.random.choice(MODELS)
        main = [
            "m = Model(rngs=nnx.Rngs(0))",
            *(f"o = {whole(made)}", held),
            *(whole(one.start) for one in chosen),
            "for x, y in batches(2):",
            indent(f"{whole(call)}\nprint('loss', loss.tolist())", "    "),
            *(indent(whole(one.each), "    ") for one in chosen),
            *(whole(one.end) for one in chosen),
        ]
        entry = re.search(r"\b(step|outer|make_step|Trainer)\(", call)
        place = self._one(PLACES) if entry else ""
        defined = [HERE_APPLY if "here_apply" in step + call else "", step]
        files = {}
        if place:
            files["steps.py"] = _joined([HEAD, *defined])
            defined = [place.format(entry[1])]
        tops = [whole(one.top) for one in chosen]
        head = [HEAD, imported, model_class, *functions]
        head += [whole(before), top, *tops, *defined]
        files["main.py"] = _joined([*head, *self._main(main)])
        return files | _helped(files)

    def _extras(self) -> list[Extra]:
        count = self.random.choice([0, 1, 1, 1, 2])
        return self.random.sample(EXTRAS, count)

    def _step(self) -> tuple[str, str]:
        text, inner_model, inner_opt, call = self._one(PASSED)
        body = f"{self._one(GRADIENTS)}\n{self._one(UPDATES)}"
        if not text:
            return "", body
        body = body.replace("MODEL", inner_model).replace("OPT", inner_opt)
        body += "\nreturn loss"
        for mark, depth in (("BODY3", 12), ("BODY2", 8), ("BODY", 4)):
            text = text.replace(mark, indent(body, " " * depth))
        return text, f"loss = {call}"

    def _main(self, lines: list[str]) -> list[str]:
        """The lines, in the module or in a function of it."""
        text = "\n".join(filter(None, lines))
        if self.random.random() < 0.5:
            return [text]
        return ["def main():\n" + indent(text, "    "), "main()"]


def _helped(files: dict[str, str]) -> dict[str, str]:
    """The files that name something of ``lib.py``, with its import, and that file."""
    texts = "".join(files.values())
    named = [
        name for name in LIB if re.search(rf"\blib\.{name}\(|lib import {name}", texts)
    ]
    if not named:
        return {}
    helped = {
        name: text.replace("import optax\n", "import lib\nimport optax\n", 1)
        for name, text in files.items()
        if "lib." in text
    }
    lib = _joined(["import jax\nfrom flax import nnx", *(LIB[name] for name in named)])
    return {**helped, "lib.py": lib}


def _joined(parts: list[str]) -> str:
    return "\n\n".join(filter(None, parts)) + "\n"
