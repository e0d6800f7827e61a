"""What reaches a module's names by text, and what only looks as if it did."""

from __future__ import annotations

import pytest

KW = "import optax\nkw = dict(init_value=0.1, decay_steps=9)\n"
USE = "s = optax.cosine_decay_schedule(**kw)\n"
CALL = "s = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
NAMED = "from optax import cosine_decay_schedule\n"
BY_NAME = "s = cosine_decay_schedule(0.1, decay_steps=9)\n"
FRACTION = "s = optax.cosine_onecycle_schedule(n, 0.1, pct_start=p)\n"

REFUSED = {
    "a dict is read by a constant key": (
        KW + "n = globals()['kw']['decay_steps']\n" + USE,
        "`globals()['kw']` on line 3 reads `kw`",
    ),
    "a dict is asked for by a constant key": (
        KW + "n = globals().get('kw')\n" + USE,
        "`globals().get('kw')` on line 3 reads `kw`",
    ),
    "a dict is read by a computed key": (
        KW + "n = globals()[name]\n" + USE,
        "`globals()[name]` on line 3 can reach every name",
    ),
    "a dict is read in a constant text": (
        KW + "n = eval('kw[\"decay_steps\"]')\n" + USE,
        "`eval` on line 3 reads `kw`",
    ),
    "a dict is read from the module as an object": (
        KW + "import sys\nme = sys.modules[__name__]\nn = me.kw\n" + USE,
        "`me.kw` on line 5 reads `kw`",
    ),
    "a dict is read from a frame": (
        KW + "n = sys._getframe(0).f_globals['kw']\n" + USE,
        "f_globals['kw']` on line 3 reads `kw`",
    ),
    "a dict is read in a timed text": (
        KW + "import timeit\ntimeit.timeit('f(kw)', 'from __main__ import kw')\n" + USE,
        "on line 4 reads `kw`",
    ),
    "a dict of a function is read from its locals": (
        "import optax\ndef f():\n    kw = dict(init_value=0.1, decay_steps=9)\n"
        "    print('{kw}'.format(**locals()))\n"
        "    return optax.cosine_decay_schedule(**kw)\n",
        "on line 4 can reach every name",
    ),
    "a dict is read in a doctest": (
        KW
        + 'def f():\n    """Do.\n\n    >>> kw["decay_steps"]\n    9\n    """\n'
        + USE,
        "`kw` is used by the doctest on line 6",
    ),
    "a dict is read in a text for doctests": (
        KW + "__test__ = {'keys': '>>> sorted(kw)\\n[]\\n'}\n" + USE,
        "`kw` is used by the doctest on line 3",
    ),
    "a dict is read in a docstring that is set": (
        KW + "f.__doc__ = 'Do.\\n\\n>>> sorted(kw)\\n'\n" + USE,
        "`kw` is used by the doctest on line 5",
    ),
    "a dict is read in a text that is tested elsewhere": (
        KW + "TEXT = " + '"""' + "\n>>> kw[1]\n" + '"""' + "\nrun(TEXT)\n" + USE,
        "`kw` is used by the doctest on line 4",
    ),
    "doctests are put together": (
        KW + "__test__ = {'keys': '>>> ' + line}\n" + USE,
        "line 3 computes a doctest that may use `kw`",
    ),
    "doctests are read from a file": (
        KW + "__test__ = {}\n__test__['readme'] = open('README').read()\n" + USE,
        "line 4 computes a doctest that may use `kw`",
    ),
    "doctests are put together under a name": (
        KW + "TEXT = '>>> ' + line\n__test__ = {'keys': TEXT}\n" + USE,
        "line 4 computes a doctest that may use `kw`",
    ),
    "more doctests are given": (
        KW + "__test__ = {}\n__test__.update(all)\n" + USE,
        "line 4 computes a doctest that may use `kw`",
    ),
    "a docstring is put together": (
        KW + "f.__doc__ = '\\n'.join(['>>> ' + one for one in lines])\n" + USE,
        "line 3 computes a doctest that may use `kw`",
    ),
    "a docstring is added to": (
        KW + "f.__doc__ += '>>> '\n" + USE,
        "line 3 computes a doctest that may use `kw`",
    ),
    "an imported function is used in doctests that are put together": (
        NAMED + "__test__ = {'keys': '>>> ' + line}\n" + BY_NAME,
        "`cosine_decay_schedule` is exported or shown by name on line 2",
    ),
    "a key is printed as it is written": (
        KW + "print(f\"{kw['decay_steps']=}\")\n" + USE,
        "`kw['decay_steps']` is used on line 3",
    ),
    "an imported function is called in a text": (
        NAMED + BY_NAME + "t = eval('cosine_decay_schedule(1, decay_steps=3)')\n",
        "`eval` on line 3 reads `cosine_decay_schedule`",
    ),
    "imported functions are collected": (
        NAMED + "all = {n: f for n, f in globals().items()}\n" + BY_NAME,
        "on line 2 can reach every name",
    ),
    "a text that is not known": (
        "import optax\nexec(open('configurator.py').read())\n" + CALL,
        "`exec` on line 2 can reach every name",
    ),
    "a computed text": (
        "import optax\nt = eval(f'optax.{name}')\n" + CALL,
        "`eval` on line 2 can reach every name",
    ),
    "the names are given away": (
        "import optax\nconfigure(globals())\n" + CALL,
        "`configure` on line 2 can reach every name",
    ),
    "the names are given away under another name": (
        "import optax\ng = globals()\nconfigure(g)\n" + CALL,
        "`configure` on line 3 can reach every name",
    ),
    "the module is given another name of the library": (
        "import optax\nglobals()['optax'] = fake\n" + CALL,
        "`globals()['optax']` on line 2 sets `optax`",
    ),
    "it is given another by a builtin that is imported": (
        "import optax\nfrom builtins import globals as g\ng()['optax'] = fake\n" + CALL,
        "`g()['optax']` on line 3 sets `optax`",
    ),
    "it is given another by a builtin that a text names": (
        "import builtins, optax\ngetattr(builtins, 'globals')()['optax'] = fake\n"
        + CALL,
        "on line 2 sets `optax`",
    ),
    "it is given another by an importer of another name": (
        "from importlib import import_module as load\nimport optax\n"
        "load(__name__).optax = fake\n" + CALL,
        "on line 3 sets `optax`",
    ),
    "all modules are given another": (
        "import optax, sys\nfor one in list(sys.modules.values()): one.optax = fake\n"
        + CALL,
        "`one.optax` on line 2 sets `optax`",
    ),
    "an annotation that is a text names the function": (
        NAMED
        + "def f(x: 'cosine_decay_schedule'): pass\n"
        + BY_NAME
        + "t = typing.get_type_hints(f)['x'](1, decay_steps=3)\n",
        "`cosine_decay_schedule` is named by the annotation on line 2",
    ),
    "a part of an annotation names a dict": (
        KW + "x: Annotated[int, 'kw'] = 3\n" + USE,
        "`kw` is named by the annotation on line 3",
    ),
    "a function is found by a path from the module": (
        NAMED
        + BY_NAME
        + "f = pydoc.locate(f'{__name__}.cosine_decay_schedule')\nf(1, decay_steps=3)\n",
        "on line 3 reads `cosine_decay_schedule`",
    ),
    "a dict is found by its path": (
        KW + "n = pydoc.locate('__main__.kw')\n" + USE,
        "on line 3 reads `kw`",
    ),
    "a text gives it another value": (
        "import optax\nexec('optax = fake')\n" + CALL,
        "`exec` on line 2 sets `optax`",
    ),
    "a text does what is not understood": (
        "import optax\nexec('setattr(optax, name, f)')\n" + CALL,
        "`exec` on line 2 can reach every name",
    ),
    "a compiled text": (
        "import optax\ncode = compile('optax = 3', 'a', 'exec')\nexec(code)\n" + CALL,
        "`exec` on line 3 sets `optax`",
    ),
    "another name for eval": (
        "import optax\nrun = eval\n" + CALL + "run('optax')\n",
        "`eval` on line 2 can reach every name",
    ),
    "the globals of a function": (
        "import optax\ndef f(): pass\nf.__globals__['optax'] = fake\n" + CALL,
        "`f.__globals__['optax']` on line 3 sets `optax`",
    ),
    "all names are shown, with the new one": (
        "import optax\n" + CALL + "names = sorted(globals())\n",
        "`sorted` on line 3 shows every name",
    ),
    "a builtin is given another value": (
        "import optax\nglobals()['int'] = round\n" + FRACTION,
        "`globals()['int']` on line 2 sets `int`",
    ),
    "a builtin is given another value by a text": (
        "import optax\nexec('int = round')\n" + FRACTION,
        "`exec` on line 2 sets `int`",
    ),
    "a builtin is given another value for all": (
        "import builtins\nimport optax\nbuiltins.int = round\n" + FRACTION,
        "this module replaces `int`, by `builtins.int` on line 3",
    ),
    "a builtin is given another value that schedules use": (
        "import builtins\nimport optax\nbuiltins.int = round\n" + CALL,
        "this module replaces `int`, by `builtins.int` on line 3",
    ),
    "a star import may bring a builtin": (
        "from some_library import *\nimport optax\n" + FRACTION,
        "`from some_library import *` on line 1 may bind `int`",
    ),
    "a star import brings the builtin that is read again": (
        "from numpy import *\nimport optax\n"
        "s = optax.cosine_onecycle_schedule(n, 0.1, pct_start=round(0.28, 1))\n",
        "`from numpy import *` on line 1 may bind `round`",
    ),
}


