"""Where an added import goes: where the project's sorter would put it, or as before."""

from __future__ import annotations

from textwrap import dedent

import pytest

CALL = "\n\nx = optax.cosine_decay_schedule(0.1, decay_steps=9)\noptax.adam(x)\n"
NEW = "\n\nx = lrsched.cosine_decay_schedule(0.1, transition_steps=9)\noptax.adam(x)\n"
RUFF = "[tool.ruff]\n"

# As the file is configured, its imports, and what they are after the fix.
STAYING = {
    "a project that names no sorter": (
        "[project]\nname = 'p'\n",
        "import jax\nimport optax\nimport absl\nfrom flax import nnx\n",
        "import jax\nimport optax\nfrom lrmigrate import lrsched\n"
        "import absl\nfrom flax import nnx\n",
    ),
    "two imports from one module": (
        RUFF,
        "import optax\nfrom flax import linen\nfrom flax import nnx\n",
        "import optax\nfrom lrmigrate import lrsched\n"
        "from flax import linen\nfrom flax import nnx\n",
    ),
    "an option of isort that is not known": (
        "[tool.isort]\nreverse_sort = true\n",
        "import optax\nfrom flax import nnx\n",
        "import optax\nfrom lrmigrate import lrsched\nfrom flax import nnx\n",
    ),
    "imports that were not sorted": (
        RUFF,
        "import optax\nimport jax\nfrom flax import nnx\n",
        "import optax\nfrom lrmigrate import lrsched\nimport jax\nfrom flax import nnx\n",
    ),
    "sections that were not apart": (
        RUFF,
        "import os\nimport optax\nfrom flax import nnx\n",
        "import os\nimport optax\nfrom lrmigrate import lrsched\nfrom flax import nnx\n",
    ),
    "a comment for the sorter": (
        RUFF,
        "import optax  # isort: skip\nfrom flax import nnx\n",
        "import optax  # isort: skip\n"
        "from lrmigrate import lrsched\nfrom flax import nnx\n",
    ),
    "two imports in one line": (
        RUFF,
        "import jax; import optax\nfrom flax import nnx\n",
        "import jax; import optax; from lrmigrate import lrsched\nfrom flax import nnx\n",
    ),
    "an option that is not known": (
        RUFF + "lint.isort.forced-separate = ['tests']\n",
        "import optax\nfrom flax import nnx\n",
        "import optax\nfrom lrmigrate import lrsched\nfrom flax import nnx\n",
    ),
    "a value that is none": (
        RUFF + "lint.isort.known-first-party = 3\n",
        "import optax\nfrom flax import nnx\n",
        "import optax\nfrom lrmigrate import lrsched\nfrom flax import nnx\n",
    ),
    "a configuration that extends what is not there": (
        RUFF + "extend = 'other.toml'\nsrc = 3\n",
        "import optax\nfrom flax import nnx\n",
        "import optax\nfrom lrmigrate import lrsched\nfrom flax import nnx\n",
    ),
    "what runs between two imports": (
        RUFF,
        "import optax\n\nprint(1)\nfrom flax import nnx\n",
        "import optax\nfrom lrmigrate import lrsched\n\nprint(1)\nfrom flax import nnx\n",
    ),
}
SORTED = {
    "behind another `from`": (
        RUFF,
        "import jax\nimport optax\nfrom flax import nnx\n",
        "import jax\nimport optax\nfrom flax import nnx\nfrom lrmigrate import lrsched\n",
    ),
    "before the old one": (
        RUFF + "lint.isort.force-sort-within-sections = true\n",
        "from flax import nnx\nimport optax\n",
        "from flax import nnx\nfrom lrmigrate import lrsched\nimport optax\n",
    ),
    "before what is the project's own": (
        RUFF + "lint.isort.known-first-party = ['mine']\n",
        "import optax\nfrom flax import nnx\n\nimport mine\n\nfrom . import here\n",
        "import optax\nfrom flax import nnx\nfrom lrmigrate import lrsched\n\n"
        "import mine\n\nfrom . import here\n",
    ),
    "in a section of its own": (
        RUFF + "lint.isort.known-first-party = ['lrmigrate']\n",
        "import optax\n\nfrom . import here\n",
        "import optax\n\nfrom lrmigrate import lrsched\n\nfrom . import here\n",
    ),
    "without sections": (
        RUFF + "lint.isort.no-sections = true\n",
        "import optax\nimport os\nfrom flax import nnx\nfrom zoo import a\n",
        "import optax\nimport os\nfrom flax import nnx\n"
        "from lrmigrate import lrsched\nfrom zoo import a\n",
    ),
    "below the comment of the first": (
        RUFF + "lint.isort.from-first = true\n",
        "# Of others.\nimport optax\n",
        "# Of others.\nfrom lrmigrate import lrsched\nimport optax\n",
    ),
    "with the comment of another kept": (
        RUFF,
        "import optax\n# Models.\nfrom flax import nnx  # new\nfrom zoo import a\n",
        "import optax\n# Models.\nfrom flax import nnx  # new\n"
        "from lrmigrate import lrsched\nfrom zoo import a\n",
    ),
    "as the file has it, where no sorter is named": (
        "[project]\nname = 'p'\n",
        "import os\n\nimport jax\nimport optax\nfrom flax import nnx\n\nimport a\n",
        "import os\n\nimport jax\nimport optax\nfrom flax import nnx\n"
        "from lrmigrate import lrsched\n\nimport a\n",
    ),
    "among each other, where no sorter is named": (
        "[tool.black]\n",
        "from flax import nnx\nimport jax\nimport optax\nfrom zoo import Z\n",
        "from flax import nnx\nimport jax\nfrom lrmigrate import lrsched\n"
        "import optax\nfrom zoo import Z\n",
    ),
    "each name by itself, where no sorter is named": (
        "",
        "from typing import Any, Dict\n\nimport optax\n"
        "from flax import linen\nfrom flax import nnx\n",
        "from typing import Any, Dict\n\nimport optax\n"
        "from flax import linen\nfrom flax import nnx\nfrom lrmigrate import lrsched\n",
    ),
    "each name by itself and among each other, where no sorter is named": (
        "",
        "from flax import linen\nfrom flax import nnx\nimport optax\n",
        "from flax import linen\nfrom flax import nnx\n"
        "from lrmigrate import lrsched\nimport optax\n",
    ),
    "behind the one import that there is": (
        "",
        "import optax\n",
        "import optax\nfrom lrmigrate import lrsched\n",
    ),
    "as isort does, which compares whole lines": (
        "[tool.isort]\nprofile = 'black'\nforce_sort_within_sections = true\n"
        "float_to_top = true\nlexicographical = true\n",
        "from PIL import Image\nfrom flax import nnx\nimport optax\n",
        "from PIL import Image\nfrom flax import nnx\n"
        "from lrmigrate import lrsched\nimport optax\n",
    ),
    "where a pattern says what is the project's own": (
        RUFF + "src = ['*s']\n",
        "import optax\nfrom flax import nnx\n\nimport near\n",
        "import optax\nfrom flax import nnx\nfrom lrmigrate import lrsched\n\n"
        "import near\n",
    ),
    "as isort does": (
        "[tool.isort]\nprofile = 'black'\n",
        "import optax\nfrom flax import nnx\n",
        "import optax\nfrom flax import nnx\nfrom lrmigrate import lrsched\n",
    ),
    "as isort does for Google": (
        "[tool.isort]\nprofile = 'google'\n",
        "from flax import nnx\nimport optax\n",
        "from flax import nnx\nfrom lrmigrate import lrsched\nimport optax\n",
    ),
}
TABLE = {**STAYING, **SORTED}


