"""Names that come through other modules of the tree: refused cases first."""

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.engine.run import fix
from lrmigrate.codemod.names import known_modules
from lrmigrate.codemod.names.elsewhere import parsed
from lrmigrate.codemod.names.project import Project
from lrmigrate.rules import catalogue

CODES = frozenset({"LRS001", "LRS002", "LRS003"})
OLD = "s = cosine_decay_schedule(0.1, decay_steps=9)\n"
NEW = "s = cosine_decay_schedule(0.1, transition_steps=9)\n"
MOVED = "from lrmigrate.lrsched import cosine_decay_schedule\n"
PLAIN = "from optax import cosine_decay_schedule\n"


def run(folder, files, monkeypatch, target="lrsched"):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(folder)
    settings = Settings(CODES, target=target)
    request = Request((".",), lambda path: settings)
    result = fix(request, lambda *_: None)
    assert not result.problems
    assert not fix(request, lambda *_: None).changes, "a second run changes nothing"
    return result, {name: (folder / name).read_text() for name in files}


HELD = {
    "a name that the other module makes itself": {
        "lib.py": "import optax\ndef cosine_decay_schedule(a, decay_steps): ...\n",
        "use.py": f"from lib import cosine_decay_schedule\n{OLD}",
    },
    "two modules of the same name": {
        "app/lib.py": PLAIN,
        "lib.py": "def cosine_decay_schedule(a, decay_steps): ...\n",
        "app/use.py": f"from lib import cosine_decay_schedule\n{OLD}",
    },
    "modules that import each other and nothing else": {
        "a.py": f"from b import cosine_decay_schedule\n{OLD}",
        "b.py": "from a import cosine_decay_schedule\n",
    },
    "a module that is not in the tree": {
        "use.py": f"from elsewhere import cosine_decay_schedule\n{OLD}",
    },
    "a partial that the other module makes": {
        "lib.py": "import functools, optax\n"
        "cosine = functools.partial(optax.cosine_decay_schedule, alpha=0.1)\n",
        "use.py": "from lib import cosine\ns = cosine(0.1, decay_steps=9)\n",
    },
}


@pytest.mark.parametrize("files", HELD.values(), ids=HELD)
def test_left_as_it_is(files, tmp_path, monkeypatch):
    result, after = run(tmp_path, files, monkeypatch)
    assert after == files
    assert not result.changes


FOUND = {
    "a re-export by from-import": {
        "lib.py": PLAIN,
        "use.py": "from lib import cosine_decay_schedule\n",
    },
    "a relative import": {
        "pkg/__init__.py": "",
        "pkg/lib.py": PLAIN,
        "pkg/use.py": "from .lib import cosine_decay_schedule\n",
    },
    "a package's __init__": {
        "pkg/__init__.py": "from .lib import cosine_decay_schedule\n",
        "pkg/lib.py": PLAIN,
        "use.py": "from pkg import cosine_decay_schedule\n",
    },
    "a folder of sources": {
        "src/pkg/__init__.py": "",
        "src/pkg/lib.py": PLAIN,
        "tests/use.py": "from pkg.lib import cosine_decay_schedule\n",
    },
    "an alias by assignment": {
        "lib.py": "import optax\ncosine_decay_schedule = optax.cosine_decay_schedule\n",
        "use.py": "from lib import cosine_decay_schedule\n",
    },
    "modules that import each other": {
        "lib.py": f"from use import s\n{PLAIN}",
        "use.py": "from lib import cosine_decay_schedule\n",
    },
}


@pytest.mark.parametrize("files", FOUND.values(), ids=FOUND)
def test_found_through_other_modules(files, tmp_path, monkeypatch):
    *_, use = files
    files = {**files, use: files[use] + OLD}
    result, after = run(tmp_path, files, monkeypatch)
    assert after == {**files, use: MOVED + NEW}
    assert {finding.path for finding in result.findings if finding.written} == {use}


@pytest.mark.parametrize("files", [*HELD.values(), *FOUND.values()])
def test_modules_that_are_let_go_mean_the_same(files, tmp_path, monkeypatch):
    kept = run(tmp_path / "kept", files, monkeypatch)[1]
    monkeypatch.setattr(known_modules, "_MOST_NODES", 0)
    for name in ("_MOST_NODES", "_MOST_OFTEN", "_COLLECTED"):
        monkeypatch.setattr(parsed, name, 0)
    assert run(tmp_path / "let_go", files, monkeypatch)[1] == kept


