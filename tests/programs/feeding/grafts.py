"""Schedules and an optimizer, put into real code: where it goes is drawn.

Each is made with names of the file's own, so that what the file says of these is looked
at, too.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_TRIES = 12
_VALUES = ("{0}", "{0}", "{0}.size", "{0}[0]", "len({0})", "int({0})", "{0}(3)", "100")

IMPORTS = (
    ("import optax", "optax."),
    ("import optax as ox", "ox."),
    (
        "from optax import cosine_decay_schedule, cosine_onecycle_schedule, sgd",
        "",
    ),
)


@dataclass(frozen=True, slots=True)
class Graft:
    """Statements that are put in.

    Attributes:
        lines: of them; ``optax.`` stands for however that is imported.
        new: the argument that the rewritten call has.
    """

    lines: tuple[str, ...]
    new: str = ""


SCHEDULES = (
    Graft(
        ("{name} = optax.cosine_decay_schedule({0}, decay_steps={1})",),
        "transition_steps",
    ),
    Graft(
        (
            "{name} = optax.cosine_onecycle_schedule(",
            "    {1}, {0},  # put in",
            "    pct_start=0.25,",
            ")",
        ),
        "warmup_steps",
    ),
    Graft(
        ("{name} = (lambda: optax.cosine_decay_schedule(0.1, decay_steps={1}))()",),
        "transition_steps",
    ),
)
OPTIMIZED = "fed_optimizer"
OPTIMIZER = Graft(
    (
        "{name} = nnx.Optimizer({0}, optax.sgd(0.1))",
        "{name}.update({1})",
    )
)


@dataclass(slots=True)
class Grafted:
    """A text into which something was put.

    Attributes:
        text: it.
        lines: which of its lines were put in, from 0, and what is bound there.
        new: the arguments that rewritten calls have, by the names these are bound to.
    """

    text: str
    lines: dict[int, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Place:
    """Before which line something may stand, how far in, and what is seen there."""

    line: int
    indent: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Put:
    """Lines, before which line they go, and the name that they bind."""

    line: int
    name: str
    lines: list[str]


def grafted(text: str, random: Random) -> Grafted | None:
    """Put schedules and an optimizer into a text, or nothing where there is no place."""
    tree = parsed(text)
    if tree is None:
        return None
    lines = _LINES.findall(text)
    names = tuple(dict.fromkeys(_bound(tree.body)))
    imports = _import_line(tree, lines)
    places = [
        [_Place(imports, "", names)],
        [*_in_functions(_functions(tree), lines, names)],
        [*_in_functions(_methods(tree), lines, names)],
    ]
    for _ in range(_TRIES):
        chosen = [random.choice(some) for some in places if some]
        done = _put_in(lines, imports, chosen, random)
        if parsed(done.text) is not None:
            return done
    return None


def parsed(text: str) -> ast.Module | None:
    """The tree of a text that compiles."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "fed", "exec", dont_inherit=True)
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _put_in(
    lines: Sequence[str], imports: int, places: Iterable[_Place], random: Random
) -> Grafted:
    statement, module = random.choice(IMPORTS)
    put = [_Put(imports, "", [statement, "from flax import nnx"])]
    new: dict[str, str] = {}
    last = _Place(imports, "", ())
    for number, place in enumerate(places):
        name, graft = f"fed_{number}", random.choice(SCHEDULES)
        put.append(_written(graft, name, place, module, random))
        new[name], last = graft.new, place
    put.append(_written(OPTIMIZER, OPTIMIZED, last, module, random))
    return _joined(lines, put, new)


def _written(
    graft: Graft, name: str, place: _Place, module: str, random: Random
) -> _Put:
    values = [
        random.choice(_VALUES).format(random.choice(place.names or ("print",)))
        for _ in range(2)
    ]
    lines = (line.format(*values, name=name) for line in graft.lines)
    written = [place.indent + line.replace("optax.", module) for line in lines]
    return _Put(place.line, name, written)


def _joined(lines: Sequence[str], put: Iterable[_Put], new: dict[str, str]) -> Grafted:
    ending = next((_ending(line) for line in lines), "\n")
    whole: list[str] = []
    own: dict[int, str] = {}
    for number in range(len(lines) + 1):
        for one in (one for one in put if one.line == number):
            if whole and not _ending(whole[-1], ""):
                whole[-1] += ending
            for line in one.lines:
                own[len(whole)] = one.name
                whole.append(f"{line}{ending}")
        whole += lines[number : number + 1]
    return Grafted("".join(whole), own, new)


def _ending(line: str, otherwise: str = "\n") -> str:
    return line[len(line.rstrip("\r\n")) :] or otherwise


def _import_line(tree: ast.Module, lines: Sequence[str]) -> int:
    """Behind which line the imports at the top of a file end."""
    line = 0
    for index, statement in enumerate(tree.body):
        docstring = index == 0 and isinstance(statement, ast.Expr)
        if not docstring and not isinstance(statement, ast.Import | ast.ImportFrom):
            break
        line = statement.end_lineno or 0
    # The first lines may say how the file is encoded.
    return max(line, min(_comments(lines), 2))


def _comments(lines: Sequence[str]) -> int:
    """How many lines at the top are comments, or empty."""
    count = 0
    while count < len(lines) and (lines[count].strip() or "#").startswith("#"):
        count += 1
    return count


def _in_functions(
    functions: Iterable[ast.FunctionDef | ast.AsyncFunctionDef],
    lines: Sequence[str],
    names: tuple[str, ...],
) -> Iterator[_Place]:
    for function in functions:
        given = tuple(one.arg for one in _arguments(function.args))
        for statement in function.body:
            first = min(
                [statement, *getattr(statement, "decorator_list", ())],
                key=lambda node: node.lineno,
            )
            indent = lines[first.lineno - 1].encode()[: first.col_offset].decode()
            docstring = (
                isinstance(statement, ast.Expr)
                and isinstance(statement.value, ast.Constant)
                and isinstance(statement.value.value, str)
            )
            if not indent.strip() and not docstring:
                yield _Place(first.lineno - 1, indent, (*given, *given, *names))


def _arguments(arguments: ast.arguments) -> list[ast.arg]:
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    inside = {id(method) for method in _methods(tree)}
    for node in ast.walk(tree):
        if isinstance(node, _FUNCTIONS) and id(node) not in inside:
            yield node


def _methods(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from (one for one in node.body if isinstance(one, _FUNCTIONS))


def _bound(body: Iterable[ast.stmt]) -> Iterator[str]:
    for statement in body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield statement.name
            case ast.Assign():
                for target in statement.targets:
                    yield from (
                        one.id for one in ast.walk(target) if isinstance(one, ast.Name)
                    )
            case ast.Import() | ast.ImportFrom():
                for alias in statement.names:
                    if alias.name != "*":
                        yield alias.asname or alias.name.partition(".")[0]
