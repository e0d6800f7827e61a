"""What is done with an optimizer, its model and its transformation, use by use.

Uses that are not listed leave the optimizer, and the report names them; the programs of
tests/flax show that each has a reason.
"""

import pytest
from ending import ends

HEAD = """\
import copy
import functools
import jax
import jax.numpy as jnp
import optax
from flax import nnx


def loss_fn(model, x, y):
    return ((model(x) - y) ** 2).mean()


@nnx.jit
def train_step(model, optimizer, x, y):
    loss, grads = nnx.value_and_grad(loss_fn)(model, x, y)
    optimizer.update(grads)
    return loss
"""
PROGRAM = """\

{top}
def main(data):
    model = Model()
    {before}
    optimizer = nnx.Optimizer(model, {tx})
    {made}
    for x, y in data:
        train_step(model, optimizer, x, y)
        {each}
    {end}
"""
ADAM = "optax.adam(1e-3)"
SHAPES = "lambda params: jax.tree.map(lambda x: x.ndim > 1, params)"


def program(**parts):
    given = dict.fromkeys(("top", "before", "made", "each", "end"), "pass")
    return HEAD + PROGRAM.format(**{**given, "top": "", "tx": ADAM, **parts})


def case(name, reason, **parts):
    return pytest.param(parts, reason, id=name)


