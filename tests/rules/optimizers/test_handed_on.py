"""An optimizer whose class a module of the project hands on, in a file without `nnx`."""

import pytest
from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli

COMPAT = "from flax.nnx import Optimizer\n"
MAKE = "optimizer = Optimizer(model, optax.adam(1e-3))\n"


def told(folder, compat, train):
    """Return the codes that are told of a file beside its `compat.py`."""
    (folder / "compat.py").write_text(compat)
    (folder / "train.py").write_text(f"import optax\n{train}")
    arguments = ["check", "--quiet", "--output-format", "concise", str(folder)]
    lines = CliRunner().invoke(cli, arguments).stdout.splitlines()
    return [line.split()[1] for line in lines if "train.py" in line]


SILENT = [
    pytest.param(
        "from torch.optim import Optimizer\n",
        f"from compat import Optimizer\n{MAKE}",
        id="of another library",
    ),
    pytest.param(
        "class Optimizer:\n    def __init__(self, model, tx): ...\n",
        f"from compat import Optimizer\n{MAKE}",
        id="a class of the project",
    ),
    pytest.param(
        COMPAT,
        "from compat import Optimizer\n"
        "optimizer = Optimizer(model, optax.adam(1e-3), wrt=Param)\n",
        id="with wrt",
    ),
    pytest.param(
        COMPAT,
        "from torch.optim import Optimizer\nclass Own(Optimizer): ...\n"
        "def train(own: Optimizer): own.update(grads)\n",
        id="of a module that nobody asks",
    ),
]


@pytest.mark.parametrize(("compat", "train"), SILENT)
def test_another_class_of_that_name_is_none(tmp_path, compat, train):
    assert told(tmp_path, compat, train) == []


TOLD = [
    pytest.param(COMPAT, f"from compat import Optimizer\n{MAKE}", id="by its name"),
    pytest.param(
        COMPAT,
        "import compat\noptimizer = compat.Optimizer(model, optax.adam(1e-3))\n",
        id="by its module",
    ),
    pytest.param(COMPAT, f"from compat import *\n{MAKE}", id="by a star"),
    pytest.param(
        "from flax import nnx\nOptimizer = nnx.Optimizer\n",
        f"from compat import Optimizer\n{MAKE}",
        id="by an assignment",
    ),
    pytest.param(
        f"try:\n    {COMPAT}except ImportError:\n"
        "    from flax.experimental.nnx import Optimizer\n",
        f"from compat import Optimizer\n{MAKE}",
        id="of either module",
    ),
]


@pytest.mark.parametrize(("compat", "train"), TOLD)
def test_the_class_of_flax_is_told(tmp_path, compat, train):
    assert told(tmp_path, compat, train) == ["LRS201"]


def test_its_updates_are_told_with_it(tmp_path):
    train = (
        "from compat import Optimizer\nfrom losses import gradients\n\n\n"
        f"def main(model, xs):\n    {MAKE}    for x in xs:\n"
        "        optimizer.update(gradients(model, x))\n"
    )
    assert told(tmp_path, COMPAT, train) == ["LRS201", "LRS202"]
