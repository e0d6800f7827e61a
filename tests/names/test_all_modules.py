"""What goes through all modules, or takes one by a text: replacing comes first."""

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.engine.run import fix as fix_all

TRAIN = "def build():\n    return optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
LIB = (
    "import optax\none = optax.cosine_decay_schedule\n\n"
    "def build():\n    return one(0.1, decay_steps=9)\n"
)


def run(folder, files, monkeypatch):
    """Fix some files; return why calls were left, and the texts that changed."""
    for name, text in files.items():
        (folder / name).write_text(text)
    monkeypatch.chdir(folder)
    settings = Settings(frozenset({"LRS001"}), target="lrsched")
    result = fix_all(Request((".",), lambda path: settings), lambda *_: None)
    assert not result.problems
    after = {name: (folder / name).read_text() for name in files}
    changed = {name for name in files if after[name] != files[name]}
    return [one.left for one in result.findings], changed


SETS = "m.cosine_decay_schedule = fake\n"
ANY = "setattr(m, name, fake)\n"
REPLACING = {
    "a text that is put together": (
        f"import pkgutil\nm = pkgutil.resolve_name('op' + 'tax')\n{SETS}"
    ),
    "a text": f"from pkgutil import resolve_name\nm = resolve_name('optax')\n{ANY}",
    "a function by a text": (
        "import pkgutil\nf = pkgutil.resolve_name('optax:' + name)\n"
        "f.__defaults__ = (1,)\n"
    ),
    "at once": "import pkgutil\nsetattr(pkgutil.resolve_name(x), name, fake)\n",
    "a text of pydoc": f"import pydoc\nm = pydoc.locate('op' + 'tax')\n{SETS}",
    "each": f"import sys\nfor n, m in sys.modules.items():\n    {ANY}",
    "each of a copy": f"import sys\nfor m in sys.modules.copy().values():\n    {SETS}",
    "each, sorted": f"import sys\nfor n, m in sorted(sys.modules.items()):\n    {SETS}",
    "each of a dict": f"import sys\nfor n, m in dict(sys.modules).items():\n    {ANY}",
    "each, counted": (
        f"import sys\nfor i, (n, m) in enumerate(sys.modules.items()):\n    {ANY}"
    ),
    "each that is none": (
        f"import sys\nfor m in filter(None, sys.modules.values()):\n    {ANY}"
    ),
    "each of a name": f"import sys\nall = sys.modules\nfor m in all.values():\n    {ANY}",
    "some of a list": (
        "import sys\nall = [m for n, m in sys.modules.items() if n > 'o']\n"
        f"for m in all:\n    {ANY}"
    ),
    "some of a dict": (
        "import sys\nall = {n: m for n, m in sys.modules.items() if n > 'o'}\n"
        f"for m in all.values():\n    {ANY}"
    ),
    "the first": (
        f"import sys\nm = next(m for n, m in sys.modules.items() if n > 'o')\n{SETS}"
    ),
    "the file's own": f"import optax\nfor n, m in globals().items():\n    {ANY}",
    "one of the file's own": f"import optax\nm = globals()[name]\n{SETS}",
    "one of those, at once": f"import optax\nglobals()['op' + 'tax'].{SETS[2:]}",
    "one of a dict of those": f"import optax\ng = globals()\nm = g[name]\n{SETS}",
    "one behind a star": (
        f"from helpers import *\nfor n in dir():\n    m = globals()[n]\n    {SETS}"
    ),
}


@pytest.mark.parametrize("code", REPLACING.values(), ids=REPLACING)
def test_what_may_be_set_in_another_file_stays(code, tmp_path, monkeypatch):
    files = {"train.py": f"import optax\n\n{TRAIN}", "other.py": code}
    left, changed = run(tmp_path, files, monkeypatch)
    assert not changed
    assert "is replaced in other.py" in left[0]


@pytest.mark.parametrize("code", REPLACING.values(), ids=REPLACING)
def test_what_may_be_set_in_the_same_file_stays(code, tmp_path, monkeypatch):
    files = {"train.py": f"import optax\n{code}\n{TRAIN}"}
    left, changed = run(tmp_path, files, monkeypatch)
    assert not changed
    assert left[0]