REFUSED = [
    case(
        "the best state is kept while the training goes on",
        "`nnx.state(model)` on line 24 was a copy, and is live",
        made="best = nnx.state(model)",
        end="nnx.update(model, best)",
    ),
    case(
        "a target network is split off",
        "was a copy, and is live: it is passed to `nnx.merge` on line 27",
        made="graphdef, target = nnx.split(model)",
        each="nnx.merge(graphdef, target)(x)",
    ),
    case(
        "the best state is taken in a condition",
        "was a copy, and is live",
        made="best = None",
        each="best = nnx.state(model) if best is None else best",
        end="nnx.update(model, best)",
    ),
    *[
        case(
            f"a state that a round of a loop takes is read behind it: {name}",
            "line 26 may change it before line",
            each=each,
            end="nnx.update(model, best)",
        )
        for name, each in (
            ("where it is the best", "if x > 0: best = nnx.state(model)"),
            ("or left out", "if x > 0: continue\n        best = nnx.state(model)"),
            ("or not reached", "if x > 0: break\n        best = nnx.state(model)"),
        )
    ],
    case(
        "a state is kept in an attribute",
        "it is kept in `holder.best`",
        each="holder.best = nnx.state(model)",
    ),
    case(
        "a state is collected in a list",
        "it is passed to `history.append`",
        each="history.append(nnx.state(model, nnx.Param))",
    ),
    case(
        "a part of a state is kept",
        "was a copy, and is live",
        made="kernel = nnx.state(model)['out']['kernel']",
        end="print(kernel.value)",
    ),
    case(
        "a filtered state is kept",
        "was a copy, and is live",
        made="params = nnx.state(model).filter(nnx.Param)",
        end="nnx.update(model, params)",
    ),
    case(
        "a state is read behind a step in the same call",
        "line 27 may change it before line 27 reads it",
        each="jax.tree.map(f, nnx.state(model), train_step(model, optimizer, x, y))",
    ),
    case(
        "it is, by a keyword",
        "line 27 may change it before line 27 reads it",
        each="optax.global_norm(a=nnx.state(model), b=train_step(model, optimizer, x))",
    ),
    case(
        "a function trains before it reads the state that it is given",
        "it is kept on line 19, and line 20 may change it before line 21 reads it",
        top="def compare(old, model, optimizer, x, y):\n"
        "    train_step(model, optimizer, x, y)\n    return len(old)\n",
        end="compare(nnx.state(model), model, optimizer, x, y)",
    ),
    case(
        "an own method saves it",
        "it is passed to `self.states.append` on line 21",
        top="class Store:\n    states = []\n"
        "    def save(self, state): self.states.append(state)\n",
        each="store.save(nnx.state(model))",
    ),
    case(
        "an own coroutine saves it",
        "what line 30 calls reads it when it is run",
        top="class Store:\n    states = []\n"
        "    async def save(self, state): self.states.append(state)\n",
        each="task = store.save(nnx.state(model))",
    ),
    case(
        "an own method gives it back",
        "it is returned on line 20",
        top="class Keep:\n    def init(self, state): return state\n",
        made="best = Keep().init(nnx.state(model))",
    ),
    *[
        case(
            f"a model is given to a schedule of {module}",
            f"its model is passed to `{name}.constant_schedule`",
            top=f"from {module} import {name}\n" if name != module else "",
            made=f"rate = {name}.constant_schedule(model)",
        )
        for module, name in (("optax", "optax"), ("lrmigrate", "lrsched"))
    ],
    case(
        "a method of another is called like one of a state",
        "it is passed to `keep.filter`",
        made="best = keep.filter(nnx.state(model))",
    ),
    case(
        "its variables are the leaves",
        "it is passed to `jax.tree.leaves`",
        made="best = jax.tree.leaves(nnx.state(model), is_leaf=is_variable)",
    ),
    case(
        "its variables are mapped",
        "it is passed to `jax.tree.map`",
        made="best = jax.tree.map(lambda v: v, nnx.state(model), is_leaf=is_variable)",
    ),
    case(
        "its sorted items are kept",
        "it is passed to `sorted`",
        made="best = sorted(nnx.state(model).items())",
    ),
    case(
        "a function that traces nothing gives it back",
        "it is passed to `jax.named_call(give)`",
        made="best = jax.named_call(give)(nnx.state(model))",
    ),
    case(
        "a lambda takes it",
        "it is returned on line 19",
        top="taken = lambda model: nnx.state(model)\n",
        made="best = taken(model)",
    ),
    case(
        "it is kept where nothing was",
        "may change it before line",
        made="best = None",
        each="best = best or nnx.state(model)",
        end="nnx.update(model, best)",
    ),
    case(
        "another name takes it",
        "`take(model)` on line 25 was a copy, and is live",
        top="take = nnx.state\n",
        made="best = take(model)",
        end="nnx.update(model, best)",
    ),
    case(
        "it is taken out of sight",
        "`nnx.state` on line 24 gives a state that was a copy, and is live, out of",
        made="states = [*map(nnx.state, models)]",
    ),
    case(
        "a state is compared",
        "was a copy, and is live",
        end="print(nnx.state(model) == nnx.state(model))",
    ),
    case(
        "a state is kept while an entry of a dict trains",
        "may change it before line 31 reads it",
        top="def apply(held, model, grads):\n    held['a'].update(grads)\n",
        made="held = {'a': optimizer}\n    first = nnx.state(model)",
        each="apply(held, x, y)",
        end="nnx.update(model, first)",
    ),
    case(
        "a mask asks for paths",
        "may see other trees than it did",
        top="def mask(params):\n    return jax.tree_util.tree_map_with_path("
        "lambda path, x: 'kernel' in str(path[-2]), params)\n",
        tx="optax.adamw(1e-3, mask=mask)",
    ),
    case(
        "a mask is a tree of the model",
        "may see other trees than it did",
        before="mask = jax.tree.map(lambda x: x.ndim > 1, nnx.state(model, nnx.Param))",
        tx="optax.adamw(1e-3, mask=mask)",
    ),
    case(
        "a mask is given by position",
        "may see other trees than it did",
        tx="optax.adamw(1e-3, 0.9, 0.99, 1e-8, 0.0, None, 0.1, lambda p: by_path(p))",
    ),
    case(
        "parameters are parted by labels",
        "`optax.multi_transform` on line 23",
        tx="optax.multi_transform({'a': optax.adam(1e-3)}, lambda p: label(p))",
    ),
    case(
        "what is masked has a state of its own",
        "`optax.masked` on line 23",
        tx=f"optax.masked(optax.adam(1e-3), {SHAPES})",
    ),
    case(
        "a transformation is the module's own",
        "`optax.GradientTransformation` on line",
        tx="optax.chain(optax.GradientTransformation(init, update), optax.sgd(0.1))",
    ),
    case(
        "a transformation that comes from elsewhere, where there is one of its own",
        "may be made with the `stateless`",
        top="doubled = optax.stateless(double)\n",
        tx="settings.tx",
    ),
    case("its class is shown", "`print` on line 28", end="print(optimizer)"),
    case("its class is asked", "`optimizer.__class__`", end="optimizer.__class__"),
    case("it is formatted", "it is shown", end="log = f'{optimizer}'"),
    case(
        "its update is taken for a map",
        "`optimizer.update` is used on line 28",
        end="list(map(optimizer.update, more))",
    ),
    case(
        "its update is called by name elsewhere",
        "`apply`, whose use on line 29",
        made="apply = optimizer.update",
        end="pass\n    apply(grads=more)",
    ),
    case(
        "it is one of a dict, whose update is by name",
        "line 28 gives an update its `grads` by name",
        made="held = {'a': optimizer}",
        end="held['a'].update(grads=more)",
    ),
    case(
        "it is one of a list, whose update is used",
        "line 28 uses the value of an update",
        made="held = [optimizer]",
        end="print(held[0].update(more))",
    ),
    case(
        "its dict of gradients is opaque",
        "may be given its `grads` by name",
        made="held = [optimizer]",
        end="held[0].update(**{'grads': more})",
    ),
    case(
        "an item of a tuple has its method under another name",
        "`optimizer.update` on line 21 is `apply`, whose use on line 22",
        top="def step(pair, grads):\n    model, optimizer = pair\n"
        "    apply = optimizer.update\n    apply(grads=grads)\n",
        end="step((model, optimizer), more)",
    ),
    case(
        "a property gives it, whose class is named",
        "`holder.opt.__class__` is used on line 35",
        top="class Holder:\n    def __init__(self, opt):\n        self._opt = opt\n\n"
        "    @property\n    def opt(self):\n        return self._opt\n",
        made="holder = Holder(optimizer)",
        end="print(holder.opt.__class__.__name__)",
    ),
    case(
        "the leaves of its model are counted, out of a tuple",
        "its model is passed to `jax.tree.leaves` on line 28",
        made="pair = (model, optimizer)",
        end="print(len(jax.tree.leaves(pair[0])))",
    ),
    case(
        "it goes to a library that is not seen",
        "it is passed to `lib.watch` on line 25",
        top="import lib\n",
        made="lib.watch(optimizer)",
    ),
    case(
        "the leaves of the model that it holds are counted",
        "`optimizer.model` is passed to `jax.tree.leaves` on line 28",
        end="print(len(jax.tree.leaves(optimizer.model)))",
    ),
    case(
        "its model's leaves are counted",
        "its model is passed to `jax.tree.leaves`",
        end="print(len(jax.tree.leaves(model)))",
    ),
    case(
        "the class is changed by a text",
        "this module replaces `Optimizer`",
        top="setattr(nnx.Optimizer, name, scaled)\n",
    ),
    case(
        "Flax's module is given away",
        "`replace(nnx)` on line 19 may replace",
        top="replace(nnx)\n",
    ),
    case(
        "tree mode is on",
        "tree mode, on line 19",
        top="nnx.set_graph_mode(False)\n",
        made="held = [optimizer]",
    ),
]


