"""``lrmigrate vendor``: a copy of the schedules in a project."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..help import Command

if TYPE_CHECKING:
    from ...config.pyproject import Config
    from ...vendor.copy import Copy


@click.command(
    cls=Command,
    short_help="Copy the schedules into a project",
    epilog="""\b
Exit code:
  0  the copy is as this lrmigrate writes it
  1  --check: it is not
  2  something could not be done: a file that was changed, a folder of others

\b
Examples:
  lrmigrate vendor src/project/lrsched   make a copy, or update the one there
  lrmigrate vendor --check               in CI: is the copy as it was written?
  lrmigrate fix                          let training code import it
""",
)
@click.argument(
    "path", required=False, type=click.Path(path_type=Path), metavar="[PATH]"
)
@click.option("--check", is_flag=True, help="Write nothing; tell what differs.")
def vendor(path: Path | None, check: bool) -> int:
    """Write a copy of lrsched, the schedules under consistent names, to PATH.

    Training code then imports it from its own project, and needs neither lrmigrate nor
    what that needs, but JAX alone. PATH is a folder that is not there yet, or the copy
    that the same command made before, which it updates; a file in it that was changed
    since is never written over. Without PATH it is the copy that `vendored` in
    pyproject.toml names.
    """
    from ...config.pyproject import ConfigError
    from ...report.mode import CLEAN
    from ...vendor.copy import CopyError

    try:
        copy, config = _asked(path)
        if check:
            return _checked(copy)
        changed = copy.write()
    except (ConfigError, CopyError) as error:
        raise click.ClickException(str(error)) from error
    _say(f"{copy.shown}: {_done(copy, changed)}\n{_hint(copy, config)}")
    return CLEAN


def _asked(path: Path | None) -> tuple[Copy, Config]:
    """Return the copy that is meant, and what its project configures.

    Raises:
        ConfigError: the configuration cannot be read.
        CopyError: it names no copy.
    """
    from importlib.metadata import version

    from ...config.pyproject import Configurations
    from ...vendor.copy import Copy, CopyError, named

    near = Path.cwd() if path is None else path.absolute().parent
    config = Configurations().nearest(near)
    if path is None and not config.vendored:
        raise CopyError(
            "say where: `lrmigrate vendor PATH`; [tool.lrmigrate] names no copy"
        )
    folder = path if path is not None else named(config.root, config.vendored)
    return Copy(folder.absolute(), version("lrmigrate")), config


def _checked(copy: Copy) -> int:
    from ...report.mode import CLEAN, FOUND

    if copy.stamp is None:
        from ...vendor.copy import CopyError

        raise CopyError(f"{copy.shown}: there is no copy of lrsched")
    drift = [*copy.drift()]
    _say("".join(f"{copy.shown}/{name} {how}\n" for name, how in drift))
    if not drift:
        _say(f"{copy.shown}: as lrmigrate {copy.version} writes it\n")
        return CLEAN
    _say(f"`lrmigrate vendor {copy.shown}` with lrmigrate {copy.version} updates it\n")
    return FOUND


def _done(copy: Copy, changed: int) -> str:
    from ...report.outcome import plural

    if not changed:
        return f"is as lrmigrate {copy.version} writes it"
    return f"{plural(changed, 'file')} of lrmigrate {copy.version} written; needs jax"


def _hint(copy: Copy, config: Config) -> str:
    if config.vendored == copy.module:
        return ""
    return (
        "\nTo let rewrites import it from there, say in pyproject.toml:\n\n"
        f'[tool.lrmigrate]\nvendored = "{copy.module}"\n'
    )


def _say(text: str) -> None:
    from ...report.stream import write
    from ...report.styled import printable

    lines = (printable(line) for line in text.split("\n"))
    write(sys.stdout, "\n".join(lines))
