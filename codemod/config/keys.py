"""The keys of ``[tool.lrmigrate]``: what each says, takes and is by default.

This table is all that is known of them: they are read by it, `lrmigrate config` and
``docs/configuration.md`` tell it, and the schema that editors use is made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..model import FailOn
from .codes import did_you_mean

BASELINE = ".lrmigrate-baseline.json"
TARGETS = ("auto", "lrsched", "optax", "vendored")
FORMATS = (
    *("azure", "concise", "full", "github", "gitlab", "grouped", "json"),
    *("json-lines", "junit", "pylint", "rdjson", "sarif", "text"),
)
"""The formats of a report, which are modules of a package above this one."""

_STRING = {"type": "string"}
_STRINGS = {"type": "array", "items": _STRING}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value has to be.

    Attributes:
        told: in one word, as Python has it.
        schema: as JSON schema has it.
        read: makes of a value of TOML what is kept; ValueError says what it must be.
    """

    told: str
    schema: Mapping[str, Any]
    read: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    Attributes:
        kind: of its values.
        says: what it is for, in Markdown; the first sentence stands alone.
        default: in TOML, or in words where that depends on the project.
        example: in TOML.
    """

    kind: Kind
    says: str
    default: str
    example: str


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError("a list of strings")
    return tuple(value)


def _per_file(value: Any) -> dict[str, tuple[str, ...]]:
    try:
        return {pattern: _strings(codes) for pattern, codes in value.items()}
    except (AttributeError, ValueError) as error:
        wanted = 'a table from patterns to codes, like { "tests/" = ["LRS004"] }'
        raise ValueError(wanted) from error


def _file_name(value: Any) -> str:
    from ..files.real import is_path

    if not isinstance(value, str) or not value or not is_path(value):
        raise ValueError("the name of a file")
    return value


def _module(value: Any) -> str:
    named = isinstance(value, str) and all(map(str.isidentifier, value.split(".")))
    if value != "" and not named:
        raise ValueError('a module, like "project.lrsched"')
    return str(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _version(value: Any) -> str:
    from .versions.stated import parse_versions

    try:
        parse_versions(value if isinstance(value, str) else "")
    except ValueError as error:
        wanted = 'a version like "0.10.7" or a specifier like ">=0.10,<0.11"'
        raise ValueError(wanted) from error
    return str(value)


def _one_of(choices: tuple[str, ...], made: Callable[[str], Any] = str) -> Kind:
    def read(value: Any) -> Any:
        if value not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return made(value)

    told = " | ".join(f'"{one}"' for one in choices)
    return Kind(told, {"type": "string", "enum": [*choices]}, read)


_LIST = Kind("list[str]", _STRINGS, _strings)
_VERSION = Kind("str", _STRING, _version)

KEYS: Mapping[str, Key] = {
    "select": Key(
        _LIST,
        "The rules to run: codes (`LRS001`), what several begin with (`LRS0`), names "
        "(`decay-steps`) or `ALL`, in any case. A rule that is named runs whichever "
        "versions it is for. The option `--select` stands in place of it.",
        '["ALL"]',
        'select = ["LRS0", "optimizer-wrt"]',
    ),
    "extend-select": Key(
        _LIST,
        "Rules to run besides those of `select`. It goes well with a configuration "
        "that selects nothing: rules that are silent by their versions then run, too.",
        "[]",
        'extend-select = ["LRS2"]',
    ),
    "ignore": Key(
        _LIST,
        "The rules to leave out. The option `--ignore` adds to them.",
        "[]",
        'ignore = ["warmup-transition-steps"]',
    ),
    "per-file-ignores": Key(
        Kind(
            "dict[str, list[str]]",
            {"type": "object", "additionalProperties": _STRINGS},
            _per_file,
        ),
        "The rules to leave out in some files. Patterns are those of `.gitignore`, "
        "relative to the folder of the `pyproject.toml`.",
        "{}",
        'per-file-ignores = { "tests/" = ["LRS003"] }',
    ),
    "exclude": Key(
        _LIST,
        "The files to leave out of folders that are searched. Patterns are those of "
        "`.gitignore`, relative to the folder of the `pyproject.toml`; what git "
        "ignores is left out besides. With `--force-exclude` they count for files "
        "and folders that are named, too. The option `--exclude` adds to them.",
        "[]",
        'exclude = ["third_party/", "*_pb2.py"]',
    ),
    "target": Key(
        _one_of(TARGETS),
        "What rewritten code calls. `auto` is `optax` where the project's Optax takes "
        "the new names, else the copy that `vendored` names, else `lrsched`.",
        '"auto"',
        'target = "lrsched"',
    ),
    "vendored": Key(
        Kind("str", {**_STRING, "pattern": r"^(\w+(\.\w+)*)?$"}, _module),
        "The module that is the project's own copy of `lrsched`, as `lrmigrate vendor` "
        "writes it; none where it is empty.",
        '""',
        'vendored = "project.lrsched"',
    ),
    "fail-on": Key(
        _one_of(tuple(FailOn), FailOn),
        "From which severity on a finding that is left makes the exit code 1. That of "
        "the folder that holds all paths of a run counts.",
        '"warning"',
        'fail-on = "error"',
    ),
    "output-format": Key(
        _one_of(FORMATS),
        "How the report of `check` and `fix` is written where nothing else is asked "
        "for. That of the folder that holds all paths of a run counts.",
        '"text"',
        'output-format = "full"',
    ),
    "docs": Key(
        Kind("bool", {"type": "boolean"}, _flag),
        "Whether `fix` rewrites examples, too: code blocks of pages and doctests in "
        "docstrings.",
        "false",
        "docs = true",
    ),
    "baseline": Key(
        Kind("str", {**_STRING, "minLength": 1}, _file_name),
        "The file with the accepted findings, relative to the folder of the "
        "`pyproject.toml`.",
        f'"{BASELINE}"',
        'baseline = "lint/lrmigrate.json"',
    ),
    "flax-version": Key(
        _VERSION,
        "The Flax that the code runs with: a version or a specifier. Rules for newer "
        "versions are silent.",
        "what the project says",
        'flax-version = ">=0.10,<0.11"',
    ),
    "optax-version": Key(
        _VERSION,
        "The Optax that the code runs with: a version or a specifier. Rules for newer "
        "versions are silent.",
        "what the project says",
        'optax-version = "0.2.6"',
    ),
}


def nearest_key(name: str) -> str:
    """Return a question for the key that was meant; empty if none is near.

    What adds to a list in ruff by a name of its own does so here by the list's.
    """
    said = name.lower().replace("_", "-")
    listed = said.removeprefix("extend-")
    own = said in KEYS or listed not in KEYS
    return did_you_mean(said if own else listed, [*KEYS])
