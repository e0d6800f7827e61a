"""What looks at how code is written, and what only looks as if it did."""

from __future__ import annotations

import gc
from weakref import ref

import pytest

from lrmigrate.codemod.files.search.listing import Listing
from lrmigrate.codemod.names.bind import bind_module
from lrmigrate.codemod.names.elsewhere import parsed
from lrmigrate.codemod.names.elsewhere.other_files import OtherFiles
from lrmigrate.codemod.names.elsewhere.tree import Tree

BUILD = (
    "import optax\n"
    "class C:\n"
    "    def build(self):\n"
    "        return optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
    "def other(): pass\n"
)
REFUSED = {
    "the names of its code": "print(C.build.__code__.co_names)\n",
    "its code, by another name": "code = C.build.__code__\nprint(code.co_consts)\n",
    "its code, by a text": "print(getattr(C.build, '__code__').co_names)\n",
    "its code, by a getter": "f = operator.attrgetter('__code__.co_names')\n",
    "its code, past what it overrides": (
        "import inspect\ninspect.getattr_static(C, '__code__')\n"
    ),
    "its code, by a method": "C.build.__getattribute__('__code__')\n",
    "one of several texts": "TOLD = ['__doc__', '__closure__']\n",
    "all that it leads to": "import gc\ngc.get_referents(C.build)\n",
    "its code is compared": "same = C().build.__func__.__code__ == other.__code__\n",
    "its source": "import inspect\nprint(inspect.getsource(C.build))\n",
    "the source of its class": "from inspect import getsource as g\nprint(g(C))\n",
    "the source of what is passed": (
        "import inspect\ndef show(f): print(inspect.getsourcelines(f)[0])\n"
    ),
    "the source of the module": (
        "import inspect, sys\nprint(inspect.getsource(sys.modules[__name__]))\n"
    ),
    "its instructions": "import dis\ndis.dis(C.build)\n",
    "what a schedule holds": "def init(s): return s.__closure__[0].cell_contents\n",
    "what a schedule holds, by its names": (
        "import inspect\ndef held(s): return inspect.getclosurevars(s).nonlocals\n"
    ),
    "the code of a frame": "import sys\nprint(sys._getframe().f_code.co_consts)\n",
    "all that runs": "import sys\nsys.setprofile(lambda *a: print(a))\n",
    "the file": "text = open(__file__).read()\n",
    "the file, by its path": "import pathlib\nt = pathlib.Path(__file__).read_text()\n",
}
ALLOWED = {
    "the source of another function": (
        "import inspect\nprint(inspect.getsource(other))\n"
    ),
    "the source of a library": "import inspect\nprint(inspect.getsource(optax.adam))\n",
    "the code of another function": "print(other.__code__.co_names)\n",
    "the code of a method of another class": (
        "class D:\n    def run(self): pass\nprint(D().run.__code__.co_names)\n"
    ),
    "what another function holds": "held = other.__closure__\n",
    "the code of a lambda": "n = (lambda: None).__code__\n",
    "the code of another function, by a text": "print(getattr(other, '__code__'))\n",
    "a name in its code, by a text": "n = getattr(C.build, '__code__').co_name\n",
    "a name in its code, by a getter": "f = attrgetter('__code__.co_name')\n",
    "a text that is compared": "hidden = name == '__code__'\n",
    "the name in its code": "print(C.build.__code__.co_name)\n",
    "the name of what runs": "import sys\nn = sys._getframe(1).f_code.co_name\n",
    "the parameters of a function": "def p(f): return f.__code__.co_varnames\n",
    "a method of the same name": "x = parser.getsource(C)\n",
    "a file beside it": "text = open(folder(__file__) + '/a.txt').read()\n",
}


@pytest.mark.parametrize("use", REFUSED.values(), ids=REFUSED)
def test_code_that_is_looked_at_stays(use, fix):
    fixed = fix(BUILD + use)
    assert fixed.text == BUILD + use
    assert "may look at how it is written" in fixed.findings[-1].left


@pytest.mark.parametrize("use", ALLOWED.values(), ids=ALLOWED)
def test_other_code_may_be_looked_at(use, fix):
    assert "transition_steps=9" in fix(BUILD + use).text


ELSEWHERE = {
    "import inspect, lib\ninspect.getsource(lib)\n": True,
    "from inspect import getsource\nimport a.lib as b\ngetsource(b)\n": True,
    "import inspect, lib\ninspect.getsource(lib.build)\n": True,
    "from lib import build as b\nprint(b.__code__.co_names)\n": True,
    "import lib\nprint(lib.C().build.__code__.co_names)\n": True,
    "import inspect, lib\ninspect.getsource(lib.other)\n": False,
    "import inspect, lib\ninspect.getsource(inspect)\n": False,
    "import inspect, lib\ndef show(f): inspect.getsource(f)\n": False,
    "import lib\nprint(lib.build.__code__.co_name)\n": False,
    "import lib\nprint(getattr(lib.build, '__code__'))\n": True,
    "import gc, lib\nprint(gc.get_referents(lib.build))\n": True,
}


@pytest.mark.parametrize(("use", "looks"), ELSEWHERE.items(), ids=ELSEWHERE)
def test_other_files_may_look(use, looks, tmp_path):
    for name, text in {"pyproject.toml": "", "lib.py": BUILD, "use.py": use}.items():
        (tmp_path / name).write_text(text)
    found = OtherFiles().looking_at_code(
        "lib", {"C", "build"}, (tmp_path / "lib.py").resolve()
    )
    assert found.endswith("of use.py") is looks


HOLDS = "[c.cell_contents for c in s.__closure__]"


@pytest.mark.parametrize(
    ("helper", "says", "looks"),
    [
        (f"def tell(s): return {HOLDS}\n", "tell(s)", True),
        (f"def tell(s): return [{HOLDS} for _ in (1,)]\n", "tell(s)", True),
        (f"class A:\n def tell(self, s): return {HOLDS}\n", "A().tell(s)", True),
        ("import inspect\ndef tell(s): inspect.getclosurevars(s)\n", "tell(s)", True),
        (f"def tell(s): return {HOLDS}\n", "other(s)", False),
        (f"def tell(s): return {HOLDS[:25]}own()]\n", "tell(s)", False),
    ],
)
def test_a_function_of_another_file_may_show_what_it_is_given(
    helper, says, looks, tmp_path
):
    files = {"pyproject.toml": "", "lib.py": f"{BUILD}{says}\n", "use.py": helper}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    file = (tmp_path / "lib.py").resolve()
    assert bool(OtherFiles().looking_at_code("lib", {"build"}, file)) is looks


def test_a_file_that_looks_at_others_does_not_stay_parsed(tmp_path, monkeypatch):
    made = []

    def bind(tree):
        scopes = bind_module(tree)
        made.append(ref(scopes))
        return scopes

    monkeypatch.setattr(parsed, "bind_module", bind)
    monkeypatch.setattr(parsed, "_MOST_NODES", 1)
    for name in ("one.py", "two.py"):
        text = "import inspect, lib\ninspect.getsource(lib.build)\n"
        (tmp_path / name).write_text(text)
    told = [looked_at.told for _, looked_at in Tree(Listing(tmp_path)).looking]
    gc.collect()
    assert told == ["`inspect.getsource(lib.build)` on line 2"] * 2
    assert made[0]() is None
