"""Ways by which another file has what it changes under another name, or under none."""

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.engine.run import fix

CODES = frozenset({"LRS001", "LRS002"})
BASE = (
    "import optax\nclass Base:\n    make = staticmethod(optax.cosine_decay_schedule)\n"
    "    def build(self): return self.make(0.1, decay_steps=100)\n"
)
OVERRIDES = "    def make(self, lr, **kwargs): return kwargs\n"
PLUGIN = (
    "from optax import cosine_onecycle_schedule\n"
    "DEFAULT = cosine_onecycle_schedule(100, 0.1, pct_start=0.3)\n"
)
ONECYCLE = (
    "from lib import *\nimport optax\n"
    "def make(n, p): return optax.cosine_onecycle_schedule(n, 0.1, pct_start=p)\n"
)
IMPORTS = "import importlib\n\nm = importlib.import_module(name)\n"
LOADS = "import importlib\ndef load(n):\n    return importlib.import_module(n)\n"

BASES = {
    "an alias of an import": f"from lib import Base as Core\nclass V(Core):\n{OVERRIDES}",
    "an assignment": f"import lib\nCore = lib.Base\nclass V(Core):\n{OVERRIDES}",
    "bases in a tuple": f"from lib import Base\nall = (Base, X)\nclass V(*all):\n{OVERRIDES}",
    "a loop": f"import lib\nfor base in (lib.Base, X):\n  class V(base):\n  {OVERRIDES}",
    "a function": (
        "import lib\ndef variant(kind):\n  class V(kind):\n  "
        f"{OVERRIDES}variant(lib.Base)\n"
    ),
    "a call of type": "import lib\nV = type('V', (lib.Base,), {'make': f})\n",
    "what makes classes": "import lib, types\ntypes.new_class('V', (lib.Base,))\n",
}
DICT = "import optax\nkw = dict(init_value=0.1, decay_steps=100)\n"
CYCLES = "import optax\ncycles = [dict(warmup_steps=5, decay_steps=30)]\n"
CALLS = "s = optax.cosine_decay_schedule(**kw)\n"
ASKS = {
    "in": f"{DICT}if 'transition_steps' in kw: pass\n{CALLS}",
    "not in": f"{DICT}if 'transition_steps' not in kw: pass\n{CALLS}",
    "get": f"{DICT}n = kw.get('transition_steps', 5)\n{CALLS}",
    "a key": f"{DICT}n = kw['transition_steps']\n{CALLS}",
    "in a function": f"{DICT}def f(): return kw.get('transition_steps')\n{CALLS}",
    "afterwards": f"{DICT}{CALLS}print(kw.get('transition_steps', -1))\n",
    "of an element": (
        f"{CYCLES}for c in cycles: print('transition_steps' in c)\n"
        "s = optax.sgdr_schedule(cycles)\n"
    ),
    "of a warmup": (
        "import optax\nkw = dict(transition_steps=9, peak_value=1.0, pct_start=0.3)\n"
        "print(kw.get('warmup_steps', 0))\ns = optax.cosine_onecycle_schedule(**kw)\n"
    ),
}
TOLD = (
    *("kw['decay_steps']=", "(kw['decay_steps'])=", "kw['decay_steps'] / 1e3 ="),
    *(
        "1_000 + kw['decay_steps']=",
        "kw['decay_steps'], 1=",
        "kw.get('decay_steps',1)=",
    ),
    *("int((kw['decay_steps']))=:>9", "kw['decay_steps']=!r"),
)
SETTERS = {
    "a loop": "import lib\nt = lib.Base()\nfor k in names: setattr(t, k, f)\n",
    "of the class": "import lib\nfor k in names: setattr(lib.Base, k, f)\n",
    "a mock of many": (
        "import lib\nfrom unittest import mock\nt = lib.Base()\n"
        "with mock.patch.multiple(t, make=f): t.build()\n"
    ),
}
SHOWN = {
    "dir": f"{IMPORTS}print([getattr(m, n) for n in dir(m)])\n",
    "vars": f"{IMPORTS}print(vars(m))\n",
    "its dict": f"{IMPORTS}print(m.__dict__)\n",
    "members": f"{IMPORTS}import inspect\nprint(inspect.getmembers(m))\n",
    "at once": "import importlib\nprint(vars(importlib.import_module(name)))\n",
    "its dict at once": "import importlib as i\nprint(i.import_module(n).__dict__)\n",
    "the dict of a loaded one": "import sys\nprint(sys.modules[name].__dict__)\n",
    "what a file gives": (
        "import runpy\nspace = runpy.run_path(name)\nprint([*space.values()])\n"
    ),
    "by a function": f"{LOADS}def show(n):\n    m = load(n)\n    print(dir(m))\n",
}
OPENED = {
    "globals": "import math\nglobals()['int'] = math.ceil\n",
    "a module of its own": "import sys\nsetattr(sys.modules[__name__], name, f)\n",
    "exec": "exec(text)\n",
    "what is not there": "__all__ = names\ndef __getattr__(name): return f\n",
}


@pytest.fixture
def fixed(tmp_path, monkeypatch):
    """Migrate a tree; return its files then, and why findings are left."""

    def run(**files):
        (tmp_path / "pyproject.toml").write_text("")
        for name, text in files.items():
            (tmp_path / f"{name}.py").write_text(text)
        monkeypatch.chdir(tmp_path)
        settings = Settings(CODES, target="lrsched")
        result = fix(Request((".",), lambda path: settings), lambda *_: None)
        assert not result.problems
        now = {name: (tmp_path / f"{name}.py").read_text() for name in files}
        return now, [finding.left for finding in result.findings]

    return run


