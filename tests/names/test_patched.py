"""Who can put something in a known function's place: refused first."""

from __future__ import annotations

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.engine.run import fix as fix_all

CALL = "s = optax.{}(0.1, decay_steps=9)\n"
TRAIN = "import optax\n\ndef build():\n    return optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
LOOP = "import optax\nfor name in names:\n    setattr(optax, name, fake)\n"


def run(folder, other, monkeypatch, target="lrsched", train=TRAIN):
    """Fix `train.py` beside another file; return what was found, and both texts."""
    files = {"train.py": train, "other.py": other}
    for name, text in files.items():
        (folder / name).write_text(text)
    monkeypatch.chdir(folder)
    settings = Settings(frozenset({"LRS001", "LRS002"}), target=target)
    result = fix_all(Request((".",), lambda path: settings), lambda *_: None)
    assert not result.problems
    after = {name: (folder / name).read_text() for name in files}
    assert after["other.py"] == other
    return result, after["train.py"]


REFUSED = {
    "an attribute is set": "import optax\noptax.cosine_decay_schedule = fake\n",
    "one is set under another name of the module": (
        "import optax as ox\no = ox\no.cosine_decay_schedule = fake\n"
    ),
    "computed attributes are set": LOOP,
    "one of several modules is set": (
        "import optax\nfor m in (optax, jax):\n    setattr(m, name, fake)\n"
    ),
    "its dict is set": "import optax\noptax.__dict__['cosine_decay_schedule'] = fake\n",
    "its dict is set by a function": (
        "import operator, optax\noperator.setitem(vars(optax), name, fake)\n"
    ),
    "an attribute is set by its method": (
        "import optax\noptax.__setattr__('cosine_decay_schedule', fake)\n"
    ),
    "what a function of its module reads is set": (
        "import optax\noptax.linear_schedule.__globals__['jnp'] = fake\n"
    ),
    "what a function of its module reads is given away": (
        "import optax\nfill(optax.linear_schedule.__globals__)\n"
    ),
    "its dict is given away": "import optax\nfill(vars(optax))\n",
    "it is given away": "import optax\ninstrument(optax)\n",
    "a function of the file sets it": (
        "import optax\ndef fill(module):\n    module.cosine_decay_schedule = fake\n"
        "fill(optax)\n"
    ),
    "a function of the file sets it, by a keyword": (
        "import optax\ndef fill(*, module):\n    module.cosine_decay_schedule = fake\n"
        "fill(module=optax)\n"
    ),
    "a function of the file gives it away": (
        "import optax\ndef check(lib):\n    instrument(lib)\ncheck(optax)\n"
    ),
    "a decorated function has it": (
        "import optax\n@patching\ndef check(lib): pass\ncheck(optax)\n"
    ),
    "a function has it that is given another time": (
        "import optax\ndef check(make): return make(optax)\ncheck(instrument)\n"
    ),
    "a lambda of a table sets it": (
        "import optax\nFILL = {'a': lambda lib: setattr(lib, name, fake)}\n"
        "for key, fill in FILL.items(): fill(optax)\n"
    ),
    "a table has more than lambdas": (
        "import optax\nFILL = [lambda lib: lib.adam, patcher.fill]\n"
        "for fill in FILL: fill(optax)\n"
    ),
    "a table of lambdas gets another": (
        "import optax\nFILL = [lambda lib: lib.adam]\nFILL.append(patcher.fill)\n"
        "for fill in FILL: fill(optax)\n"
    ),
    "a test is given what sets it": (
        "import optax, pytest\n@pytest.mark.parametrize('fill', [patcher.fill])\n"
        "def test_fill(fill): fill(optax)\n"
    ),
    "a getter gives its dict": (
        "import operator, optax\nx = operator.attrgetter('__dict__')(optax)\n"
    ),
    "an entry is set of what a getter gives": (
        "import operator, optax\noperator.attrgetter(name)(optax)['jnp'] = fake\n"
    ),
    "its setter is called by its name": (
        "import operator, optax\n"
        "operator.methodcaller('__setattr__', name, fake)(optax)\n"
    ),
    "it is stored": "import optax\nLIBRARIES = {'optax': optax}\n",
    "it is returned": "def library():\n    import optax\n    return optax\n",
    "it is loaded again": "import importlib, optax\nimportlib.reload(optax)\n",
    "it is imported by a function": (
        "import importlib\nsetattr(importlib.import_module('optax'), name, fake)\n"
    ),
    "a function is changed": (
        "import optax\noptax.cosine_decay_schedule.__defaults__ = (0.1,)\n"
    ),
    "a function that a loop has is changed": (
        "import optax\nfor f in vars(optax).values(): f.__defaults__ = (0.5, 1.0)\n"
    ),
    "a function of a pair is changed": (
        "import optax\nfor f, d in [(optax.cosine_decay_schedule, (0.5,))]:\n"
        "    f.__defaults__ = d\n"
    ),
    "a function of a dict is changed": (
        "import optax\nd = {'a': optax.cosine_decay_schedule}\nd['a'].__code__ = code\n"
    ),
    "a function is changed by a function": (
        "def freeze(f, new): f.__defaults__ = new\n"
    ),
    "a function is changed by setattr": (
        "import inspect, optax\nfor n, f in inspect.getmembers(optax):\n"
        "    setattr(f, '__code__', code)\n"
    ),
    "the defaults of keywords are changed": (
        "def freeze(f): f.__kwdefaults__['alpha'] = 0.5\n"
    ),
    "a function gets the defaults of another": (
        "import functools, optax\nfunctools.update_wrapper(\n"
        "    optax.cosine_decay_schedule, full, assigned=('__defaults__',))\n"
    ),
    "what any function reads is set": (
        "import train\nf = train.optax.cosine_decay_schedule\n"
        "f.__globals__['jnp'] = fake\n"
    ),
    "what any function reads is filled": (
        "def put(f): f.__globals__.update(jnp=fake)\n"
    ),
    "what its module computes with is set": (
        "import inspect, optax\nm = inspect.getmodule(optax.cosine_decay_schedule)\n"
        "m.jnp = fake\n"
    ),
    "an attribute is set by a text": (
        "exec('import optax\\noptax.cosine_decay_schedule = fake')\n"
    ),
    "one is set by a text, of a name of the file": (
        "import optax as ox\nexec('ox.cosine_decay_schedule = fake')\n"
    ),
    "the whole library is another": "import sys\nsys.modules['optax'] = MagicMock()\n",
    "any library is another": "import sys\nfor m in ('optax',): sys.modules[m] = Mock()\n",
    "a mock of the library": "with mock.patch.dict('sys.modules', {'optax': fake}): ...\n",
    "an item of the modules": "monkeypatch.setitem(sys.modules, 'optax', fake)\nimport sys\n",
    "a mock by its path": "with mock.patch('optax.cosine_decay_schedule'): ...\n",
    "a mock of several": "mock.patch.multiple('optax', cosine_decay_schedule=f).start()\n",
    "a mock of several, of the object": (
        "import optax\nmock.patch.multiple(optax, cosine_decay_schedule=f).start()\n"
    ),
    "a mock of the object": (
        "import optax\nmocker.patch.object(optax, 'cosine_decay_schedule')\n"
    ),
    "an attribute by its path": "monkeypatch.setattr('optax.cosine_decay_schedule', f)\n",
    "an attribute of the object": (
        "import optax\nmonkeypatch.setattr(optax, 'cosine_decay_schedule', f)\n"
    ),
    "the module's name by its path": "with mock.patch('train.optax'): ...\n",
    "the module's name by a computed path": (
        "with mock.patch(f'{MODULE}.optax'): ...  # train\n"
    ),
    "the module's name": "import train\ntrain.optax = fake\n",
    "what the module's name has": "import train\ntrain.optax.cosine_decay_schedule = f\n",
    "the module's dict": "import train\nvars(train)['optax'] = fake\n",
    "any name of the module": "import train\nsetattr(train, name, fake)\n",
    "the module is given away": "import train\ninstrument(train)\n",
    "its module and its name are computed": (
        "import sys\no = sys.modules['op' + 'tax']\nsetattr(o, 'cosine_' + rest, fake)\n"
    ),
    "a private helper": "from optax._src import numerics\nnumerics.safe = fake\n",
}