def test_the_modules_that_were_asked_about_last_stay_known(tmp_path, monkeypatch):
    known = Project(catalogue(tmp_path).vocabulary, tmp_path)
    names = ("one", "two", "three")
    for name in names:
        (tmp_path / f"{name}.py").write_text("import optax\n", encoding="utf-8")
    found = [known.module(str(tmp_path / "use.py"), name, 0) for name in names]
    one, two, three = (known.scopes(module) for module in found)
    assert known.scopes(found[0]) is one
    monkeypatch.setattr(known_modules, "_MOST_NODES", len(one.parents))
    known.let_go()
    assert known.scopes(found[0]) is one
    assert known.scopes(found[1]) is not two
    assert known.scopes(found[2]) is not three


DOING = {
    "sets": f"{PLAIN}import jax\njax.config.update('jax_enable_x64', True)\n",
    "registers": f"{PLAIN}@register\ndef f(): ...\n",
    "opens": f"{PLAIN}with log: pass\n",
    "computes": f"{PLAIN}made = make()\n",
    "imports what does": f"{PLAIN}from .other import x\n",
    "cannot be read": f"{PLAIN}from .wrong import x\n",
}


@pytest.mark.parametrize("text", DOING.values(), ids=DOING)
@pytest.mark.parametrize(
    ("use", "before", "after"),
    [
        ("pkg/use.py", "from .lib", "from . import lib\n"),
        ("use.py", "from pkg.lib", "import pkg.lib\n"),
        ("pkg/use.py", "lib = 1\nfrom .lib", "lib = 1\nfrom . import lib as _lib\n"),
        ("use.py", "pkg = 1\nfrom pkg.lib", "pkg = 1\nimport pkg.lib as lib\n"),
    ],
)
def test_what_a_module_does_besides_is_done_still(
    text, use, before, after, tmp_path, monkeypatch
):
    files = {
        "pkg/__init__.py": "",
        "pkg/lib.py": text,
        "pkg/other.py": "print('loaded')\n",
        "pkg/wrong.py": "(\n",
        use: f"{before} import cosine_decay_schedule\n{OLD}",
    }
    _, fixed = run(tmp_path, files, monkeypatch)
    assert fixed[use] == after + MOVED + NEW


SILENT = (
    "'''Doc.'''\nimport jax\nA: int = 3\nB = {'a': (A, -1), **C}\n\n\n"
    f"def f(a=A, *, b=B.c): ...\n\n\n{PLAIN}from pkg import use\nfrom .f import a\n"
)


def test_a_module_that_gives_names_alone_need_not_be_imported(tmp_path, monkeypatch):
    files = {
        "pkg/__init__.py": "",
        "pkg/f.py": "a = b = 1\n",
        "pkg/lib.py": SILENT,
        "pkg/use.py": f"from .lib import cosine_decay_schedule\n{OLD}print()\n",
    }
    _, after = run(tmp_path, files, monkeypatch)
    assert after["pkg/use.py"] == f"{MOVED}{NEW}print()\n"


def test_a_star_re_export_is_called_through_the_module(tmp_path, monkeypatch):
    files = {"lib.py": PLAIN, "use.py": f"from lib import *\n{OLD}"}
    _, after = run(tmp_path, files, monkeypatch)
    assert after["use.py"] == (
        f"from lib import *\nfrom lrmigrate import lrsched\n{NEW.replace('cos', 'lrsched.cos', 1)}"
    )


def test_a_module_is_called_by_its_attribute(tmp_path, monkeypatch):
    files = {
        "pkg/__init__.py": "",
        "pkg/lib.py": PLAIN,
        "pkg/use.py": f"from . import lib\n{OLD.replace('cos', 'lib.cos', 1)}",
    }
    _, after = run(tmp_path, files, monkeypatch)
    assert after["pkg/use.py"] == (
        "from . import lib\nfrom lrmigrate import lrsched\n"
        f"{NEW.replace('cos', 'lrsched.cos', 1)}"
    )


@pytest.mark.parametrize("target", ["lrsched", "optax"])
def test_a_name_that_others_import_keeps_its_name(target, tmp_path, monkeypatch):
    cycle = "init_value=0.0, peak_value=0.1, warmup_steps=5"
    files = {
        "lib.py": "from optax import sgdr_schedule\n"
        f"s = sgdr_schedule([dict({cycle}, decay_steps=9)])\n",
        "use.py": "from lib import sgdr_schedule  # noqa: LRS003\n",
    }
    _, after = run(tmp_path, files, monkeypatch, target)
    module = "lrmigrate.lrsched" if target == "lrsched" else "optax"
    assert after["lib.py"] == (
        f"from {module} import cosine_warm_restarts_schedule as sgdr_schedule\n"
        f"s = sgdr_schedule(\n    [dict({cycle}, transition_steps=9)]\n)\n"
    )


