"""Who takes an attribute that holds a function: what is not understood first."""

import ast

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.engine.run import check
from lrmigrate.codemod.names.attribute_uses import AttributeUses
from lrmigrate.codemod.names.bind import bind_module
from lrmigrate.codemod.names.instances import Instances

T = """import argparse
import optax


class T:
    def __init__(self):
        self.make = optax.cosine_decay_schedule

    def run(self):
        return self.make(0.1, decay_steps=100)


"""


def takers(code):
    """The lines on which something else may take `make` of a `T`."""
    tree = ast.parse(f"{T}{code}")
    scopes = bind_module(tree)
    (cls,) = (
        one for one in scopes.all_scopes() if getattr(one.node, "name", "") == "T"
    )
    instances = Instances(
        scopes, lambda path: not path.startswith("lib"), lambda scope: False
    )
    uses = AttributeUses(scopes, instances)
    unbound = uses.unbound({"run"}, "T", cls)
    return [*uses.others("make", cls, 2), *uses.all_of(cls), *unbound]


TAKEN = {
    "an object": "t = T()\nt.make(0.1, 100)",
    "one just made": "T().make(0.1, 100)",
    "a parameter": "def f(t): return t.make(0.1, 100)",
    "in a loop": "for t in [T()]: t.make(0.1, 100)",
    "in a with": "with T() as t: t.make(0.1, 100)",
    "an attribute of another": "class A:\n    def f(self): self.t.make(0.1, 100)",
    "another name of self": "class T2:\n    def f(self):\n        this = self.t\n"
    "        this.make(0.1, 100)",
    "cls": "class A:\n    @classmethod\n    def f(cls): cls().make(0.1, 100)",
    "what a function gives": "def new(): return T()\nnew().make(0.1, 100)",
    "what a library gives back": "import copy\nt = T()\ncopy.copy(t).make(0.1, 100)",
    "what another module gives": "import lib\nlib.new().make(0.1, 100)",
    "an object of another module": "from lib import t\nt.make(0.1, 100)",
    "the class": "T.make(0.1, 100)",
    "it is passed on": "t = T()\nf(t.make)",
    "a star argument": "t = T()\nt.make(*a)",
    "getattr": "t = T()\ngetattr(t, 'make')(0.1, 100)",
    "attrgetter": "import operator\noperator.attrgetter('make')(T())",
    "its dict": "t = T()\nt.__dict__['make'](0.1, 100)",
    "all of its attributes": "t = T()\nfor f in vars(t).values(): f(0.1, 100)",
    "a computed name": "t = T()\ngetattr(t, name)(0.1, 100)",
    "all of its members": "import inspect\nt = T()\ninspect.getmembers(t)",
    "object's own getter": "t = T()\nobject.__getattribute__(t, 'make')(0.1, 100)",
    "its getter, by a computed name": "def f(t, n): return t.__getattribute__(t, n)()",
    "a patch": "t = T()\nmock.patch.object(t, 'make', f)",
    "a patch of the class": "mock.patch.object(T, 'make', f)",
    "its method on another object": "T.run(mock.Mock())",
    "its method on a parameter": "def f(x): return T.run(x)",
    "its method given to another class": "class A:\n    run = T.run",
    "its method passed on": "map(T.run, x)",
    "its method's function": "t = T()\nt.run.__func__(x)",
    "a pattern": "match T():\n    case T(make=m): m(0.1, 100)",
    "a pattern by places": "match T():\n    case T(m): m(0.1, 100)",
    "a path of attrgetter": "import operator\noperator.attrgetter('t.make')(x)",
    "attrgetter, by a computed name": "import operator\noperator.attrgetter(n)(T())",
    "attrgetter, of many": "import operator\nmap(operator.attrgetter(*names), ts)",
    "methodcaller": "import operator\noperator.methodcaller(n, 0.1, 100)(T())",
    "attrgetter passed on": "from operator import attrgetter\nuse(attrgetter)",
    "another name of getattr": "get = getattr\nget(T(), n)(0.1, 100)",
    "getattr mapped": "map(getattr, [T()], names)",
    "getattr in a partial": "import functools\nfunctools.partial(getattr, T())",
    "a star of getattr": "getattr(*pair)(0.1, 100)",
    "another name of its getter": "t = T()\nget = t.__getattribute__\nget(n)",
    "its getter": "t = T()\nt.__getattribute__(n)(0.1, 100)",
    "its getter, by its name": "t = T()\nt.__getattribute__('make')(0.1, 100)",
    "its getter, by getattr": "t = T()\ngetattr(t, '__getattribute__')(n)",
    "super's getter": "class U(T):\n    def f(self, n): super().__getattribute__(n)",
    "its state": "T().__reduce_ex__(2)[2]['make'](0.1, 100)",
    "its setter": "t = T()\nt.__setattr__(n, f)",
    "its setter, by its name": "t = T()\nt.__setattr__('make', f)",
    "object's setter": "t = T()\nobject.__setattr__(t, n, f)",
    "another name of object's": "put = object.__setattr__\nput(T(), n, f)",
    "another name of setattr": "put = setattr\nput(T(), n, f)",
    "setattr in a partial": "import functools\nfunctools.partial(setattr, T())(n, f)",
    "many patches": "mock.patch.multiple(T(), **{'ma' + 'ke': f})",
}


@pytest.mark.parametrize("code", TAKEN.values(), ids=TAKEN)
def test_may_be_taken(code):
    assert takers(code)