@pytest.mark.parametrize(("config", "before", "after"), TABLE.values(), ids=TABLE)
def test_an_import_goes_where_the_sorter_would_put_it(
    config, before, after, project, fix_in
):
    files = {"pyproject.toml": config, "libs/near.py": "", "a.py": before + CALL}
    root = project(files)
    assert fix_in(root / "a.py") == after + NEW


def test_a_guarded_import_keeps_its_order(project, fix_in):
    code = """
    try:
        import optax
        import zoo
    except ImportError:
        raise

    x = optax.cosine_decay_schedule(0.1, decay_steps=9)
    optax.adam(x)
    """
    root = project({"ruff.toml": "", "a.py": code})
    now = fix_in(root / "a.py")
    order = [line.split()[-1] for line in now.split("\n")[1:4]]
    assert order == ["optax", "lrsched", "zoo"]


def test_a_function_has_a_block_of_its_own(project, fix_in):
    code = """
    import os

    def build(n):
        import optax
        from flax import nnx

        optax.adam(1)
        return optax.cosine_decay_schedule(0.1, decay_steps=n), nnx, os
    """
    root = project({".ruff.toml": "", "a.py": code})
    assert fix_in(root / "a.py").startswith(
        "import os\n\ndef build(n):\n    import optax\n    from flax import nnx\n"
        "    from lrmigrate import lrsched\n\n"
    )


