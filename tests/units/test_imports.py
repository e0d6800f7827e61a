"""What happens to the imports around a rewritten call: refused cases first."""

import pytest

CALL = "cosine_decay_schedule(0.1, decay_steps=9)"
NEW = "cosine_decay_schedule(0.1, transition_steps=9)"

HELD = {
    "an import with another way to go": (
        "try:\n    import optax\nexcept ImportError:\n    print('no optax')\n"
        f"s = optax.{CALL}\n",
        "imported inside a `try`",
    ),
    "an import under suppress": (
        "from contextlib import suppress\nwith suppress(ImportError):\n"
        f"    import optax\ns = optax.{CALL}\n",
        "imported inside a `try` or `with`",
    ),
    "a new name first, the old one as fallback": (
        "try:\n    from optax import new as cosine_decay_schedule\nexcept ImportError:\n"
        f"    from optax import cosine_decay_schedule\ns = {CALL}\n",
        "also bound by an import",
    ),
    "a name in __all__": (
        "from optax import cosine_decay_schedule\n"
        f"__all__ = ['cosine_decay_schedule']\ns = {CALL}\n",
        "exported or shown by name on line 2",
    ),
    "a name added to __all__": (
        "from optax import cosine_decay_schedule\n__all__ = []\n"
        f"__all__ += ['cosine_decay_schedule']\ns = {CALL}\n",
        "exported or shown by name on line 3",
    ),
    "a name in a doctest": (
        f'"""Doc.\n\n>>> {CALL}(0)\n"""\n'
        f"from optax import cosine_decay_schedule\ns = {CALL}\n",
        "exported or shown by name on line 3",
    ),
    "an explicit re-export": (
        "from optax import cosine_decay_schedule as cosine_decay_schedule\n"
        f"s = {CALL}\n",
        "re-exports it",
    ),
    "one use that cannot move holds the others": (
        "from optax import cosine_decay_schedule\n"
        f"train(cosine_decay_schedule)\ns = {CALL}\n",
        "held by line 2: the function is passed to another function",
    ),
    "a use that a comment keeps holds the others": (
        "from optax import cosine_decay_schedule\n"
        f"a = {CALL}  # noqa: LRS001\nb = {CALL}\n",
        "held by line 2: a comment that silences LRS001",
    ),
    "an import in a function that uses the library by another name as well": (
        "import optax\ndef make(fast):\n    if fast:\n"
        f"        import optax.schedules as sch\n        return sch.{CALL}\n"
        "    return optax.adam(optax.linear_schedule(0.1, 0.0, 9))\n",
        "`optax` is used in the same function, and imported outside of it",
    ),
    "the same where a function inside it does": (
        "import optax\ndef make(fast):\n    def rest():\n        return optax.sgd(0.1)\n"
        f"    if fast:\n        import optax as ox\n        return ox.{CALL}\n"
        "    return rest()\n",
        "`optax` is used in the same function, and imported outside of it",
    ),
    "a function that something is looked up by": (
        "from optax import cosine_decay_schedule\n"
        f"LENGTH = {{cosine_decay_schedule: 'decay_steps'}}\ns = {CALL}\n"
        "def length(make):\n    return LENGTH[make]\n",
        "the function is stored in a dict",
    ),
    "a call inside an f-string": (
        f"import optax\nprint(f'{{optax.{CALL}(0)}}')\n",
        "inside an f-string",
    ),
}


@pytest.mark.parametrize(("code", "reason"), HELD.values(), ids=HELD)
def test_held_and_told(code, reason, fix):
    fixed = fix(code)
    assert fixed.text == code
    assert reason in fixed.findings[-1].left


