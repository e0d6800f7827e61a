"""git, asked for a repository's objects alone: nothing of the repository is run.

No hook, filter, pager, monitor or network of a repository's configuration is used: a
repository is somebody else's.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from ...files.search.checkout import git_program

_OPTIONS = (
    *("--no-pager", "--no-optional-locks", "--literal-pathspecs"),
    *("-c", "core.fsmonitor=false", "-c", "core.untrackedCache=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "",  # objects that a partial clone lacks are not fetched
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",  # its messages are read
}
# What git says, and what is told of it: what is wrong, and what to do.
_CURES = (
    (
        "not a git repository",
        "this folder is in no git repository, and --diff compares two states of one; "
        "go to where the code was cloned to",
    ),
    (
        "dubious ownership",
        "git does not open this repository, which is another user's; if you trust "
        "it: git config --global --add safe.directory {folder}",
    ),
    (
        "from promisor remote",
        "objects are not in this clone, which is a partial one; "
        "git fetch --refetch --no-filter",
    ),
    (
        "safe.bareRepository",
        "git opens no bare repository here, as safe.bareRepository says; set "
        "GIT_DIR={folder}",
    ),
)


class GitError(Exception):
    """Why git could not tell, and what to do, in one line."""


class NothingSaidError(GitError):
    """git has no answer to what it was asked, which may be one."""


@dataclass(frozen=True, slots=True)
class Git:
    """git in a folder.

    Attributes:
        folder: where it is asked.
        program: where it is installed.
        environment: the variables that it sees.
    """

    folder: Path
    program: str
    environment: Mapping[str, str] = field(
        default_factory=lambda: {**os.environ, **_ENVIRONMENT}
    )

    @classmethod
    def of(cls, folder: Path) -> Git:
        """Return git in a folder.

        Raises:
            GitError: it is not installed.
        """
        found = git_program(folder)
        if found is None:
            raise GitError("git is not installed, and --diff asks it; install git")
        return cls(folder, found)

    def alone(self, folder: Path) -> Git:
        """Return git in a folder that is in no repository, without configuration."""
        own = {
            name: value
            for name, value in self.environment.items()
            if not name.startswith("GIT_")
        }
        nowhere = {
            "GIT_CEILING_DIRECTORIES": str(folder.parent),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        return Git(folder, self.program, {**own, **nowhere})

    def says(self, *arguments: str) -> str:
        """Return what git prints in one line.

        Raises:
            GitError: it fails.
        """
        return os.fsdecode(self.prints(*arguments).removesuffix(b"\n"))

    def prints(self, *arguments: str, codes: Sequence[int] = (0,)) -> bytes:
        """Return what git prints.

        Raises:
            GitError: it fails.
        """
        done = subprocess.run(
            self._command(arguments),
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if done.returncode not in codes:
            raise self._failed(done.stderr)
        return done.stdout

    @contextmanager
    def stream(self, *arguments: str, given: IO[bytes]) -> Iterator[IO[bytes]]:
        """Open what git prints, with a file as its standard input.

        Raises:
            GitError: it fails.
        """
        with subprocess.Popen(
            self._command(arguments),
            cwd=self.folder,
            env=self.environment,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as running:
            assert running.stdout is not None
            yield running.stdout

    def _command(self, arguments: Sequence[str]) -> list[str]:
        return [self.program, *_OPTIONS, *arguments]

    def _failed(self, errors: bytes) -> GitError:
        said = errors.decode("utf-8", "replace").strip()
        if not said:
            return NothingSaidError("git has no answer")
        for words, cure in _CURES:
            if words in said:
                return GitError(cure.format(folder=self.folder))
        return GitError(f"git says: {said.splitlines()[0]}")
