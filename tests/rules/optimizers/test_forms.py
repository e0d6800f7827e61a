"""Which way an NNX optimizer goes over Flax 0.11, form by form."""

import pytest

from lrmigrate.codemod.model import Severity, VerdictKind

HEAD = """\
import jax
import optax
from flax import nnx


def loss_fn(model, x, y):
    return ((model(x) - y) ** 2).mean()

"""
STEP = """
@nnx.jit
def train_step(model, optimizer, x, y):
    loss, grads = nnx.value_and_grad(loss_fn)(model, x, y)
    optimizer.update(grads)
    return loss
"""
MAIN = """
def main(data):
    model = make_model()
    optimizer = nnx.Optimizer(model, optax.adam(1e-3))
    for x, y in data:
        train_step(model, optimizer, x, y)
"""


def fixed(fix, body, **options):
    return fix(HEAD + body, **options).text.removeprefix(HEAD)


def with_model(body):
    body = body.replace("optax.adam(1e-3))", "optax.adam(1e-3), wrt=nnx.Param)")
    return body.replace("update(grads", "update(model, grads")


def kept(body):
    return body.replace("nnx.Optimizer(", "nnx.ModelAndOptimizer(")


def step(*lines, head="model, optimizer, x, y", decorator="nnx.jit"):
    body = "".join(f"    {line}\n" for line in lines)
    return f"\n@{decorator}\ndef train_step({head}):\n{body}"


UNTOUCHED = [
    pytest.param(
        "\nclass Holder(nnx.Optimizer):\n"
        "    def __init__(self, model, tx):\n"
        "        super().__init__(model, tx, wrt=nnx.Param)\n"
        "        self.model = model\n\n"
        "    def update(self, grads, **kw):\n"
        "        return super().update(self.model, grads, **kw)\n",
        id="a class of one's own that holds the model by itself",
    ),
    pytest.param(
        "\nimport functools\n\n"
        "make = functools.partial(nnx.Optimizer, tx=tx, wrt=nnx.Param)\nmake(model)\n",
        id="a partial with wrt",
    ),
    pytest.param(
        "\n@jax.jit\ndef step(m, o, x, y):\n"
        "    o.update(m, nnx.grad(loss_fn)(m, x, y))\n"
        "    state = nnx.state((m, o))\n    return state\n\n\n"
        "step(m, nnx.Optimizer(m, tx, wrt=nnx.Param), x, y)\n",
        id="a state that jax.jit returns",
    ),
    pytest.param(
        "\nhistory = {}\nhistory.update(grads=nnx.grad(loss_fn)(model, x, y))\n",
        id="a dict of gradients",
    ),
    pytest.param(
        "\nfrom ema import Ema\n\n"
        "ema = Ema()\nema.update(nnx.grad(loss_fn)(model, x, y))\n",
        id="a class from elsewhere",
    ),
    pytest.param(
        "\ndef step(params, opt_state, tx, grads):\n"
        "    return tx.update(grads, opt_state, params)\n",
        id="Optax's own update",
    ),
    pytest.param(
        "\nmetrics = nnx.MultiMetric(loss=nnx.metrics.Average())\n"
        "metrics.update(loss=1.0)\n",
        id="a metric has an update, too",
    ),
    pytest.param(
        "\nsettings = {}\nsettings.update(grads=None)\n",
        id="so does a dict",
    ),
    pytest.param(with_model(STEP + MAIN), id="a program for Flax 0.11"),
    pytest.param(
        "\noptimizer = nnx.Optimizer(*parts)\n", id="arguments that are not seen"
    ),
    pytest.param(
        "\noptimizer = nnx.Optimizer(model, **options)\n",
        id="options that may have wrt",
    ),
    pytest.param(
        "\nNEW = hasattr(nnx, 'ModelAndOptimizer')\n"
        "if NEW:\n"
        "    optimizer = nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)\n"
        "else:\n"
        "    optimizer = nnx.Optimizer(model, optax.adam(1e-3))\n",
        id="a flag that asks for the release",
    ),
    pytest.param(
        "\ntry:\n"
        "    optimizer = nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)\n"
        "except TypeError:\n"
        "    optimizer = nnx.Optimizer(model, optax.adam(1e-3))\n",
        id="a try that falls back",
    ),
]


