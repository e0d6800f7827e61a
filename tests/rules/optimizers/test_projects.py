"""Optimizers of projects of more than one file, as the command line migrates them."""

import pytest
from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli

MODEL = "from flax import nnx\nimport optax\n\ntx = optax.adam(1e-3)\n\n"
STEP = """\
@nnx.jit
def train_step(model, optimizer, x):
    loss, grads = nnx.value_and_grad(loss_fn)(model, x)
    optimizer.update(grads)
    return loss


"""
MAKE = "model = Model()\noptimizer = nnx.Optimizer(model, tx)\n"


def fixed(folder, **files):
    (folder / "pyproject.toml").write_text("[project]\nname = 'p'\nversion = '0'\n")
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    arguments = ["fix", "--quiet", "--target", "lrsched", str(folder)]
    result = CliRunner().invoke(cli, arguments)
    again = CliRunner().invoke(cli, [*arguments, "--diff"])
    assert again.stdout.count("+++") == 0, "a second run changes nothing"
    return result, {name: (folder / f"{name}.py").read_text() for name in files}


KEPT = [
    pytest.param(
        MODEL + STEP + MAKE + "train_step(model, optimizer, 1)\n",
        "import train as t\n\nt.train_step(other, t.optimizer, 2)\n",
        id="a module under another name",
    ),
    pytest.param(
        MODEL + STEP + MAKE + "train_step(model, optimizer, 1)\n",
        "from train import (\n    train_step as step,\n)\n\nstep(m, o, 2)\n",
        id="a function under another name, on lines of its own",
    ),
    pytest.param(
        MODEL + STEP + MAKE + "train_step(model, optimizer, 1)\n",
        "import importlib\n\nt = importlib.import_module('train')\nt.model = None\n",
        id="a module by its name in a string",
    ),
    pytest.param(
        MODEL + MAKE,
        "import train\n\nuse(train.optimizer)\n",
        id="an optimizer that others use",
    ),
    pytest.param(
        MODEL + "class Trainer:\n    def __init__(self, model):\n"
        "        self.optimizer = nnx.Optimizer(model, tx)\n",
        "from train import Trainer\n\nTrainer(m).optimizer.update(grads)\n",
        id="an attribute that others use",
    ),
]


@pytest.mark.parametrize(("train", "other"), KEPT)
def test_what_another_file_uses_keeps_its_model(tmp_path, train, other):
    _, texts = fixed(tmp_path, train=train, other=other)
    assert texts["train"] == train.replace("nnx.Optimizer", "nnx.ModelAndOptimizer")
    assert texts["other"] == other


def test_a_file_that_has_nothing_to_do_with_it_is_no_matter(tmp_path):
    train = MODEL + STEP + MAKE + "train_step(model, optimizer, 1)\n"
    other = "def model(optimizer):\n    optimizer.update(grads=1)\n"
    _, texts = fixed(tmp_path, train=train, other=other)
    assert "nnx.Optimizer(model, tx, wrt=nnx.Param)" in texts["train"]
    assert "optimizer.update(model, grads)" in texts["train"]


def test_gradients_by_name_in_a_related_file_hold_it(tmp_path):
    train = MODEL + "from step import step\n\n" + MAKE + "step(model, optimizer)\n"
    other = "def step(model, optimizer):\n    optimizer.update(grads=of(model))\n"
    result, texts = fixed(tmp_path, train=train, step=other)
    assert (texts["train"], texts["step"]) == (train, other)
    assert "of step.py is given `grads` by name" in result.stdout


def test_flax_is_known_through_another_file(tmp_path):
    train = "from common import nnx, tx\n\n" + MAKE + "print(optimizer.step)\n"
    _, texts = fixed(tmp_path, train=train, common=MODEL)
    assert "nnx.Optimizer(model, tx, wrt=nnx.Param)" in texts["train"]


def test_an_update_with_only_old_optimizers_around_is_information(tmp_path):
    made = MODEL + "def make(model):\n    return nnx.ModelAndOptimizer(model, tx)\n"
    result, _ = fixed(tmp_path, made=made, step="from flax import nnx\n\n" + STEP)
    assert result.exit_code == 0
    assert "is right for an nnx.ModelAndOptimizer" in result.stdout


TAKES = "from flax import nnx\n\n\n{}def taken(model):\n    {}\n"
TAKEN = (
    "import lib\n"
    + MODEL
    + STEP
    + MAKE
    + """
first = lib.taken(model)
for x in data:
    train_step(model, optimizer, x)
print(first)
"""
)
INNER = "def inner(model):\n    return nnx.state(model)\n\n\n"


@pytest.mark.parametrize(
    ("above", "body"),
    [
        pytest.param("", "return nnx.state(model)", id="gives its state back"),
        pytest.param("", "held.append(nnx.state(model))", id="keeps its state"),
        pytest.param(INNER, "return inner(model)", id="asks another function for it"),
    ],
)
def test_a_function_of_another_file_that_takes_a_state_leaves_all(
    tmp_path, above, body
):
    lib = TAKES.format(above, body)
    for index, brought in enumerate(("import lib", "from lib import taken as keep")):
        main = TAKEN.replace("import lib", brought)
        main = main.replace("lib.taken(", "keep(") if index else main
        result, texts = fixed(tmp_path, main=main, lib=lib)
        assert texts["main"] == main
        assert "of lib.py was a copy, and is live" in result.stdout


KEEPS = """from flax import nnx


class Best:
    def __init__(self):
        self.state = None

    def __call__(self, model):
        self.state = nnx.state(model)
"""


