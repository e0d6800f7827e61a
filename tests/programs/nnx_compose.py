"""Composes programs that train an NNX model, of parts chosen at random."""

from __future__ import annotations

import itertools
import random
import re
from textwrap import indent

from nnx_extras import EXTRAS
from nnx_parts import (
    FUNCTIONS,
    GRADIENTS,
    HERE_APPLY,
    IMPORTS,
    LIB,
    MADE,
    TRANSFORMATIONS,
    UPDATES,
)
from nnx_shapes import HELD, MODELS, OWNERS, PASSED, PLACES

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


def program(seed: int) -> dict[str, str]:
    """The files of a program, by name; the same for the same seed."""
    return _Composer(random.Random(seed)).files()


def seeds(first: int, count: int) -> list[int]:
    """So many seeds, from one on, of programs that are all different."""
    programs: dict[str, int] = {}
    for seed in itertools.count(first):
        if len(programs) == count:
            return [*programs.values()]
        programs.setdefault(str(program(seed)), seed)
    raise AssertionError


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
        self.imported, self.name = self._one(IMPORTS)
        self.before, self.made = self._one(MADE)
        self.tx = self._one(TRANSFORMATIONS)
        if self.random.random() < 0.25:
            return self._with_owner()
        top, held, model, opt = self._one(HELD)
        step, call = self._step()
        entry = re.search(r"\b(step|outer|make_step|Trainer)\(", call)
        place = self._one(PLACES) if entry else ""
        defined = [HERE_APPLY if "here_apply" in step + call else "", step]
        steps = ""
        if place:
            steps = _joined([HEAD, *defined])
            defined = [place.format(entry[1])]
        made = f"o = {self.made}\n{held}"
        return self._files([top, *defined], made, call, (model, opt), steps)

    def _with_owner(self) -> dict[str, str]:
        """A program in which a class makes the optimizer, and trains."""
        body = self._body("self.model", "self.optimizer")
        owner = self._one(OWNERS).replace("BODY2", indent(body, " " * 8))
        tops = [
            HERE_APPLY if "here_apply" in owner else "",
            owner.replace("MADE", self.made),
        ]
        names = ("owner.model", "owner.optimizer")
        return self._files(tops, "owner = Owner(m)", "loss = owner.step(x, y)", names)

    def _files(
        self,
        tops: list[str],
        made: str,
        call: str,
        names: tuple[str, str],
        steps: str = "",
    ) -> dict[str, str]:
        """The files, of lines of the module, the making, the call of a step.

        The names are those of model and optimizer in main.
        """

        def whole(text: str) -> str:
            text = text.replace("MODEL", names[0]).replace("OPT", names[1])
            return text.replace("CLASS", self.name).replace("TX", self.tx)

        chosen = self.random.sample(EXTRAS, self.random.choice([0, 1, 1, 1, 2]))
        functions = [text for key, text in FUNCTIONS.items() if key in self.tx]
        model_class = self.random.choice(MODELS)
        main = [
            "m = Model(rngs=nnx.Rngs(0))",
            whole(made),
            *(whole(one.start) for one in chosen),
            "for x, y in batches(2):",
            indent(f"{whole(call)}\nprint('loss', loss.tolist())", "    "),
            *(indent(whole(one.each), "    ") for one in chosen),
            *(whole(one.end) for one in chosen),
        ]
        head = [HEAD, self.imported, model_class, *functions, whole(self.before)]
        head += map(whole, [*(one.top for one in chosen), *tops])
        files = {"main.py": _joined([*head, *self._main(main)])}
        if steps:
            files["steps.py"] = steps
        return files | _helped(files)

    def _body(self, model: str, opt: str) -> str:
        body = f"{self._one(GRADIENTS)}\n{self._one(UPDATES)}\nreturn loss"
        return body.replace("MODEL", model).replace("OPT", opt)

    def _step(self) -> tuple[str, str]:
        text, model, opt, call = self._one(PASSED)
        body = self._body(model, opt)
        if not text:
            return "", body.removesuffix("\nreturn loss")
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
