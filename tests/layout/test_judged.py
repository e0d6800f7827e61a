"""What ruff and black find clean before a fix, they find clean after it."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

import black
import pytest

CONFIGS = {
    "ruff": "[tool.ruff]\n[tool.ruff.format]\n",
    "ruff with shorter lines": "[tool.ruff]\nline-length = 60\n[tool.ruff.format]\n",
    "ruff with two spaces": (
        "[tool.ruff]\nline-length = 64\nindent-width = 2\n[tool.ruff.format]\n"
    ),
    "sorted within sections": (
        "[tool.ruff]\nlint.isort.force-sort-within-sections = true\n"
        "[tool.ruff.format]\n"
    ),
    "single lines": (
        "[tool.ruff]\nline-length = 72\nlint.isort.force-single-line = true\n"
        "[tool.ruff.format]\n"
    ),
    "by length": (
        "[tool.ruff]\nlint.isort.length-sort = true\n"
        "lint.isort.lines-after-imports = 2\n[tool.ruff.format]\n"
    ),
    "by case": (
        "[tool.ruff]\nlint.isort.case-sensitive = true\n"
        "lint.isort.order-by-type = false\n[tool.ruff.format]\n"
    ),
    "to the top": (
        "[tool.ruff]\nlint.isort.force-to-top = ['lrmigrate']\n[tool.ruff.format]\n"
    ),
    "a known section": (
        "[tool.ruff]\n[tool.ruff.format]\n[tool.ruff.lint.isort]\n"
        "known-third-party = ['absl']\ncombine-as-imports = true\n"
        "section-order = ['future', 'standard-library', 'ours', "
        "'third-party', 'first-party', 'local-folder']\n"
        "sections = { ours = ['lrmigrate', 'flax'] }\n"
    ),
    "the first party first": (
        "[tool.ruff]\n[tool.ruff.format]\n[tool.ruff.lint.isort]\n"
        "known-first-party = ['lr*']\nno-lines-before = ['first-party']\n"
        "section-order = ['future', 'first-party', 'standard-library', "
        "'third-party', 'local-folder']\n"
    ),
    "black": "[tool.black]\nline-length = 70\n[tool.ruff]\nline-length = 70\n",
}
PROGRAMS = {
    "a module": """
        import os
        import jax, optax
        from flax import nnx
        import mine
        from .near import thing
        def build(lr, number_of_steps):
            schedule = optax.cosine_decay_schedule(lr, decay_steps=number_of_steps)
            return optax.adam(schedule), os, jax, nnx, mine, thing
    """,
    "a module and nothing else of it": """
        import optax
        import numpy as np
        from absl import app
        learning_rate = optax.cosine_decay_schedule(0.1, decay_steps=9, alpha=0.001)
    """,
    "a name": """
        from optax import adam, cosine_decay_schedule, sgd
        import numpy
        from zoo import Z, a, b
        adam(cosine_decay_schedule(0.1, decay_steps=9))
        sgd(0.1)
    """,
    "all names": """
        from optax import cosine_decay_schedule
        from optax import exponential_decay, linear_schedule, piecewise_constant_schedule
        import numpy
        from zoo import a
        one = cosine_decay_schedule(0.1, decay_steps=9), exponential_decay(0.1, 9, 0.9)
    """,
    "a name with another": """
        from optax import cosine_decay_schedule as cosine, adam as Adam, sgd
        import zoo
        Adam(cosine(0.1, decay_steps=1_000_000, alpha=0.00000000001)), sgd(0.1), zoo
    """,
    "a comment behind": """
        import optax
        a = optax.cosine_decay_schedule(0.1, decay_steps=9)  # to 0
        def build(learning_rate):
            b = optax.cosine_decay_schedule(learning_rate, 0.2, 9)  # to nothing, in 9
            return b, optax.cosine_decay_schedule(0.1, decay_steps=9)  # as it was
    """,
    "an aliased module": """
        import optax as ox
        import jax.numpy as jnp
        from lrmigrate import something
        def of(base_learning_rate, cosine_epochs, steps_per_epoch):
            cosine_fn = ox.cosine_decay_schedule(init_value=base_learning_rate,
                decay_steps=cosine_epochs * steps_per_epoch)
            return ox.adam(cosine_fn), jnp, something
    """,
    "in a function": """
        import os
        def of(base_learning_rate, cosine_epochs, steps_per_epoch):
            import optax
            import zoo
            from flax import nnx
            return optax.adamw(optax.cosine_decay_schedule(base_learning_rate,
                decay_steps=cosine_epochs * steps_per_epoch, alpha=0.0), b1=0.9), zoo, nnx
    """,
    "several names on lines": """
        import zoo
        from optax import (
            adam,
            cosine_decay_schedule,
            sgd,
        )
        adam(cosine_decay_schedule(0.1, decay_steps=9))
        sgd(0.1)
    """,
    "an optimizer": """
        from flax import nnx
        import optax
        class Model(nnx.Module):
            def __init__(self, rngs):
                self.linear = nnx.Linear(1, 1, rngs=rngs)
        model = Model(nnx.Rngs(0))
        optimizer = nnx.Optimizer(model, optax.adam(learning_rate=1e-3, b1=0.91))
    """,
}


def tool(root, *arguments):
    """What a tool of this environment says of a project."""
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else ""


def judged(root):
    """What the project's tools find."""
    found = tool(
        root, "ruff", "check", "-q", "--no-cache", "--select=I001,E501", "a.py"
    )
    if "black" not in (root / "pyproject.toml").read_text():
        return found + tool(root, "ruff", "format", "--no-cache", "--diff", "a.py")
    text = (root / "a.py").read_text()
    mode = black.Mode(line_length=70)
    return found + ("" if black.format_str(text, mode=mode) == text else text)


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
def test_what_was_clean_stays_clean(config, project, fix_in):
    """Each program is made clean by the tools, and fixed."""
    for name, program in PROGRAMS.items():
        root = project({"pyproject.toml": config, "a.py": program, "mine.py": ""})
        tool(
            root, "ruff", "check", "-q", "--no-cache", "--select=I001", "--fix", "a.py"
        )
        tool(root, "ruff", "format", "-q", "--no-cache", "a.py")
        assert judged(root) == "", name
        before = (root / "a.py").read_text()
        after = fix_in(root / "a.py")
        assert after != before, name
        (root / "a.py").write_text(after)
        assert judged(root) == "", name


