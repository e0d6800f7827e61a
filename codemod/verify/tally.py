"""What was compared of two calls and found equal, and the words for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..model import Counterexample, Verdict, VerdictKind
from .binding import Binding
from .curve import Failure
from .difference import Agreement, Difference
from .runs import Run


@dataclass
class Tally:
    """What was compared so far, and found equal.

    Attributes:
        bindings: how many of them.
        curves: how many of them gave curves.
        points: how many values of curves.
        max_ulp: the largest difference.
        by_step: whether a schedule had to be called with single steps.
        failure: how both failed, where they did first.
        failed: the precisions in which both failed at all steps, in words.
        beyond: whether steps that no int32 counts were compared.
        early: bindings for which the new call fails when it is made, and the old
            one, as a schedule without a curve, at its first step.
    """

    bindings: int = 0
    curves: int = 0
    points: int = 0
    max_ulp: float = 0.0
    by_step: bool = False
    failure: Failure | None = None
    failed: dict[str, Failure] = field(default_factory=dict)
    beyond: bool = False
    early: int = 0

    def add(self, run: Run, agreement: Agreement) -> None:
        """Count one run."""
        self.points += agreement.points
        self.max_ulp = max(self.max_ulp, agreement.max_ulp)
        self.by_step = self.by_step or agreement.by_step
        self.failure = self.failure or agreement.failure
        if agreement.failure is not None:
            self.failed.setdefault(run.precision.name, agreement.failure)
        elif run.beyond:
            self.beyond = True

    def failures(self) -> str:
        """In which precisions both calls raise, as the end of a reason."""
        return "".join(
            f"; in {name} both raise {failure.kind}"
            for name, failure in self.failed.items()
        )

    def told(self, names: Iterable[str]) -> str:
        """What was sampled, as a reason."""
        reason = f"sampled: {', '.join(f'`{name}`' for name in names)}"
        if raising := self.bindings - self.curves - self.early:
            reason += f"; both raise for {raising}"
        if self.early:
            reason += (
                f"; {self.early} give no curve, which the old call says at its first "
                "step and the new one when it is made"
            )
        return reason


def too_early(failure: Failure) -> Difference:
    """The difference that it is where the new call fails when it is made."""
    return Difference(
        None,
        f"makes a schedule that {failure} at its first step",
        f"raises {failure.kind}",
    )


def divergent(
    difference: Difference, binding: Binding, run: Run, tally: Tally
) -> Verdict:
    """The verdict on two calls that differ."""
    counterexample = Counterexample(
        binding=binding.shown,
        step=difference.step,
        before=difference.before,
        after=difference.after,
        precision=run.precision.name,
    )
    return Verdict(
        VerdictKind.DIVERGENT,
        "the curves differ",
        bindings=tally.bindings,
        points=tally.points,
        max_ulp=difference.ulp,
        counterexample=counterexample,
    )
