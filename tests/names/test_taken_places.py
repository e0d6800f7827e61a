"""What another module of the tree has under a name, where more than a line gives it."""

import pytest
from fixed_projects import fixed

CALL = "cosine_decay_schedule(0.1, decay_steps=9)\n"
OURS = "def cosine_decay_schedule(init_value, decay_steps): return 9.0\n"
BY_STAR = "from optax import *\n"
BY_NAME = "from optax import cosine_decay_schedule\n"
COMPUTED = "globals()['cosine_decay' + '_schedule'] = lambda *args, **options: 9.0\n"

SET_BY_TEXT = {
    "behind two stars": (f"from lib import *\n{CALL}", BY_STAR + COMPUTED),
    "behind a star": (
        f"from lib import cosine_decay_schedule as c\nc{CALL[21:]}",
        BY_STAR + COMPUTED,
    ),
    "by name": (
        f"from lib import cosine_decay_schedule as c\nc{CALL[21:]}",
        BY_NAME + COMPUTED,
    ),
    "of the module": (f"import lib\nlib.{CALL}", BY_NAME + COMPUTED),
    "before the import": (f"import lib\nlib.{CALL}", COMPUTED + BY_NAME),
    "in a function": (
        f"import lib\nlib.{CALL}",
        f"{BY_NAME}def change(name):\n    globals()[name] = print\n",
    ),
    "by a text that runs": (
        f"import lib\nlib.{CALL}",
        f"{BY_NAME}exec('cosine_decay_' + 'schedule = print')\n",
    ),
    "of its own module": (
        f"import lib\nlib.{CALL}",
        f"import sys\n{BY_NAME}sys.modules[__name__].__dict__['cosine_' + x] = print\n",
    ),
    "of a library that it hands on": (
        f"from lib import optax\noptax.{CALL}",
        "import optax\nglobals()['opt' + 'ax'] = print\n",
    ),
}


@pytest.mark.parametrize(("main", "lib"), SET_BY_TEXT.values(), ids=SET_BY_TEXT)
def test_what_another_module_sets_by_text_is_left(main, lib, tmp_path):
    text, told = fixed(tmp_path, main, lib=lib)
    assert text == main
    assert "can reach every name of lib.py" in told


NOT_SET = {
    "another name": f"{BY_NAME}globals()['other'] = 1\n",
    "another name by a star": f"{BY_STAR}globals()['other'] = 1\n",
    "only read": f"{BY_NAME}print(len(globals()))\n",
}


@pytest.mark.parametrize("lib", NOT_SET.values(), ids=NOT_SET)
def test_what_no_text_sets_is_rewritten(lib, tmp_path):
    text, _ = fixed(tmp_path, f"import lib\nlib.{CALL}", lib=lib)
    assert "transition_steps=9" in text


PARTS = {
    "of the package, by name": (
        f"import pkg.optax\nfrom pkg import optax\noptax.{CALL}",
        {"pkg/__init__": "import optax\n", "pkg/optax": OURS},
    ),
    "of the package, as an attribute": (
        f"import pkg.optax\npkg.optax.{CALL}",
        {"pkg/__init__": "import optax\n", "pkg/optax": OURS},
    ),
    "that another file imports": (
        f"import pkg\nimport user\npkg.optax.{CALL}",
        {
            "pkg/__init__": "import optax\n",
            "pkg/optax": OURS,
            "user": "import pkg.optax\n",
        },
    ),
    "that is a package": (
        f"import pkg.optax\npkg.optax.{CALL}",
        {"pkg/__init__": "import optax\n", "pkg/optax/__init__": OURS},
    ),
    "by another name": (
        f"import pkg.o\npkg.o.{CALL}",
        {"pkg/__init__": "import optax as o\n", "pkg/o": OURS},
    ),
    "of what the package imports from": (
        f"import pkg.make\npkg.make{CALL[21:]}",
        {
            "pkg/__init__": "from .a import make\n",
            "pkg/a": "from optax import cosine_decay_schedule as make\n",
            "pkg/make": "",
        },
    ),
}


@pytest.mark.parametrize(("main", "files"), PARTS.values(), ids=PARTS)
def test_a_module_that_takes_a_name_of_its_package(main, files, tmp_path):
    text, told = fixed(tmp_path, main, **files)
    assert text == main
    assert "of its package where that is imported" in told


def test_a_module_that_takes_a_name_that_its_package_uses(tmp_path):
    code = f"import optax\nfrom . import user\ndef make(): return optax.{CALL}"
    files = {"pkg/__init__": code, "pkg/optax": OURS, "pkg/user": "import pkg.optax\n"}
    _, told = fixed(tmp_path, "import pkg\npkg.make()\n", **files)
    assert (tmp_path / "pkg/__init__.py").read_text() == code
    assert "`optax` is optax.py of its package where that is imported" in told


OF_THE_PART = {
    "from it": "from .cosine_decay_schedule import cosine_decay_schedule\n",
    "from it, absolute": "from pkg.cosine_decay_schedule import cosine_decay_schedule\n",
    "from it, twice": (
        "try:\n    from .cosine_decay_schedule import cosine_decay_schedule\n"
        "except ImportError:\n"
        "    from pkg.cosine_decay_schedule import cosine_decay_schedule\n"
    ),
}


@pytest.mark.parametrize("init", OF_THE_PART.values(), ids=OF_THE_PART)
def test_what_a_package_takes_from_its_module_of_that_name(init, tmp_path):
    files = {"pkg/__init__": init, "pkg/cosine_decay_schedule": BY_NAME}
    text, _ = fixed(tmp_path, f"import pkg\npkg.{CALL}", **files)
    assert "transition_steps=9" in text


def test_a_module_of_a_package_is_no_name_of_a_file_beside_it(tmp_path):
    main = f"import pkg.a\npkg.a.optax.{CALL}"
    files = {"pkg/__init__": "", "pkg/a": "import optax\n", "pkg/b": "x = 1\n"}
    text, _ = fixed(tmp_path, main, **files)
    assert "transition_steps=9" in text


@pytest.mark.parametrize(
    "line",
    [
        "from pkg import schedules",
        "from . import schedules",
        "import pkg.schedules as schedules",
    ],
)
def test_a_module_that_a_package_imports_from_itself(line, tmp_path):
    init = f"{line}\nmake = schedules.cosine_decay_schedule\n"
    files = {"pkg/__init__": init, "pkg/schedules": BY_NAME}
    text, _ = fixed(tmp_path, f"import pkg\npkg.make{CALL[21:]}", **files)
    assert "transition_steps=9" in text


def test_a_library_imports_a_module_from_itself(tmp_path):
    files = {
        "optax/__init__": "from optax import schedules\nsgdr = schedules.sgdr_schedule\n",
        "optax/schedules/__init__": "def sgdr_schedule(cosine_kwargs): ...\n",
        "optax/_src/base": "",
    }
    _, told = fixed(tmp_path, "", **files)
    assert "optax/__init__.py:2:" in told
    assert "its package" not in told
