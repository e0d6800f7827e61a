"""Who else sees a name of a module: what is not understood first."""

import json

import pytest

from lrmigrate.codemod.names.elsewhere.other_files import OtherFiles

LIB = "import optax\none = optax.cosine_onecycle_schedule\nMAKERS = {'a': one}\n"
SHEBANG = "#!/usr/bin/env python3\n"


def seen(folder, files, name="one", lib="lib.py", **how):
    """What the others do with a name of `lib`."""
    for path, text in {"pyproject.toml": "", lib: LIB, **files}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return OtherFiles().seen(name, (folder / lib).resolve(), **how)


DOUBTED = {
    "it is passed on": "from lib import one\nmap(one, [1])\n",
    "it is a default": "from lib import one as o\ndef f(g=o): ...\n",
    "it is an attribute of a class": "class A:\n    from lib import one\n",
    "it is stored in an attribute": "import lib\nx.y = lib.one\n",
    "it is assigned to": "import lib\nlib.one = 1\n",
    "the module is an attribute of a class": (
        "import lib as L\nclass A:\n    module = L\nmap(A.module.one, [1])\n"
    ),
    "another name for the module": "import lib\nm = lib\nmap(m.one, [1])\n",
    "the module is passed on": "import lib\nmodules = [lib]\nx.one\n",
    "a star": "from lib import *\nmap(one, [1])\n",
    "getattr with its name": "import lib\nmap(getattr(lib, 'one'), [1])\n",
    "getattr with a computed name": "import lib\ngetattr(lib, n)(1)\n",
    "vars": "import lib\nvars(lib)['one'](1)\n",
    "__dict__": "import lib\nlib.__dict__['one'](1)\n",
    "getmembers": "import inspect, lib\ninspect.getmembers(lib)\n",
    "attrgetter": "import lib, operator\noperator.attrgetter('one')(lib)(1)\n",
    "a patch": "import lib\nmock.patch.object(lib, 'one', f)\n",
    "a patch by text": "mock.patch('lib.one', f)\n",
    "import_module": "import importlib\nmap(importlib.import_module('lib').one, [1])\n",
    "import_module, computed": "import importlib\nimportlib.import_module(n).one(1)\n",
    "a plugin's text": "PLUGIN = 'lib:one'\n",
    "runpy": "import runpy\nspace = runpy.run_path('lib.py')\n",
    "a spec": "import importlib.util as u\ns = u.spec_from_file_location('x', 'lib.py')\n",
    "sys.modules": "import sys\nmap(sys.modules['lib'].one, [1])\n",
    "the main module": "import __main__\nmap(__main__.one, [1])\n",
    "the main module, behind another": "import sys, \\\n __main__ as m\nmap(m.one, [1])\n",
    "exec": "exec('from lib import one; one(1)')\n",
    "a name of the file by text": "from lib import one\nglobals()['one'](1)\n",
    "a computed name of the file by text": "from lib import one\nglobals()[n](1)\n",
    "all names of the file": "from lib import one\nfor f in list(vars().values()): f(1)\n",
    "all names of a function": "def f():\n    from lib import one\n    locals()[n](1)\n",
    "eval of a computed text": "from lib import one\neval(n)(1)\n",
    "eval of a computed text, of a star": "from lib import *\neval(n)(1)\n",
    "its getter": "import lib\nlib.__getattribute__(n)(1)\n",
    "what a function of it sees": "import lib\nlib.two.__globals__[n](1)\n",
    "what a function of it sees, all": (
        "from lib import two\nfor f in two.__globals__.values(): f(1)\n"
    ),
    "what a function of it sees, by a text": (
        "from lib import two\ng = getattr(two, '__globals__')\ng[n](1)\n"
    ),
    "its module is shown": "from lib import one\nprint(one.__module__)\n",
    "its name is shown": "import lib\nprint(lib.one.__name__)\n",
    "it is shown": "from lib import one\nprint(one)\n",
    "it is compared": "import lib\nlib.one is other\n",
    "its signature is asked for": "import inspect, lib\ninspect.signature(lib.one)\n",
    "it is only read, but holds a function": "from lib import one\nlist(one)\n",
    "it cannot be parsed": "from lib import one\nprint one\n",
}


