"""An Optax with the consistent names: the installed one with the patch of the plan."""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from paths import DOCS

PATCH = DOCS / "upstream" / "optax-consistent-names.patch"


def renamed_optax(folder: Path) -> Path:
    """Put it in a folder, which may then come first on Python's path."""
    spec = find_spec("optax")
    assert spec is not None
    assert spec.origin is not None
    installed = Path(spec.origin).parent
    shutil.copytree(
        installed, folder / "optax", ignore=shutil.ignore_patterns("__pycache__")
    )
    for info in installed.parent.glob("optax-*.dist-info"):
        shutil.copytree(info, folder / info.name)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    subprocess.run(["git", "apply", str(PATCH)], cwd=folder, check=True)
    return folder
