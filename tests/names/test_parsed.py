"""The files of a tree stay parsed as far as memory goes, and no answer depends on it."""

import pytest
import tree_files as trees

from lrmigrate.codemod.files.search.listing import Listing
from lrmigrate.codemod.names.bind import bind_module
from lrmigrate.codemod.names.elsewhere import parsed as parsed_files
from lrmigrate.codemod.names.elsewhere.parsed import Parsed
from lrmigrate.codemod.names.elsewhere.tree_files import TreeFile


def tree_file(name, parsed, text="import lib\n\nlib.x = 'a'\n"):
    return trees.tree_file(text, f"/p/{name}.py", parsed)


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(parsed_files, "_MOST_NODES", 64)  # two of these files have more


def test_the_file_that_was_asked_first_is_let_go(few):
    parsed = Parsed()
    one, two = tree_file("one", parsed), tree_file("two", parsed)
    assert one.scopes
    assert one.is_parsed
    assert two.scopes
    assert (one.is_parsed, two.is_parsed) == (False, True)


def test_one_file_stays_however_large_it_is(few):
    file = tree_file("one", Parsed(), "import lib\n" * 40)
    assert file.scopes is file.scopes


def test_what_was_let_go_is_the_same_when_it_is_asked_again(few):
    parsed = Parsed()
    one, two = tree_file("one", parsed), tree_file("two", parsed)
    before = one.scopes, one.aliases, one.strings, one.attributes
    imports = one.imports
    assert two.scopes
    after = one.scopes, one.aliases, one.strings, one.attributes
    assert before[0] is not after[0]
    assert all(after[0].parents[text] for text in after[2])
    lines = [[node.lineno for node in [*b, *a["x"]]] for _, _, b, a in (before, after)]
    assert lines[0] == lines[1]
    assert one.imports is imports
    (name,) = imports.by_word["lib"]
    assert (name.name, name.attributes, name.is_shown) == ("lib", ("x",), True)
    assert [each[1][name.place].name for each in (before, after)] == ["lib", "lib"]


def test_the_file_that_was_asked_last_stays(monkeypatch):
    monkeypatch.setattr(parsed_files, "_MOST_NODES", 96)  # two of these files
    parsed = Parsed()
    one, two, three = (tree_file(name, parsed) for name in ("one", "two", "three"))
    first = one.scopes
    assert two.scopes
    assert one.scopes is first
    assert three.scopes
    assert [file.is_parsed for file in (one, two, three)] == [True, False, True]


def test_a_file_that_is_parsed_a_third_time_is_kept(few):
    parsed = Parsed()
    files = [tree_file(name, parsed) for name in ("one", "two", "three")]
    _, second, third, fourth = ([one.scopes for one in files] for _ in range(4))
    assert second[0] is not third[0]
    assert all(one is other for one, other in zip(third, fourth, strict=True))


def test_of_the_files_that_are_parsed_again_and_again_few_are_kept(few, monkeypatch):
    monkeypatch.setattr(parsed_files, "_MOST_OFTEN", 64)
    parsed = Parsed()
    files = [tree_file(name, parsed) for name in ("one", "two", "three")]
    for _ in range(4):
        assert all(one.scopes for one in files)
    assert not files[0].is_parsed


def test_a_large_file_is_let_go_before_another_one_is_parsed(few, monkeypatch):
    parsed = Parsed()
    large = tree_file("one", parsed, "import lib\n" * 40)
    other = tree_file("two", parsed)
    assert large.scopes

    def bind(tree):
        assert not large.is_parsed
        return bind_module(tree)

    monkeypatch.setattr(parsed_files, "bind_module", bind)
    assert other.scopes


def test_the_file_that_was_looked_at_is_let_go_before_another_one_is():
    parsed = Parsed()
    file = tree_file("one", parsed)
    scopes = bind_module(file.source.tree)
    parsed.lend(file.path, file.text, scopes)
    parsed.clear_up()
    assert file.scopes is not scopes


def test_the_file_that_is_looked_at_is_not_parsed_again():
    parsed = Parsed()
    file, other = tree_file("one", parsed), tree_file("two", parsed)
    scopes = bind_module(file.source.tree)
    parsed.lend(file.path, file.text, scopes)
    assert file.scopes is scopes
    assert other.scopes is not scopes


def test_a_file_that_says_something_else_by_now_is_parsed():
    parsed = Parsed()
    file = tree_file("one", parsed)
    scopes = bind_module(file.source.tree)
    parsed.lend(file.path, f"{file.text}x = 1\n", scopes)
    assert file.scopes is not scopes


def test_what_a_file_says_is_read_again_where_it_is_not_held(monkeypatch):
    monkeypatch.setattr(parsed_files, "_MOST_TEXT", 0)
    parsed = Parsed()
    one, two = tree_file("one", parsed), tree_file("two", parsed, "x = 2\n")
    before = one.data, one.text, one.source
    assert two.text == "x = 2\n"
    after = one.data, one.text, one.source
    assert before[:2] == after[:2]
    assert before[2] is not after[2]


def test_a_file_that_is_gone_when_it_is_read_again_says_nothing(tmp_path):
    path = (tmp_path / "one.py").resolve()
    path.write_text("x = 1\n")
    listing = Listing(path.parent)
    file = TreeFile(str(path), listing, Parsed())
    path.unlink()
    assert not file.says("x")
    assert file.scopes is not None


def test_a_file_that_cannot_be_parsed_lets_none_go(few):
    parsed = Parsed()
    one, two = tree_file("one", parsed), tree_file("two", parsed, "def\n")
    assert one.scopes
    assert two.scopes is None
    assert one.is_parsed
