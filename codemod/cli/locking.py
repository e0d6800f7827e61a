"""``lrmigrate curves`` with a lock: its options, and what is done for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from .declared import Command, declared
from .outputs import wrong

_RELEASE = "RELEASE|PATH"
_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--lock",
        is_flag=True,
        help="Write each known curve into lrmigrate.lock, a text to be committed: what "
        "makes it, its values, and a digest of its bits.",
    ),
    click.option(
        "--check",
        is_flag=True,
        help="Tell what moved since the lock was written: in the code, or by a new "
        "Optax or JAX.",
    ),
    click.option(
        "--lock-file",
        type=click.Path(path_type=Path),
        help="The lock, in place of the one beside the nearest pyproject.toml or .git.",
    ),
    click.option(
        "--optax",
        metavar=_RELEASE,
        help="Compute with this Optax, in place of the one that is installed here: a "
        "release, like 0.2.6, for which an environment is made once; the folder of an "
        "environment, like .venv; or a Python interpreter.",
    ),
    click.option(
        "--against",
        metavar=_RELEASE,
        help="Compute with this Optax as well, and tell which curves are other than "
        "with that of --optax.",
    ),
)


def locking(command: Command) -> Command:
    """Give a command the options of the lock."""
    return declared(command, _OPTIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Locking:
    """The options of the lock as they were given."""

    lock: bool
    check: bool
    lock_file: Path | None
    optax: str | None
    against: str | None

    @classmethod
    def taken(cls, options: dict[str, Any]) -> Locking:
        """Take them out of the options of a command.

        Raises:
            click.UsageError: they do not go together.
        """
        given = cls(**{name: options.pop(name) for name in cls.__slots__})
        works = given.lock + given.check + (given.against is not None)
        if works > 1:
            raise wrong("--lock, --check and --against are three things: name one")
        if given.against is not None and given.optax is None:
            raise wrong("--against needs --optax, the release that it is held against")
        if not works and given.optax:
            raise wrong("--optax is for --lock, --check and --against")
        if given.lock_file and not (given.lock or given.check):
            raise wrong("--lock-file is for --lock and --check")
        return given

    @property
    def is_asked(self) -> bool:
        """Whether the command is to do one of them."""
        return self.lock or self.check or self.against is not None
