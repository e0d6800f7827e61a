"""What became of a locked curve, in words."""

from __future__ import annotations

from ..record import LearningRate
from ..show.words import where
from .check import By, Checked, Status
from .record import Versions
from .singles import Kind, Parting


def parted(parting: Parting) -> str:
    """Return where two curves part, and at which values."""
    said = f"{parting.before} to {parting.after}"
    if parting.step is not None:
        said += f" at step {parting.step}"
    if parting.kind is Kind.LAST:
        said += f", {parting.ulp:g} ulp at the most" if parting.ulp else ""
    return f"{said}, {parting.asked}" if parting.asked else said


def releases(before: Versions, after: Versions) -> str:
    """Return which releases are others."""
    pairs = (
        ("Optax", before.optax, after.optax),
        ("JAX", before.jax, after.jax),
    )
    moved = [f"{name} {old} to {new}" for name, old, new in pairs if old != new]
    return " and ".join(moved) or f"{after}, as before"


def status(checked: Checked, before: Versions, after: Versions | None) -> str:
    """Return what became of a curve since it was locked."""
    if checked.status is Status.GONE:
        return "gone: nothing like it is made any more"
    if checked.status is Status.NEW:
        return "new: it is not in the lock"
    if checked.status is Status.UNKNOWN:
        return f"not known any more: {checked.rate.why or 'it has no curve'}"
    said = _SAID[checked.status] + _by(checked, before, after)
    if checked.causes:
        said += f": {'; '.join(map(str, checked.causes))}"
    if checked.parting is not None and checked.parting.before:
        said += f": {parted(checked.parting)}"
    elif checked.status is Status.LAST:
        said += ", at steps that the lock does not write out"
    return said


_SAID = {Status.MOVED: "MOVED", Status.LAST: "the last bits", Status.SAME: "same"}


def _by(checked: Checked, before: Versions, after: Versions | None) -> str:
    if checked.by is By.CODE:
        return " in the code"
    if checked.by is None or after is None:
        return ""
    if checked.by is By.RELEASE:
        return f" by {releases(before, after)}"
    return f" with {after}, as it was locked: another processor computes otherwise"


def what(rate: LearningRate) -> str:
    """Return what a learning rate is: what makes it, in what, under which name."""
    return where(rate) + (f", {rate.target}" if rate.target else "")