@pytest.mark.parametrize(("parts", "reason"), REFUSED)
def test_a_use_that_is_not_listed_leaves_the_optimizer(fix, parts, reason):
    code = program(**parts)
    result = fix(code)
    assert result.text == code
    left = [one.left for one in result.findings if one.code in ("LRS201", "LRS202")]
    assert left
    assert all(reason in one for one in left), left


def test_a_name_that_is_bound_again_and_again_is_asked_once(fix):
    lines = "    low, high = halved(low, high)\n" * 4000
    top = f"def search(low, high):\n{lines}    return low\n"
    with ends(120):
        assert "wrt=nnx.Param)" in fix(program(top=top)).text


HARMLESS = [
    pytest.param(parts, id=name)
    for name, parts in {
        "a state is used where it stands": {
            "each": "log(model(x), len(nnx.state(model)))"
        },
        "its leaves are counted": {"each": "len(jax.tree.leaves(nnx.state(model)))"},
        "a copy is kept": {
            "made": "best = jax.tree.map(lambda x: x, nnx.state(model))",
            "end": "nnx.update(model, best)",
        },
        "a deep copy is kept": {
            "made": "best = copy.deepcopy(nnx.state(model))",
            "end": "nnx.update(model, best)",
        },
        "the best copy is kept in a condition": {
            "made": "best = None",
            "each": "best = best or jax.tree.map(jnp.copy, nnx.state(model))",
            "end": "nnx.update(model, best)",
        },
        "the best copy is kept in a block": {
            "made": "best = None",
            "each": "if x: best = jax.device_get(nnx.state(model))",
            "end": "nnx.update(model, best)",
        },
        "the values of its variables are kept": {
            "made": "best = jax.tree.map("
            "lambda v: v.value * 2, nnx.state(model), is_leaf=is_variable)",
        },
        "an own method saves its size": {
            "top": "class Store:\n    sizes = []\n"
            "    def save(self, state): self.sizes.append(len(state))\n",
            "each": "store.save(nnx.state(model))",
        },
        "an own method of the name takes nothing": {
            "top": "class Trainer:\n    def save(self): pass\n",
            "each": "checkpointer.save(nnx.state(model))",
        },
        "a traced lambda takes it": {
            "made": "shapes = jax.eval_shape(lambda: nnx.state(Model()))",
        },
        "a clone is the target": {
            "made": "target = nnx.clone(model)",
            "each": "nnx.update(target, nnx.state(model))",
        },
        "a state is taken anew for each reading": {
            "each": "graphdef, state = nnx.split(model); checkpointer.save(p, state)",
        },
        "the state of the last round is read": {
            "each": "state = nnx.state(model)\n        if len(state): break",
            "end": "checkpointer.save(p, state)",
        },
        "a state is read before the training goes on": {
            "made": "state = nnx.state(model); print(len(state))",
        },
        "a state of another model is kept": {
            "made": "teacher = Model(); first = nnx.state(teacher)",
            "end": "print(first)",
        },
        "a name has another value by then": {
            "before": "state = nnx.state(model); nnx.update(model, state)",
            "end": "state = nnx.state(model); checkpointer.save(p, state)",
        },
        "the shape of a part is kept": {
            "made": "shape = nnx.state(model)['out']['kernel'].shape",
            "end": "print(shape)",
        },
        "a mask asks for shapes": {"tx": f"optax.adamw(1e-3, mask={SHAPES})"},
        "a function of shapes is the mask": {
            "top": "def mask(params):\n"
            "    return jax.tree.map(lambda x: len(x.shape) != 1, params)\n",
            "tx": "optax.adamw(1e-3, mask=mask)",
        },
        "decay is masked by shapes": {
            "tx": f"optax.chain(optax.masked(optax.add_decayed_weights(0.1), {SHAPES}),"
            " optax.sgd(0.1))",
        },
        "steps are gathered": {"tx": "optax.MultiSteps(optax.adam(1e-3), 4)"},
        "hyperparameters are injected": {
            "tx": "optax.inject_hyperparams(optax.adamw)(learning_rate=schedule)",
        },
        "a function of the module makes the transformation": {
            "top": "def make(lr):\n    return optax.chain(optax.clip(1.0), "
            "optax.adam(lr))\n",
            "tx": "make(1e-3)",
        },
        "the transformation comes from a setting": {"tx": "settings.tx"},
        "its step is read": {"each": "print(int(optimizer.step.value))"},
        "the model is shown": {"end": "print(model, f'{model}')"},
        "its class is asked for": {
            "end": "assert isinstance(optimizer, nnx.Optimizer)"
        },
    }.items()
]


