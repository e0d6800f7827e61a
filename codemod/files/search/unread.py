"""Kinds of text that are not read, and what tells that one names a schedule.

Such a file is searched as bytes, for names that mean a schedule wherever they stand.
It is no finding: what its keys mean is said by code that is not followed.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable
from pathlib import PurePath

from ..kinds import kind_of
from .archives import ARCHIVES

_SUFFIXES = {
    "AsciiDoc page": (".adoc", ".asciidoc"),
    "CUE file": (".cue",),
    "Cython file": (".pxd", ".pyx"),
    "INI file": (".cfg", ".conf", ".ini"),
    "IPython script": (".ipy",),
    "JSON file": (".json", ".json5", ".jsonc"),
    "Jsonnet file": (".jsonnet", ".libsonnet"),
    "LaTeX page": (".tex",),
    "Org page": (".org",),
    "TOML file": (".toml",),
    "shell script": (
        *(".bash", ".bsub", ".csh", ".fish", ".job", ".ksh", ".lsf", ".pbs", ".qsub"),
        *(".sbatch", ".sge", ".sh", ".slurm", ".sub", ".tcsh", ".zsh"),
    ),
    "template": (".j2", ".jinja", ".jinja2", ".mako", ".template", ".tmpl", ".tpl"),
    "text proto": (".pbtxt", ".prototxt", ".textpb", ".textproto", ".txtpb"),
    "zip archive": ARCHIVES,
}
"""What a person writes, and may run a schedule by; data and logs are not in it."""
NAMES = {suffix: name for name, each in _SUFFIXES.items() for suffix in each}
UNREAD = tuple(sorted(NAMES))
"""What the names of such files end with."""
TEXTS = frozenset(NAMES) - frozenset(ARCHIVES)
"""The same of those that are one text."""
MAX_BYTES = 2**18
"""How large one is at most that a person wrote; more is data."""

_OURS = b'"LRS'  # in a baseline, or in a report
_LINE_END = re.compile(rb"\r\n|\r|\n")
_COMMENT = re.compile(rb"[ \t]*(?:#|//)")


def kind_name(path: str) -> str:
    """Return what a file is called whose name ends with one of all suffixes."""
    kind = kind_of(path)
    return kind.name if kind is not None else NAMES[PurePath(path).suffix]


def is_ours(path: str, data: bytes) -> bool:
    """Whether a file is a baseline or a report, which say what the code says."""
    return path.endswith(".json") and _OURS in data


def named_in(data: bytes, names: Iterable[bytes]) -> tuple[int, str] | None:
    """Return the first line with one of some names, from 1, and the name.

    Whole lines that are comments do not count.
    """
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        data = data.replace(b"\0", b"")
    found = [name for name in names if name in data]
    if not found:
        return None
    pattern = re.compile(rb"(?<!\w)(?:%s)(?!\w)" % b"|".join(map(re.escape, found)))
    for number, line in enumerate(_LINE_END.split(data), 1):
        match = pattern.search(line)
        if match is not None and not _COMMENT.match(line):
            return number, match[0].decode()
    return None