MOVED = {
    "an import that something still uses stays": (
        f"import optax\ns = optax.{CALL}\nt = optax.adam(s)\n",
        "import optax\nfrom lrmigrate import lrsched\n"
        f"s = lrsched.{NEW}\nt = optax.adam(s)\n",
    ),
    "an import stays that a function inside names as not its own": (
        f"def f():\n    import optax as ox\n    s = ox.{CALL}\n"
        "    def g():\n        nonlocal ox\n    return s, g\n",
        "def f():\n    import optax as ox\n    from lrmigrate import lrsched\n"
        f"    s = lrsched.{NEW}\n    def g():\n        nonlocal ox\n    return s, g\n",
    ),
    "an import that nothing uses goes": (
        f"import optax as ox  # schedules\ns = ox.{CALL}\n",
        f"from lrmigrate import lrsched  # schedules\ns = lrsched.{NEW}\n",
    ),
    "a string annotation is a use": (
        f"import optax\ndef f(tx: 'optax.Schedule'):\n    return optax.{CALL}\n",
        "import optax\nfrom lrmigrate import lrsched\n"
        f"def f(tx: 'optax.Schedule'):\n    return lrsched.{NEW}\n",
    ),
    "a type comment is a use": (
        f"import optax\ns = optax.{CALL}  # type: optax.Schedule\n",
        "import optax\nfrom lrmigrate import lrsched\n"
        f"s = lrsched.{NEW}  # type: optax.Schedule\n",
    ),
    "a doctest is a use": (
        f'"""Doc.\n\n>>> optax.adam(1)\n"""\nimport optax\ns = optax.{CALL}\n',
        '"""Doc.\n\n>>> optax.adam(1)\n"""\nimport optax\n'
        f"from lrmigrate import lrsched\ns = lrsched.{NEW}\n",
    ),
    "prose in a docstring is no use": (
        f'"""We use optax here."""\nimport optax\ns = optax.{CALL}\n',
        f'"""We use optax here."""\nfrom lrmigrate import lrsched\ns = lrsched.{NEW}\n',
    ),
    "one of several modules goes": (
        f"import os, optax, sys\ns = optax.{CALL}\n",
        f"import os, sys\nfrom lrmigrate import lrsched\ns = lrsched.{NEW}\n",
    ),
    "the last of several modules goes": (
        f"import os, optax\ns = optax.{CALL}\n",
        f"import os\nfrom lrmigrate import lrsched\ns = lrsched.{NEW}\n",
    ),
    "statements on one line stay on one line": (
        f"import os; import optax; x = 1\ns = optax.{CALL}; optax.adam\n",
        "import os; import optax; from lrmigrate import lrsched; x = 1\n"
        f"s = lrsched.{NEW}; optax.adam\n",
    ),
    "an import in a function stays there": (
        f"def f():\n\timport optax\n\treturn optax.adam(optax.{CALL})\n",
        "def f():\n\timport optax\n\tfrom lrmigrate import lrsched\n"
        f"\treturn optax.adam(lrsched.{NEW})\n",
    ),
    "an import under a condition stays there": (
        f"if x:\n    import optax\n    s = optax.adam(optax.{CALL})\n",
        "if x:\n    import optax\n    from lrmigrate import lrsched\n"
        f"    s = optax.adam(lrsched.{NEW})\n",
    ),
    "an import whose failure raises anyway is no other way": (
        "try:\n    import optax\nexcept ImportError as e:\n    raise SystemExit from e\n"
        f"s = optax.{CALL}\n",
        "try:\n    from lrmigrate import lrsched\nexcept ImportError as e:\n"
        f"    raise SystemExit from e\ns = lrsched.{NEW}\n",
    ),
    "a name of the module is not taken": (
        f"import optax\nlrsched = 1\ns = optax.{CALL}\n",
        "from lrmigrate import lrsched as lrsched_schedules\nlrsched = 1\n"
        f"s = lrsched_schedules.{NEW}\n",
    ),
    "a name of an inner scope is not taken": (
        f"import optax\ndef f(lrsched):\n    return optax.{CALL}\n",
        "from lrmigrate import lrsched as lrsched_schedules\ndef f(lrsched):\n"
        f"    return lrsched_schedules.{NEW}\n",
    ),
    "an import that is there already is used": (
        f"import optax\nfrom lrmigrate import lrsched as lr\ns = optax.{CALL}\n",
        f"from lrmigrate import lrsched as lr\ns = lr.{NEW}\n",
    ),
    "a name imported alone moves in place": (
        "from optax import cosine_decay_schedule as c  # why\n"
        "s = c(0.1, decay_steps=9)\n",
        "from lrmigrate.lrsched import cosine_decay_schedule as c  # why\n"
        "s = c(0.1, transition_steps=9)\n",
    ),
    "a name in parentheses takes its line and comment along": (
        "from optax import (\n    adam,  # first\n    cosine_decay_schedule,  # second\n"
        f"    sgd,  # third\n)\ns = {CALL}\n",
        "from optax import (\n    adam,  # first\n    sgd,  # third\n)\n"
        "from lrmigrate.lrsched import cosine_decay_schedule  # second\n"
        f"s = {NEW}\n",
    ),
    "a star import that a type checker alone reads": (
        f"if TYPE_CHECKING:\n    from optax import *\nfrom optax import *\ns = {CALL}\n",
        "if TYPE_CHECKING:\n    from optax import *\n    from lrmigrate import lrsched\n"
        f"from optax import *\nfrom lrmigrate import lrsched\ns = lrsched.{NEW}\n",
    ),
    "a star import stays": (
        f"from optax import *\ns = adam({CALL})\n",
        f"from optax import *\nfrom lrmigrate import lrsched\ns = adam(lrsched.{NEW})\n",
    ),
    "a submodule's import": (
        f"import optax.schedules\ns = optax.schedules.{CALL}\n",
        f"from lrmigrate import lrsched\ns = lrsched.{NEW}\n",
    ),
    "nested calls are all rewritten in one run": (
        f"import optax\ns = optax.join_schedules([optax.{CALL}, optax.{CALL}], [4])\n",
        "import optax\nfrom lrmigrate import lrsched\n"
        f"s = optax.join_schedules([lrsched.{NEW}, lrsched.{NEW}], [4])\n",
    ),
    "Windows line ends": (
        f"import optax\r\ns = optax.adam(optax.{CALL})\r\n",
        "import optax\r\nfrom lrmigrate import lrsched\r\n"
        f"s = optax.adam(lrsched.{NEW})\r\n",
    ),
    "old Macintosh line ends": (
        f"import optax\rs = optax.adam(optax.{CALL})\r",
        f"import optax\rfrom lrmigrate import lrsched\rs = optax.adam(lrsched.{NEW})\r",
    ),
    "no line end at the end, a form feed, and letters of two bytes": (
        f"import optax\n\x0cé = optax.adam; s = (é, optax.{CALL})",
        "import optax\nfrom lrmigrate import lrsched\n"
        f"\x0cé = optax.adam; s = (é, lrsched.{NEW})",
    ),
}