@pytest.mark.parametrize("parts", HARMLESS)
def test_a_use_that_is_listed_is_no_matter(fix, parts):
    result = fix(program(**parts))
    assert "wrt=nnx.Param)" in result.text, [one.left for one in result.findings]
    assert "optimizer.update(model, grads)" in result.text


FUNCTIONAL = """\

@jax.jit
def pure_step(graphdef, state, x, y):
    model, optimizer = nnx.merge(graphdef, state)
    loss, grads = nnx.value_and_grad(loss_fn)(model, x, y)
    optimizer.update(grads)
    return loss, nnx.state((model, optimizer))


def main(data):
    model = Model()
    optimizer = nnx.Optimizer(model, optax.adam(1e-3))
    graphdef, state = nnx.split((model, optimizer))
    for x, y in data:
        loss, state = pure_step(graphdef, state, x, y)
    nnx.update((model, optimizer), state)
"""


def test_a_state_that_goes_round_through_a_pure_function_is_no_kept_one(fix):
    result = fix("import jax\nimport optax\nfrom flax import nnx\n" + FUNCTIONAL)
    assert "nnx.ModelAndOptimizer(model, optax.adam(1e-3))" in result.text


CONSTRUCTORS = ["model", "model, tx, lr=1", "model, tx, model=model", "tx=tx"]