@pytest.mark.parametrize(
    ("name", "config"),
    {
        "setup.cfg": ("setup.cfg", "[isort]\nforce_sort_within_sections = 1\n"),
        ".isort.cfg": (
            ".isort.cfg",
            "[settings]\nforce_sort_within_sections = True\n",
        ),
        "tox.ini": ("tox.ini", "[isort]\nforce_sort_within_sections = yes\n"),
        "ruff.toml": ("ruff.toml", "lint.isort.force-sort-within-sections = true\n"),
        "what is extended": (
            "ruff.toml",
            "extend = 'base/other.toml'\nlint.isort.no-sections = false\n",
        ),
    }.values(),
)
def test_each_file_of_a_configuration_is_read(name, config, project, fix_in):
    base = "lint.isort.force-sort-within-sections = true\n"
    code = dedent("import jax\nimport optax\n") + CALL
    root = project({name: config, "base/other.toml": base, "deep/in/a.py": code})
    assert fix_in(root / "deep" / "in" / "a.py").startswith(
        "import jax\nfrom lrmigrate import lrsched\nimport optax\n"
    )


@pytest.mark.parametrize(
    ("config", "hook", "after"),
    [
        ("", "", "optax zoo lrsched"),
        ("", "args: [--profile, google]", "lrsched optax zoo"),
        ("", 'args: ["--profile=google", "--filter-files"]', "lrsched optax zoo"),
        (
            "[tool.isort]\nline_length = 80\n",
            "args: [--profile=google]",
            "lrsched optax zoo",
        ),
        ("", "args: &args\n              - '--profile=google'", "lrsched optax zoo"),
        ("", "# args: [--profile, google]", "optax zoo lrsched"),
        ("", "args: [--profile, google", "optax lrsched zoo"),
        ("", "args: [--profile, attrs]", "optax lrsched zoo"),
        (
            "",
            "exclude: a\n          - id: other\n            args: [--profile, google]",
            "optax zoo lrsched",
        ),
    ],
)
def test_a_hook_says_how_isort_sorts(config, hook, after, project, fix_in):
    hooks = f"""
    repos:
      - repo: https://github.com/pycqa/isort
        hooks:
          - id: isort
            {hook}
    """
    code = "import optax\nimport zoo\n" + CALL
    files = {".pre-commit-config.yaml": hooks, "pyproject.toml": config, "a.py": code}
    now = fix_in(project(files) / "a.py")
    assert [line.split()[-1] for line in now.split("\n")[:3]] == after.split()


def test_the_nearest_configuration_counts(project, fix_in):
    inner = "lint.isort.force-sort-within-sections = true\n"
    root = project(
        {
            "ruff.toml": "",
            "inner/ruff.toml": inner,
            "inner/a.py": "import optax\n" + CALL,
            "a.py": "import optax\n" + CALL,
        }
    )
    outer = "import optax\nfrom lrmigrate import lrsched\n"
    assert fix_in(root / "a.py") == outer + NEW
    assert fix_in(root / "inner" / "a.py").startswith("from lrmigrate")