def test_what_is_aligned_stays_aligned(project, fix_in):
    code = """
    import optax
    x = optax.adam(optax.cosine_decay_schedule(0.1,
                                               decay_steps=100,
                                               # Not to zero.
                                               alpha=max(0.01,
                                                         0.02)),
                   b1=0.9)
    """
    root = project({"a.py": code})
    assert fix_in(root / "a.py") == dedent(
        """\
        import optax
        from lrmigrate import lrsched
        x = optax.adam(lrsched.cosine_decay_schedule(0.1,
                                                     transition_steps=100,
                                                     # Not to zero.
                                                     alpha=max(0.01,
                                                               0.02)),
                       b1=0.9)
        """
    )


@pytest.mark.parametrize(
    ("config", "longest", "wraps"),
    {
        "nothing is named": ("", 70, True),
        "nothing is named, and there are longer ones": ("", 100, False),
        "a length is named": ("[tool.black]\nline-length = 100\n", 70, False),
        "what is named is not known": ("[tool.yapf]\n", 70, False),
        "what is named cannot be read": (
            "[tool.black]\nline-length = true\n",
            70,
            False,
        ),
    }.values(),
)
def test_a_line_is_as_long_as_others_where_no_tool_says_it(
    config, longest, wraps, project, fix_in
):
    code = f"""
    import optax
    # {"-" * longest}
    def build(learning_rate, one_third):
      return optax.cosine_decay_schedule(init_value=learning_rate, decay_steps=one_third)
    """
    root = project({"pyproject.toml": config, "a.py": code})
    call = "  return lrsched.cosine_decay_schedule("
    given = "init_value=learning_rate, transition_steps=one_third"
    new = f"{call}\n    {given}\n  )\n" if wraps else f"{call}{given})\n"
    assert fix_in(root / "a.py").endswith(f"one_third):\n{new}")