@pytest.mark.parametrize("arguments", CONSTRUCTORS)
def test_a_constructor_that_binds_wrongly_stays(fix, arguments):
    code = f"from flax import nnx\n\noptimizer = nnx.Optimizer({arguments})\n"
    assert fix(code).text == code


SUBCLASSES = [
    "    def update(self, grads):\n        super(Mine, self).update(grads=grads)\n",
    "    def update(self, grads):\n        return super().update(grads)\n",
    "    def half(self, grads):\n        self.update(grads=halved(grads))\n",
    "    def held(self):\n        return super()\n",
    "    def update(self, grads, **kw):\n        super().update(grads=grads, **kw)\n",
    "    def update(self, grads, **kw):\n        super().update(**{'grads': grads}, **kw)\n",
]


@pytest.mark.parametrize("body", SUBCLASSES)
def test_a_subclass_that_the_old_class_does_not_fit_stays(fix, body):
    code = (
        "from flax import nnx\n\n\nclass Mine(nnx.Optimizer):\n"
        "    def __init__(self, model, tx):\n        super().__init__(model, tx)\n\n"
        + body
    )
    assert fix(code).text == code


ABOVE = [
    "    def update(self, grads, **kw):\n        super().update(grads=grads, **kw)\n",
    "    def update(self, **kw):\n        self.n = 1\n        super().update(**kw)\n",
]


@pytest.mark.parametrize("body", ABOVE)
def test_a_subclass_of_another_class_with_an_update_stays_and_its_calls(fix, body):
    code = (
        f"from flax import nnx\nimport optax\n\n\nclass Above:\n{body}\n\n"
        "class Mine(Above, nnx.Optimizer):\n    pass\n\n\ndef train(model, grads):\n"
        "    optimizer = Mine(model, optax.sgd(0.1))\n"
        "    optimizer.update(grads=grads)\n"
    )
    assert fix(code).text == code


def test_a_subclass_that_is_given_wrt_by_position_stays(fix):
    code = (
        "from flax import nnx\nimport optax\n\n\nclass Mine(nnx.Optimizer):\n    pass\n"
        "\n\noptimizer = Mine(model, optax.sgd(0.1), nnx.Param)\n"
    )
    assert fix(code).text == code