@pytest.mark.parametrize("body", UNTOUCHED)
def test_nothing_is_said(fix, body):
    result = fix(HEAD + body)
    assert result.text == HEAD + body
    assert not result.findings


REPORTED = [
    pytest.param(
        "\noptimizer = nnx.Optimizer(model, tx, nnx.Param)\n"
        "optimizer.update(grads, model)\n",
        "passes the model second",
        id="an update that would train nothing",
    ),
    pytest.param(
        "\noptimizer = nnx.Optimizer[Model](model, tx)\n",
        "with a type parameter",
        id="a class with a type parameter",
    ),
    pytest.param(
        STEP.replace(
            "    optimizer.update(grads)\n    return loss",
            "    return optimizer.update(grads) or loss",
        )
        + MAIN,
        "is used as a value",
        id="an update returns something since Flax 0.12.7",
    ),
    pytest.param(
        "\noptimizer = nnx.Optimizer(model, tx)\n"
        "nnx.cond(ok, lambda o, g: o.update(g), lambda o, g: None, optimizer, grads)\n",
        "is used as a value",
        id="a callback returns what the update does",
    ),
    pytest.param(
        STEP.replace("(grads)", "(**{'grads': grads})") + MAIN,
        "does not show its arguments",
        id="arguments that are not seen",
    ),
    pytest.param(
        STEP.replace("(grads)", "(value=log(), grads=grads)") + MAIN,
        "something is called before `grads`",
        id="an order of evaluation that would change",
    ),
    pytest.param(
        STEP + MAIN + "    with mock.patch.object(nnx, 'Optimizer', Fake): pass\n",
        "replaces `Optimizer`",
        id="the class is patched",
    ),
    pytest.param(
        STEP + MAIN + "    return type(optimizer)(model, tx)\n",
        "is passed to `type`",
        id="its class is asked for",
    ),
    pytest.param(
        STEP.replace("nnx.jit", "jax.jit") + MAIN,
        "`jax.jit` on line 10 would throw the update away",
        id="under jax.jit the update was never one",
    ),
    pytest.param(
        "\nmake = nnx.Optimizer if new else Legacy\noptimizer = make(model, tx)\n",
        "it can also be `Legacy`",
        id="a class that is only perhaps the one",
    ),
    pytest.param(
        with_model(STEP + MAIN) + "\ndef more(optimizer, grads):\n"
        "    optimizer.update(grads)\n\n\nmore(nnx.Optimizer(m, tx), None)\n"
        "other = nnx.Optimizer(m, tx, wrt=nnx.Param)\nmore(other, None)\n"
        "train_step(m, other, 1, 2)\n",
        "passes the model already",
        id="old and new updates of one optimizer",
    ),
    pytest.param(
        "\nwith nnx.set_graph_mode(False):\n    pass\n\n"
        "@nnx.jit(graph=False)\ndef f(model): ...\n\n"
        "optimizer = nnx.Optimizer(model, tx)\nsave(optimizer)\n",
        "`graph=False`",
        id="without graph mode no module may hold another's model",
    ),
]


@pytest.mark.parametrize(("body", "reason"), REPORTED)
def test_it_is_reported_and_left(fix, body, reason):
    result = fix(HEAD + body)
    assert result.text == HEAD + body
    assert result.findings
    assert any(reason in finding.left for finding in result.findings)