@pytest.mark.parametrize("use", BASES.values(), ids=BASES)
def test_a_class_with_another_name_of_the_base_may_override_it(use, fixed):
    now, left = fixed(lib=BASE, use=use)
    assert now["lib"] == BASE
    assert left[0].endswith("`Base` is derived from in use.py")


@pytest.mark.parametrize("use", ASKS.values(), ids=ASKS)
def test_a_dict_that_is_asked_for_the_new_key_stays(use, fixed):
    now, left = fixed(use=use)
    assert now["use"] == use
    assert "is asked for on line" in " ".join(left)


@pytest.mark.parametrize("shown", TOLD)
def test_a_key_that_an_f_string_shows_as_it_is_written_stays(shown, fixed):
    use = f'{DICT}{CALLS}print(f"{{{shown}}}")\n'
    now, left = fixed(use=use)
    assert now["use"] == use
    assert "is used on line 4" in left[0]


def test_a_key_beside_its_name_in_an_f_string_is_rewritten(fixed):
    now, _ = fixed(use=f"{DICT}{CALLS}print(f\"decay_steps={{kw['decay_steps']}}\")\n")
    assert "kw['transition_steps']" in now["use"]


@pytest.mark.parametrize("use", SETTERS.values(), ids=SETTERS)
def test_what_sets_attributes_of_an_object_may_set_one_of_its_class(use, fixed):
    now, left = fixed(lib=BASE, use=use)
    assert now["lib"] == BASE
    assert "`make` may be taken on line" in left[0]


@pytest.mark.parametrize(
    "use",
    [
        "import lib\nt = Other()\nfor k in names: setattr(t, k, f)\n",
        "import lib\nclass Other:\n  def f(self, **kw):\n"
        "    for k, v in kw.items(): setattr(self, k, v)\n",
    ],
)
def test_what_sets_those_of_another_class_does_not(use, fixed):
    now, _ = fixed(lib=BASE, use=use)
    assert "transition_steps=100" in now["lib"]


def test_a_class_with_another_base_does_not(fixed):
    use = f"from lib import Base\nclass V(Other):\n{OVERRIDES}made = Base()\n"
    now, _ = fixed(lib=BASE, use=use)
    assert "transition_steps=100" in now["lib"]


@pytest.mark.parametrize("use", SHOWN.values(), ids=SHOWN)
def test_what_shows_all_of_what_it_imports_may_show_a_schedule(use, fixed):
    now, left = fixed(plugin=PLUGIN, use=use)
    assert now["plugin"] == PLUGIN
    assert "and use.py shows every name of that" in left[0]


@pytest.mark.parametrize(
    "use",
    [
        f"{IMPORTS}print(vars(parser.parse_args()))\n",
        f"{IMPORTS}args = parser.parse_args()\nprint(vars(args))\n",
        "import importlib\nm = importlib.import_module('other')\nprint(dir(m))\n",
        f"{IMPORTS}import sys\nprint(sys.modules[__name__].__dict__)\n",
    ],
)
def test_what_shows_something_else_does_not(use, fixed):
    now, _ = fixed(plugin=PLUGIN, use=use, other="")
    assert "warmup_steps" in now["plugin"]


@pytest.mark.parametrize("lib", OPENED.values(), ids=OPENED)
def test_a_star_may_bring_what_its_module_does_not_say(lib, fixed):
    now, left = fixed(lib=lib, use=ONECYCLE)
    assert now["use"] == ONECYCLE
    assert "may bind `int`" in left[0]


WALRUS = {
    "a call": "s = (make := optax.cosine_decay_schedule)(0.1, decay_steps=9)\n",
    "a comprehension": (
        "s = [(make := optax.cosine_decay_schedule)(0.1, decay_steps=n) for n in (9,)]\n"
    ),
    "another name": "one = (make := optax.cosine_decay_schedule)\none(0.1, decay_steps=9)\n",
    "a partial": (
        "from functools import partial\n"
        "s = partial((make := optax.cosine_decay_schedule), decay_steps=9)(0.1)\n"
    ),
    "a partial that is called": (
        "from functools import partial\n"
        "s = (make := partial(optax.cosine_decay_schedule, decay_steps=9))(0.1)\n"
    ),
    "an argument": "f(g=(make := optax.cosine_decay_schedule)(0.1, decay_steps=9))\n",
}


@pytest.mark.parametrize("given", WALRUS.values(), ids=WALRUS)
@pytest.mark.parametrize(
    "use", ["make(0.1, alpha=0.2)\n", "f(make)\n", "def f(): return make\n"]
)
def test_what_is_given_a_name_in_passing_keeps_its_function(given, use, fixed):
    text = f"import optax\n{given}{use}"
    now, left = fixed(use=text)
    assert now["use"] == text
    assert "what gives `make` its value cannot be rewritten" in " ".join(left)


FLATTEN = "print(jax.flatten_util.ravel_pytree([1.0]))\n"


@pytest.mark.parametrize(
    "how", ["import optax", "from optax import cosine_decay_schedule"]
)
@pytest.mark.parametrize("other", [False, True])
def test_an_import_of_optax_stays_that_brings_what_is_used(how, other, fixed):
    name = "optax.cosine_decay_schedule" if how == "import optax" else how.split()[-1]
    call = f"{how}\ns = {name}(0.1, decay_steps=9)\n"
    text = call if other else f"import jax\n{call}{FLATTEN}"
    now, _ = fixed(use=text, lib=f"import jax\n{FLATTEN}" if other else "")
    assert "transition_steps=9" in now["use"]
    assert "import optax\n" in now["use"]


def test_it_goes_where_that_is_imported_itself(fixed):
    text = f"import jax.flatten_util\nimport optax\n{FLATTEN}"
    now, _ = fixed(use=f"{text}s = optax.cosine_decay_schedule(0.1, decay_steps=9)\n")
    assert "optax" not in now["use"]