@pytest.mark.parametrize("use", DOUBTED.values(), ids=DOUBTED)
def test_not_understood(use, tmp_path):
    found = seen(tmp_path, {"use.py": use})
    assert "`one`" in found.doubt
    assert "use.py" in found.doubt


def notebook(*cells, text=None):
    """A notebook with these cells of code, and perhaps one of text."""
    code = [{"cell_type": "code", "source": one} for one in cells]
    code += [text] if text else []
    return json.dumps({"cells": code, "metadata": {}, "nbformat": 4})


@pytest.mark.parametrize("use", [*DOUBTED.values()][:-1], ids=[*DOUBTED][:-1])
def test_not_understood_in_a_notebook(use, tmp_path):
    found = seen(tmp_path, {"use.ipynb": notebook("%time", use.removesuffix("\n"))})
    assert "`one`" in found.doubt
    assert "of cell 2 of use.ipynb" in found.doubt


ACROSS = {
    "what is behind a magic": ["from lib import one", "%time f(one)"],
    "by a star, across cells": ["from lib import *", "!ls", "map(one, [1])"],
    "behind a cell that cannot be parsed": [
        "from lib import one",
        "print x",
        "f(one)",
    ],
}


@pytest.mark.parametrize("cells", ACROSS.values(), ids=ACROSS)
def test_not_understood_across_the_cells_of_a_notebook(cells, tmp_path):
    found = seen(tmp_path, {"use.ipynb": notebook(*cells)})
    last = f"cell {len(cells)} of use.ipynb"
    assert found.doubt == f"`one` is used on line 1 of {last}"


@pytest.mark.parametrize("line", ["%run lib.py", "%run -i lib.ipynb", "run ./lib.py"])
def test_a_notebook_that_runs_a_module_may_use_its_names(line, tmp_path):
    found = seen(tmp_path, {"use.ipynb": notebook(line, "map(one, [1])")})
    reached = "may be reached by what is run on line 1 of cell 1 of use.ipynb"
    assert found.doubt == f"`one` {reached}"


PASSED_ON = "map(one, [1])\n"
ELSEWHERE = {
    "a star of a star": {
        "mid.py": "from lib import *\n",
        "use.py": f"from mid import *\n{PASSED_ON}",
    },
    "another name in between": {
        "mid.py": "from lib import one as two\n",
        "use.py": "import mid\nmap(mid.two, [1])\n",
    },
    "the module in between": {
        "mid.py": "import lib as deep\n",
        "use.py": "import mid\nmap(mid.deep.one, [1])\n",
    },
    "a lazy package": {
        "pkg/__init__.py": "import importlib\ndef __getattr__(n):\n"
        "    return getattr(importlib.import_module('lib'), n)\n",
        "use.py": "import pkg\npkg.one(1)\n",
    },
    "a plugin in two texts": {
        "config.py": "MODULE, NAME = 'lib', 'one'\n",
        "use.py": "import importlib\nm = importlib.import_module(c.MODULE)\n",
    },
    "what git ignores": {
        ".gitignore": "use.py\n",
        "use.py": f"from lib import one\n{PASSED_ON}",
    },
    "a script without a suffix": {"use": f"{SHEBANG}from lib import one\n{PASSED_ON}"},
    "a script without its first line": {"use": f"from lib import one\n{PASSED_ON}"},
    "a notebook": {"use.ipynb": '{"source": ["from lib import one\\n", "one(1)"]}'},
    "a notebook that takes it from the module by another name": {
        "use.ipynb": '{"source": ["import lib as l\\n", "l.one(1)"]}'
    },
    "a notebook with a star": {
        "use.ipynb": '{"source": ["from lib import *\\n", "one(1)"]}'
    },
    "a notebook that computes a name": {
        "use.ipynb": '{"source": ["import lib\\n", "getattr(lib, \\"one\\")(1)"]}'
    },
    "a notebook with a list": {
        "use.ipynb": '{"source": ["from lib import (two,\\n", "  one)\\n"]}'
    },
    "a configuration": {"use.yaml": "_target_: lib.one\n"},
    "an entry point": {"setup.cfg": "[options.entry_points]\nx = a = lib:one\n"},
    "a folder that is put in the path": {
        "a/use.py": f"import sys\nsys.path.append('..')\nfrom lib import one\n{PASSED_ON}",
    },
}


