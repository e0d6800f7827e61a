"""Which files of a tree say a word, and lead to a module: no file is left out."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tree_files import tree_file

from lrmigrate.codemod.files.search.listing import Listing
from lrmigrate.codemod.names.elsewhere import tree_files
from lrmigrate.codemod.names.elsewhere import words as index
from lrmigrate.codemod.names.elsewhere.leads import Leads
from lrmigrate.codemod.names.elsewhere.tree import Tree, replacing
from lrmigrate.codemod.names.elsewhere.words import Words
from lrmigrate.codemod.names.module_paths import ModulePath

TEXTS = st.text("ab_1. -é\n", max_size=12)


@given(text=TEXTS, word=st.text("ab_1.-é", min_size=1, max_size=4))
def test_a_word_is_said_where_it_has_an_edge_on_both_sides(text, word):
    said = re.search(rb"\b%s\b" % re.escape(word.encode()), text.encode())
    assert tree_file(text).says(word) is (said is not None)


@given(text=TEXTS, word=st.text("ab_1.-é", min_size=1, max_size=4))
def test_a_file_that_was_searched_often_says_the_same_words(text, word):
    file = tree_file(text)
    before = file.says(word)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree_files, "_SEARCHED", -1)
        assert file.says(word) is before


@given(
    texts=st.lists(TEXTS, min_size=1, max_size=4),
    word=st.text("ab_1.-é", min_size=1, max_size=4),
)
def test_the_index_finds_what_a_search_finds(texts, word):
    files = [tree_file(text, f"/p/{n}.py") for n, text in enumerate(texts)]
    looked_up, indexed = Words(files), Words(files)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "_LOOKED_UP", 0)
        found = indexed.saying(word)
    assert found == looked_up.saying(word) == (*(f for f in files if f.says(word)),)


LEADS = {
    "it says nothing": ("x = 1\n", False),
    "a module of another package, by dots": ("from .. import other\n", False),
    "its name, but no import": ("lib = 1\n", False),
    "an import": ("import pkg.lib\n", True),
    "a from-import": ("from pkg.lib import one\n", True),
    "one name a line": ("from pkg import (\n    lib,\n)\n", True),
    "dots": ("from . import lib\n", True),
    "dots and a star": ("from .lib import *\n", True),
    "a text": ("import_module('pkg.lib')\n", True),
}


@pytest.mark.parametrize(("text", "leads"), LEADS.values(), ids=LEADS)
def test_what_leads_to_a_module(text, leads):
    file = tree_file(text, "/p/pkg/use.py")
    found = Leads(Words([file])).to(ModulePath(Path("/p/pkg/lib.py")), "one")
    assert (file in found) is leads


@pytest.mark.parametrize(
    ("path", "text", "leads"),
    [
        ("/p/other/use.py", "from . import one\n", False),
        ("/p/pkg/use.py", "from . import two\n", False),
        ("/p/pkg/use.py", "from . import one\n", True),
        ("/p/pkg/use.py", "from . import *\n", True),
        ("/p/pkg/inner/use.py", "from .. import one\n", True),
    ],
)
def test_what_leads_to_a_package_by_dots(path, text, leads):
    file = tree_file(text, path)
    package = ModulePath(Path("/p/pkg/__init__.py"))
    assert (file in Leads(Words([file])).to(package, "one")) is leads


def test_the_guard_of_a_script_names_no_module():
    guard = "if __name__ == '__main__':\n    main()\n"
    files = [tree_file(guard), tree_file(guard + "import __main__\n", "/p/b.py")]
    assert Leads(Words(files)).naming(ModulePath(Path("/p/lib.py"))) == {files[1]}


SETS = (
    *("lib.one = 1\n", "one['a'] = 1\n", "one . update(a=1)\n", "one.pop ('a')\n"),
    *("a.b = lib.one = 1\n", "one[two[0]] = 1\n", "lib.__dict__['one'] = 1\n"),
    *("vars(lib).update(one=1)\n", "setattr(lib, 'one', 1)\n"),
    *("mock.patch('lib.one')\n", "globals()['one'] = 1\n"),
)


@pytest.mark.parametrize("text", SETS)
def test_what_sets_a_name_is_found_as_it_is_by_the_whole_pattern(text, tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "use.py").write_text(text)
    tree = Tree(Listing(tmp_path.resolve()))
    found = [one.name for one in tree.replacing("one")]
    assert found == (["use.py"] if replacing("one").search(text) else [])