@pytest.mark.parametrize("target", ["lrsched", "optax"])
@pytest.mark.parametrize("other", REFUSED.values(), ids=REFUSED)
def test_what_another_file_may_replace_stays(other, target, tmp_path, monkeypatch):
    result, train = run(tmp_path, other, monkeypatch, target)
    assert train == TRAIN
    assert any(
        "replace" in one.left and "other.py" in one.left for one in result.findings
    )


LOOKED_UP = {
    "a module that is set": "pick('schedules').cosine_decay_schedule = fake\n",
    "what is set by a text": "setattr(pick(name), other, fake)\n",
    "something, and something else is set": "spy.rate = 3\n",
}


@pytest.mark.parametrize("sets", LOOKED_UP.values(), ids=LOOKED_UP)
@pytest.mark.parametrize("getter", ["attrgetter(name)", "methodcaller(name, 1)"])
def test_what_a_getter_looks_up_in_a_file_that_sets_is_told_so(
    getter, sets, tmp_path, monkeypatch
):
    get = f"operator.{getter}(optax)"
    other = f"import operator, optax\ndef pick(name): return {get}\n{sets}"
    result, train = run(tmp_path, other, monkeypatch)
    assert train == TRAIN
    reason = (
        "on line 2 of other.py may look up `cosine_decay_schedule`, or what holds it"
    )
    assert [one.left for one in result.findings] == [f"`{get}` {reason}"]


