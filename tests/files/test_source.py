"""A file is read, placed and encoded without losing or moving a character."""

from __future__ import annotations

import ast
import pickle
import sys
import warnings
from codecs import BOM_UTF8

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrmigrate.codemod.files.source import MAX_BYTES, Source, SourceError
from lrmigrate.codemod.model import Position

CRLF = "import a\r\nif a:\r\n\tb = '''x\r\ny'''\r\n"


def source(text):
    return Source.from_bytes(text.encode(), "a.py")


def refusal(data):
    with pytest.raises(SourceError) as caught:
        _ = Source.from_bytes(data, "a.py").tree
    return str(caught.value), caught.value.position


# -- refused ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "words", "position"),
    [
        pytest.param(
            b"a = 1\nb = '\xc3\xa9\xe9'\n",
            "is not utf-8: byte 0xe9; save the file as UTF-8",
            Position(2, 7),
            id="bytes that are not UTF-8",
        ),
        pytest.param(
            b"# coding: ascii\r\xe9",
            "is not ascii",
            Position(2, 1),
            id="not its cookie's",
        ),
        pytest.param(
            b"\xe9", "is not utf-8", Position(1, 1), id="the very first byte is wrong"
        ),
        pytest.param(
            b"# coding: klingon\n",
            "unknown encoding: klingon",
            Position(1, 1),
            id="an encoding that nobody knows",
        ),
        pytest.param(
            b"# coding: rot13\n", "is not rot13", None, id="a codec that is no encoding"
        ),
        pytest.param(
            b"# coding: undefined\n",
            "is not undefined",
            None,
            id="a codec that refuses",
        ),
        pytest.param(
            b"# a\0 = 1\n",
            "NUL byte",
            Position(1, 4),
            id="a NUL byte in the first line",
        ),
        pytest.param(
            BOM_UTF8 + b"# coding: latin-1\n",
            "must be utf-8, not iso-8859-1",
            Position(1, 1),
            id="a byte order mark and a cookie that disagree",
        ),
        pytest.param(b"a = 1\r\nb\0 = 2", "NUL byte", Position(2, 2), id="a NUL byte"),
        pytest.param(
            b"a = 1\rb = (\r", "was never closed", Position(2, 5), id="a syntax error"
        ),
        pytest.param(
            b"if a:\n  b\n c\n", "unindent", Position(3, 3), id="wrong indentation"
        ),
        pytest.param(b"print 'a'\n", "cannot be parsed", Position(1, 1), id="Python 2"),
        pytest.param(
            b"(" * 5000 + b")" * 5000,
            "too many nested parentheses",
            Position(1, 201),
            id="parentheses without end",
        ),
        pytest.param(
            b"-" * 100_000 + b"1", "nested too deeply", None, id="depth without end"
        ),
        pytest.param(
            b"#" * (MAX_BYTES + 1), "is too large: the limit is 4 MiB", None, id="size"
        ),
    ],
)
def test_what_is_not_python_is_named(data, words, position):
    message, place = refusal(data)
    assert words in message
    assert place == position


@pytest.mark.parametrize(
    ("code", "version"),
    [
        pytest.param("type X = int\n", (3, 12), id="a type alias"),
        pytest.param("def f[T](x: T): pass\n", (3, 12), id="type parameters"),
        pytest.param("class A[T = int]: pass\n", (3, 13), id="a default of one"),
        pytest.param('f"{a["b"]}"\n', (3, 12), id="an f-string with its own quotes"),
        pytest.param("f'{\"\\n\".join(a)}'\n", (3, 12), id="with a backslash"),
        pytest.param("f'''{\n# why\na}'''\n", (3, 12), id="with a comment"),
        pytest.param("f'{a\n}'\n", (3, 12), id="over two lines"),
        pytest.param(
            "try: a\nexcept B, C: pass\n", (3, 14), id="exceptions without parentheses"
        ),
        pytest.param("try: a\nexcept* B, C: pass\n", (3, 14), id="groups of them"),
        pytest.param("t'{a}'\n", (3, 14), id="a template string"),
    ],
)
def test_syntax_of_a_newer_python_is_not_called_wrong(code, version):
    if sys.version_info >= version:
        assert source(code).tree.body
        return
    message, position = refusal(b"import a\n" + code.encode())
    running = "{}.{}".format(*sys.version_info)
    assert message == (
        f"uses syntax newer than the Python {running} that runs lrmigrate; "
        "run it under Python {}.{} or newer".format(*version)
    )
    assert position is not None
    assert position.line >= 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(
            b"f'{a}'; b'\xc3\xa9'\n", "bytes can only contain ASCII", id="bytes"
        ),
        pytest.param(b"f'{a}'; '\\x1'\n", "unicodeescape", id="a broken escape"),
    ],
)
def test_what_only_libcst_parses_is_not_newer_syntax(data, words):
    message, position = refusal(data)
    assert message.startswith("cannot be parsed: ")
    assert words in message
    assert position is not None


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(SourceError, match="cannot be read: No such file"):
        Source.read(tmp_path / "gone.py")