def test_an_object_of_another_file_that_keeps_a_state_leaves_all(tmp_path):
    main = TAKEN.replace("import lib", "from lib import Best")
    main = main.replace("lib.taken(", "best(").replace(
        "first =", "best = Best()\nfirst ="
    )
    result, texts = fixed(tmp_path, main=main, lib=KEEPS)
    assert texts["main"] == main
    assert "of lib.py was a copy, and is live" in result.stdout


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("return model(1)", id="calls it"),
        pytest.param(
            "return len(jax.tree.leaves(nnx.state(model)))", id="counts leaves"
        ),
    ],
)
def test_a_function_of_another_file_that_takes_nothing_is_no_matter(tmp_path, body):
    lib = "import jax\n" + TAKES.format("", body)
    _, texts = fixed(tmp_path, main=TAKEN, lib=lib)
    assert "wrt=nnx.Param" in texts["main"] or "ModelAndOptimizer" in texts["main"]


HIDDEN = [
    pytest.param("optimizer.update(**{'grads': grads})", id="in a dict"),
    pytest.param(
        "given = dict(grads=grads)\n    optimizer.update(**given)", id="named"
    ),
    pytest.param("getattr(optimizer, 'update')(grads=grads)", id="by its text"),
]


@pytest.mark.parametrize("update", HIDDEN)
def test_an_update_elsewhere_that_does_not_show_its_arguments_leaves_all(
    tmp_path, update
):
    steps = STEP.replace("optimizer.update(grads)", update)
    main = MODEL + "from steps import train_step\n\n" + MAKE
    main += "train_step(model, optimizer, 1)\n"
    result, texts = fixed(tmp_path, main=main, steps="from flax import nnx\n\n" + steps)
    assert texts["main"] == main
    assert "of steps.py does not show what it is given" in result.stdout


def test_a_dict_that_is_updated_elsewhere_is_no_matter(tmp_path):
    steps = STEP.replace("    return", "    config.update(**changes)\n    return")
    main = MODEL + "from steps import train_step\n\n" + MAKE
    main += "train_step(model, optimizer, 1)\n"
    _, texts = fixed(tmp_path, main=main, steps="from flax import nnx\n\n" + steps)
    assert "ModelAndOptimizer" in texts["main"]


KEPT_ONE = MODEL + MAKE + "save(optimizer)\n"
MODES = [
    pytest.param("nnx.set_graph_mode(False)", id="a call"),
    pytest.param("flax.config.update('nnx_graph_mode', False)", id="an option"),
    pytest.param("os.environ['NNX_GRAPH_MODE'] = '0'", id="a variable"),
    pytest.param("getattr(nnx, 'set_graph_mode')(False)", id="a name by its text"),
]


@pytest.mark.parametrize("line", MODES)
def test_a_mode_that_another_file_of_the_program_sets_holds(tmp_path, line):
    _, texts = fixed(tmp_path, train=KEPT_ONE, main=f"import train\n\n{line}\n")
    assert texts["train"] == KEPT_ONE


NO_MODES = [
    pytest.param("# not with set_graph_mode", id="a comment"),
    pytest.param("CODE = 'nnx.set_graph_mode(False)\\n'", id="a text that is code"),
]


@pytest.mark.parametrize("line", NO_MODES)
def test_a_mode_that_another_file_speaks_of_alone_is_no_matter(tmp_path, line):
    _, texts = fixed(tmp_path, train=KEPT_ONE, main=f"import train\n\n{line}\n")
    assert "nnx.ModelAndOptimizer(" in texts["train"]


def findings(folder, **files):
    _, texts = fixed(folder, **files)
    assert texts == files
    arguments = ["check", "--target", "lrsched", str(folder)]
    return CliRunner().invoke(cli, arguments).stdout


OUT_OF_SIGHT = [
    pytest.param(
        {
            "train": MODEL
            + "KINDS = {'nnx': nnx.Optimizer}\n\no = KINDS['nnx'](m, tx)\n"
        },
        "its class is what is put there on line 6",
        id="in a dict",
    ),
    pytest.param(
        {
            "lib": "from flax import nnx\n\nOpt = nnx.Optimizer\n",
            "train": "from lib import Opt\n\no = Opt(m, tx)\n",
        },
        "train.py, on line 3, makes one of it by the name `Opt`",
        id="under a name that another file takes",
    ),
    pytest.param(
        {"train": MODEL + "o = nnx.Optimizer(*(m, tx))\n"},
        "the arguments on line 6 are not all seen",
        id="with arguments that are unpacked",
    ),
]


@pytest.mark.parametrize(("files", "reason"), OUT_OF_SIGHT)
def test_an_old_optimizer_that_is_made_out_of_sight_is_told(tmp_path, files, reason):
    stdout = findings(tmp_path, **files)
    assert "LRS201" in stdout
    assert reason in stdout


MADE_NEW = [
    {"train": MODEL + "K = {'a': nnx.Optimizer}\n\no = K['a'](m, tx, wrt=nnx.Param)\n"},
    {
        "lib": "from flax import nnx\n\nOpt = nnx.Optimizer\n",
        "train": "from lib import Opt\n\no = Opt(m, tx, wrt=nnx.Param)\n",
    },
    {"train": MODEL + "o = nnx.Optimizer(*(m, tx), wrt=nnx.Param)\n"},
    {"train": MODEL + "o = nnx.Optimizer(m, tx, **settings)\n"},
]


@pytest.mark.parametrize("files", MADE_NEW)
def test_an_optimizer_that_may_be_given_wrt_is_right(tmp_path, files):
    assert "LRS201" not in findings(tmp_path, **files)