def test_names_that_move_are_put_in_order(project, fix_in):
    code = """
    import jax
    from optax import adam, cosine_decay_schedule, sgd
    from zoo import a

    adam(cosine_decay_schedule(0.1, decay_steps=9)), sgd
    """
    root = project({"ruff.toml": "", "a.py": code})
    assert fix_in(root / "a.py").startswith(
        "import jax\n"
        "from lrmigrate.lrsched import cosine_decay_schedule\n"
        "from optax import adam, sgd\n"
        "from zoo import a\n"
    )


def test_a_module_that_is_imported_from_already_gets_the_name(project, fix_in):
    code = """
    import optax
    from lrmigrate import check

    x = optax.cosine_decay_schedule(0.1, decay_steps=9)
    optax.adam(check)
    """
    root = project({"ruff.toml": "", "a.py": code})
    assert fix_in(root / "a.py").startswith(
        "import optax\nfrom lrmigrate import check, lrsched\n"
    )


# -- the line ends of the file ---------------------------------------------------

LINES = {
    "a module": "import jax\nimport optax\nimport zzz\n" + CALL,
    "names of a module": (
        "import jax\nfrom optax import (\n    adam,\n    cosine_decay_schedule,\n"
        "    sgd,\n)\n\ns = cosine_decay_schedule(1e-3, decay_steps=100)\n"
        "t = adam(s), sgd(s), jax\n"
    ),
    "a comment behind a name": (
        "from optax import (\n    adam,\n    cosine_decay_schedule,  # keep\n)\n\n"
        "s = cosine_decay_schedule(1e-3, decay_steps=100)\nt = adam(s)\n"
    ),
    "a comment behind all": (
        "import jax\nfrom optax import adam, cosine_decay_schedule  # both\n\n"
        "s = cosine_decay_schedule(1e-3, decay_steps=100)\nt = adam(s), jax\n"
    ),
    "in a function": (
        "def f():\n    import optax\n    from zzz import b\n\n"
        "    s = optax.cosine_decay_schedule(1e-3, decay_steps=100)\n"
        "    return optax.adam(s), b\n"
    ),
    "lines under a bracket": (
        "import optax\n\nx = optax.cosine_decay_schedule(0.1,\n"
        "                                decay_steps=100)\noptax.adam(x)\n"
    ),
    "a line that becomes too long": (
        "import optax\n\n\ndef build(number_of_steps):\n"
        "    return optax.adam(optax.cosine_decay_schedule(0.1, decay_steps=9 * "
        "number_of_steps))\n"
    ),
    "a text of lines": (
        "import optax\n\nx = (optax.cosine_decay_schedule(0.1, decay_steps=9), '''a\n"
        "b''')\noptax.adam(x[0])\n"
    ),
}


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["CRLF", "CR"])
@pytest.mark.parametrize("text", LINES.values(), ids=LINES)
def test_lines_are_laid_out_alike_whatever_ends_them(text, end, project, fix_in):
    folder = project({"pyproject.toml": RUFF})
    (folder / "lines.py").write_bytes(text.encode())
    (folder / "ends.py").write_bytes(text.replace("\n", end).encode())
    fixed = fix_in(folder / "lines.py")
    assert "transition_steps" in fixed
    assert fix_in(folder / "ends.py") == fixed.replace("\n", end)


def test_imports_whose_lines_end_one_way_and_another_are_not_sorted(project, fix_in):
    folder = project({"pyproject.toml": RUFF})
    imports = b"import jax\nimport optax\r\nimport zzz\r\n"
    (folder / "m.py").write_bytes(imports + CALL.encode())
    after = "import jax\nimport optax\nfrom lrmigrate import lrsched\r\nimport zzz\r\n"
    assert fix_in(folder / "m.py") == after + NEW
