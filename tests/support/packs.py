"""Packs of rules for tests: what pip would install, laid out in a folder."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from paths import ROOT

EXAMPLE = ROOT / "docs" / "example-pack"

ACME = {
    "acme/__init__.py": "from .optim import my_cosine as my_cosine\n",
    "acme/optim.py": """\
import optax


def my_cosine(peak, transition_steps=None, warmup_steps=0, decay_steps=None):
    length = decay_steps if transition_steps is None else transition_steps
    return optax.warmup_cosine_decay_schedule(0.0, peak, warmup_steps, length)
""",
}
"""A company's library, which takes the old name of an argument and the new one."""


def lay_out(
    site: Path,
    files: Mapping[str, str],
    name: str = "acme-rules",
    entries: str = "ACME = acme_rules",
) -> None:
    """Put a distribution into a folder of site-packages."""
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")
    information = site / f"{name.replace('-', '_')}-1.0.dist-info"
    information.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
    (information / "METADATA").write_text(metadata)
    if entries:
        (information / "entry_points.txt").write_text(f"[lrmigrate.rules]\n{entries}\n")


def lay_out_example(site: Path) -> None:
    """Put the example pack of the documentation into a folder of site-packages."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(EXAMPLE / "acme_rules", site / "acme_rules", ignore=ignored)
    lay_out(site, {})
