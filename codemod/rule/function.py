"""A function of a library, as the rules speak of it."""

from __future__ import annotations

from dataclasses import dataclass

from ..verify.comparison import CurveFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """What has to be known of a function to find its uses and to rewrite them.

    Attributes:
        path: the dotted path by which people know it.
        parameters: in order.
        required: how many of them, from the first, have no default.
        also: other dotted paths that it has, or had in a release.
        curve: what the verifier has to know, where it makes a schedule.
        made_of: the names of what it calls of its own library, in any release.
        once: names that it takes arguments by as well, and warns of.
        gone: the release of its library that no longer has it, if there is one.
        common: whether other libraries have functions of its name, so that the name
            alone is no reason to look at a file.
    """

    path: str
    parameters: tuple[str, ...]
    required: int
    also: tuple[str, ...] = ()
    curve: CurveFacts | None = None
    made_of: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    gone: str = ""
    common: bool = False

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition(".")[2]

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path that it has."""
        return (self.path, *self.also)
