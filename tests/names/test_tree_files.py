"""The files of a tree are read once, and the syntax of a few is held at a time."""

import pytest

from lrmigrate.codemod.names.elsewhere import tree_files
from lrmigrate.codemod.names.elsewhere.tree_files import files_of

FILES = 5


@pytest.fixture
def files(tmp_path):
    (tmp_path / "pyproject.toml").touch()
    for number in range(FILES):
        text = f"import a{number}\nx = 'text {number}'.b{number}\n"
        (tmp_path / f"m{number}.py").write_text(text)
    return [one for one in files_of(tmp_path) if not one.is_text]


def test_what_was_parsed_first_is_let_go_where_it_is_too_much(files, monkeypatch):
    monkeypatch.setattr(tree_files, "_HELD", 2 * len(files[0].data))
    for number, file in enumerate(files):
        assert file.scopes is not None
        last = files[max(0, number - 1) : number + 1]
        assert [one for one in files if one.is_parsed] == last


def test_what_was_let_go_says_the_same_again(files, monkeypatch):
    def said():
        return [
            ([one.name for one, _ in file.imports], [*file.attributes], file.text)
            for file in files
        ]

    before = said()
    monkeypatch.setattr(tree_files, "_HELD", 1)
    assert said() == before
    for file in files:
        file.forget()
        assert not file.is_parsed
    assert said() == before


def test_one_file_is_held_whatever_its_size(files, monkeypatch):
    monkeypatch.setattr(tree_files, "_HELD", 0)
    assert [one.scopes for one in files if one.scopes is not None and one.is_parsed]
