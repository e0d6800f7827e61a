"""Modules of Optax that are gone, with the first release without each.

Tests hold them against the installed Optax.
"""

from __future__ import annotations

from collections.abc import Mapping

GONE_MODULES: Mapping[str, str] = {
    "optax._src.loss": "0.1.8",
    "optax._src.privacy": "0.1.8",
    "optax.contrib.privacy": "0.2.2",
    "optax.contrib.reduce_on_plateau": "0.2.2",
    "optax.schedules.inject": "0.2.8",
}
