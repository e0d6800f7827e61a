"""A repository, and the two of its states that are compared."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from .git import Git, GitError, NothingSaidError

WORKING_TREE = "the working tree"


@dataclass(frozen=True, slots=True)
class State:
    """A state of a repository.

    Attributes:
        name: what it is called when a person is told of it.
        commit: its id; empty for the working tree.
    """

    name: str
    commit: str = ""


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository around a folder.

    Attributes:
        git: asked at the top of the working tree, if there is one.
        top: the folder of the working tree, or of a bare repository.
        prefix: where we are below it.
        is_bare: whether there is no working tree here.
    """

    git: Git
    top: Path
    prefix: Path
    is_bare: bool

    @classmethod
    def around(cls, folder: Path) -> Repository:
        """Return the repository of a folder.

        Raises:
            GitError: there is none, or it cannot be asked.
        """
        git = Git.of(folder)
        if git.says("rev-parse", "--is-inside-work-tree") != "true":
            top = Path(git.says("rev-parse", "--absolute-git-dir"))
            return cls(git, top, Path(), True)
        top = Path(os.path.realpath(git.says("rev-parse", "--show-toplevel")))
        prefix = Path(os.path.realpath(folder)).relative_to(top)
        return cls(Git(top, git.program), top, prefix, False)

    def states(self, text: str) -> tuple[State, State]:
        """Return the two states that ``A``, ``A..B`` or ``A...B`` means, as to git.

        Raises:
            GitError: a revision is not known, or there is no working tree.
        """
        first, dots, last = text.partition("...")
        if not dots:
            first, dots, last = text.partition("..")
        before = self._state(first)
        if not dots and self.is_bare:
            raise GitError(f"a bare repository has no files here; give {text}..REV")
        after = self._state(last) if dots else State(WORKING_TREE)
        return (self._base(before, after) if dots == "..." else before), after

    def _state(self, name: str) -> State:
        name = name or "HEAD"
        commit = "" if name.startswith("-") else self._commit(name)
        if not commit:
            raise GitError(f"there is no revision {name!r} here{self._cure(name)}")
        short = self.git.says("rev-parse", "--short", commit)
        return State(name if commit.startswith(name) else f"{name} ({short})", commit)

    def _commit(self, name: str) -> str:
        asked = ("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        try:
            return self.git.says(*asked)
        except NothingSaidError:
            return ""

    def _base(self, one: State, other: State) -> State:
        try:
            commit = self.git.says("merge-base", one.commit, other.commit)
        except NothingSaidError as error:
            both = f"{one.name} and {other.name} have no commit in common here"
            raise GitError(f"{both}{self._cure(one.name)}") from error
        short = self.git.says("rev-parse", "--short", commit)
        return State(f"where {other.name} left {one.name} ({short})", commit)

    def _cure(self, name: str) -> str:
        if self.git.says("rev-parse", "--is-shallow-repository") == "true":
            return (
                ": it is a shallow clone; fetch the rest with git fetch --unshallow, "
                "or with fetch-depth: 0 for actions/checkout"
            )
        if name == "HEAD":
            return ": it has no commit yet"
        return "; git branch --all and git tag list those with a name, git fetch more"
