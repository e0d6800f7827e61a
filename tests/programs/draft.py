"""A schedule program while it is composed, and what parts of programs are.

A program makes one learning-rate schedule, and prints its values at a few steps. Each
part (`parts/`) decides one thing of it: how the function is had, how the length is made.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

SHOW = """\
def show(schedule, steps=(0, 1, 7, 20, 45)):
    print([float(schedule(step)) for step in steps])
"""


class UnfitError(Exception):
    """A part does not go with those before it."""


@dataclass(frozen=True, slots=True)
class Reach:
    """An expression of the module by which something can be had: its name and the rest."""

    root: str
    rest: str = ""

    def __str__(self) -> str:
        return f"{self.root}{self.rest}"


@dataclass(slots=True)
class Draft:
    """One program.

    Attributes:
        random: what parts choose by.
        function: the schedule's name.
        values: what the call receives, as source, by parameter and in their order.
        length: the parameter that is the length; empty for cycles.
        size: the length.
        old: the parameter that gets another name.
        again: how the function is called once more elsewhere, with old names.
        header: import lines of the module that makes the schedule.
        top: its statements before the schedule is made.
        setup: those that lead to the call's arguments.
        between: those right before the call.
        tail: those after.
        callee: the call's function, as source.
        call: its arguments.
        shared: how others of the module can reach the function, if they can.
        data: how they can reach a dict that holds the old name.
        at_top: whether `setup` has to stand at the module's top.
        made: the statements that make `schedule`, once they are known.
        uses: the statements that look at `schedule`.
        elsewhere: what another module does with this one; `{lib}` is its name.
        files: other files, by path.
        module: the dotted name of the module; ``main`` if it is the program itself.
        arrives: how another module imports `schedule`.
        hostile: names of the parts that a careful person would stop at.
        parts: names of all of its parts.
    """

    random: Random
    function: str = ""
    values: dict[str, str] = field(default_factory=dict)
    length: str = ""
    size: int = 0
    old: str = ""
    again: str = ""
    header: list[str] = field(default_factory=list)
    top: list[str] = field(default_factory=list)
    setup: list[str] = field(default_factory=list)
    between: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    callee: str = ""
    call: str = ""
    shared: Reach | None = None
    data: Reach | None = None
    at_top: bool = False
    made: list[str] = field(default_factory=list)
    uses: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    module: str = "main"
    arrives: str = ""
    hostile: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def plain(self) -> bool:
        """Whether each rewrite of it is certain to a careful person."""
        return not self.hostile

    def need(self, holds: bool) -> None:
        """Give this draft up unless something holds.

        Raises:
            UnfitError: If it does not.
        """
        if not holds:
            raise UnfitError

    def fill(self, text: str) -> str:
        """Put the program's words into a text: ``{old}``, ``{again}``, ``{function}``."""
        words = {
            "function": self.function,
            "old": self.old,
            "again": self.again,
            "length": self.length,
            "size": self.size,
            "lib": self.module,
            "shared": self.shared,
            "owner": str(self.shared or "").rpartition(".make")[0],
            "data": self.data,
        }
        for word, value in words.items():
            if f"<{word}>" in text:
                self.need(value not in (None, ""))
                text = text.replace(f"<{word}>", str(value))
        return text

    def imported(self, *lines: str) -> None:
        """Import something at the module's top, once."""
        self.header.extend(line for line in lines if line not in self.header)

    def written(self) -> dict[str, str]:
        """The program's files, by path."""
        made = [*self.header, *self.top, *self.made, *self.tail]
        text = "\n".join([*made, *self.uses])
        self.need(not ("vars = " in text and "vars(" in text))
        self.need(not ("lru_cache" in text and "cosine_kwargs" in text))
        if self.module == "main":
            text = "\n".join([*self.header, SHOW, *self.top, *self.made])
            text = "\n".join([text, *self.tail, *self.uses, *self.elsewhere])
            return {**self.files, "main.py": f"{text}\n"}
        main = [SHOW_IMPORT, self.fill(self.arrives), *self.uses, *self.elsewhere]
        made.insert(len(self.header), SHOW_IMPORT)
        path = f"{self.module.replace('.', '/')}.py"
        return {
            **self.files,
            "helper.py": SHOW,
            path: "\n".join(made) + "\n",
            "main.py": "\n".join(main) + "\n",
        }


SHOW_IMPORT = "from helper import show"


def indented(lines: list[str]) -> str:
    return textwrap.indent("\n".join(lines), "    ")


def keywords(values: dict[str, str]) -> str:
    """The arguments, by name."""
    return ", ".join(f"{name}={value}" for name, value in values.items())


def entries(values: dict[str, str]) -> str:
    """A dict of the arguments, as a display."""
    inner = ", ".join(f'"{name}": {value}' for name, value in values.items())
    return f"{{{inner}}}"


Apply = Callable[[Draft], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One way to decide one thing.

    Attributes:
        name: in words.
        hostile: whether a careful person would not be certain of the rewrite.
        apply: what it does to a draft.
        weight: how often it is drawn.
    """

    name: str
    hostile: bool
    apply: Apply
    weight: int = 1


class Table:
    """All ways to decide one thing.

    Attributes:
        name: the thing, in a word.
        parts: the ways.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.parts: list[Part] = []

    def plain(self, apply: Apply) -> Apply:
        """Add a part that is certain."""
        return self._add(apply, hostile=False)

    def hostile(self, apply: Apply) -> Apply:
        """Add a part that is not."""
        return self._add(apply, hostile=True)

    def _add(self, apply: Apply, hostile: bool) -> Apply:
        name = apply.__name__.strip("_").replace("_", " ")
        self.parts.append(Part(name, hostile, apply))
        return apply

    def texts(
        self, hostile: bool, apply: Callable[[Draft, str], None], **texts: str
    ) -> None:
        """Add parts that differ in a text alone, by their names."""
        for name, text in texts.items():

            def act(draft: Draft, text: str = text) -> None:
                apply(draft, draft.fill(textwrap.dedent(text).strip()))

            self.parts.append(Part(name.replace("_", " "), hostile, act))

    def nothing(self, weight: int) -> None:
        """Add the part that does nothing, so many times as likely as another."""
        self.parts.append(Part("nothing", False, lambda draft: None, weight))

    def drawn(self, draft: Draft, hostile: bool) -> None:
        """Decide it for a draft, in one of the ways of that kind.

        Raises:
            UnfitError: If the way that is drawn does not go with the draft.
        """
        parts = [part for part in self.parts if part.hostile == hostile]
        draft.need(bool(parts))
        (part,) = draft.random.choices(parts, [part.weight for part in parts])
        part.apply(draft)
        if part.name != "nothing":
            draft.parts.append(f"{self.name}: {part.name}")
        if hostile:
            draft.hostile.append(f"{self.name}: {part.name}")

    def __iter__(self) -> Iterator[Part]:
        return iter(self.parts)
