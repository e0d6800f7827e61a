"""Reasons, in the order in which they are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain


def first(*reasons: Iterable[str]) -> str:
    """Return the first reason of several questions, each asked when its turn comes."""
    return next((reason for reason in chain(*reasons) if reason), "")