def test_a_hook_that_a_subclass_of_the_module_overrides_is_out_of_sight(fix):
    code = HEAD + (
        "\n\nclass Trainer:\n"
        "    def train(self, model, x, y):\n"
        "        optimizer = nnx.Optimizer(model, optax.sgd(0.1))\n"
        "        self.before(optimizer)\n"
        "        grads = nnx.grad(loss_fn)(model, x, y)\n"
        "        optimizer.update(grads)\n\n"
        "    def before(self, optimizer):\n        pass\n\n\n"
        "class Logged(Trainer):\n"
        "    def before(self, optimizer):\n        print(optimizer.model)\n"
    )
    assert "nnx.ModelAndOptimizer(model, optax.sgd(0.1))" in fix(code).text


def test_an_update_that_names_its_model_alone_is_not_understood(fix):
    code = HEAD.replace("update(grads)", "update(grads, model=model)") + (
        "\n\ndef main(model):\n    optimizer = nnx.Optimizer(model, optax.sgd(0.1))\n"
        "    train_step(model, optimizer, 1, 2)\n"
    )
    assert fix(code).text == code


DERIVED = """\
import optax
from flax import nnx


class Mine(nnx.Optimizer):
    def reset(self):
        self.count = 0


def step(model, optimizer, x, y):
    grads = nnx.grad(loss_fn)(model, x, y)
    {update}


def main(model, data):
    optimizer = {made}
    optimizer.reset()
    {before}
    for x, y in data:
        step(model, optimizer, x, y)
    print(optimizer.count)
    {end}
"""


def derived(**parts):
    given = {
        "update": "optimizer.update(grads)",
        "made": "Mine(model, optax.sgd(0.1))",
        "before": "pass",
        "end": "pass",
    }
    return DERIVED.format(**{**given, **parts})


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        case(
            "its update is reached by name",
            "it is passed to `getattr`",
            update="getattr(optimizer, 'update')(grads=grads)",
        ),
        case(
            "a split of its model is kept",
            "`nnx.split(model)` on line 18 was a copy, and is live",
            before="graphdef, state = nnx.split(model)",
            end="print(nnx.merge(graphdef, state))",
        ),
        case(
            "its mask asks for paths",
            "the mask `by_path`",
            made="Mine(model, optax.adamw(0.1, mask=by_path))",
        ),
        case(
            "its arguments are unpacked",
            "the arguments on line 16 are not all seen",
            made="Mine(*made) if made else Mine(model, optax.sgd(0.1))",
        ),
        case(
            "what it is given to is not listed",
            "it is passed to `nnx.iter_graph`",
            end="nnx.iter_graph(optimizer)",
        ),
        case("it shows its class", "`optimizer.__class__`", end="optimizer.__class__"),
        case("the class is passed on", "`Mine` is used on line 22", end="make(Mine)"),
        case(
            "a class is derived from it",
            "`Mine` is used on line 22",
            end="class Other(Mine): pass",
        ),
    ],
)
def test_what_is_done_with_an_object_of_a_subclass_leaves_its_header(
    fix, parts, reason
):
    code = derived(**parts)
    result = fix(code)
    assert "class Mine(nnx.Optimizer)" in result.text
    assert any(reason in one.left for one in result.findings if one.code == "LRS201")


def test_a_subclass_whose_objects_do_nothing_else_keeps_its_model(fix):
    text = fix(derived(end="assert isinstance(optimizer, Mine)")).text
    assert "class Mine(nnx.ModelAndOptimizer)" in text


@pytest.mark.parametrize("name", ["optimizer", "Optimizer"])
def test_a_class_that_a_class_of_the_module_holds_is_not_renamed_there(fix, name):
    code = (
        f"from flax import nnx\n\n\nclass Config:\n    {name} = nnx.Optimizer\n\n\n"
        "def main(model, tx, grads):\n"
        f"    optimizer = Config.{name}(model, tx)\n    optimizer.update(grads)\n"
    )
    assert fix(code).text == code


