"""Which uses of a class leave it what its body says: all others are refused."""

import ast

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.engine.run import fix as fix_files
from lrmigrate.codemod.names.bind import bind_module
from lrmigrate.codemod.names.untouched import Untouched

HEAD = "from dataclasses import dataclass\nfrom typing import final\nimport deco\n"
PLAIN = "class T:\n    make = 1\n    def run(self): ...\n"


def stays(code):
    """Whether the class `T` of a module stays what its body says."""
    tree = ast.parse(code)
    scopes = bind_module(tree)
    (found,) = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name == "T"
    )
    return Untouched(scopes).stays(scopes.scope_of[found])


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("class T(Base): ...", id="a base"),
        pytest.param("class T(metaclass=Meta): ...", id="a metaclass"),
        pytest.param("@deco.patch\nclass T: ...", id="a decorator"),
        pytest.param("@deco.patch()\nclass T: ...", id="a decorator that is called"),
        pytest.param("@dataclass\n@deco.patch\nclass T: ...", id="one of two"),
        pytest.param(
            "from .dataclasses import dataclass as data\n@data\nclass T: ...",
            id="a decorator of the same name",
        ),
        *(
            pytest.param(f"class T:\n    def {hook}(self, *a): ...", id=hook)
            for hook in ("__getattribute__", "__getattr__", "__setattr__")
        ),
        pytest.param("class Outer:\n    class T: ...", id="a class in a class"),
        pytest.param(f"{PLAIN}class U(T): ...", id="a class derives from it"),
        pytest.param(f"{PLAIN}class U(Generic[T]): ...", id="a generic one does"),
        pytest.param(f"{PLAIN}U = type('U', (T,), {{}})", id="type"),
        pytest.param(f"{PLAIN}types.new_class('U', (T,))", id="new_class"),
        pytest.param(f"{PLAIN}U = T", id="another name"),
        pytest.param(f"{PLAIN}deco.patch(T)", id="it is passed on"),
        pytest.param(f"{PLAIN}kinds = {{'t': T}}", id="it is put in a dict"),
        pytest.param(f"{PLAIN}def f(): return T", id="it is returned"),
        pytest.param(f"{PLAIN}T.__dict__", id="its dict"),
        pytest.param(f"{PLAIN}T.__subclasses__()", id="its subclasses"),
        pytest.param(
            f"{PLAIN}def isinstance(*a): ...\nisinstance(1, T)", id="no check"
        ),
        pytest.param(f"{PLAIN}t.__class__ = U", id="an object gets another class"),
        pytest.param(f"{PLAIN}t.__dict__['make'] = 1", id="an object's dict"),
        pytest.param(f"{PLAIN}d = t.__dict__", id="an object's dict, by a name"),
        pytest.param(f"{PLAIN}t.__dict__.update(make=1)", id="an update"),
        pytest.param(f"{PLAIN}vars(t)['make'] = 1", id="vars"),
        pytest.param(f"{PLAIN}getattr(t, '__dict__')", id="the dict, by a text"),
        pytest.param(f"{PLAIN}        self.__dict__['run'] = 1", id="its own dict"),
    ],
)
def test_a_class_that_may_be_another(code):
    assert not stays(HEAD + code.replace("...\n        self", "\n        self"))


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(PLAIN, id="nothing is done with it"),
        pytest.param("class T(object): ...", id="it derives from object"),
        pytest.param("@dataclass(frozen=True)\nclass T: ...", id="dataclass"),
        pytest.param("@final\nclass T: ...", id="final"),
        pytest.param(f"{PLAIN}T().run()", id="it is called"),
        pytest.param(f"{PLAIN}T.make, T.__name__", id="its attributes"),
        pytest.param(f"{PLAIN}isinstance(1, T), issubclass(U, (T, int))", id="checks"),
        pytest.param(f"{PLAIN}print(T)\ntype(1) is T", id="it is shown and compared"),
        pytest.param(
            f"{PLAIN}def f(a: T, b: list[T] | None) -> T | None:\n    c: T = a",
            id="annotations",
        ),
        pytest.param(f"{PLAIN}match 1:\n    case T(): ...", id="a pattern"),
        pytest.param(f"{PLAIN}dict(t.__dict__), t.__dict__['make']", id="a dict read"),
        pytest.param(
            f"{PLAIN}for n, v in vars(t).items(): f(**vars(t))", id="vars read"
        ),
        pytest.param(f"{PLAIN}hasattr(t, '__dict__')", id="whether there is a dict"),
        pytest.param(
            f"{PLAIN}class U:\n    def f(self, s): self.__dict__.update(s)",
            id="another class's own dict",
        ),
    ],
)
def test_a_class_that_stays_what_it_is(code):
    assert stays(HEAD + code)


HELD = """import optax
import deco


class T:
    def __init__(self):
        self.make = optax.cosine_decay_schedule

    def run(self):
        return self.make(0.1, decay_steps=100)


"""


@pytest.mark.parametrize(
    "patch",
    [
        pytest.param("t.__dict__['make'] = other", id="its dict"),
        pytest.param("t.__dict__.update(make=other)", id="an update of it"),
        pytest.param("vars(t)['make'] = other", id="vars"),
    ],
)
def test_an_object_that_another_file_writes_into(patch, tmp_path, monkeypatch):
    files = {"m.py": f"{HELD}deco.patch(T())\n", "deco.py": f"def patch(t): {patch}\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    settings = Settings(frozenset({"LRS001"}), target="lrsched")
    fix_files(Request((".",), lambda path: settings), lambda *_: None)
    assert (tmp_path / "m.py").read_text() == files["m.py"]


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        pytest.param("", False, id="a plain class"),
        pytest.param("@dataclass\n", True, id="a field, which an object may be given"),
    ],
)
def test_an_annotated_attribute(head, kept, fix):
    code = (
        f"from dataclasses import dataclass\nimport optax\n\n\n{head}class T:\n"
        "    make: object = staticmethod(optax.cosine_decay_schedule)\n\n"
        "    def run(self):\n        return self.make(0.1, decay_steps=100)\n"
    )
    assert ("self.make(0.1, decay_steps=100)" in fix(code).text) is kept
