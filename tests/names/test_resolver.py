"""What a name certainly refers to: refused cases first."""

import ast

import pytest

from lrmigrate.codemod.names.bind import bind_module
from lrmigrate.codemod.names.resolver import Resolver
from lrmigrate.codemod.names.vocabulary import Vocabulary

PATHS = {
    f"{module}.{name}": name
    for module in ("optax", "optax.schedules")
    for name in ("cosine", "restarts")
}


def references(code):
    resolver = Resolver(
        bind_module(ast.parse(code)), Vocabulary(PATHS, frozenset(), frozenset())
    )
    return list(resolver.references())


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(code, id=title)
        for title, code in {
            "a parameter shadows the module": "import optax\ndef f(optax): optax.cosine()",
            "a keyword-only parameter shadows it": "import optax\ndef f(*, optax): optax.cosine()",
            "a ** parameter shadows it": "import optax\ndef f(**optax): optax.cosine()",
            "a lambda's parameter shadows it": "import optax\nf = lambda optax: optax.cosine()",
            "a local variable shadows it, even below": (
                "import optax\ndef f():\n    optax.cosine()\n    optax = None"
            ),
            "an annotation without a value makes a local": (
                "import optax\ndef f():\n    optax: object\n    optax.cosine()"
            ),
            "a def shadows it": "import optax\ndef f():\n    def optax(): ...\n    optax.cosine()",
            "a class shadows it": "import optax\ndef f():\n    class optax: ...\n    optax.cosine()",
            "a comprehension's target shadows it": "import optax\n[optax.cosine() for optax in x]",
            "a for target shadows it": (
                "import optax\ndef f():\n    for optax in x: optax.cosine()"
            ),
            "a with target shadows it": (
                "import optax\ndef f():\n    with x as optax: optax.cosine()"
            ),
            "an except name shadows it": (
                "import optax\ndef f():\n    try: ...\n"
                "    except E as optax: optax.cosine()"
            ),
            "a match capture shadows it": (
                "import optax\ndef f():\n    match x:\n        case [optax]: optax.cosine()"
            ),
            "a match rest shadows it": (
                "import optax\ndef f():\n    match x:\n"
                "        case {**optax}: optax.cosine()"
            ),
            "a walrus shadows it": "import optax\ndef f(): (optax := 1).cosine(), optax.cosine()",
            "an import in a class is not seen in its methods": (
                "class A:\n    import optax\n    def f(self): optax.cosine()"
            ),
            "another module of the same last name": "import mylib.optax\nmylib.optax.cosine()",
            "a relative import": "from .optax import cosine\ncosine()",
            "a function of another module": "from haiku import cosine\ncosine()",
            "another attribute": "import optax\noptax.adam(), optax.losses.cosine()",
            "a function nobody imported": "cosine()",
            "a name bound to itself": "optax = optax\noptax.cosine()",
        }.items()
    ],
)
def test_what_is_not_ours_gets_no_answer(code):
    assert references(code) == []


@pytest.mark.parametrize(
    ("code", "doubt"),
    [
        pytest.param(code, doubt, id=doubt)
        for code, doubt in [
            (
                "try:\n    import optax\nexcept ImportError:\n    optax = mine\n"
                "optax.cosine()",
                "`optax` is also bound by an assignment on line 4",
            ),
            (
                "import optax\ndel optax\noptax.cosine()",
                "`optax` is also bound by a `del` on line 2",
            ),
            (
                "import optax\ndef f():\n    global optax\n    optax = 1\noptax.cosine()",
                "`optax` is also bound by an assignment on line 4",
            ),
            (
                "def f():\n    import optax\n    def g():\n        nonlocal optax\n"
                "        optax = 1\n    optax.cosine()",
                "`optax` is also bound by an assignment on line 5",
            ),
            (
                "from optax import *\nfrom mylib import *\ncosine()",
                "`from mylib import *` may bind `cosine` too",
            ),
            (
                "from optax import cosine\nfrom .mylib import *\ncosine()",
                "`from .mylib import *` on line 2 may rebind it",
            ),
            (
                "import optax\nif x:\n    f = optax.cosine\nelse:\n    f = mine\nf()",
                "`f` is also bound by an assignment on line 5",
            ),
            (
                "import optax\nR = {'a': optax.cosine, 'b': mine}\nR[key]()",
                "it can also be `mine`, from line 2",
            ),
            (
                "import optax\ngetattr(optax, name)()",
                "which function this is, is computed on line 2",
            ),
            (
                "import optax\noptax.cosine = fake\noptax.cosine()",
                "`optax.cosine` is assigned to on line 2",
            ),
            (
                "import optax\nfor i in x:\n    for optax in y: ...\noptax.cosine()",
                "`optax` is also bound by an assignment on line 3",
            ),
        ]
    ],
)
def test_what_is_not_certain_says_why(code, doubt):
    assert references(code)[-1].meaning.doubt == doubt