@pytest.mark.parametrize(
    ("cookie", "text", "words", "position"),
    [
        pytest.param(
            "latin-1",
            "\n\nx = 'Ω'\n",
            "'Ω' cannot be written in the file's encoding, iso-8859-1",
            Position(4, 6),
            id="a character that the encoding lacks",
        ),
        pytest.param(
            "utf-8",
            "x = '\ud800'",
            "cannot be written in",
            Position(2, 6),
            id="half a surrogate pair",
        ),
        pytest.param(
            "utf-7", "x = 1", "save the file as UTF-8", None, id="an ambiguous encoding"
        ),
    ],
)
def test_what_cannot_be_written_back(cookie, text, words, position):
    head = f"# coding: {cookie}\n"
    before = Source.from_bytes(head.encode() + b"# +AGE-\n", "a.py")
    with pytest.raises(SourceError) as caught:
        before.encode(head + text)
    assert words in str(caught.value)
    assert caught.value.position == position


def test_a_text_whose_cookie_moved_away_is_not_written():
    before = Source.from_bytes(b"# coding: latin-1\nx = '\xe9'\n", "a.py")
    with pytest.raises(SourceError, match="save the file as UTF-8"):
        before.encode("a\nb\n" + before.text)


def test_an_error_crosses_a_process():
    error = pickle.loads(pickle.dumps(SourceError("why", Position(1, 2))))
    assert (str(error), error.position) == ("why", Position(1, 2))


# -- read and encoded ---------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text", "encoding", "bom"),
    [
        pytest.param(b"", "", "utf-8", False, id="an empty file"),
        pytest.param(CRLF.encode(), CRLF, "utf-8", False, id="CRLF"),
        pytest.param(b"a\rb\r", "a\rb\r", "utf-8", False, id="lone CR"),
        pytest.param(b"a = 1", "a = 1", "utf-8", False, id="no final newline"),
        pytest.param(b"\n\x0ca\n", "\n\x0ca\n", "utf-8", False, id="form feed"),
        pytest.param(
            BOM_UTF8 + b"a = '\xc3\xa9'", "a = 'é'", "utf-8", True, id="byte order mark"
        ),
        pytest.param(
            BOM_UTF8 + b"# coding: utf_8\n",
            "# coding: utf_8\n",
            "utf-8",
            True,
            id="byte order mark and cookie",
        ),
        pytest.param(
            b"# vim: set fileencoding=latin-1 :\na = '\xe9'\n",
            "# vim: set fileencoding=latin-1 :\na = 'é'\n",
            "iso-8859-1",
            False,
            id="a cookie in the first line",
        ),
        pytest.param(
            b"# Andr\xe9\r# coding: latin-1\ra = '\xe9'\r",
            "# André\r# coding: latin-1\ra = 'é'\r",
            "iso-8859-1",
            False,
            id="a cookie in the second line, after a name in the encoding",
        ),
        pytest.param(
            b"# coding: shift_jis\na = '\x83\x5c'\n",
            "# coding: shift_jis\na = 'ソ'\n",
            "shift_jis",
            False,
            id="two bytes for a character, one of them a backslash",
        ),
    ],
)
def test_every_byte_survives(tmp_path, data, text, encoding, bom):
    path = tmp_path / "a.py"
    path.write_bytes(data)
    read = Source.read(path)
    assert (read.path, read.text) == (str(path), text)
    assert (read.encoding, read.bom, read.data) == (encoding, bom, data)
    assert read.encode(read.text) == data
    assert read.encode(f"{read.text}# b\n") == data + b"# b\n"
    assert ast.dump(read.tree) == ast.dump(ast.parse(data))


