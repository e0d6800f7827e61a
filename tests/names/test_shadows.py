"""Modules of the tree that Python may find in a library's place: refused cases first."""

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.engine.run import fix

OTHER = "def cosine_decay_schedule(a, decay_steps): return 7\n"
CALL = "s = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
PLAIN = f"import optax\n{CALL}"
STAR = "from optax import *\ns = cosine_decay_schedule(0.1, decay_steps=9)\n"
UPDATE = (
    "from flax import nnx\nimport optax\nm = nnx.Linear(1, 1, rngs=nnx.Rngs(0))\n"
    "o = nnx.Optimizer(m, optax.sgd(0.1))\no.update(g)\n"
)
OPTIMIZERS = frozenset({"LRS201", "LRS202"})

# Files, and the one that is looked at.
SHADOWS = {
    "beside the script": ({"optax.py": OTHER}, "use.py", PLAIN),
    "a package": ({"optax/__init__.py": OTHER}, "use.py", PLAIN),
    "in `src`": ({"src/optax.py": OTHER}, "scripts/use.py", PLAIN),
    "at the root": ({"optax.py": OTHER}, "scripts/use.py", PLAIN),
    "above the package": (
        {"scripts/optax.py": OTHER, "scripts/app/__init__.py": ""},
        "scripts/app/use.py",
        PLAIN,
    ),
    "by a star": ({"optax.py": OTHER}, "use.py", STAR),
    "by a name": (
        {"optax.py": OTHER},
        "use.py",
        "from optax import cosine_decay_schedule as optax\n"
        "s = optax(0.1, decay_steps=9)\n",
    ),
    "Flax": ({"flax.py": "nnx = 1\n"}, "use.py", UPDATE),
    "ours": ({"lrmigrate.py": "lrsched = 3\n"}, "use.py", PLAIN),
    "where ours may be found is changed": (
        {"other/lrmigrate/__init__.py": "", "start.py": "import sys\nsys.path = []\n"},
        "use.py",
        PLAIN,
    ),
    "where modules are found is changed": (
        {"other/optax.py": OTHER},
        "use.py",
        f"import sys\nsys.path.insert(0, 'other')\n{PLAIN}",
    ),
    "what finds modules is another": (
        {"start.py": "import sys\nsys.meta_path.insert(0, Finder())\n"},
        "use.py",
        PLAIN,
    ),
    "the same for Flax": (
        {"other/flax.py": "", "start.py": "import sys\nsys.path.append('other')\n"},
        "use.py",
        UPDATE,
    ),
    "the same by a name": (
        {"other/optax.py": OTHER, "start.py": "from sys import path\npath.pop(0)\n"},
        "use.py",
        PLAIN,
    ),
    "the same by a function": (
        {"other/optax.py": OTHER, "start.py": "import site\nsite.addsitedir(p)\n"},
        "use.py",
        PLAIN,
    ),
}
NONE = {
    "what finds modules is only read": (
        {"start.py": "import sys\nprint(sys.meta_path)\n"},
        "use.py",
        PLAIN,
    ),
    "a folder that is no package": ({"optax/config.py": OTHER}, "use.py", PLAIN),
    "in the package of the file": (
        {"app/optax.py": OTHER, "app/__init__.py": ""},
        "app/use.py",
        PLAIN,
    ),
    "somewhere else": ({"other/optax.py": OTHER}, "use.py", PLAIN),
    "the library itself": (
        {"optax/__init__.py": OTHER, "optax/_src/base.py": ""},
        "use.py",
        PLAIN,
    ),
    "its own tests": (
        {"optax/__init__.py": OTHER, "optax/_src/base.py": ""},
        "optax/use.py",
        f"import sys\nsys.path.insert(0, '..')\n{PLAIN}",
    ),
    "ours itself": (
        {"lrmigrate/__init__.py": "", "lrmigrate/lrsched/__init__.py": ""},
        "use.py",
        PLAIN,
    ),
    "Flax itself": (
        {"flax/__init__.py": "", "flax/core/scope.py": "", "flax/nnx/__init__.py": ""},
        "use.py",
        UPDATE,
    ),
}


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Write files, migrate one of them, and return what was found and how it reads."""

    def write(files, used, text, here="tree"):
        tree = tmp_path / "tree"
        for path, content in {"pyproject.toml": "", **files, used: text}.items():
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).write_text(content)
        (tmp_path / here).mkdir(exist_ok=True)
        monkeypatch.chdir(tmp_path / here)
        codes = OPTIMIZERS if "nnx" in text else frozenset({"LRS001"})
        settings = Settings(codes, target="lrsched")
        request = Request((str(tree / used),), lambda path: settings)
        result = fix(request, lambda *_: None)
        assert not result.problems
        return result.findings, (tree / used).read_text()

    return write


@pytest.mark.parametrize("here", ["tree", "elsewhere"])
@pytest.mark.parametrize(("files", "used", "text"), SHADOWS.values(), ids=SHADOWS)
def test_another_module_may_be_found(files, used, text, here, written):
    findings, now = written(files, used, text, here)
    assert now == text
    assert findings
    assert all(" may be " in finding.left for finding in findings)


@pytest.mark.parametrize(("files", "used", "text"), NONE.values(), ids=NONE)
def test_no_other_module_is_found(files, used, text, written):
    findings, now = written(files, used, text)
    assert all(finding.written for finding in findings)
    assert now != text