BY_TEXT = """\

@nnx.scan(in_axes=(nnx.Carry, 0), out_axes=(nnx.Carry, 0))
def rounds(pair, x):
    model, optimizer = pair
    grads = nnx.grad(loss_fn)(model, x, x)
    getattr(optimizer, "update")(grads=grads)
    return pair, 0


def main(model, xs):
    optimizer = nnx.Optimizer(model, optax.sgd(0.1))
    rounds((model, optimizer), xs)
"""


def test_an_update_that_is_reached_by_its_name_may_be_of_any_optimizer(fix):
    result = fix(HEAD + BY_TEXT)
    assert result.text == HEAD + BY_TEXT
    assert any("gets at an update by its name" in one.left for one in result.findings)


@pytest.mark.parametrize(
    "name", ["type(pair[1]).__name__", "pair[1].__class__.__name__"]
)
def test_the_name_of_a_class_that_a_list_holds_leaves_the_optimizer(fix, name):
    code = program(made="pair = [model, optimizer]", end=f"print({name})")
    result = fix(code)
    assert result.text == code
    assert any(f"`{name}` on line" in one.left for one in result.findings)


BOUND = """\


def main(model, data, **kwargs):
    optimizer = nnx.Optimizer(model, optax.sgd(0.1), **kwargs)
    apply = optimizer.update
    for x, y in data:
        apply({})
"""


def test_an_update_under_another_name_is_told_though_wrt_is_not_seen(fix):
    code = HEAD + BOUND.format("nnx.grad(loss_fn)(model, x, y)")
    result = fix(code)
    assert result.text == code
    assert any("are not all seen" in one.left for one in result.findings)


def test_an_update_under_another_name_that_passes_the_model_is_right(fix):
    code = HEAD + BOUND.format("model, nnx.grad(loss_fn)(model, x, y)")
    assert not [one for one in fix(code).findings if one.code == "LRS201"]


HIDDEN = """\


def main(model, x, y):
    optimizer = nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
    loss, grads = nnx.value_and_grad(loss_fn)(model, x, y)
    {}
"""
HIDDEN_OLD = [
    "getattr(optimizer, 'update')(grads)",
    "getattr(optimizer, 'update')(grads=grads)",
    "functools.partial(optimizer.update)(grads)",
    "list(map(optimizer.update, [grads]))",
]
HIDDEN_NEW = [
    "getattr(optimizer, 'update')(model, grads)",
    "functools.partial(optimizer.update)(model, grads)",
    "functools.partial(optimizer.update, model)(grads)",
    "list(map(optimizer.update, [model], [grads]))",
]


@pytest.mark.parametrize("line", HIDDEN_OLD)
def test_an_old_update_by_way_of_another_function_is_told(fix, line):
    code = "import functools\nfrom flax import nnx\nimport optax\n" + HIDDEN.format(
        line
    )
    result = fix(code)
    assert result.text == code
    assert [one.code for one in result.findings] == ["LRS201"]


@pytest.mark.parametrize("line", HIDDEN_NEW)
def test_a_new_update_by_way_of_another_function_is_right(fix, line):
    code = "import functools\nfrom flax import nnx\nimport optax\n" + HIDDEN.format(
        line
    )
    assert not fix(code).findings


KEEPING = [
    "part = state\n    KEPT.append(part)",
    "first, *rest = jax.tree.leaves(state), state\n    KEPT.append(rest)",
    "for part in state.values():\n        KEPT.append(part)",
    "part: object = state\n    KEPT.append(part)",
]


@pytest.mark.parametrize("body", KEEPING)
def test_a_function_of_the_module_that_keeps_a_state_by_another_name(fix, body):
    top = f"KEPT = []\n\n\ndef hold(state):\n    {body}\n"
    code = program(top=top, made="hold(nnx.state(model))")
    result = fix(code)
    assert result.text == code
    assert any("was a copy, and is live" in one.left for one in result.findings)