@pytest.mark.parametrize("files", ELSEWHERE.values(), ids=ELSEWHERE)
def test_not_understood_from_further_away(files, tmp_path):
    assert seen(tmp_path, files).doubt


PACKAGES = {
    "a relative import": ("pkg/use.py", "from .lib import one\n"),
    "a relative import of the module": (
        "pkg/use.py",
        "from . import lib\none = lib.one\n",
    ),
    "two folders up": ("pkg/sub/use.py", "from ..lib import one\n"),
    "the module of a package": ("use.py", "from pkg import lib as L\none = L.one\n"),
    "by its whole name": ("use.py", "import pkg.lib\none = pkg.lib.one\n"),
    "by the package alone": ("use.py", "import pkg\none = pkg.lib.one\n"),
}


@pytest.mark.parametrize("package", ["", None], ids=["a package", "a namespace"])
@pytest.mark.parametrize(("path", "use"), PACKAGES.values(), ids=PACKAGES)
def test_through_packages(path, use, package, tmp_path):
    files = {path: f"{use}{PASSED_ON}"}
    if package is not None:
        files |= {"pkg/__init__.py": package, "pkg/sub/__init__.py": package}
    assert "is used on line" in seen(tmp_path, files, lib="pkg/lib.py").doubt


NOBODY = {
    "a name of its own": "import lib\none = 1\nprint(one)\n",
    "a parameter": "import lib\ndef f(one): return one\nf(one=1)\n",
    "a comment": "import lib  # not one\n",
    "a docstring": '"""Not one, but two."""\nimport lib\n',
    "the name in another module": "import lib, other\nother.one(1)\n",
    "another name of the module": "import lib\ngetattr(lib, 'two')\n",
    "a star that brings it": "from lib import *\n",
    "a reload": "import importlib, lib\nimportlib.reload(lib)\n",
    "a module of the same name elsewhere": "from other.lib import one\none(1)\n",
    "an import of another by text": "import importlib\nimportlib.import_module('math')\n",
    "a text, and no import by it": "x = {'one': 1}\n",
}


@pytest.mark.parametrize(
    "text",
    ["import lib\nimport one\nlib.two(one.x)\n", "from lib import two\none = 1\n"],
)
def test_a_notebook_that_has_the_name_from_elsewhere(text, tmp_path):
    notebook = json.dumps({"source": text.splitlines(keepends=True)})
    assert not seen(tmp_path, {"use.ipynb": notebook}).doubt


@pytest.mark.parametrize("use", NOBODY.values(), ids=NOBODY)
def test_nobody_uses_it(use, tmp_path):
    found = seen(tmp_path, {"use.py": use, "other.py": "one = 1\n"})
    assert not found.doubt
    assert not found.calls


NOBODY_IN_CELLS = {
    "only the text names it": [],
    "a cell of another language": ["%%bash\nlib.one", "%%html\nfrom lib import one"],
    "a comment": ["# lib.one"],
    "what it writes to a file": ["%%writefile x.txt\nlib.one"],
    "a cell that cannot be parsed": ["print lib.one"],
    **{name: [use] for name, use in NOBODY.items()},
}


