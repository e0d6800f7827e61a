"""The values that pass from one stage to the next: plain, frozen, picklable.

Nothing here does any work. Offsets count characters of the decoded text;
lines and columns count from 1, as flake8 prints them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering

UNREADABLE = "LRS900"
"""The code of a file that cannot be read; it speaks of the run itself."""


UNUSED = "LRS901"
"""The code of a suppression that silences nothing."""


class Severity(StrEnum):
    """How bad a finding is, the worst first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class FailOn(StrEnum):
    """From which severity on a finding that is left makes a run exit with 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"

    def counts(self, severity: Severity) -> bool:
        """Whether a finding of this severity is as bad as that, or worse."""
        levels = [*Severity]
        return self is not FailOn.NEVER and (
            levels.index(severity) <= levels.index(Severity(self.value))
        )


class VerdictKind(StrEnum):
    """What was shown about a rewrite's learning-rate curve."""

    EQUIVALENT_IDENTICAL = "equivalent-identical"
    EQUIVALENT_EXACT = "equivalent-exact"
    EQUIVALENT_SAMPLED = "equivalent-sampled"
    PRESERVING = "preserving"
    DIVERGENT = "divergent"
    UNVERIFIABLE = "unverifiable"

    @property
    def safe(self) -> bool:
        """Whether ``fix`` writes such a rewrite without being asked twice."""
        return self not in (VerdictKind.DIVERGENT, VerdictKind.UNVERIFIABLE)