ALLOWED = {
    "a function of the file is changed": "def f(): ...\nf.__defaults__ = (1,)\n",
    "a lambda of the file is changed": "f = lambda x: x\nf.__code__ = g.__code__\n",
    "a named tuple gets defaults": "def p(T): T.__new__.__defaults__ = (None,)\n",
    "the defaults of a function are read": "def p(f): return f.__defaults__\n",
    "the code of a function is taken by a text": "def p(f): return getattr(f, '__code__')\n",
    "a function of another library is changed": (
        "import jax\njax.tree_util.tree_map.__defaults__ = (1,)\n"
    ),
    "what any function reads is set, of another name": (
        "def put(f): f.__globals__['name'] = 1\n"
    ),
    "a text that is run sets something else": "exec('import jax\\njax.x = 1')\n",
    "what a function of its module reads is read": (
        "import optax\nnumpy = optax.linear_schedule.__globals__['jnp']\n"
    ),
    "another function is set": "import optax\noptax.adam = fake\n",
    "another function is a mock": "with mock.patch('optax.adam'): ...\n",
    "another function of the object": (
        "import optax\nmonkeypatch.setattr(optax, 'sgd', fake)\n"
    ),
    "a schedule that it is not made of": "import optax\noptax.join_schedules = fake\n",
    "another name of the module": "with mock.patch('train.other'): ...\n",
    "another function by the module's name": "with mock.patch('train.optax.adam'): ...\n",
    "attributes are read": (
        "import optax\nx = getattr(optax, name)\ny = hasattr(optax, 'adam')\n"
        "z = [n for n in dir(optax)]\nprint(optax, optax.__version__)\n"
    ),
    "attributes are read by a getter": (
        "import operator, optax\ndef pick(name):\n"
        "    return operator.attrgetter(name)(optax)\nx = pick('adam')\n"
    ),
    "a function is called by a getter": (
        "import operator, optax\nmake = operator.methodcaller(name, 0.1)\n"
        "x = make(optax)\n"
    ),
    "its dict is read": "import optax\nx = vars(optax)['adam']\nfor n in optax.__dict__: ...\n",
    "a function of the file looks at it": (
        "import optax\ndef names(module):\n    return [one for one in dir(module)]\n"
        "x = names(optax)\n"
    ),
    "a function of the file calls one of its functions": (
        "import optax\ndef build(lib, rate):\n    obj.rate = rate\n"
        "    return lib.adam(rate)\nx = build(rate=1, lib=optax)\n"
    ),
    "a function of the file collects its modules": (
        "import optax\ndef modules(root):\n    found = {(root.__name__, root)}\n"
        "    return sorted(found)\nx = modules(optax)\n"
    ),
    "lambdas of a table call its functions": (
        "import optax\nMAKE = {'a': lambda lib: lib.adam(1)}\n"
        "RUN = [(key, lambda make=make: make(optax)) for key, make in MAKE.items()]\n"
    ),
    "a test is given lambdas that call its functions": (
        "import jax.numpy as jnp, optax, pytest\n"
        "@pytest.mark.parametrize('make, x', [(lambda lib: lib.adam(1), jnp.ones(2)),\n"
        "    pytest.param(lambda lib: lib.sgd(1), jnp.inf, id='sgd')])\n"
        "def test_make(make, x): make(optax).init(x)\n"
    ),
    "a test is given it": (
        "import optax, pytest\n@pytest.mark.parametrize('lib', [optax, jax])\n"
        "def test_make(lib): lib.adam(1)\n"
    ),
    "a test hides it": (
        "import sys\ndef test_hidden(monkeypatch):\n"
        "    monkeypatch.setitem(sys.modules, 'optax', None)\n"
    ),
    "a module of a known name is added": (
        "import sys  # optax\nname = 'lib.other'\nsys.modules[name] = ModuleType(name)\n"
    ),
    "a module is loaded from its file": (
        "import importlib.util, sys  # optax\nspec = importlib.util.spec_from_file_location(name, path)\n"
        "module = importlib.util.module_from_spec(spec)\nsys.modules[spec.name] = module\n"
    ),
    "doctests are given it": (
        "import doctest, optax\n"
        "suite = doctest.DocTestSuite(lib, globs={'optax': optax})\n"
    ),
    "it is inspected": "import inspect, optax\nx = inspect.getmembers(optax)\n",
    "versions are printed": "import jax, optax\nx = [m.__version__ for m in (jax, optax)]\n",
    "a function of it is given away": "import optax\ntrain_with(optax.adam)\n",
    "a part of it without schedules is given away": (
        "import optax\nshow(optax.losses)\n"
    ),
    "its name is an attribute of something else": (
        "spy.cosine_decay_schedule = 3\nsetattr(spy, 'cosine_decay_schedule', 4)\n"
    ),
    "its name is in a text": "print('patch(cosine_decay_schedule) = optax')\n",
    "another library is another": "import sys\nsys.modules['torch'] = None  # optax\n",
    "another module is loaded again": "import importlib, lib, optax\nimportlib.reload(lib)\n",
    "another module of that name is changed": "from lib import train\ntrain(optax=1)\n",
    "a request that patches": "client.patch('/train/optax', data)\n",
}