@pytest.mark.parametrize("cells", NOBODY_IN_CELLS.values(), ids=NOBODY_IN_CELLS)
def test_nobody_uses_it_in_a_notebook(cells, tmp_path):
    text = {"cell_type": "markdown", "source": "from lib import one; lib.one"}
    found = seen(tmp_path, {"use.ipynb": notebook(*cells, text=text)})
    assert not found.doubt
    assert not found.calls


BESIDE = {
    "a module imports one of that name": ("use.py", "from lib import one\nf(one)\n"),
    "a module computes what it imports": (
        "use.py",
        "import importlib\nimportlib.import_module(n).one(1)\n",
    ),
    "a module that may be run": ("use.py", "if __name__ == '__main__':\n    one()\n"),
    "another notebook has the name": ("use.ipynb", notebook("one = 1", "f(one)")),
}


@pytest.mark.parametrize(("path", "use"), BESIDE.values(), ids=BESIDE)
def test_no_file_imports_the_names_of_a_notebook(path, use, tmp_path):
    found = seen(tmp_path, {path: use}, lib="lib.ipynb")
    assert (found.names, found.doubt) == (False, "")


RUNNING = {
    "another notebook runs it": ("use.ipynb", notebook("%run lib.ipynb", "f(one)")),
    "a notebook takes the module that runs": (
        "use.ipynb",
        notebook("import __main__", "f(__main__.one)"),
    ),
}


@pytest.mark.parametrize(("path", "use"), RUNNING.values(), ids=RUNNING)
def test_who_may_have_the_names_of_a_notebook(path, use, tmp_path):
    assert seen(tmp_path, {path: use}, lib="lib.ipynb").doubt


CALLED = {
    "by its name": "from lib import one\none(1, 2)\n",
    "by another": "from lib import one as two\ntwo(1)\n",
    "in a function": "def f():\n    from lib import one\n    return one(1)\n",
    "through the module": "import lib as L\nL.one(1)\n",
    "by a name given there": "from lib import one\ntwo = one\ntwo(1)\n",
    "by a star": "from lib import *\none(1)\n",
    "by getattr": "import lib\ngetattr(lib, 'one')(1)\n",
}


@pytest.mark.parametrize("use", CALLED.values(), ids=CALLED)
@pytest.mark.parametrize("write", [str, notebook], ids=["a module", "a notebook"])
def test_called(use, write, tmp_path):
    path = "use.py" if write is str else "use.ipynb"
    found = seen(tmp_path, {path: write(use)})
    assert not found.doubt
    (call,) = found.calls
    assert call.file.name == path
    assert call.place[0] == use.count("\n")


LOOKED_UP = {
    "whether it has a key": ("from lib import MAKERS\n'a' in MAKERS\n", True),
    "its keys, shown": ("import lib\nprint(sorted(lib.MAKERS))\n", True),
    "what is in it": ("from lib import MAKERS\nMAKERS['a'](1)\n", False),
    "get": ("from lib import MAKERS\nMAKERS.get('a')(1)\n", False),
    "its values": ("from lib import MAKERS as M\nM.values()\n", False),
}


@pytest.mark.parametrize(("use", "understood"), LOOKED_UP.values(), ids=LOOKED_UP)
def test_a_registry(use, understood, tmp_path):
    found = seen(tmp_path, {"use.py": use}, "MAKERS", looked_up=True)
    assert (not found.doubt) is understood


def test_a_text_that_may_be_run_is_read(tmp_path):
    code = "from lib import *\none(1)\n"
    assert seen(tmp_path, {"part.txt": code}).doubt == "`one` is named in part.txt"
    assert not seen(tmp_path, {"part.txt": "All of lib is one.\n"}).doubt


def test_a_shell_script_is_read(tmp_path):
    script = "python -c 'import lib; lib.one(1)'\n"
    assert seen(tmp_path, {"run.sh": script}).doubt == "`one` is named in run.sh"
