"""What `self.method` is: who is given an optimizer, and may read its model."""

import ast

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine.run import fix as fix_files
from lrmigrate.codemod.engine.survey import Request
from lrmigrate.codemod.names.bind import bind_module
from lrmigrate.codemod.names.members import Members

CODES = frozenset({"LRS201", "LRS202"})
HEAD = "from flax import nnx\nimport optax\n\n\n"
KEEPS = "nnx.ModelAndOptimizer(model, tx)"
TRAINER = '''class Trainer:
    def fit(self, model, tx, x, y):
        optimizer = nnx.Optimizer(model, tx)
        grads = nnx.grad(loss)(model, x, y)
        optimizer.update(grads)
        self.hook(optimizer)

    def hook(self, optimizer):
        """Tell how far it is."""
        print(optimizer.step)
'''
OVERRIDE = "    def hook(self, optimizer):\n        print(optimizer.model)\n"
DEFINED = '''    def hook(self, optimizer):
        """Tell how far it is."""
        print(optimizer.step)
'''
CLASS_METHOD = "    @classmethod\n    def hook(self, optimizer):\n"

NOT_CERTAIN = {
    "a subclass overrides the method": f"{TRAINER}\n\nclass Loud(Trainer):\n{OVERRIDE}",
    "a subclass of a generic one does": (
        f"{TRAINER}\n\nclass Loud(Generic[Trainer]):\n{OVERRIDE}"
    ),
    "a subclass by another name does": (
        f"{TRAINER}\n\nBase = Trainer\n\n\nclass Loud(Base):\n{OVERRIDE}"
    ),
    "the class derives from an unknown one": TRAINER.replace(
        "class Trainer:", "class Trainer(Unknown):"
    ),
    "a metaclass makes the class": TRAINER.replace(
        "class Trainer:", "class Trainer(metaclass=Meta):"
    ),
    "the method is inherited": (
        f"class Base:\n{DEFINED}\n\n"
        + TRAINER.replace("class Trainer:", "class Trainer(Base):").replace(DEFINED, "")
    ),
    "the method is assigned to the class": f"{TRAINER}\n\nTrainer.hook = loud\n",
    "the method is assigned to an object": f"{TRAINER}\n\nTrainer().hook = loud\n",
    "the method is set by its name": f'{TRAINER}\n\nsetattr(Trainer, "hook", loud)\n',
    "the method is set by a test": (
        f'{TRAINER}\n\nmonkeypatch.setattr(Trainer, "hook", loud)\n'
    ),
    "the method is defined twice": f"{TRAINER}\n{OVERRIDE}",
    "the method is of the class": TRAINER.replace(
        "    def hook(self, optimizer):\n", CLASS_METHOD
    ).replace("self.hook", "cls.hook"),
    "self is another object": TRAINER.replace(
        "        self.hook(", "        self = other\n        self.hook("
    ),
    "the method is wrapped": TRAINER.replace("    def hook", "    @loud\n    def hook"),
}


@pytest.mark.parametrize("code", NOT_CERTAIN.values(), ids=NOT_CERTAIN)
def test_an_optimizer_that_goes_out_of_sight_keeps_its_model(code, fix):
    assert KEEPS in fix(HEAD + code, codes=CODES).text


CERTAIN = {
    "a method of its own": TRAINER,
    "a static method": TRAINER.replace(
        "    def hook(self, optimizer)", "    @staticmethod\n    def hook(optimizer)"
    ),
    "a class that derives from object": TRAINER.replace(
        "class Trainer:", "class Trainer(object):"
    ),
    "a class beside it": f"{TRAINER}\n\nclass Loud:\n{OVERRIDE}",
}


@pytest.mark.parametrize("code", CERTAIN.values(), ids=CERTAIN)
def test_an_optimizer_that_stays_in_sight_is_given_its_model(code, fix):
    text = fix(HEAD + code, codes=CODES).text
    assert "optimizer.update(model, grads)" in text


@pytest.mark.parametrize(
    ("base", "keeps"),
    [
        pytest.param("Trainer", True, id="overridden by another file"),
        pytest.param("Other", False, id="a class of the other file's own"),
    ],
)
def test_a_method_that_another_file_overrides(base, keeps, tmp_path, monkeypatch):
    (tmp_path / "train.py").write_text(HEAD + TRAINER)
    other = f"from train import Trainer\n\n\nclass Loud({base}):\n{OVERRIDE}"
    (tmp_path / "other.py").write_text(other)
    monkeypatch.chdir(tmp_path)
    fix_files(Request((".",), lambda path: Settings(CODES)), lambda *_: None)
    assert (KEEPS in (tmp_path / "train.py").read_text()) is keeps