@dataclass(frozen=True, slots=True)
class Counterexample:
    """One point where the curves differ: names bound, step, both values.

    ``step`` is None where they differ when they are made.
    """

    binding: tuple[tuple[str, str], ...]
    step: float | None
    before: str
    after: str
    precision: str

    def __str__(self) -> str:
        where = ", ".join(f"{name}={value}" for name, value in self.binding)
        at = "at construction" if self.step is None else f"at step {self.step}"
        return (
            f"{at}{f' with {where}' if where else ''} ({self.precision}): "
            f"before {self.before}, after {self.after}"
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of comparing the old call's curve with the new call's.

    Attributes:
        kind: what was shown.
        reason: one clause for a person; why not, where it was not shown.
        bindings: how many bindings of the free names were compared (1 where
            every argument is constant).
        points: how many (binding, step, precision) triples were compared.
        max_ulp: the largest difference seen, in units in the last place of
            the curve's largest magnitude; 0.0 is bit-identical.
        counterexample: a differing point, for ``DIVERGENT``.
    """

    kind: VerdictKind
    reason: str = ""
    bindings: int = 0
    points: int = 0
    max_ulp: float = 0.0
    counterexample: Counterexample | None = None


@total_ordering
@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file: line and column, both from 1, in characters.

    Attributes:
        line: from 1.
        column: from 1.
        cell: of a notebook, from 1, where the line is then; 0 in other files.
    """

    line: int
    column: int
    cell: int = 0

    def __lt__(self, other: Position) -> bool:
        mine = self.cell, self.line, self.column
        return mine < (other.cell, other.line, other.column)

    @property
    def row(self) -> str:
        """The line, and the cell that it is of."""
        return f"cell {self.cell}:{self.line}" if self.cell else f"{self.line}"

    def __str__(self) -> str:
        return f"{self.row}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace the characters ``start`` to ``end`` (offsets) by ``content``."""

    start: int
    end: int
    content: str


@dataclass(frozen=True, slots=True)
class TextEdit:
    """An :class:`Edit` in lines and columns, as reports give it."""

    start: Position
    end: Position
    content: str


@dataclass(frozen=True, slots=True)
class Fix:
    """What ``fix`` would write for a finding, alone: enough to stand by itself.

    Attributes:
        message: what that does.
        edits: they; none where the run was not asked for them.
    """

    message: str
    edits: tuple[TextEdit, ...]


@dataclass(frozen=True, slots=True)
class Invocation:
    """A call to be evaluated: an importable function and a call's source.

    Attributes:
        function: dotted import path, like ``"optax.cosine_decay_schedule"``.
        call: source of one call expression, like ``"f(1e-3, decay_steps=n)"``.
            The callee's text is not evaluated: ``function`` stands for it.
        stated: numbers that the project states for names in the call, by their text.
        repeatable: the texts of calls in it that give the same each time.
    """

    function: str
    call: str
    stated: tuple[tuple[str, float], ...] = ()
    repeatable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found at one place.

    Attributes:
        path: the file, as it is to be printed.
        code: the rule's code, like ``"LRS001"``.
        message: what it is, in one line, without the code.
        severity: see :class:`Severity`.
        start: first character concerned.
        end: one past the last character concerned.
        fix: the rewrite, or None where the finding is a report only.
        verdict: None until the rewrite was verified (``check`` never is).
        left: why ``fix`` does not or did not write it; empty if it can or did.
        written: whether ``fix`` wrote it (or, with ``--diff``, would).
        unsafe: whether that takes ``--unsafe-fixes``, and nothing else.
        before: the call at the site as it stands; None where none is in sight.
        after: the same call as the rewrite would have it; None without one.
    """

    path: str
    code: str
    message: str
    severity: Severity
    start: Position
    end: Position
    fix: Fix | None = None
    verdict: Verdict | None = None
    left: str = ""
    written: bool = False
    unsafe: bool = False
    before: Invocation | None = None
    after: Invocation | None = None

    @property
    def sort_key(self) -> tuple[str, Position, str]:
        """Reports are always ordered by path, line, column, then code."""
        return (self.path, self.start, self.code)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the tool could not do; a run with one of these exits with 2.

    ``path`` is empty where no file is concerned; ``code`` is LRS900 for a file
    that could not be read, else empty. ``message`` names cause and cure.
    """

    message: str
    path: str = ""
    position: Position | None = None
    code: str = ""

    @property
    def sort_key(self) -> tuple[str, int, str]:
        """Problems are always ordered by path, line, then message."""
        return (self.path, self.position.line if self.position else 0, self.message)


@dataclass(frozen=True, slots=True)
class CellChange:
    """The text of a notebook's cell before and after all approved rewrites."""

    cell: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file's text before and after all of its approved rewrites.

    Attributes:
        path: the file, as it is to be printed.
        before: what it said.
        after: what it says.
        cells: those of a notebook that change.
        encoding: that of its bytes; empty where the text says it, as Python does.
    """

    path: str
    before: str
    after: str
    cells: tuple[CellChange, ...] = ()
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class TargetChoice:
    """What rewritten code calls (``lrsched`` or ``optax``), and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Newer:
    """What is for newer versions than a project is certain to run with.

    Attributes:
        package: the one that has to be newer, like ``flax``.
        since: its first version that will do.
        why: who says that it may be an older one.
        count: how many findings or files that is so for.
    """

    package: str
    since: str
    why: str
    count: int


@dataclass(frozen=True, slots=True, order=True)
class UnreadFile:
    """A file that names a schedule, and that a run did not read.

    Attributes:
        path: the file, as it is to be printed.
        line: the first that names a schedule, from 1.
        kind: what such a file is called, like ``JSON file``.
        name: the schedule.
        why: in a clause; empty where no file of its kind is read.
    """

    path: str
    line: int
    kind: str
    name: str
    why: str = ""

    @property
    def message(self) -> str:
        """What there is to tell of it, behind its place."""
        return f"names `{self.name}`: {self.why or f'a {self.kind} is not read'}"


@dataclass(frozen=True, slots=True)
class RunResult:
    """All that a run found and did; the reporters' only input.

    ``findings`` and ``problems`` are sorted. ``suppressed`` counts findings
    silenced by ``# noqa``, ``baselined`` those that a baseline hides. ``changes``
    is what ``fix`` wrote, or with ``--diff`` would write. ``warnings`` and ``notes``
    are told as they are, one line each, notes with the word for what they speak of:
    what was doubtful, and what the run went by. ``other_targets`` are those of
    projects that another one was chosen for. ``hidden`` are the findings that the
    versions of their projects rule out, ``needed`` the files that were written for
    newer versions than their projects are certain to have. ``unread`` are files that
    name a schedule and were not read.
    """

    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    changes: tuple[FileChange, ...]
    files_scanned: int
    suppressed: int
    target: TargetChoice
    warnings: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    other_targets: tuple[TargetChoice, ...] = ()
    baselined: int = 0
    hidden: tuple[Newer, ...] = ()
    needed: tuple[Newer, ...] = ()
    unread: tuple[UnreadFile, ...] = ()