@pytest.mark.parametrize("other", ALLOWED.values(), ids=ALLOWED)
def test_what_no_file_can_replace_is_rewritten(other, tmp_path, monkeypatch):
    _, train = run(tmp_path, other, monkeypatch)
    assert "lrsched.cosine_decay_schedule(0.1, transition_steps=9)" in train


# What `held.py` binds, and what another file does with a member of it.
HELD = {
    "a list": ("_CASES = (1, 2)", "product(held._CASES)", True),
    "a class": ("class Params: pass", "f: Callable[[held.Params], int] = g", True),
    "a type of another library": (
        "import chex\nParams = chex.ArrayTree",
        "f: Callable[[held.Params], int] = g",
        True,
    ),
    "a function": ("def scale(): return 1", "chain(held.scale)", True),
    "a module, by its import": ("import optax as inner", "fill(held.inner)", False),
    "a module, by another name": ("import optax\nO = optax", "fill(held.O)", False),
    "a module, by a star": ("from base import *", "fill(held.optax)", False),
}


@pytest.mark.parametrize(("held", "use", "written"), HELD.values(), ids=HELD)
def test_only_a_module_that_a_member_is_lets_its_functions_out_of_sight(
    held, use, written, tmp_path, monkeypatch
):
    package = tmp_path / "optax" / "_src"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package.parent / "__init__.py").touch()
    (package / "held.py").write_text(f"{held}\n")
    (package / "base.py").write_text("import optax\n")
    other = f"from optax._src import held\n{use}\n"
    _, train = run(tmp_path, other, monkeypatch)
    assert (train != TRAIN) is written


def test_a_function_called_like_its_module_is_no_module(tmp_path, monkeypatch):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "train.py").write_text("def train(): pass\n")
    monkeypatch.setattr(
        f"{__name__}.TRAIN", f"from lib.train import train\nrun(train)\n{TRAIN}"
    )
    _, train = run(tmp_path, "", monkeypatch)
    assert train != TRAIN


MADE_OF = {
    "linear_onecycle_schedule": "piecewise_interpolate_schedule",
    "cosine_onecycle_schedule": "_cosine_interpolate",
    "warmup_cosine_decay_schedule": "join_schedules",
    "sgdr_schedule": "warmup_cosine_decay_schedule",
}


@pytest.mark.parametrize(("function", "inner"), MADE_OF.items(), ids=MADE_OF)
def test_a_schedule_stays_whose_part_is_replaced(function, inner, fix):
    arguments = {
        "warmup_cosine_decay_schedule": "0.0, 0.1, 9, decay_steps=90",
        "sgdr_schedule": "cosine_kwargs=[]",
    }.get(function, "9, 0.1, pct_start=0.3")
    code = (
        f"import optax\nfrom optax.schedules import _schedule\n_schedule.{inner} = fake\n"
        f"s = optax.{function}({arguments})\n"
    )
    fixed = fix(code)
    assert fixed.text == code
    reason = f"this module replaces `{function}`, by `_schedule.{inner}` on line 3"
    assert any(reason in one.left for one in fixed.findings)


MAIN = "import optax\ns = optax.cosine_onecycle_schedule(n, 0.1, pct_start=0.3)\n"


@pytest.mark.parametrize("name", ["'__main__'", "'train'"])
def test_a_builtin_that_another_file_gives_the_module_is_none(
    name, tmp_path, monkeypatch
):
    other = f"import sys\nsys.modules[{name}].int = round\n"
    result, after = run(tmp_path, other, monkeypatch, train=MAIN)
    assert after == MAIN
    assert "`int` is replaced in other.py" in result.findings[0].left