PASSED = [
    pytest.param(STEP, id="a train step with value_and_grad"),
    pytest.param(
        step("grads = nnx.grad(loss_fn)(model, x, y)", "optimizer.update(grads)"),
        id="nnx.grad",
    ),
    pytest.param(
        step(
            "(loss, aux), grads = nnx.value_and_grad(loss_fn, has_aux=True)(",
            "    model, x, y",
            ")",
            "optimizer.update(grads, value=loss)",
        ),
        id="an auxiliary output and a metric",
    ),
    pytest.param(
        step(
            "grads, aux = nnx.grad(loss_fn, has_aux=True)(model, x, y)",
            "optimizer.update(grads)",
        ),
        id="nnx.grad with an auxiliary output",
    ),
    pytest.param(
        step(
            "grad_fn = nnx.value_and_grad(loss_fn)",
            "loss, grads = grad_fn(model, x, y)",
            "optimizer.update(grads)",
        ),
        id="a gradient function with a name",
    ),
    pytest.param(
        step(
            "only = nnx.DiffState(0, nnx.Param)",
            "grads = nnx.grad(loss_fn, argnums=only)(model, x, y)",
            "optimizer.update(grads)",
        ),
        id="only some variables are differentiated",
    ),
    pytest.param(
        step(
            "grads: nnx.State = nnx.grad(loss_fn, argnums=0)(model, x, y)",
            "optimizer.update(grads)",
        ),
        id="an annotated name, the argument by number",
    ),
    pytest.param(
        step(
            "@nnx.value_and_grad",
            "def loss_and_grad(model):",
            "    return loss_fn(model, x, y)",
            "",
            "loss, grads = loss_and_grad(model)",
            "optimizer.update(grads)",
        ),
        id="a decorated loss",
    ),
    pytest.param(
        STEP.replace("@nnx.jit", "@nnx.jit(donate_argnums=(0, 1))"),
        id="nnx.jit with options",
    ),
    pytest.param(
        "\nfrom functools import partial\n\n"
        + STEP.replace("@nnx.jit", "@partial(nnx.jit, static_argnums=())"),
        id="nnx.jit through functools.partial",
    ),
    pytest.param(
        STEP.replace("@nnx.jit\n", "").replace("train_step", "step")
        + "\ntrain_step = nnx.jit(step)\n",
        id="a function that is jitted by name",
    ),
    pytest.param(
        STEP.replace("optimizer,", "optimizer: nnx.Optimizer,"),
        id="an annotated parameter",
    ),
]


@pytest.mark.parametrize("body", PASSED)
def test_the_model_is_passed(fix, body):
    result = fix(HEAD + body + MAIN)
    assert result.text == HEAD + with_model(body + MAIN)
    kinds = {finding.verdict.kind for finding in result.findings}
    assert kinds == {VerdictKind.PRESERVING}


def test_gradients_by_name_become_positional(fix):
    body = STEP.replace("update(grads)", "update(grads=grads)") + MAIN
    assert fixed(fix, body) == with_model(STEP + MAIN)


def test_gradients_by_name_and_last_come_first(fix):
    body = STEP.replace("update(grads)", "update(value=loss, grads=grads)") + MAIN
    after = STEP.replace("update(grads)", "update(model, grads, value=loss)")
    assert fixed(fix, body) == after + with_model(MAIN)


def test_a_gradient_inside_the_update(fix):
    body = step("optimizer.update(nnx.grad(loss_fn)(model, x, y))") + MAIN
    after = step("optimizer.update(model, nnx.grad(loss_fn)(model, x, y))")
    assert fixed(fix, body) == after + with_model(MAIN)


def test_everything_in_one_function_or_module(fix):
    body = (
        "\nmodel = make_model()\n"
        "optimizer = nnx.Optimizer(model, optax.adam(1e-3))\n"
        "for x, y in data:\n"
        "    grads = nnx.grad(loss_fn)(model, x, y)\n"
        "    optimizer.update(grads)\n"
    )
    assert fixed(fix, body) == with_model(body)