@pytest.mark.parametrize(("code", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_text_reaches_stays(code, reason, fix):
    fixed = fix(code)
    assert fixed.text == code
    assert reason in fixed.findings[-1].left


ALLOWED = {
    "vars is a variable": "vars = model.init(key)\n",
    "eval is a method": "model.eval()\nresult = task.exec('x')\n",
    "exec is a function of the module": "def exec(x): return x\nexec(text)\n",
    "globals is an attribute": "x = self.globals['a']\n",
    "another name is read by a constant key": "x = globals()['LR']\n",
    "another name is asked for": "x = globals().get('LR')\nif 'A' in globals(): pass\n",
    "another name is set": "globals()['LR'] = 3\nglobals().update(seed=1)\n",
    "any name is read": "x = globals()[name]\n",
    "a text of another name": "x = eval('1 + seed')\n",
    "a text that is wrong": "x = eval('1 +')\n",
    "a text among names of its own": "space = {}\nexec(text, space)\n",
    "a text that is only compiled": "code = compile(text, 'a', 'exec')\n",
    "an argument that is evaluated": "parser.add_argument('--x', type=eval)\n",
    "the attributes of an object": "x = vars(args)['a']\nd = vars(args)\n",
    "the names of another function": "def f(a):\n    return dict(**locals())\n",
    "attributes of another class": (
        "class C:\n    def __init__(self, **kw):\n        for k, v in kw.items():\n"
        "            setattr(self, k, v)\n"
    ),
    "the main module's name is compared": "if __name__ in ('__main__',): pass\n",
    "the main module's name is a label": "log = logging.getLogger('__main__')\n",
    "a plugin is loaded": (
        "import importlib\nf = getattr(importlib.import_module(name), 'f')\n"
    ),
    "another module is put into sys.modules": (
        "import sys\nsys.modules['other'] = None\nx = 'optax' in sys.modules\n"
    ),
    "a function is timed": "import timeit\nt = timeit.timeit(lambda: f())\n",
    "a star import that brings no builtin": "from math import *\n",
}


@pytest.mark.parametrize("beside", ALLOWED.values(), ids=ALLOWED)
def test_what_text_does_not_reach_is_rewritten(beside, fix):
    fixed = fix(beside + "import optax\n" + FRACTION + CALL)
    assert "int(p * n)" in fixed.text
    assert "transition_steps=9" in fixed.text


PLAIN_DOCS = {
    "a docstring of another": "def f(): pass\nf.__doc__ = g.__doc__\n",
    "functions to test": "def f(): pass\n__test__ = {'f': f}\n",
    "a text to test": "TEXT = '>>> 1 + 1\\n2\\n'\n__test__ = {'sum': TEXT}\n",
    "no doctest": "f.__doc__ = 'Makes {}.'.format(name)\n",
    "a docstring is read": "print('>>>', f.__doc__.split())\n",
}


@pytest.mark.parametrize("beside", PLAIN_DOCS.values(), ids=PLAIN_DOCS)
def test_doctests_that_do_not_say_a_dict_leave_it(beside, fix):
    assert "transition_steps=9" in fix(KW + beside + USE).text


KEPT = {
    "by a text": "t = eval('optax.sgd(0.1)')\n",
    "by a constant key": "t = globals()['optax']\n",
    "by a computed key": "t = globals()[name]\n",
    "by a path": "t = pydoc.locate(f'{__name__}.optax.sgd')\n",
    "in a timed text": "import timeit\ntimeit.timeit('f()', 'from __main__ import optax')\n",
}


@pytest.mark.parametrize("use", KEPT.values(), ids=KEPT)
def test_an_import_stays_that_is_used_by_text(use, fix):
    fixed = fix("import optax\n" + CALL + use)
    assert fixed.text.startswith("import optax\nfrom lrmigrate import lrsched\n")
    assert "transition_steps=9" in fixed.text


def test_a_rename_alone_does_not_mind_who_reads(fix):
    code = "import optax\nnames = sorted(globals())\n" + CALL
    assert "optax.cosine_decay_schedule(0.1, transition_steps=9)" in (
        fix(code, target="optax").text
    )