def test_another_text_is_another_tree():
    before = source("a = 1\n")
    assert ast.unparse(before.tree) == "a = 1"
    after = before.with_text("b = 2\n")
    assert ast.unparse(after.tree) == "b = 2"
    assert (after.path, after.data) == (before.path, before.data)
    assert before.tree is before.tree


def test_a_parse_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert source("a = '\\d'; b = 1 is 1; c = 0x1for x in y\n").tree.body


# -- places -------------------------------------------------------------------

PLACES = [
    pytest.param("a = 1; b = 2 ;c = 3", id="joined by semicolons"),
    pytest.param(CRLF, id="CRLF and a tab"),
    pytest.param("a = 1\rif a:\r  b = '''x\ry'''\r", id="lone CR"),
    pytest.param("a = 1\r\rb = 2\n\r\nc = 3", id="all line ends"),
    pytest.param("a = 1\n\x0c\nb = 2\n\x0cc = 3\n", id="form feeds"),
    pytest.param("a = '\x0b\x1c\x85\u2028'\nb = 1\n", id="what else may end lines"),
    pytest.param("é = 'ü𝄞'; ö = f(é, 'ß', ñ=é)\nd = '''é\nü''', é", id="not ASCII"),
    pytest.param("f(\n  é,\n  b=[ü, (1)],\n  **c)\n", id="over several lines"),
    pytest.param("@a\ndef f(x: int = 1) -> None: return x\n", id="a function"),
    pytest.param("a = b \\\n  .c\n", id="a line that goes on"),
]


@pytest.mark.parametrize("text", PLACES)
def test_a_segment_is_the_text_of_its_node(text):
    read = source(text)
    nodes = [node for node in ast.walk(read.tree) if hasattr(node, "lineno")]
    assert nodes
    for node in nodes:
        assert read.segment(node) == ast.get_source_segment(text, node)


@pytest.mark.parametrize("text", PLACES)
def test_positions_count_lines_as_python_does(text):
    read = source(text)
    for node in ast.walk(read.tree):
        if hasattr(node, "lineno"):
            assert read.position(read.span(node)[0]).line == node.lineno


@pytest.mark.parametrize(
    ("offset", "position"),
    [
        pytest.param(0, Position(1, 1), id="the start"),
        pytest.param(2, Position(1, 3), id="a character of two bytes counts one"),
        pytest.param(3, Position(2, 1), id="after a lone CR"),
        pytest.param(6, Position(3, 1), id="after a CRLF"),
        pytest.param(8, Position(4, 1), id="past the final newline"),
    ],
)
def test_positions_count_characters(offset, position):
    assert source("éa\ra\r\nb\n").position(offset) == position


def test_a_module_spans_its_file():
    read = source("# a\nb\n\n")
    assert read.span(read.tree) == (0, 7)


NAMES = st.text("aé𠀀", min_size=1, max_size=3)
STRINGS = st.text("a é𝄞\t\x0c\x1c\u2028", max_size=4).map(lambda text: f"'{text}'")
EXPRESSIONS = st.recursive(
    NAMES | STRINGS | st.sampled_from(["1", "'''é\r\n\né'''"]),
    lambda inner: (
        st.builds("{}({}, é={})".format, NAMES, inner, inner)
        | st.builds("[{},\t{}]".format, inner, inner)
        | st.builds("(\r{}\n + {})".format, inner, inner)
    ),
    max_leaves=6,
)
ENDS = st.sampled_from(["\n", "\r", "\r\n", " ; ", "  # é\n", "\n\x0c", "\r\r\n"])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(EXPRESSIONS, ENDS), min_size=1, max_size=5))
def test_every_node_is_found_again_where_it_is_said_to_be(statements):
    read = source("".join(text + end for text, end in statements))
    for node in ast.walk(read.tree):
        if isinstance(node, ast.expr):
            found = ast.parse(f"({read.segment(node)})", mode="eval").body
            assert ast.dump(found) == ast.dump(node)
            start = read.span(node)[0]
            place = read.position(start)
            line = read.text[start - place.column + 1 : start]
            assert (place.line, len(line.encode())) == (node.lineno, node.col_offset)