def test_a_snippet_whose_step_nothing_calls(fix):
    body = "\nmodel = Model()\noptimizer = nnx.Optimizer(model, optax.adam(1e-3))\n"
    assert fixed(fix, body + STEP) == with_model(body + STEP)


KEPT = [
    pytest.param(
        STEP.replace("(model, optimizer", "(net, optimizer").replace(
            ")(model, x", ")(optimizer.model, x"
        )
        + MAIN,
        id="the optimizer's own model is differentiated",
    ),
    pytest.param(
        STEP + MAIN + "    evaluate(optimizer.model)\n",
        id="the model is read from the optimizer",
    ),
    pytest.param(
        STEP + MAIN + "    state = nnx.state(optimizer)\n",
        id="the optimizer's state is taken",
    ),
    pytest.param(
        STEP + MAIN + "    return save((model, optimizer))\n",
        id="it goes out of sight in a tuple",
    ),
    pytest.param(
        STEP + MAIN + "    everything['optimizer'] = optimizer\n",
        id="it is stored in a dict",
    ),
    pytest.param(
        STEP + MAIN + "    return optimizer\n",
        id="it is returned, and nothing here calls that",
    ),
    pytest.param(
        STEP + MAIN.replace("    for x", "    model = restore()\n    for x"),
        id="the model is another one by then",
    ),
    pytest.param(
        STEP + MAIN.replace("train_step(model,", "train_step(teacher,"),
        id="the step is given another model",
    ),
    pytest.param(
        STEP + MAIN + "    run(train_step)\n",
        id="the step is called from out of sight",
    ),
    pytest.param(
        STEP.replace("loss, grads", "loss, raw").replace(
            "    optimizer", "    grads = clip(raw)\n    optimizer"
        )
        + MAIN,
        id="the gradients are made into others",
    ),
    pytest.param(
        STEP.replace("nnx.value_and_grad(loss_fn)", "gradients") + MAIN,
        id="the gradients come from elsewhere",
    ),
    pytest.param(
        STEP.replace("value_and_grad(loss_fn)", "value_and_grad(loss_fn, argnums=n)")
        + MAIN,
        id="the number of the argument is not seen",
    ),
    pytest.param(
        STEP.replace("model, optimizer, x", "optimizer, x")
        + MAIN.replace("train_step(model, ", "train_step("),
        id="the model is no parameter of the step",
    ),
    pytest.param(
        STEP.replace("@nnx.jit", "@record") + MAIN,
        id="a decorator that may call it otherwise",
    ),
    pytest.param(
        STEP + "\n" + STEP.replace("update(grads)", "update(other)") + MAIN,
        id="a function that is defined twice",
    ),
    pytest.param(
        STEP + MAIN.replace("train_step(model", "train_step(nnx.clone(model)"),
        id="the step is given a clone",
    ),
    pytest.param(
        STEP
        + MAIN.replace("    for", "    noisy = nnx.clone(model)\n    for").replace(
            "train_step(model", "train_step(noisy"
        ),
        id="the step is given a clone with a name",
    ),
    pytest.param(
        STEP
        + "\ndef forward(m, o, x, y):\n    return train_step(m, o, x, y)\n"
        + MAIN.replace("train_step(model", "forward(teacher"),
        id="another model is handed on",
    ),
    pytest.param(
        "\nleft, right = Model(), Model()\n"
        + STEP
        + "\n\none = nnx.Optimizer(left, tx)\nother = nnx.Optimizer(right, tx)\n"
        "train_step(left, other, x, y)\ntrain_step(right, one, x, y)\n",
        id="two pairs, crossed",
    ),
    pytest.param(
        "\nfor fold in range(3):\n    model = Model(fold)\n    if fold == 0:\n"
        "        optimizer = nnx.Optimizer(model, optax.adam(1e-3))\n"
        "    grads = nnx.grad(loss_fn)(model, x, y)\n    optimizer.update(grads)\n",
        id="a model each time round a loop",
    ),
    pytest.param(
        "\nmodel = Model()\noptimizer = nnx.Optimizer(model, optax.adam(1e-3))\n"
        "model = load(model)\ngrads = nnx.grad(loss_fn)(model, x, y)\n"
        "optimizer.update(grads)\n",
        id="the name of the model is another one's by then",
    ),
    pytest.param(
        STEP + MAIN + "    apply = optimizer.update\n",
        id="the update itself is a value",
    ),
    pytest.param(
        STEP + MAIN + "    globals()['model'] = None\n",
        id="every name can be reached",
    ),
    pytest.param(
        "\nclass Setup:\n    optimizer = nnx.Optimizer(model, optax.adam(1e-3))\n",
        id="an attribute of a class",
    ),
    pytest.param(
        "\nclass Trainer:\n    def __init__(self, model):\n"
        "        self.optimizer = nnx.Optimizer(model, optax.adam(1e-3))\n",
        id="an attribute that only others read",
    ),
    pytest.param(
        STEP
        + STEP.replace("train_step", "finetune").replace("(loss_fn)", "(loss_fn, k)")
        + MAIN
        + "        finetune(model, optimizer, x, y)\n",
        id="one update is certain, another is not",
    ),
]