@pytest.mark.parametrize(("code", "expected"), MOVED.values(), ids=MOVED)
def test_moved(code, expected, fix):
    assert fix(code).text == expected


def test_a_package_keeps_what_it_exports(fix):
    code = f"from optax import cosine_decay_schedule\ns = {CALL}\n"
    fixed = fix(code, path="package/__init__.py")
    assert fixed.text == code
    assert "what this package exports" in fixed.findings[0].left


def test_a_package_keeps_the_module_that_it_imported(fix):
    code = f"import optax\ns = optax.{CALL}\n"
    fixed = fix(code, path="package/__init__.py")
    assert fixed.text == (
        f"import optax\nfrom lrmigrate import lrsched\ns = lrsched.{NEW}\n"
    )


CYCLE = "dict(init_value=0.0, peak_value=0.1, warmup_steps=5, {}=9)"
OLD_CYCLES, NEW_CYCLES = (
    f"[{CYCLE.format(key)}]" for key in ("decay_steps", "transition_steps")
)
RENAMED = {
    "a function imported by its name": (
        "from optax import sgdr_schedule\ns = sgdr_schedule({c})\n",
        "from lrmigrate.lrsched import cosine_warm_restarts_schedule\n"
        "s = cosine_warm_restarts_schedule({c})\n",
        "from optax import cosine_warm_restarts_schedule\n"
        "s = cosine_warm_restarts_schedule({c})\n",
    ),
    "a function whose new name is taken": (
        "from optax import sgdr_schedule\n"
        "def cosine_warm_restarts_schedule(): ...\ns = sgdr_schedule({c})\n",
        "from lrmigrate.lrsched import cosine_warm_restarts_schedule as sgdr_schedule\n"
        "def cosine_warm_restarts_schedule(): ...\ns = sgdr_schedule({c})\n",
        "from optax import cosine_warm_restarts_schedule as sgdr_schedule\n"
        "def cosine_warm_restarts_schedule(): ...\ns = sgdr_schedule({c})\n",
    ),
    "an alias by assignment, all of its uses with it": (
        "import optax\nrestarts = optax.sgdr_schedule\ns = restarts(cosine_kwargs={c})\n",
        "from lrmigrate import lrsched\n"
        "restarts = lrsched.cosine_warm_restarts_schedule\ns = restarts(cycles={c})\n",
        "import optax\nrestarts = optax.cosine_warm_restarts_schedule\n"
        "s = restarts(cycles={c})\n",
    ),
}


@pytest.mark.parametrize(("code", "lrsched", "optax"), RENAMED.values(), ids=RENAMED)
def test_renamed(code, lrsched, optax, fix):
    code = code.replace("{c}", OLD_CYCLES)
    assert fix(code, "lrsched").text == lrsched.replace("{c}", NEW_CYCLES)
    assert fix(code, "optax").text == optax.replace("{c}", NEW_CYCLES)


HELD_BY_CLASS = {
    "a static function": ("staticmethod({})", "self.make"),
    "a function, by the class's name": ("{}", "A.make"),
}


@pytest.mark.parametrize(("held", "callee"), HELD_BY_CLASS.values(), ids=HELD_BY_CLASS)
def test_an_attribute_of_a_class_moves_with_its_calls(held, callee, fix):
    def code(module, keyword):
        function = held.format(f"{module}.cosine_decay_schedule")
        return (
            f"class A:\n    make = {function}\n"
            f"    def run(self):\n        return {callee}(0.1, {keyword}=9)\n"
        )

    fixed = fix("import optax\n" + code("optax", "decay_steps"))
    moved = code("lrsched", "transition_steps")
    assert fixed.text == "from lrmigrate import lrsched\n" + moved


def test_an_attribute_of_a_class_that_others_call_stays(fix):
    code = (
        "import optax\nclass A:\n    make = staticmethod(optax.cosine_decay_schedule)\n"
        "    def run(self):\n        return self.make(0.1, decay_steps=9)\n"
        "def use(a):\n    return a.make(0.1, decay_steps=9)\n"
    )
    assert fix(code).text == code
