"""The statements of a gin file, each with where its parts stand.

What is read is what gin-config documents: bindings, blocks of them, macros, imports
and includes. Anything else is an error, and told.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

_SKIPPED = frozenset({tokenize.COMMENT, tokenize.NL})
_BETWEEN = frozenset({tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT})
_END = frozenset({tokenize.NEWLINE, tokenize.ENDMARKER, tokenize.DEDENT})
_STATEMENTS = frozenset({"import", "from", "include"})

Span = tuple[int, int]


class GinError(ValueError):
    """A file is no gin: why, and at which offset."""

    def __init__(self, why: str, offset: int) -> None:
        super().__init__(why)
        self.why = why
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the file."""

    kind: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Binding:
    """A parameter that is given a value.

    Attributes:
        scope: the scopes in front of what has it, with their slashes.
        selector: where it says what has it; None for a macro.
        parameter: where it says the parameter.
        value: the tokens of the value.
    """

    scope: str
    selector: Span | None
    parameter: Span
    value: tuple[Token, ...]

    @property
    def span(self) -> Span:
        """Where the value stands."""
        return self.value[0].start, self.value[-1].end

    @property
    def references(self) -> Iterator[Span]:
        """Where the value names a function, as in ``@optax.adam()``."""
        for index, token in enumerate(self.value):
            if token.text == "@":
                _, names = _selector(self.value, index + 1)
                yield names[0].start, names[-1].end


def bindings(text: str) -> list[Binding]:
    """Return the bindings of a file, in order.

    Raises:
        GinError: it says something that is not read.
    """
    return [*_Reader(_tokens(text)).run()]


def _tokens(text: str) -> list[Token]:
    lines = io.StringIO(text, newline="").readlines()
    starts = [0, *accumulate(map(len, lines)), len(text)]
    found: list[Token] = []
    at = 0
    try:
        for token in tokenize.generate_tokens(iter([*lines, ""]).__next__):
            at, end = (
                min(starts[min(row - 1, len(starts) - 1)] + column, len(text))
                for row, column in (token.start, token.end)
            )
            if token.type == tokenize.ERRORTOKEN and token.string.strip():
                raise GinError(f"`{token.string}` is not read", at)
            if token.type not in _SKIPPED and token.type != tokenize.ERRORTOKEN:
                found.append(Token(token.type, token.string, at, end))
    except (tokenize.TokenError, SyntaxError) as error:
        raise GinError(f"{error.args[0]}", at) from error
    return found


class _Reader:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def run(self) -> Iterator[Binding]:
        """Yield all bindings."""
        while self._next.kind != tokenize.ENDMARKER:
            if self._next.kind in _BETWEEN:
                self._at += 1
            elif self._next.text in _STATEMENTS:
                self._rest()
            else:
                yield from self._statement()

    def _statement(self) -> Iterator[Binding]:
        scope, names = _selector(self._tokens, self._at)
        self._at = self._tokens.index(names[-1], self._at) + 1
        whole = names[0].start, names[-1].end
        if self._next.text == ":":
            self._at += 1
            yield from self._block(scope, whole)
            return
        owner = (whole[0], names[-3].end) if len(names) > 1 else None
        parameter = names[-1].start, names[-1].end
        yield Binding(scope, owner, parameter, self._value())

    def _block(self, scope: str, owner: Span) -> Iterator[Binding]:
        self._expect(tokenize.NEWLINE, "a line of bindings")
        self._expect(tokenize.INDENT, "a line of bindings")
        while self._next.kind == tokenize.NAME:
            name = self._next
            self._at += 1
            yield Binding(scope, owner, (name.start, name.end), self._value())
            while self._next.kind == tokenize.NEWLINE:
                self._at += 1
        self._expect(tokenize.DEDENT, "the end of the block")

    def _value(self) -> tuple[Token, ...]:
        if self._next.text != "=":
            raise GinError("neither `=` nor `:` is behind it", self._next.start)
        self._at += 1
        value = self._rest()
        if not value:
            raise GinError("no value is behind `=`", self._next.start)
        return value

    def _rest(self) -> tuple[Token, ...]:
        first = self._at
        while self._next.kind not in _END:
            self._at += 1
        return tuple(self._tokens[first : self._at])

    def _expect(self, kind: int, what: str) -> None:
        if self._next.kind != kind:
            raise GinError(f"{what} is not where it should be", self._next.start)
        self._at += 1


def _selector(
    tokens: list[Token] | tuple[Token, ...], at: int
) -> tuple[str, list[Token]]:
    """Return the scopes that begin at a token, and the dotted name behind them.

    The name is its tokens, dots included.
    """
    scope, names = "", list[Token]()
    while at < len(tokens):
        token = tokens[at]
        wanted = token.kind == tokenize.NAME if len(names) % 2 == 0 else True
        if names and token.start != names[-1].end:
            break
        if len(names) % 2 and token.text == "/":
            scope += "".join(one.text for one in names) + "/"
            names = []
            at += 1
            continue
        if not wanted or (len(names) % 2 and token.text != "."):
            break
        names.append(token)
        at += 1
    if len(names) % 2 == 0:
        start = tokens[min(at, len(tokens) - 1)].start
        raise GinError("a name is not where it should be", start)
    return scope, names