IMPORTED = {
    "by its name": "from lib import optax\n",
    "through the module": "import lib as L\nL.optax.adam(1)\n",
    "by a star": "from lib import *\noptax.adam(1)\n",
    "by a star of a star": "from mid import *\noptax.adam(1)\n",
    "by a computed name": "import lib\ngetattr(lib, name).adam(1)\n",
    "by a text": "plugin = 'lib:optax'\n",
}


@pytest.mark.parametrize("use", IMPORTED.values(), ids=IMPORTED)
def test_an_import_that_others_take_from_here_stays(use, tmp_path, monkeypatch):
    files = {
        "lib.py": "import optax\ns = optax.cosine_decay_schedule(0.1, decay_steps=9)\n",
        "mid.py": "from lib import *\n",
        "use.py": use,
    }
    _, after = run(tmp_path, files, monkeypatch)
    assert after["lib.py"].startswith("import optax\nfrom lrmigrate import lrsched\n")


def test_a_word_in_another_file_is_no_reason(tmp_path, monkeypatch):
    files = {
        "lib.py": "import optax\nkw = dict(decay_steps=9)\n"
        "s = optax.cosine_decay_schedule(0.1, **kw)\n",
        "use.py": "import lib\n\n\ndef f(kw):\n    return kw  # not that kw\n",
    }
    _, after = run(tmp_path, files, monkeypatch)
    assert "kw = dict(transition_steps=9)" in after["lib.py"]
    assert after["use.py"] == files["use.py"]


CYCLES = (
    "import optax\nCYCLES = [dict(decay_steps=9)]\ns = optax.sgdr_schedule(CYCLES)\n"
)
KEYS = (
    "import optax\nKW = {'decay_steps': 9}\n"
    "s = optax.cosine_decay_schedule(0.1, **KW)\n"
)
TAKEN = {
    "by its name": (CYCLES, "from lib import CYCLES\nn = CYCLES[0]['decay_steps']\n"),
    "through the module": (CYCLES, "import lib\nn = lib.CYCLES[0]['decay_steps']\n"),
    "by a star": (CYCLES, "from lib import *\nn = CYCLES[0]['decay_steps']\n"),
    "sorted": (KEYS, "from lib import KW\nprint(sorted(KW))\n"),
    "listed": (KEYS, "import lib\nkeys = list(lib.KW)\n"),
    "asked for a key": (KEYS, "import lib\nprint('decay_steps' in lib.KW)\n"),
    "out of all modules": (
        KEYS,
        "import lib, sys\nprint(sys.modules['lib'].KW.keys())\n",
    ),
}


@pytest.mark.parametrize(("lib", "use"), TAKEN.values(), ids=TAKEN)
def test_a_dict_that_another_module_takes_stays(lib, use, tmp_path, monkeypatch):
    files = {"lib.py": lib, "use.py": use}
    result, after = run(tmp_path, files, monkeypatch)
    assert after == files
    name = "CYCLES" if lib is CYCLES else "KW"
    left = {finding.left for finding in result.findings}
    assert any(f"`{name}` is used on line 2 of use.py" in reason for reason in left)


def test_a_dict_of_functions_is_looked_at_by_another_module(tmp_path, monkeypatch):
    files = {
        "lib.py": "import optax\nKINDS = {'cosine': optax.cosine_decay_schedule}\n"
        "s = KINDS['cosine'](0.1, decay_steps=9)\n",
        "use.py": "from lib import KINDS\nprint(sorted(KINDS))\n",
    }
    _, after = run(tmp_path, files, monkeypatch)
    assert "transition_steps=9" in after["lib.py"]


def test_callers_of_a_wrapper_are_named(tmp_path, monkeypatch):
    files = {
        "lib.py": "import optax\ndef build(peak, **kwargs):\n"
        "    return optax.cosine_decay_schedule(peak, **kwargs)\n",
        "use.py": "from lib import build\n\ns = build(0.1, decay_steps=9)\n",
    }
    result, after = run(tmp_path, files, monkeypatch)
    assert after == files
    (finding,) = result.findings
    assert finding.left.endswith("there is `decay_steps` in use.py:3")


