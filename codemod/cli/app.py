"""The command line: ``lrmigrate check``, ``fix``, ``report`` and ``rule``.

Nothing but Click is imported before a command needs it: an editor or a commit
hook runs this at every save.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from .baseline import baseline
from .options import Options, outputs, shared
from .report import report

if TYPE_CHECKING:
    from ..report.mode import Mode
    from ..rule.rule import Rule

_INTERRUPTED = 130


class _Tool(click.Group):
    """A group that tells every failure in one line, and exits with 2."""

    def main(self, *args: Any, **extra: Any) -> Any:
        extra["standalone_mode"] = False
        try:
            code = super().main(*args, **extra)
        except click.Abort:
            code = _INTERRUPTED
        except click.ClickException as error:
            from .failure import refused

            code = refused(error)
        except Exception as error:
            from .failure import crashed

            code = crashed(error)
        sys.exit(code)


@click.group(
    "lrmigrate",
    cls=_Tool,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
    invoke_without_command=True,
    epilog="""\b
Examples:
  lrmigrate check                 what is there to migrate, in this folder
  lrmigrate fix --diff src        what would be written
  lrmigrate fix src               write what was shown to keep its curve
  lrmigrate report --html r.html  the same as a page, with every curve drawn
  lrmigrate rule LRS001           what a rule does and why
""",
)
@click.version_option(package_name="lrmigrate", message="lrmigrate %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Migrate learning-rate schedules, and never change a learning-rate curve.

    A rewrite is written only when the old call and the new one were compared,
    over the whole curve, and found equal.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cli.command(
    epilog="""\b
Exit code:
  0  nothing found, or information only
  1  findings
  2  something could not be done: a file that cannot be read, a wrong option

\b
Examples:
  lrmigrate check src tests
  lrmigrate check --select LRS0,LRS201 --output-format json
  lrmigrate check --output-format text --output-format sarif:lrmigrate.sarif
  lrmigrate check --stdin-filename train.py - < train.py
  lrmigrate check --add-noqa --select LRS004 src
"""
)
@shared
@outputs
@click.option(
    "--add-noqa",
    is_flag=True,
    help="Silence every finding with a `# noqa` comment that names its code, and "
    "write the files. Exit code 1 where findings are left.",
)
@click.option(
    "--no-update-baseline",
    is_flag=True,
    help="Leave in the baseline what is no longer found; so it is in CI, where the "
    "variable CI is set.",
)
def check(add_noqa: bool, no_update_baseline: bool, **options: Any) -> int:
    """Find what there is to migrate in PATHS (default: here).

    A finding is marked [*] where `lrmigrate fix` has a rewrite. No code is written,
    save by --add-noqa. A baseline hides what is in it: see `lrmigrate baseline`.
    """
    from ..report.mode import Mode

    mode = Mode.SILENCE if add_noqa else Mode.CHECK
    shrinks = not (add_noqa or no_update_baseline or _in_ci())
    return _run(mode, Options(**options, shrinks_baseline=shrinks))


def _in_ci() -> bool:
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


@cli.command(
    epilog="""\b
Exit code:
  0  nothing is left
  1  findings are left, each with its reason; with --diff: there is a diff
  2  something could not be done: a file that cannot be read, a wrong option

\b
Examples:
  lrmigrate fix --diff src                  look at it first
  lrmigrate fix --diff src | git apply      write it yourself
  lrmigrate fix --select LRS001 src
  lrmigrate fix - < old.py > new.py
"""
)
@shared
@outputs
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="Write also what could not be verified; never what was shown to differ.",
)
@click.option(
    "--diff",
    is_flag=True,
    help="Write nothing; print what would be written as a unified diff.",
)
def fix(**options: Any) -> int:
    """Write the rewrites in PATHS (default: here) whose curve stays the same.

    With the path - the source is read from standard input, and the fixed
    source goes to standard output.
    """
    from ..report.mode import Mode

    mode = Mode.DIFF if options["diff"] else Mode.FIX
    return _run(mode, Options(**options))


def _run(mode: Mode, options: Options) -> int:
    from ..engine import run
    from ..report.deliver import deliver
    from ..report.mode import Mode, exit_code
    from ..report.progress import ProgressBar
    from .deliver import delivery

    request = options.request()
    with ExitStack() as stack:
        how = delivery(mode, options, request, stack)
        work = run.check if mode is Mode.CHECK else run.fix
        if mode is Mode.SILENCE:
            from ..engine.silence import add_noqa as work
        with ProgressBar() as progress:
            result = work(request, progress)
        deliver(result, how)
        fail_on = request.settings(request.base).fail_on
    return exit_code(result, mode, fail_on)


@cli.command(
    epilog="""\b
Examples:
  lrmigrate rule             all rules, one line each
  lrmigrate rule LRS002      one rule, with examples
"""
)
@click.argument("code", required=False)
def rule(code: str | None) -> int:
    """Show what a rule does and why; all rules without CODE.

    [*] marks the rules that have a rewrite.
    """
    from ...rules import all_rules
    from ..report.mode import CLEAN
    from ..report.rule_page import document, list_lines, page_lines
    from ..report.stream import colour_wanted, write
    from ..report.styled import render

    rules = {rule.code: rule for rule in all_rules()}
    if code is None:
        lines = list_lines(rules.values())
    elif code.upper() in rules:
        lines = page_lines(document(rules[code.upper()]))
    else:
        raise click.UsageError(_unknown(code, rules), click.get_current_context())
    write(sys.stdout, render(lines, colour=colour_wanted(sys.stdout)))
    return CLEAN


def _unknown(code: str, rules: Mapping[str, Rule]) -> str:
    from difflib import get_close_matches

    names = {rule.slug: rule.code for rule in rules.values()}
    near = get_close_matches(code.upper(), rules, n=1)
    near += [names[slug] for slug in get_close_matches(code.lower(), names, n=1)]
    hint = f"did you mean {near[0]}?" if near else "`lrmigrate rule` lists them all"
    return f"there is no rule {code}; {hint}"


cli.add_command(baseline)
cli.add_command(report)


def main() -> None:
    """Run the command line, and exit."""
    cli()


if __name__ == "__main__":
    main()
