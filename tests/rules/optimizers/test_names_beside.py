"""Which module `wrt=nnx.Param`, or another class of Flax, is taken from."""

import pytest
from fixed_projects import fixed

MAKE = "model = Model()\noptimizer = {}(model, tx)\n"
GRADS = "grads = {}(loss_fn)(model)\n"
UPDATE = "optimizer.update(grads)\n"
COMPAT = "from flax.nnx import Optimizer\n"
PRIVATE = "from flax.nnx.training.optimizer import Optimizer\n"


def program(imports, cls="Optimizer", grad="nnx.grad"):
    return imports + MAKE.format(cls) + GRADS.format(grad) + UPDATE


SAID = {
    "a module of the project": (
        program("from flax import nnx\nfrom compat import Optimizer\n"),
        "Optimizer(model, tx, wrt=nnx.Param)",
    ),
    "the module that defines it": (
        program(f"from flax import nnx\n{PRIVATE}"),
        "Optimizer(model, tx, wrt=nnx.Param)",
    ),
    "the module that defines it, under another name": (
        program(
            "from flax import nnx\nfrom flax.nnx.training import optimizer as lib\n",
            "lib.Optimizer",
        ),
        "lib.Optimizer(model, tx, wrt=nnx.Param)",
    ),
    "the module that defines it, through the one around it": (
        program("from flax import nnx\n", "nnx.training.optimizer.Optimizer"),
        "nnx.training.optimizer.Optimizer(model, tx, wrt=nnx.Param)",
    ),
    "the module that defines it, by its whole path": (
        program(
            "import flax.nnx.training.optimizer\n",
            "flax.nnx.training.optimizer.Optimizer",
            "flax.nnx.grad",
        ),
        "flax.nnx.training.optimizer.Optimizer(model, tx, wrt=flax.nnx.Param)",
    ),
    "an import from the package": (
        program(f"from flax.nnx import grad\n{PRIVATE}", grad="grad"),
        f"from flax.nnx import Param, grad\n{PRIVATE}",
    ),
    "an import in the function": (
        "def run():\n    from flax.nnx import grad\n    "
        + program(PRIVATE, grad="grad").replace("\n", "\n    ").rstrip()
        + "\n",
        "from flax.nnx import Param, grad\n",
    ),
}


@pytest.mark.parametrize(("main", "said"), SAID.values(), ids=SAID)
def test_a_name_is_taken_from_where_it_is(main, said, tmp_path):
    text, _ = fixed(tmp_path, main, compat=COMPAT)
    assert said in text
    assert "optimizer.update(model, grads)" in text


def test_a_module_of_the_project_that_has_it_gives_it(tmp_path):
    imports = "from flax.nnx import grad\nfrom compat import Optimizer\n"
    compat = "from flax.nnx import Optimizer, Param\n"
    text, _ = fixed(tmp_path, program(imports, grad="grad"), compat=compat)
    assert "from compat import Optimizer, Param\n" in text
    assert "Optimizer(model, tx, wrt=Param)" in text


def test_the_class_that_keeps_its_model_is_taken_from_where_it_is(tmp_path):
    imports = "from flax import nnx\nfrom compat import Optimizer\n"
    main = program(imports) + "use(optimizer)\n"
    text, _ = fixed(tmp_path, main, compat=COMPAT)
    assert "optimizer = nnx.ModelAndOptimizer(model, tx)\n" in text
    assert imports in text


def test_so_is_a_base_class(tmp_path):
    imports = "from flax import nnx\nfrom compat import Optimizer\n"
    main = program(imports + "class Mine(Optimizer): pass\n", "Mine")
    text, _ = fixed(tmp_path, main, compat=COMPAT)
    assert f"{imports}class Mine(nnx.ModelAndOptimizer): pass\n" in text


NO_NAME = "`compat` is not known to have `ModelAndOptimizer`"
LEFT = {
    "a module that has it not": (
        program("from compat import Optimizer, grad\n", grad="grad") + "# nnx\n",
        COMPAT + "from flax.nnx import grad\n",
    ),
    "a module that has it for a type checker": (
        program("from compat import Optimizer, grad\n", grad="grad") + "# nnx\n",
        "from typing import TYPE_CHECKING\nfrom flax.nnx import Optimizer, grad\n"
        "if TYPE_CHECKING:\n    from flax.nnx import ModelAndOptimizer\n",
    ),
    "a module that has it, perhaps": (
        program("from compat import Optimizer, grad\n", grad="grad") + "# nnx\n",
        "from flax.nnx import Optimizer, grad\n"
        "try:\n    from flax.nnx import ModelAndOptimizer\n"
        "except ImportError:\n    ModelAndOptimizer = Optimizer\n",
    ),
    "an import for a type checker": (
        program(
            "from typing import TYPE_CHECKING\nfrom compat import Optimizer, grad\n"
            "if TYPE_CHECKING:\n    from flax import nnx\n",
            grad="grad",
        ),
        COMPAT + "from flax.nnx import grad\n",
    ),
    "an import that comes later": (
        program("from compat import Optimizer, grad\n", grad="grad")
        + "from flax import nnx\n",
        COMPAT + "from flax.nnx import grad\n",
    ),
    "an import by a function": (
        program(
            "def load():\n    global nnx\n    from flax import nnx\n"
            "from compat import Optimizer, grad\n",
            grad="grad",
        ),
        COMPAT + "from flax.nnx import grad\n",
    ),
}


@pytest.mark.parametrize(("main", "compat"), LEFT.values(), ids=LEFT)
def test_what_nothing_is_known_to_have_is_not_written(main, compat, tmp_path):
    text, output = fixed(tmp_path, main, compat=compat)
    assert text == main
    assert NO_NAME in output
