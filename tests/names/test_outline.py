"""Which names of a module may stand for what is defined elsewhere, and who says them."""

import ast

import pytest
from tree_files import tree_file

from lrmigrate.codemod.names.bind import bind_module
from lrmigrate.codemod.names.outline import outline_of

LEADS = {
    "import s": True,
    "from lib import s": True,
    "from lib import other as s": True,
    "from lib import *": True,
    "s = other": True,
    "s: T = other": True,
    "if x:\n    def s(): ...\nelse:\n    s = other": True,
    "def f():\n    global s\n    s = other": True,
    "def s(): ...": False,
    "class s: ...": False,
    "from lib import *\ndef s(): ...": False,
    "def f(s): return s": False,
    "for s in lib: ...": False,
    "from lib import s as other": False,
}


@pytest.mark.parametrize(("text", "leads"), LEADS.items(), ids=LEADS)
def test_a_name_leads_elsewhere_by_an_import_or_an_assignment(text, leads):
    assert outline_of(bind_module(ast.parse(text))).leads("s") is leads


MAY = {
    "s = 1": True,
    "from lib import *": True,
    "from lib import\\\n    *": True,
    "from lib import*": True,
    "\u017f = 1  # which Python reads as `s`": True,
    "star = s1 = _s = 1": False,
    "import lib\nx = 2 * 3": False,
}


@pytest.mark.parametrize(("text", "may"), MAY.items(), ids=MAY)
def test_a_file_may_have_a_name_that_it_says(text, may):
    assert tree_file(text).may_bind("s") is may