@pytest.mark.parametrize(
    ("code", "expression"),
    [
        pytest.param(code, expression, id=title)
        for title, code, expression in [
            ("a module", "import optax\noptax.cosine()", "optax.cosine"),
            ("an alias", "import optax as ox\nox.cosine()", "ox.cosine"),
            (
                "a submodule",
                "import optax.schedules\noptax.schedules.cosine()",
                "optax.schedules.cosine",
            ),
            (
                "a submodule's alias",
                "import optax.schedules as s\ns.cosine()",
                "s.cosine",
            ),
            (
                "a submodule by from",
                "from optax import schedules\nschedules.cosine()",
                "schedules.cosine",
            ),
            ("a function", "from optax import cosine\ncosine()", "cosine"),
            ("a function's alias", "from optax.schedules import cosine as c\nc()", "c"),
            ("a star import", "from optax import *\ncosine()", "cosine"),
            (
                "an import in the function",
                "def f():\n    import optax\n    optax.cosine()",
                "optax.cosine",
            ),
            (
                "an import under a condition",
                "if x:\n    import optax\noptax.cosine()",
                "optax.cosine",
            ),
            (
                "a class body",
                "import optax\nclass A:\n    s = optax.cosine()",
                "optax.cosine",
            ),
            (
                "a decorator",
                "import optax\n@optax.cosine\ndef f(optax): ...",
                "optax.cosine",
            ),
            (
                "a default",
                "import optax\ndef f(optax=optax.cosine): ...",
                "optax.cosine",
            ),
            (
                "the first iterable of a comprehension",
                "import optax\n[1 for optax in optax.cosine()]",
                "optax.cosine",
            ),
            (
                "a global statement",
                "def f():\n    global optax\n    import optax\ndef g(): optax.cosine()",
                "optax.cosine",
            ),
            (
                "two equal imports",
                "import optax\nimport optax.schedules\noptax.cosine()",
                "optax.cosine",
            ),
        ]
    ],
)
def test_what_is_ours_is_found(code, expression):
    (reference,) = references(code)
    assert ast.unparse(reference.node) == expression
    assert reference.function == "cosine"
    assert reference.meaning.doubt == ""


def test_a_name_bound_once_to_a_function_is_that_function():
    alias, use = references("import optax\nmk = optax.cosine\nmk(1)")
    assert ast.unparse(alias.node) == "optax.cosine"
    assert [name for _, name in use.meaning.route] == ["mk"]


def test_a_partial_is_its_function_with_arguments():
    code = "from functools import partial as p\nimport optax\nmk = p(optax.cosine, 1)\nmk(2)"
    _, use = references(code)
    assert [ast.unparse(preset) for preset in use.meaning.presets] == [
        "p(optax.cosine, 1)"
    ]


ALTERNATIVES = {
    "a conditional alias": (
        "import optax\nif x:\n    f = optax.cosine\nelse:\n    f = optax.restarts\nf()"
    ),
    "a conditional expression": (
        "import optax\nf = optax.cosine if x else optax.restarts\nf()"
    ),
    "a registry": "import optax\nR = {'a': optax.cosine, 'b': optax.restarts}\nR[k]()",
}


