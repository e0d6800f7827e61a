"""Checkouts of git: where one begins, and what is ignored in all of one.

git itself is asked only where a configuration may name a file of patterns, and then
for that name alone: nothing of a repository is run.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..read import LARGEST_SETTINGS, read_file, read_text
from ..real import real_path
from .patterns import OnUnread, Patterns, read_patterns

MARK = ".git"
_LONGEST = 2**16  # bytes of a file that is one line
_WORDS = (b"excludesfile", b"[include")
_ASK = ("--no-pager", "config", "--type=path", "--get", "core.excludesFile")
_SECONDS = 10
_NAMING = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM")
"""Variables that name a configuration; the first stands in place of the user's own."""


def is_marked(folder: str) -> bool:
    """Whether a folder is called the top of a checkout."""
    return _exists(Path(folder, MARK))


def is_checkout(folder: str) -> bool:
    """Whether a folder is the top of a checkout, a linked one or a submodule's too."""
    mark = Path(folder, MARK)
    return is_marked(folder) and (not mark.is_dir() or _exists(mark / "HEAD"))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def is_linked(folder: str) -> bool:
    """Whether a folder is another checkout of a repository: ``git worktree add``."""
    return "worktrees" in _own_folder(folder).parts[-2:-1]


def git_program(folder: Path) -> str | None:
    """Return where git is installed; what lies in a folder is no program of ours."""
    import shutil

    real = os.path.realpath(folder)
    places = map(Path, os.environ.get("PATH", os.defpath).split(os.pathsep))
    others = (
        str(place)
        for place in places
        if place.is_absolute() and not real_path(place).is_relative_to(real)
    )
    return shutil.which("git", path=os.pathsep.join(others))


def ignored_in_all(folder: str, on_unread: OnUnread) -> list[Patterns]:
    """Return what is ignored in a checkout besides its own files of patterns.

    What its repository says comes first, then what the user says for all of them.

    Args:
        folder: the top of the checkout.
        on_unread: called with each file that is there, and cannot be read.
    """

    def tell(file: Path, error: OSError) -> None:
        if _says_something(file):
            on_unread(file, error)

    own = _own_folder(folder)
    shared = _shared_folder(own)
    found = read_patterns(folder, tell, str(shared / "info/exclude"))
    for_all = _for_all(folder, _configured(own, shared, tell), tell)
    return [*found, *read_patterns(folder, tell, for_all)]


def _own_folder(folder: str) -> Path:
    """Where git keeps what is of one checkout: in it, or where a file says."""
    mark = Path(folder, MARK)
    said = _line(mark)
    return Path(folder, said.removeprefix("gitdir:").strip()) if said else mark


def _shared_folder(own: Path) -> Path:
    """Where git keeps what all checkouts of a repository share."""
    said = _line(own / "commondir")
    return own / said if said else own


def _line(file: Path) -> str:
    try:
        return read_text(file, errors="surrogateescape", limit=_LONGEST).strip()
    except OSError:
        return ""


def _for_all(
    folder: str, configured: Sequence[bytes | None], on_unread: OnUnread
) -> str:
    """Return the file with what a user ignores in all checkouts, if it is there.

    Args:
        folder: the top of a checkout.
        configured: what each configuration says; None for one that cannot be read,
            as git could not, which may wait for it without end.
        on_unread: called where git does not answer.
    """
    asked = any(name.startswith("GIT_CONFIG_") for name in os.environ)
    said = [data for data in configured if data is not None]
    asked = asked or any(word in data for data in said for word in _WORDS)
    if asked and len(said) == len(configured):
        named = _named(folder, on_unread)
        if named is not None:
            return named
    return str(next(_of_user("ignore"), ""))


def _configured(own: Path, shared: Path, on_unread: OnUnread) -> Sequence[bytes | None]:
    """Return what each configuration says, in small letters; None for an unread one."""
    found = [own / "config.worktree", shared / "config", *_of_the_user()]
    return [_said(file, on_unread) for file in (*found, Path("/etc/gitconfig"))]


def _of_the_user() -> Iterator[Path]:
    named = [os.environ[name] for name in _NAMING if os.environ.get(name)]
    yield from map(Path, named)
    if _NAMING[0] not in os.environ:
        yield from _of_user("config")
        yield from (Path(home, ".gitconfig") for home in _homes())


def _of_user(name: str) -> Iterator[Path]:
    """Yield where git looks for a file of the user's."""
    where = os.environ.get("XDG_CONFIG_HOME")
    places = [where] if where else [f"{home}/.config" for home in _homes()]
    yield from (Path(place, "git", name) for place in places)


def _homes() -> list[str]:
    home = os.environ.get("HOME") or os.environ.get("USERPROFILE")
    return [home] if home else []


def _said(configuration: Path, on_unread: OnUnread) -> bytes | None:
    try:
        return read_file(configuration, LARGEST_SETTINGS).lower()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return b""
    except OSError as error:
        on_unread(configuration, error)
        return None if _says_something(configuration) else b""


def _says_something(unread: Path) -> bool:
    """Whether git may read something in a file that is not read here.

    What no look leads to is not there for git either, as in the home of another user.
    """
    return os.path.lexists(unread) and os.path.realpath(unread) != os.devnull


def _named(folder: str, on_unread: OnUnread) -> str | None:
    """Return the file that git goes by; None where no configuration names one."""
    import subprocess

    program = git_program(Path(folder))
    if program is None:
        return None
    elsewhere = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR")  # as hooks have them
    try:
        done = subprocess.run(
            [program, *_ASK],
            cwd=folder,
            env={name: os.environ[name] for name in {*os.environ} - {*elsewhere}},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        slow = f"git did not say its {_ASK[-1]} in {_SECONDS} seconds"
        on_unread(Path(folder, MARK), OSError(errno.ETIMEDOUT, slow))
        return None
    except OSError:
        return None
    return os.fsdecode(done.stdout.removesuffix(b"\n")) if not done.returncode else None