@pytest.mark.parametrize("body", KEPT)
def test_the_optimizer_keeps_its_model(fix, body):
    result = fix(HEAD + body)
    assert result.text == HEAD + kept(body)
    kinds = {one.verdict.kind for one in result.findings if one.written}
    assert kinds == {VerdictKind.PRESERVING}


def test_on_self_it_is_kept_and_gradients_by_name_lose_it(fix):
    body = """
class Trainer:
    def __init__(self, model):
        self.optimizer = nnx.Optimizer(model, optax.adam(1e-3), nnx.Param)

    def step(self, grads):
        self.optimizer.update(grads=grads, value=1.0)
"""
    after = kept(body).replace(", nnx.Param", ", wrt=nnx.Param")
    assert fixed(fix, body) == after.replace("grads=grads", "grads")


def test_made_by_a_function_it_is_followed(fix):
    body = """
def create(model):
    tx = optax.adam(1e-3)
    return model, nnx.Optimizer(model, tx)


model, optimizer = create(make_model())
for x, y in data:
    train_step(model, optimizer, x, y)
"""
    after = body.replace("Optimizer(model, tx)", "Optimizer(model, tx, wrt=nnx.Param)")
    changed = STEP.replace("update(grads)", "update(model, grads)")
    text = fixed(fix, STEP + body)
    assert text in (changed + after, STEP + kept(body))


IMPORTS = [
    pytest.param(
        "from flax.nnx import Optimizer\n\noptimizer = Optimizer(model, tx)\n",
        "from flax.nnx import Optimizer, Param\n\n"
        "optimizer = Optimizer(model, tx, wrt=Param)\n",
        id="a name beside the imported one",
    ),
    pytest.param(
        "from flax import nnx\nfrom flax.nnx import Optimizer\n\n"
        "optimizer = Optimizer(model, tx)\n",
        "from flax import nnx\nfrom flax.nnx import Optimizer\n\n"
        "optimizer = Optimizer(model, tx, wrt=nnx.Param)\n",
        id="the module where it is imported, too",
    ),
    pytest.param(
        "from flax.nnx import Optimizer\n\n"
        "optimizer = Optimizer(model, tx)\nsave(optimizer)\n",
        "from flax.nnx import ModelAndOptimizer\n\n"
        "optimizer = ModelAndOptimizer(model, tx)\nsave(optimizer)\n",
        id="the old name goes with its last use",
    ),
    pytest.param(
        "from flax.nnx import Optimizer\n\n"
        "def make(model) -> Optimizer:\n    return Optimizer(model, tx)\n",
        "from flax.nnx import Optimizer, ModelAndOptimizer\n\n"
        "def make(model) -> Optimizer:\n    return ModelAndOptimizer(model, tx)\n",
        id="an annotation keeps the old name",
    ),
    pytest.param(
        "import flax.nnx as nn\n\noptimizer = nn.Optimizer(model, tx)\n",
        "import flax.nnx as nn\n\noptimizer = nn.Optimizer(model, tx, wrt=nn.Param)\n",
        id="an alias of the module",
    ),
    pytest.param(
        "import flax\n\noptimizer = flax.nnx.Optimizer(model, tx=tx)\n",
        "import flax\n\n"
        "optimizer = flax.nnx.Optimizer(model, tx=tx, wrt=flax.nnx.Param)\n",
        id="the whole path",
    ),
    pytest.param(
        "from flax.experimental import nnx\n\noptimizer = nnx.Optimizer(model, tx)\n",
        "from flax.experimental import nnx\n\n"
        "optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)\n",
        id="where it was before Flax 0.8.4",
    ),
]