TAKING = {
    "of a module by a text": (
        "import pkgutil\nf = pkgutil.resolve_name('lib:' + name)\n",
        "line 2 of use.py takes what it computes of `lib`",
    ),
    "of each module": (
        "import sys\nfor m in list(sys.modules.values()):\n"
        "    getattr(m, name, print)(0.1, decay_steps=9)\n",
        "use.py shows every name",
    ),
    "of the own module, behind a star": (
        "from lib import *\nimport sys\nme = sys.modules[__name__]\n"
        "all = [getattr(me, name) for name in dir(me)]\n",
        "by a text on line 4 of use.py",
    ),
    "of the own module, behind an import": (
        "import importlib\nfrom lib import one\n"
        "f = getattr(importlib.import_module(__name__), name)\n",
        "by a text on line 3 of use.py",
    ),
    "of the names of the file, behind a star": (
        "from lib import *\nall = [globals()[name] for name in dir()]\n",
        "by a text on line 2 of use.py",
    ),
}


@pytest.mark.parametrize(("use", "reason"), TAKING.values(), ids=TAKING)
def test_what_may_be_taken_by_another_file_stays(use, reason, tmp_path, monkeypatch):
    left, changed = run(tmp_path, {"lib.py": LIB, "use.py": use}, monkeypatch)
    assert not changed
    assert reason in left[0]


OWN = {
    "what is computed": "import pkgutil\nf = pkgutil.resolve_name('li' + 'b:' + name)\n",
    "what its name is put before": (
        "import pkgutil\nf = getattr(pkgutil.resolve_name('li' + 'b'), name)\n"
    ),
}


@pytest.mark.parametrize("code", OWN.values(), ids=OWN)
def test_what_the_file_may_take_of_itself_stays(code, tmp_path, monkeypatch):
    left, changed = run(tmp_path, {"lib.py": f"{LIB}{code}"}, monkeypatch)
    assert not changed
    assert "can reach every name" in left[0]


ALLOWED = {
    "the own module": "import sys\nthis = sys.modules[__name__]\nprint(this.__doc__)\n",
    "a name of the own module": "import sys\nsetattr(sys.modules[__name__], 'x', 1)\n",
    "all of an object": "print([getattr(config, name) for name in dir(config)])\n",
    "something of another library": (
        "import pkgutil\nf = pkgutil.resolve_name('torch.nn:Linear')\nf.bias = False\n"
    ),
    "something else of another module": (
        "import pkgutil\nf = pkgutil.resolve_name('other:' + name)\nf.rate = 1\n"
    ),
    "a path of a package": (
        "import importlib.util\nname = importlib.util.resolve_name(name, package)\n"
        "setattr(spy, name, 1)\n"
    ),
    "a thing that is located": "x = table.locate(row)\nsetattr(x, name, 1)\n",
    "whether there is a module": "import sys\ntorch = 'torch' in sys.modules\n",
    "the names of all": "import sys\nfor n in list(sys.modules):\n    n.startswith('x')\n",
    "versions": (
        "import sys\nfor n, m in sys.modules.items():\n"
        "    print(n, getattr(m, '__version__', None), m.__file__)\n"
    ),
    "the modules of a model": (
        "for m in model.modules():\n    m.rate = getattr(m, name)\n"
    ),
    "an attribute of what the file has": "globals()[name].rate = 3\n",
    "which names there are": "print(dir())\n",
}


@pytest.mark.parametrize("code", ALLOWED.values(), ids=ALLOWED)
@pytest.mark.parametrize("lib", [LIB, f"import optax\n\n{TRAIN}"], ids=["name", "call"])
def test_ordinary_code_beside_it_is_no_reason(lib, code, tmp_path, monkeypatch):
    files = {"lib.py": lib, "use.py": f"import lib\nimport optax\n{code}"}
    left, changed = run(tmp_path, files, monkeypatch)
    assert changed == {"lib.py"}, left