@pytest.mark.parametrize("code", ALTERNATIVES.values(), ids=ALTERNATIVES)
def test_a_name_can_be_one_of_several_functions(code):
    *_, first, second = references(code)
    assert first.node is second.node
    assert {first.function, second.function} == {"cosine", "restarts"}
    assert not first.meaning.doubt
    assert not second.meaning.doubt


ONE = {
    "an entry of a registry": "R = {'a': optax.cosine, 'b': optax.restarts}\nR['a']()",
    "a getattr of a plain string": "getattr(optax, 'cosine')()",
    "a walrus": "(f := optax.cosine)()",
    "another name of the module": "o = optax\no.cosine()",
    "a static function of a class": (
        "class A:\n    f = staticmethod(optax.cosine)\n    def run(self): self.f()"
    ),
    "an attribute of a class, by its name": "class A:\n    f = optax.cosine\nA.f()",
    "an attribute of the instance": (
        "class A:\n    def __init__(self): self.f = optax.cosine\n"
        "    def run(self): self.f()"
    ),
}


@pytest.mark.parametrize("code", ONE.values(), ids=ONE)
def test_what_holds_one_function_is_that_function(code):
    assert references(f"import optax\n{code}")[-1].function == "cosine"
    assert not references(f"import optax\n{code}")[-1].meaning.doubt


UNHELD = {
    "an attribute that is set from outside too": (
        "class A:\n    def __init__(self): self.f = optax.cosine\n"
        "    def set(self, f): self.f = f\n    def run(self): self.f()"
    ),
    "an attribute of a class that another derives from": (
        "class A:\n    f = staticmethod(optax.cosine)\nclass B(A): ...\nA.f()"
    ),
    "an attribute of a class, which makes a method of it": (
        "class A:\n    f = optax.cosine\n    def run(self): self.f()"
    ),
    "a registry that others fill": "R = {'a': optax.cosine}\nadd(R)\nR['a']()",
    "a registry that grows": "R = {'a': optax.cosine}\nR['b'] = mine\nR['b']()",
}


@pytest.mark.parametrize("code", UNHELD.values(), ids=UNHELD)
def test_what_may_hold_something_else_is_not_certain(code):
    last = references(f"import optax\n{code}")[-1]
    assert ast.unparse(last.node) == "optax.cosine" or last.meaning.doubt


AROUND = {"optax.chain": "chain", "flax.nnx.Optimizer": "Optimizer"}


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "import optax\nf = optax.chain if c else optax.cosine\nf()",
            id="a condition",
        ),
        pytest.param(
            "import optax\nf = optax.cosine\nf = optax.chain\nf()", id="bound twice"
        ),
        pytest.param(
            "import optax\nD = {1: optax.chain, 2: optax.cosine}\nD[k]()", id="a key"
        ),
    ],
)
def test_what_can_also_be_something_around_an_object_is_in_doubt(code):
    vocabulary = Vocabulary(PATHS, frozenset(), frozenset(), around=AROUND)
    found = list(Resolver(bind_module(ast.parse(code)), vocabulary).references())
    (last,) = (one for one in found if one.node.lineno == code.count("\n") + 1)
    assert last.function == "cosine"
    assert "optax.chain" in last.meaning.doubt


def test_what_is_around_an_object_is_not_looked_for():
    code = "import optax\nfrom flax import nnx\noptax.chain()\nnnx.Optimizer()\n"
    vocabulary = Vocabulary(PATHS, frozenset(), frozenset(), around=AROUND)
    assert not list(Resolver(bind_module(ast.parse(code)), vocabulary).references())


@pytest.mark.parametrize(
    "body",
    ["make = staticmethod(make)", "make = make", "a = [make]\n    make = 3"],
    ids=["wrapped", "under its own name", "before another value"],
)
def test_a_class_has_a_name_from_around_it_until_it_binds_it(body):
    found = references(f"import optax\nmake = optax.cosine\nclass C:\n    {body}\n")
    assert [one.node.lineno for one in found] == [2, 4]


def test_a_class_has_its_own_name_behind_where_it_binds_it():
    code = "import optax\nmake = optax.cosine\nclass C:\n    make = f()\n    a = make\n"
    assert [one.node.lineno for one in references(code)] == [2]