OPENED_ELSEWHERE = {
    "the module that is run": 'sys.modules["__main__"].model = other',
    "the one that is run, imported": "import __main__ as m\n    m.model = other",
    "the caller's frame": 'sys._getframe(1).f_globals["model"] = other',
    "any module": "for m in sys.modules.values():\n        m.model = other",
}


@pytest.mark.parametrize("line", OPENED_ELSEWHERE.values(), ids=OPENED_ELSEWHERE)
def test_a_module_that_another_file_opens(line, tmp_path, monkeypatch):
    (tmp_path / "train.py").write_text(HEAD + SCRIPT.format("swap()"))
    (tmp_path / "other.py").write_text(f"import sys\n\n\ndef swap():\n    {line}\n")
    monkeypatch.chdir(tmp_path)
    fix_files(Request((".",), lambda path: Settings(CODES)), lambda *_: None)
    assert KEEPS in (tmp_path / "train.py").read_text()


SCRIPT = """import builtins, importlib, inspect, sys
model = Model(nnx.Rngs(0))
tx = optax.sgd(0.1)
optimizer = nnx.Optimizer(model, tx)
{}
grads = nnx.grad(loss)(model, x, y)
optimizer.update(grads)
"""


@pytest.mark.parametrize(
    "line",
    [
        pytest.param('setattr(sys.modules[__name__], "model", other)', id="setattr"),
        pytest.param(
            "sys.modules[__name__].model = other", id="the module's attribute"
        ),
        pytest.param('vars()["model"] = other', id="vars"),
        pytest.param('builtins.globals()["model"] = other', id="builtins.globals"),
        pytest.param(
            'getattr(builtins, "globals")()["model"] = other', id="globals, by its name"
        ),
        pytest.param(
            'from builtins import globals as g; g()["model"] = other',
            id="globals, imported",
        ),
        pytest.param('g = loss.__globals__; g["model"] = other', id="__globals__"),
        pytest.param('getattr(loss, "__globals__").clear()', id="a text"),
        pytest.param(
            'inspect.currentframe().f_globals["model"] = other', id="a frame's globals"
        ),
        pytest.param(
            "import __main__; __main__.model = other",
            id="the module that is run, imported",
        ),
        pytest.param(
            "importlib.import_module(__name__).model = other", id="import_module"
        ),
        pytest.param(
            "from importlib import import_module as load; load(__name__).model = 1",
            id="import_module by another name",
        ),
        pytest.param("__import__(__name__).model = other", id="__import__"),
        pytest.param(
            'importlib.import_module("__main__").model = other', id="import of main"
        ),
        pytest.param(
            "import sys as s; s.modules.get(__name__).model = other", id="modules.get"
        ),
        pytest.param("from sys import modules; f(modules)", id="modules, imported"),
        pytest.param(
            "for one in sys.modules.values(): one.model = other", id="all modules"
        ),
        pytest.param(
            'getattr(sys, "modules")[__name__].model = other', id="modules, by a text"
        ),
        pytest.param("s = sys; s.modules[__name__].model = other", id="sys is a value"),
        pytest.param("inspect.getmodule(loss).model = other", id="getmodule"),
    ],
)
def test_a_module_opened_to_changes_gives_its_optimizer_no_model(line, fix):
    assert KEEPS in fix(HEAD + SCRIPT.format(line), codes=CODES).text


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("pass", id="nothing"),
        pytest.param('if __name__ == "__main__": ...', id="it asks whether it is run"),
        pytest.param('if __name__ in ("__main__", "m"): ...', id="it asks otherwise"),
        pytest.param('import sys; print("jax" in sys.modules)', id="what is imported"),
        pytest.param('import sys; sys.modules["jax"] = fake', id="another module"),
        pytest.param("import sys; sys.exit(0)", id="sys for something else"),
        pytest.param("from __main__ import other", id="imported from there"),
        pytest.param('import sys; hasattr(sys, "ps1")', id="an attribute of sys"),
        pytest.param('importlib.import_module("jax")', id="another is imported"),
        pytest.param("model.eval(), model.modules()", id="methods of such names"),
    ],
)
def test_a_module_that_nothing_opens_gives_its_optimizer_the_model(line, fix):
    text = fix(HEAD + SCRIPT.format(line), codes=CODES).text
    assert "optimizer.update(model, grads)" in text


@pytest.mark.parametrize(
    ("code", "found"),
    [
        pytest.param("class A(B):\n    def f(self): self.f()", False, id="a base"),
        pytest.param("class A:\n    def f(this): this.f()", True, id="another name"),
        pytest.param(
            "class A:\n    def f(self):\n        def g(self): self.f()",
            False,
            id="a function in a method",
        ),
        pytest.param(
            "class A:\n    f = 1\n    def f(self): self.f()", False, id="bound twice"
        ),
    ],
)
def test_a_method(code, found):
    tree = ast.parse(code)
    members = Members(bind_module(tree))
    (called,) = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    assert (members.method(called) is not None) is found