OTHERS = {
    "nothing": "",
    "its own methods": "T().run()",
    "another class's own": "class A:\n    def f(self): return self.make(0.1, 100)",
    "an object of another class": "class A: ...\na = A()\na.make(0.1, 100)",
    "a library's": "import numbers\nnumbers.make(0.1, 100)",
    "what a library gives": "a = argparse.ArgumentParser().parse_args()\na.make(0.1, 100)",
    "a call that gives too little": "def f(t): return t.make(3)",
    "all attributes of another": "a = argparse.ArgumentParser().parse_args()\nvars(a)",
    "a library's, by a computed name": "getattr(optax, name)(0.1, 100)",
    "another class's, by a computed name": "class A:\n"
    "    def f(self, n): return getattr(self, n)",
    "a text": "x = 'make'",
    "a text in a call": "parser.add_argument('make')",
    "whether there is one": "hasattr(T(), 'make')",
    "a patch of another": "mock.patch.object(optax, 'make', f)",
    "its method on one of its own": "t = T()\nT.run(t)",
    "its method on one just made": "T.run(T())",
}


@pytest.mark.parametrize("code", OTHERS.values(), ids=OTHERS)
def test_is_not_taken(code):
    assert not takers(code)


FILES = {
    "an object": ("from lib import T\nT().make(0.1, 100)\n", True),
    "a parameter": ("def f(x): return x.make(0.1, 100)\n", True),
    "a derived class": ("from lib import T\nclass U(T): make = None\n", True),
    "a copy": ("import copy, lib\ncopy.copy(lib.t).make(0.1, 100)\n", True),
    "all of them": ("import inspect, lib\ninspect.getmembers(lib.t)\n", True),
    "all of a name's": ("from lib import t\nu = t\nvars(u)\n", True),
    "a computed name": ("import lib\ngetattr(lib.t, 'ma' + 'ke')(0.1, 100)\n", True),
    "a method on another": ("from lib import T\nT.run(x)\n", True),
    "a method given away": ("import lib\nclass A:\n    run = lib.T.run\n", True),
    "a method on its own": ("from lib import T\nT.run(T())\n", False),
    "all of its own": ("import lib\nimport argparse\nvars(argparse)\n", False),
    "a computed name of the module": ("import lib\ngetattr(lib, n)\n", False),
    "another class": ("class A:\n    def f(self): return self.make(0.1, 100)\n", False),
    "a call that gives too little": ("def f(x): return x.make(3)\n", False),
    "the word": ("make = 1\n", False),
    "anything's": ("def put(x, n, v): setattr(x, n, v)\n", True),
    "anything's, by a name of its own": (
        "from operator import attrgetter as get\nget(n)(x)\n",
        True,
    ),
    "its own": ("class A:\n    def put(self, n, v): setattr(self, n, v)\n", False),
    "object's, by a name": ("def put(x, v): object.__setattr__(x, 'a', v)\n", False),
    "options'": ("from argparse import Namespace\ngetattr(Namespace(), n)\n", False),
}


@pytest.mark.parametrize(("use", "left"), FILES.values(), ids=FILES)
def test_from_another_file(use, left, tmp_path, monkeypatch):
    (tmp_path / "lib.py").write_text(T)
    (tmp_path / "use.py").write_text(use)
    monkeypatch.chdir(tmp_path)
    settings = Settings(frozenset({"LRS001"}), target="lrsched")
    result = check(Request((".",), lambda path: settings), lambda *_: None)
    (finding,) = result.findings
    assert bool(finding.left) is left
    assert ("use.py" in finding.left) is left


HOLDERS = """import optax


class A:
    def __init__(self):
        self.s = optax.cosine_decay_schedule

    def run(self):
        return self.s(0.1, decay_steps=9)


class B:
    def __init__(self):
        self.s = optax.cosine_onecycle_schedule

    def run(self):
        return self.s(100, 0.1, pct_start=0.3)


"""


def test_two_classes_that_hold_functions_under_one_name(fix):
    text = fix(HOLDERS).text
    assert "return self.s(0.1, transition_steps=9)" in text
    assert "return self.s(100, 0.1, warmup_steps=30)" in text


def test_one_of_two_such_classes_is_called_from_outside(fix):
    fixed = fix(f"{HOLDERS}B().s(100, 0.1, 1.0)\n")
    assert "return self.s(0.1, transition_steps=9)" in fixed.text
    (left,) = {one.left for one in fixed.findings if one.left}
    assert left.endswith("`s` may be taken by other code on line 20")


def test_another_class_that_sets_its_own_attributes(fix):
    other = "class C:\n    def f(self, n, v): setattr(self, n, v)\n"
    assert "transition_steps=9" in fix(f"{HOLDERS}{other}").text


TAKEN_FROM_A_CLASS = {
    "getattr": "getattr(S, 'make')(0.1, decay_steps=3)",
    "attrgetter": "operator.attrgetter('make')(S)(0.1, decay_steps=3)",
}


@pytest.mark.parametrize("use", TAKEN_FROM_A_CLASS.values(), ids=TAKEN_FROM_A_CLASS)
def test_what_is_taken_from_a_class_by_a_text_is_told(use, fix):
    code = (
        "import operator\nimport optax\n\n\nclass S:\n"
        "    make = staticmethod(optax.cosine_decay_schedule)\n\n\n"
        f"s = S.make(0.1, decay_steps=9)\nt = {use}\n"
    )
    fixed = fix(code)
    assert fixed.text == code
    assert "`make` may be taken by other code on line 10" in fixed.findings[0].left
