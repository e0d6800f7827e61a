"""What else the program does: names that mean something else, patches, texts."""

from __future__ import annotations

from draft import Draft, Table

EXTRAS = Table("extra")


def _before(draft: Draft, text: str) -> None:
    """Statements before the call; those after ``--`` stand behind it."""
    first, _, last = f"{text}\n".partition("--\n")
    lines = first.strip().splitlines()
    while lines and lines[0].startswith(("import ", "from ")):
        draft.imported(lines.pop(0))
    draft.top.extend(lines)
    draft.tail.extend(last.strip().splitlines())


def _of_optax(draft: Draft, text: str) -> None:
    """The same where the module has the name `optax`."""
    draft.need("import optax" in draft.header)
    _before(draft, text)


def _of_the_function(draft: Draft, text: str) -> None:
    """The same where the module has the function's name."""
    draft.need(f"from optax import {draft.function}" in draft.header)
    _before(draft, text)


def _other_file(draft: Draft, text: str) -> None:
    """A path, its text, and what the module does with it before the call."""
    path, body, *lines = text.split("\n--\n")
    draft.files[path] = body + "\n"
    draft.top.extend("\n".join(lines).splitlines())


EXTRAS.nothing(25)
EXTRAS.texts(
    hostile=False,
    apply=_before,
    a_field_of_that_name="class Settings:\n    decay_steps = 7\n    pct_start = 0.1\n--\nprint(Settings.decay_steps)",
    a_function_of_that_keyword="def plan(decay_steps, pct_start=0.5):\n    return decay_steps * pct_start\n--\nprint(plan(decay_steps=4))",
    a_dict_of_that_key='plan = {"decay_steps": 3, "pct_start": 0.5}\n--\nprint(plan["decay_steps"])',
    a_variable_called_vars="vars = {'params': 1}\n--\nprint(vars['params'])",
    a_setattr_in_another_class="class State:\n    def __init__(self, **values):\n        for name, value in values.items():\n            setattr(self, name, value)\n--\nprint(State(a=1).a)",
    a_docstring_with_the_words='def plan():\n    """Makes optax.cosine_decay_schedule(lr, decay_steps=n), or `pct_start`."""\n--\nprint(plan())',
    a_comment_with_the_words="# decay_steps and pct_start, see sgdr_schedule(cosine_kwargs=...)",
    an_option_of_that_name="import argparse\nflags = argparse.ArgumentParser()\nflags.add_argument('--decay_steps', type=int, default=5)\n--\nprint(flags.parse_args([]).decay_steps)",
    another_schedule="import optax as other\n--\nshow(other.linear_schedule(1.0, 0.0, 10))",
    another_optimizer="import optax as second\noptimizer = second.adam(1e-3)\n--\nprint(len(optimizer))",
    a_guarded_main="def run():\n    print('run')\n--\nif __name__ == '__main__':\n    run()",
    an_all_of_what_it_makes="__all__ = ['schedule']",
    a_logger="import logging\nlog = logging.getLogger(__name__)\nlog.debug('decay_steps=%d', 3)",
    a_future_import_and_types="from typing import Any\ndef same(value: Any) -> Any:\n    return value\n--\nprint(same(3))",
    a_method_of_the_name="class Own:\n    def cosine_decay_schedule(self, decay_steps):\n        return decay_steps\n--\nprint(Own().cosine_decay_schedule(decay_steps=3))",
    a_local_int="def parse(text):\n    number = int(text)\n    return number\n--\nprint(parse('3'))",
    a_string_with_the_words="message = 'decay_steps must be positive'\n--\nprint(len(message))",
    a_local_optax_word="optimizer_name = 'optax'\n--\nprint(optimizer_name)",
    an_unused_dict="defaults = dict(learning_rate=0.1, momentum=0.9)\n--\nprint(sorted(defaults))",
)
EXTRAS.texts(
    hostile=True,
    apply=_before,
    replaced_before="import optax as o\no.<function> = lambda *a, **k: print('fake', len(a), sorted(k)) or o.constant_schedule(0.5)",
    replaced_by_setattr="import optax as o\nsetattr(o, '<function>', lambda *a, **k: print('fake', len(a), sorted(k)) or o.constant_schedule(0.5))",
    replaced_by_vars="import optax as o\nvars(o)['<function>'] = lambda *a, **k: print('fake', len(a), sorted(k)) or o.constant_schedule(0.5)",
    replaced_by_dunder_dict="import optax as o\no.__dict__.update(<function>=lambda *a, **k: print('fake', len(a), sorted(k)) or o.constant_schedule(0.5))",
    replaced_in_a_loop="import optax as o\nfor name in dir(o):\n    if name.endswith('_schedule') and 'constant' not in name:\n        setattr(o, name, lambda *a, **k: print('fake', len(a), sorted(k)) or o.constant_schedule(0.5))",
    wrapped_in_a_loop="""
    import optax as o
    import functools
    def traced(f):
        return lambda *a, **k: print(f.__name__, len(a), sorted(k)) or f(*a, **k)
    for name, f in list(vars(o).items()):
        if name.endswith("_schedule"):
            setattr(o, name, traced(f))
    """,
    patched="from unittest import mock\nmock.patch('optax.<function>', lambda *a, **k: print('fake', len(a), sorted(k)) or (lambda s: 0.5)).start()",
    patched_object="from unittest import mock\nimport optax as o\nmock.patch.object(o, '<function>', lambda *a, **k: print('fake', len(a), sorted(k)) or (lambda s: 0.5)).start()",
    patched_multiple="from unittest import mock\nmock.patch.multiple('optax', <function>=lambda *a, **k: print('fake', len(a), sorted(k)) or (lambda s: 0.5)).start()",
    patched_dict="from unittest import mock\nimport optax as o\nmock.patch.dict(o.__dict__, <function>=lambda *a, **k: print('fake', len(a), sorted(k)) or (lambda s: 0.5)).start()",
    patched_by_a_made_name="from unittest import mock\ntarget = 'optax.' + '<function>'\nmock.patch(target, lambda *a, **k: print('fake', len(a), sorted(k)) or (lambda s: 0.5)).start()",
    patched_module="from unittest import mock\nimport sys\nfake = mock.MagicMock()\nsys.modules['optax'] = fake\nimport optax\n--\nprint(type(schedule).__name__)",
    patched_inner_module="import optax as o\no.schedules._schedule.<function> = lambda *a, **k: print('fake', len(a), sorted(k)) or o.constant_schedule(0.5)",
    patched_joining="from optax.schedules import _schedule as s\nreal_join = s._join.join_schedules\ns._join.join_schedules = lambda *a, **k: print('joining') or real_join(*a, **k)",
    replaced_in_the_globals_of_a_function="""
    import types
    def tell():
        pass
    --
    tell.__globals__["optax"] = types.SimpleNamespace()
    print(sorted(vars(optax)))
    """,
    patched_by_a_variable="from unittest import mock\nTARGET = 'optax.<function>'\nmock.patch(TARGET, lambda *a, **k: print('fake', len(a), sorted(k)) or (lambda s: 0.5)).start()",
    a_fixture_of_its_own="""
    import optax as o
    class MonkeyPatch:
        def setattr(self, where, name, value):
            setattr(where, name, value)
    MonkeyPatch().setattr(o, "<function>", lambda *a, **k: print("fake", len(a), sorted(k)) or o.constant_schedule(0.5))
    """,
    patched_and_restored="from unittest import mock\nwith mock.patch('optax.<function>') as fake:\n    pass",
    an_int_of_its_own="def int(value):\n    return 7",
    an_int_by_globals="globals()['int'] = lambda value: 7",
    an_int_by_exec="exec('int = lambda value: 7')",
    an_int_of_builtins="import builtins\nreal_int = builtins.int\nbuiltins.int = lambda value=0, *a: real_int(value, *a) + (not a)\n--\nbuiltins.int = real_int",
    a_round_of_its_own="from numpy import round",
    all_names_of_numpy="from numpy import *",
    all_names_of_math="from math import *",
    a_dict_of_its_own="def dict(**entries):\n    print(sorted(entries))\n    return entries",
    a_len_of_its_own="def len(value):\n    return 9",
    a_name_lrsched="lrsched = 3\n--\nprint(lrsched)",
    a_late_name_lrsched="--\nlrsched = 3\nprint(lrsched)",
    a_name_lrsched_by_globals="globals()['lrsched'] = 3\n--\nprint(lrsched)",
    a_name_lrsched_by_exec="exec('lrsched = 3')\n--\nprint(lrsched)",
    a_parameter_lrsched="def tell(lrsched=4):\n    print(lrsched)\n--\ntell()",
    a_global_lrsched="def set_it():\n    global lrsched\n    lrsched = 5\nset_it()\n--\nprint(lrsched)",
    the_new_name_taken="cosine_warm_restarts_schedule = 4\n--\nprint(cosine_warm_restarts_schedule)",
    the_new_name_asked_for="--\nprint('cosine_warm_restarts_schedule' in globals(), 'lrsched' in globals())",
    the_names_listed="--\nprint(sorted(name for name in globals() if 'sched' in name or name == 'optax'))",
    the_names_counted="--\nprint(len([name for name in dir() if not name.startswith('_')]))",
    a_try_around_an_error="import optax as o\ntry:\n    o.<function>('a')\nexcept Exception as error:\n    print(type(error).__name__)",
    a_try_around_a_type_error="import optax as o\ntry:\n    o.<function>(nothing=3)\nexcept TypeError as error:\n    print(error)",
    a_bad_schedule_that_is_never_called="import optax as o\nbad = o.cosine_decay_schedule('1e-3', decay_steps=5)\n--\nprint(bad is not None)",
    a_negative_schedule_in_a_try="import optax as o\ntry:\n    o.cosine_decay_schedule(0.1, decay_steps=-5)\nexcept ValueError as error:\n    print(error)",
    an_all_with_optax="__all__ = ['schedule', 'optax']",
    a_warning_filter="import warnings\nwarnings.simplefilter('error')",
    a_trace="import sys\nseen = []\nsys.setprofile(lambda frame, event, arg: seen.append(frame.f_code.co_name) if event == 'call' else None)\n--\nsys.setprofile(None)\nprint('<function>' in seen)",
    a_module_getattr="def __getattr__(name):\n    import optax\n    return getattr(optax, name)\n--\nimport sys\nprint(sys.modules[__name__].adam.__name__)",
    a_hook_of_import="import builtins\nreal_import = builtins.__import__\nasked = []\nbuiltins.__import__ = lambda name, *a, **k: asked.append(name) or real_import(name, *a, **k)\n--\nbuiltins.__import__ = real_import\nprint('lrmigrate' in asked)",
    the_modules_counted="--\nimport sys\nprint('lrmigrate.lrsched' in sys.modules or True)",
)
EXTRAS.texts(
    hostile=True,
    apply=_of_optax,
    the_module_by_eval="--\nprint(eval('optax').__name__)",
    the_module_in_an_executed_text="--\nexec('print(optax.adam(0.1) is not None)')",
    the_module_in_a_format="--\nprint('{0}'.format(eval('optax').__name__))",
    the_module_by_globals="--\nprint(globals().get('optax') is not None)",
    the_module_by_a_loop="--\nprint([n for n, v in sorted(globals().items()) if getattr(v, '__name__', '') == 'optax'])",
    the_module_in_the_globals_of_a_function="def tell():\n    pass\n--\nprint('optax' in tell.__globals__)",
    the_module_by_timeit="import timeit\n--\ntimeit.timeit('optax.adam(0.1)', globals=globals(), number=1)\nprint('timed')",
    the_module_in_an_annotation="import typing\ndef tell(tx: 'optax.GradientTransformation'):\n    pass\n--\nprint(typing.get_type_hints(tell))",
    the_module_in_a_doctest="""
    import doctest
    def tell():
        \"\"\"
        >>> optax.adam(0.1) is None
        False
        \"\"\"
    --
    print(doctest.testmod().failed)
    """,
    the_module_deleted="--\ndel optax",
    the_module_deleted_by_globals="--\nprint(globals().pop('optax', None) is None)",
    the_module_reloaded="import importlib\nimport optax as o\nimportlib.reload(o.schedules)",
    the_module_replaced_by_another="import types\nimport optax\noptax = types.SimpleNamespace(**vars(optax))",
    the_module_assigned_later="--\noptax = None\nprint(optax)",
    the_module_of_a_function="def load():\n    import optax\n    return optax\n--\nprint(load().__name__)",
)
EXTRAS.texts(
    hostile=True,
    apply=_of_the_function,
    the_function_by_eval="--\nprint(eval('<function>').__name__)",
    the_function_by_globals="--\nprint(globals().get('<function>') is not None)",
)
EXTRAS.texts(
    hostile=True,
    apply=_other_file,
    replaced_in_another_file="patches.py\n--\nimport optax\noptax.<function> = lambda *a, **k: print('fake', len(a), sorted(k)) or optax.constant_schedule(0.5)\n--\nimport patches",
    replaced_when_called_in_another_file="patches.py\n--\nimport optax\ndef apply():\n    for name in dir(optax):\n        if name == '<function>':\n            setattr(optax, name, lambda *a, **k: print('fake', len(a), sorted(k)) or optax.constant_schedule(0.5))\n--\nimport patches\npatches.apply()",
    replaced_by_a_made_name_in_another_file="patches.py\n--\nimport sys\ndef apply():\n    o = sys.modules['op' + 'tax']\n    setattr(o, '_'.join('<function>'.split('_')), lambda *a, **k: print('fake', len(a), sorted(k)) or o.constant_schedule(0.5))\n--\nimport optax\nimport patches\npatches.apply()",
    an_executed_file="part.txt\n--\nprint(optax.adam(0.1) is not None)\n--\nimport optax\nimport pathlib\nexec(pathlib.Path('part.txt').read_text())",
    an_executed_python_file="part.py\n--\nprint(optax.adam(0.1) is not None)\n--\nimport optax\nimport pathlib\nexec(pathlib.Path('part.py').read_text())",
    a_module_of_its_own_lrsched="lrsched.py\n--\nvalue = 3\n--\nimport lrsched\nprint(lrsched.value)",
    all_names_of_a_file_with_int="numbers_of.py\n--\ndef int(value):\n    return 7\n--\nfrom numbers_of import *",
    all_names_of_a_file_with_optax="names_of.py\n--\nclass optax:\n    @staticmethod\n    def <function>(*a, **k):\n        print('fake', len(a), sorted(k))\n        return lambda step: 0.5\n--\nfrom names_of import *",
    a_name_set_from_another_file="sets.py\n--\nimport sys\nsys.modules['__main__'].int = lambda value: 7\n--\nimport sets",
)
