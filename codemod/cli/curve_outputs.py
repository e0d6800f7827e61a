"""How ``lrmigrate curves`` tells what it found: options, and what writes it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from .declared import Command, declared
from .outputs import wrong

if TYPE_CHECKING:
    from ..curves.record import LearningRate, LearningRates
    from ..report.picture.axes import Axis
    from ..rule.curve import Curve
    from ..rule.recipe import Recipes

FIELDS = ("form", "output_file", "html", "svg", "axis")
_FORMATS = ("text", "json", "html", "markdown", "svg")
_AXES = ("linear", "log")
_STDOUT = Path("-")
_FILE = click.Path(path_type=Path)

_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--format",
        "form",
        type=click.Choice(_FORMATS),
        default="text",
        show_default=True,
        help="How they are told: lines with a sparkline each, all that is known as "
        "JSON, one HTML page with every curve, the picture of one curve, or, with "
        "--diff, Markdown for the comment of a pull request.",
    ),
    click.option(
        "--output-file",
        type=_FILE,
        metavar="FILE",
        help="Where that is written, in place of the terminal.",
    ),
    click.option(
        "--html",
        type=_FILE,
        metavar="FILE",
        help="Write the page besides. It is one file and loads nothing.",
    ),
    click.option(
        "--svg",
        type=_FILE,
        metavar="FILE",
        help="Write the picture of one curve besides. Of several, name one: "
        "train.py:12, or train.py::Trainer.schedule.",
    ),
    click.option(
        "--axis",
        type=click.Choice(_AXES),
        default="linear",
        show_default=True,
        help="How the values of a picture are spread; on the page, at first.",
    ),
)


def curve_outputs(command: Command) -> Command:
    """Give a command the options that say how and where curves are told."""
    return declared(command, _OPTIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveOutputs:
    """What is to be written, as it was asked for.

    Attributes:
        form: of what goes to the terminal, or to ``output_file``.
        output_file: in place of the terminal.
        html: the file of a page besides.
        svg: the file of a picture besides.
        axis: of pictures.
    """

    form: str
    output_file: Path | None
    html: Path | None
    svg: Path | None
    axis: str

    def require_no(self, form: str, why: str) -> None:
        """Refuse a form.

        Raises:
            click.UsageError: it is wanted.
        """
        if form in self._forms.values():
            raise wrong(f"the format {form} {why}")

    @property
    def _forms(self) -> dict[Path | None, str]:
        """What is written, by where; None is the terminal."""
        besides = {self.html: "html", self.svg: "svg"}
        return {
            self.output_file: self.form,
            **{file: form for file, form in besides.items() if file},
        }

    @contextmanager
    def reserved(self) -> Iterator[Callable[[Tells], None]]:
        """A function that writes it all; the files are reserved before the work.

        Raises:
            click.ClickException: one cannot be written, or two would be the same, or
                a picture is wanted and there is not one curve.
        """
        from ..files.real import real_path
        from ..report.output_file import reserved

        wanted = [one for one in (self.output_file, self.html, self.svg) if one]
        if _STDOUT in wanted:
            raise wrong("- is no FILE here; --format says what standard output gets")
        real = [real_path(one) for one in wanted]
        for one in wanted:
            if real.count(real_path(one)) > 1:
                raise wrong(f"two results would be written to {one}")
        with ExitStack() as stack:
            saves = {
                file: stack.enter_context(reserved(file, form))
                for file, form in self._forms.items()
                if file is not None
            }

            def write_all(told: Tells) -> None:
                made = {
                    file: told.content(form, self.axis, colour=_coloured(file))
                    for file, form in self._forms.items()
                }
                for file, content in made.items():
                    if file is None:
                        _print(content, self.form)
                    else:
                        saves[file](content.encode("utf-8", "backslashreplace"))

            yield write_all


class Tells(Protocol):
    """What can be written in several forms."""

    def content(self, form: str, axis: str, *, colour: bool) -> str:
        """Return what is written in a form."""


def _print(content: str, form: str) -> None:
    """Write to standard output what is for it."""
    from ..report.draw import drawable
    from ..report.stream import write

    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    lines = form == "text"
    write(sys.stdout, drawable(content, encoding) if lines else content)


def _coloured(file: Path | None) -> bool:
    from ..report.stream import colour_wanted

    return file is None and colour_wanted(sys.stdout)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a run.

    Attributes:
        result: of the run.
        drawn: its learning rates, each with its curve if there is one.
        paths: that it was over, as they were given.
        recipes: gives what is known of schedules, once there is one.
        quiet: whether the text has no last line that counts.
    """

    result: LearningRates
    drawn: Sequence[tuple[LearningRate, Curve | None]]
    paths: Sequence[str]
    recipes: Callable[[], Recipes]
    quiet: bool

    def content(self, form: str, axis: str, *, colour: bool) -> str:
        """Return what is written in a form.

        Raises:
            click.ClickException: a picture is wanted, and there is not one curve.
        """
        if form == "text":
            return self._text(colour=colour)
        if form == "json":
            from ..curves.show.json import json_document

            return json_document(self.result, self.drawn)
        from ..report.picture.axes import Axis

        return self._picture(Axis(axis)) if form == "svg" else self._page(Axis(axis))

    def _text(self, *, colour: bool) -> str:
        from ..curves.show.text import lines, summary
        from ..report.styled import render

        told = render(lines(self.drawn), colour=colour)
        return (
            told if self.quiet else told + render([summary(self.result)], colour=colour)
        )

    def _page(self, axis: Axis) -> str:
        from ..curves.show.html.page import gallery

        shown = self._shown(self.result)
        curves = [curve for _, curve in self.drawn]
        drawn = [*zip(shown.found, curves, strict=True)]
        return gallery(shown, drawn, self._is_schedule, axis)

    def _is_schedule(self, function: str) -> bool:
        return self.recipes().is_schedule(function)

    def _picture(self, axis: Axis) -> str:
        from ..curves.show.one import NotOneError, only
        from ..curves.show.svg import picture

        try:
            rate, curve = only(self.drawn)
        except NotOneError as error:
            raise click.ClickException(str(error)) from error
        (shown,) = self._shown(replace(self.result, found=(rate,))).found
        return picture(shown, curve, axis)

    def _shown(self, result: LearningRates) -> LearningRates:
        """Return it as others than its maker are to see it."""
        from ..curves.portable import portable

        return portable(result, self.paths)