REPLACED = {
    "an alias is set from another module": (
        "f = optax.cosine_decay_schedule\ns = f(0.1, decay_steps=9)\n",
        "import lib\nlib.f = mine\n",
        "`f` is replaced in use.py",
    ),
    "a registry is filled from another module": (
        "R = {'a': optax.cosine_decay_schedule}\ns = R['a'](0.1, decay_steps=9)\n",
        "from lib import R\nR['a'] = mine\n",
        "`R` is replaced in use.py",
    ),
    "the library is patched by a test": (
        "s = optax.cosine_decay_schedule(0.1, decay_steps=9)\n",
        "with mock.patch('optax.cosine_decay_schedule', fake): ...\n",
        "`cosine_decay_schedule` is replaced in use.py",
    ),
    "a class is derived from elsewhere": (
        "class A:\n    def __init__(self): self.f = optax.cosine_decay_schedule\n"
        "    def run(self): return self.f(0.1, decay_steps=9)\n",
        "from lib import A\nclass B(A): ...\n",
        "`A` is derived from in use.py",
    ),
}


RATE = "def rate():\n    return optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
WITH_INT = (
    "def rate(n):\n    return optax.warmup_cosine_decay_schedule("
    "0.0, 0.1, int(0.1 * n), decay_steps=n)\n"
)
SETTING = {
    (RATE, "`optax`"): (
        "import lib\nexec('optax = mine', lib.__dict__)\n",
        "import lib\nexec(text, vars(lib))\n",
        "import lib, sys\nexec(text, sys.modules['lib'].__dict__)\n",
        "from lib import rate\nexec('optax = mine', rate.__globals__)\n",
        "import lib\neval('(optax := mine)', lib.__dict__)\n",
        "import inspect\nfrom lib import rate\ninspect.getmodule(rate).optax = mine\n",
        "import importlib\nfrom lib import rate\n"
        "importlib.import_module(rate.__module__).optax = mine\n",
        "import sys\nfrom lib import rate\nsys.modules[rate.__module__].optax = mine\n",
        "import lib\nlib.rate.__globals__['optax'] = mine\n",
        "import lib as m\nm.rate.__globals__['optax'], x = mine, 2\n",
        "from lib import rate\nrate.__globals__.update(optax=mine)\n",
        "from .lib import rate\nrate.__globals__ |= {'optax': mine}\n",
        "from lib import rate\nnames = rate.__globals__\nnames['optax'] = mine\n",
        "from lib import rate\nfill(rate.__globals__)\n",
        "def put(f): f.__globals__['optax'] = mine\n",
        "from operator import attrgetter\n"
        "attrgetter('__globals__')(rate)['optax'] = mine\n",
        "inspect.getattr_static(rate, '__globals__')['optax'] = mine\n",
        "rate.__getattribute__('__globals__')['optax'] = mine\n",
        "object.__getattribute__(rate, '__globals__').update(optax=mine)\n",
        "for names in map(getattr, [rate], ['__globals__']): fill(names)\n",
        "NAMES = '__globals__'\ngetattr(rate, NAMES)['optax'] = mine\n",
        "from lib import rate\ngetattr(rate, '__glob' + 'als__')['optax'] = mine\n",
        "FunctionType.__globals__.__get__(rate)['optax'] = mine\n",
        "match rate:\n    case object(__globals__=names): names['optax'] = mine\n",
    ),
    (WITH_INT, "`int` is replaced in use.py"): (
        "rate.__builtins__['int'] = mine\n",
        "getattr(rate, '__builtins__').update(int=mine)\n",
        "frame.f_builtins['int'] = mine\n",
    ),
}
REPLACED |= {
    f"a name that the function sees is set: {use}": (lib, use, reason)
    for (lib, reason), uses in SETTING.items()
    for use in uses
}


@pytest.mark.parametrize(
    "use",
    [
        "from lib import rate\nprint(rate.__globals__['STEPS'])\n",
        "def hints(f): return get_type_hints(f, f.__globals__)\n",
        "def names(f): return getattr(f, '__globals__', {}) or hasattr(f, '__globals__')\n",
        "def says(name): return name == '__globals__'\n",
        "run(text, {'__builtins__': {}})\n",
    ],
)
def test_names_that_a_function_reads_may_be_read(use, tmp_path, monkeypatch):
    files = {"lib.py": f"import optax\n{RATE}", "use.py": use}
    _, after = run(tmp_path, files, monkeypatch)
    assert "transition_steps=9" in after["lib.py"]


@pytest.mark.parametrize(("lib", "use", "reason"), REPLACED.values(), ids=REPLACED)
def test_what_another_module_replaces_stays(lib, use, reason, tmp_path, monkeypatch):
    files = {"lib.py": f"import optax\n{lib}", "use.py": use}
    result, after = run(tmp_path, files, monkeypatch)
    assert after == files
    assert any(reason in finding.left for finding in result.findings)
