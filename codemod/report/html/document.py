"""What a page is one file with: its style, its scripts, and the policy that holds."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from importlib.resources import files
from string import Template

from ...address import PROJECT


def asset(name: str, package: str = __package__) -> str:
    """A file that stands beside the modules of a package."""
    return files(package).joinpath(name).read_text(encoding="utf-8")


def document(
    command: str,
    body: str,
    style: str,
    scripts: Sequence[str],
    data: str,
    parts: Mapping[str, str],
) -> str:
    """The whole page, with all that it needs inside.

    Args:
        command: which one it is of.
        body: what is shown, with a ``$name`` for each part.
        style: all of it.
        scripts: each an element of its own.
        data: what the scripts read, as JSON that can stand inside an element.
        parts: the rest, as HTML.
    """
    released = version("lrmigrate")
    return Template(asset("frame.html")).substitute(
        command=command,
        body=Template(body).substitute(parts, version=released, address=PROJECT),
        policy=_policy(style, scripts),
        style=style,
        data=data,
        scripts="".join(f"<script>{script}</script>\n" for script in scripts),
        version=released,
    )


def _policy(style: str, scripts: Sequence[str]) -> str:
    """Nothing is loaded, and nothing runs but what this page was made with."""
    allowed = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {allowed}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
