"""The folders of tools and environments, in which nothing is of the project."""

from __future__ import annotations

CHECKPOINTS = ".ipynb_checkpoints"
"""Where Jupyter keeps each notebook as it was saved last."""
SKIPPED_FOLDERS = frozenset(
    [
        ".bzr",
        ".direnv",
        ".eggs",
        ".git",
        ".hg",
        CHECKPOINTS,
        ".mypy_cache",
        ".nox",
        ".pytest_cache",
        ".pytype",
        ".ruff_cache",
        ".svn",
        ".tox",
        ".venv",
        "__pycache__",
        "__pypackages__",
        "node_modules",
        "site-packages",
    ]
)