@pytest.mark.parametrize(("before", "after"), IMPORTS)
def test_names_are_written_as_the_file_does(fix, before, after):
    assert fix(before).text == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "nnx.Optimizer(\n    model,  # the model\n    tx,  # Adam\n)",
            "nnx.Optimizer(\n    model,  # the model\n    tx,  # Adam\n"
            "    wrt=nnx.Param,\n)",
            id="comments stay with their argument",
        ),
        pytest.param(
            "nnx.Optimizer(\n    model,\n    tx,\n)",
            "nnx.Optimizer(\n    model,\n    tx,\n    wrt=nnx.Param,\n)",
            id="a line for each",
        ),
        pytest.param(
            "nnx.Optimizer(\n    model, tx  # Adam\n)",
            "nnx.Optimizer(\n    model, tx, wrt=nnx.Param  # Adam\n)",
            id="a comment behind the last",
        ),
        pytest.param(
            "nnx.Optimizer(model, tx,)",
            "nnx.Optimizer(model, tx, wrt=nnx.Param,)",
            id="a comma at the end",
        ),
        pytest.param(
            "nnx.Optimizer(tx=tx, model=model)",
            "nnx.Optimizer(tx=tx, model=model, wrt=nnx.Param)",
            id="all by name",
        ),
    ],
)
def test_the_layout_stays(fix, before, after):
    head = "from flax import nnx\n\noptimizer = "
    assert fix(f"{head}{before}\n").text == f"{head}{after}\n"


def test_an_update_of_an_unknown_optimizer_is_a_warning(fix):
    (finding,) = fix(HEAD + STEP).findings
    assert (finding.severity, finding.written) == (Severity.WARNING, False)
    assert finding.left == "`optimizer` is made out of sight"


def test_with_only_old_optimizers_around_it_is_information(fix):
    body = STEP + "\ndef make(model):\n    return nnx.ModelAndOptimizer(model, tx)\n"
    findings = fix(HEAD + body).findings
    assert [one.code for one in findings] == ["LRS202", "LRS212"]
    assert {(one.severity, one.written) for one in findings} == {(Severity.INFO, False)}


def test_an_old_optimizer_whose_model_is_certain_is_given_it(fix):
    result = fix(HEAD + kept(STEP + MAIN))
    assert result.text == HEAD + with_model(STEP + MAIN)
    assert {one.code for one in result.findings} == {"LRS212"}


def test_a_noqa_keeps_the_whole_optimizer(fix):
    body = STEP + MAIN.replace("(1e-3))", "(1e-3))  # noqa: LRS201")
    result = fix(HEAD + body)
    assert result.text == HEAD + body


@pytest.mark.parametrize("code", ["LRS201", "LRS202"])
def test_one_code_alone_still_writes_all_or_nothing(fix, code):
    assert fixed(fix, STEP + MAIN, codes=frozenset({code})) == with_model(STEP + MAIN)
