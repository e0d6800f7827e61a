"""The shapes of NNX programs: where model and optimizer are, and who trains them."""

from __future__ import annotations

MODELS = [
    "class Model(Small):\n    pass",
    "class Model(nnx.Module):\n    def __init__(self, rngs):\n"
    "        self.out = nnx.Linear(4, 1, rngs=rngs)\n\n"
    "    def __call__(self, x):\n        return self.out(x)",
    "Model = Small",
]

# Where model and optimizer are held, made of ``m`` and ``o``, which ``MADE`` makes:
# lines before the functions, lines in main, and the expressions for the two there.
HELD = [
    ("", "", "m", "o"),
    ("", "model = m\nopt = o", "model", "opt"),
    ("", "d = {'model': m, 'opt': o}", "d['model']", "d['opt']"),
    ("", "pair = (m, o)", "pair[0]", "pair[1]"),
    ("", "pair = [m, o]", "pair[0]", "pair[1]"),
    ("", "model, opt = m, o", "model", "opt"),
    ("", "(model, opt), rest = (m, o), None", "model", "opt"),
    ("", "ns = types.SimpleNamespace(model=m, opt=o)", "ns.model", "ns.opt"),
    ("", "opt = o\nmodel = opt.model", "model", "opt"),
    ("", "opt = o", "opt.model", "opt"),
    ("class Held:\n    pass", "Held.model = m\nHeld.opt = o", "Held.model", "Held.opt"),
    (
        "@dataclasses.dataclass\nclass State:\n    model: object\n    opt: object",
        "state = State(m, o)",
        "state.model",
        "state.opt",
    ),
    (
        "class Holder:\n    def __init__(self, model, opt):\n"
        "        self.model = model\n        self._opt = opt\n\n"
        "    @property\n    def opt(self):\n        return self._opt",
        "holder = Holder(m, o)",
        "holder.model",
        "holder.opt",
    ),
    (
        "class Both(nnx.Module):\n    def __init__(self, model, opt):\n"
        "        self.model = model\n        self.opt = opt",
        "both = Both(m, o)",
        "both.model",
        "both.opt",
    ),
]

# How a step comes by the two: its definition around ``BODY``, with its names for the
# two, and the call.
PASSED = [
    (
        "def step(model, optimizer, x, y):\nBODY",
        "model",
        "optimizer",
        "step(MODEL, OPT, x, y)",
    ),
    (
        *("@nnx.jit\ndef step(model, optimizer, x, y):\nBODY", "model", "optimizer"),
        "step(MODEL, OPT, x, y)",
    ),
    (
        *("def step(optimizer, model, *, x, y):\nBODY", "model", "optimizer"),
        "step(OPT, MODEL, x=x, y=y)",
    ),
    (
        *("def step(model, optimizer, x, y):\nBODY", "model", "optimizer"),
        "step(*(MODEL, OPT), x, y)",
    ),
    (
        *("def step(model, optimizer, x, y):\nBODY", "model", "optimizer"),
        "step(x=x, y=y, **{'model': MODEL, 'optimizer': OPT})",
    ),
    (
        *("def step(model, optimizer, x, y):\nBODY", "model", "optimizer"),
        "functools.partial(step, MODEL, OPT)(x, y)",
    ),
    (
        "def make_step(model, optimizer):\n    def step(x, y):\nBODY2\n    return step",
        *("model", "optimizer", "make_step(MODEL, OPT)(x, y)"),
    ),
    (
        "class Trainer:\n    def __init__(self, model, optimizer):\n"
        "        self.model = model\n        self.optimizer = optimizer\n\n"
        "    def step(self, x, y):\nBODY2",
        *("self.model", "self.optimizer", "Trainer(MODEL, OPT).step(x, y)"),
    ),
    (
        "def step(optimizer, x, y):\nBODY",
        "optimizer.model",
        "optimizer",
        "step(OPT, x, y)",
    ),
    ("def step(pair, x, y):\nBODY", "pair[0]", "pair[1]", "step((MODEL, OPT), x, y)"),
    (
        "def step(pair, x, y):\n    model, optimizer = pair\nBODY",
        *("model", "optimizer", "step((MODEL, OPT), x, y)"),
    ),
    (
        "def outer(model, optimizer, x, y):\n    @nnx.scan(in_axes=(nnx.Carry, 0, 0), "
        "out_axes=(nnx.Carry, 0))\n    def step(pair, x, y):\n"
        "        model, optimizer = pair\n"
        "        def inner(x, y):\nBODY3\n        return pair, inner(x, y)\n"
        "    return step((model, optimizer), x[None], y[None])[1]",
        *("model", "optimizer", "outer(MODEL, OPT, x, y)"),
    ),
    (
        "@jax.jit\ndef pure(graphdef, state, x, y):\n"
        "    model, optimizer = nnx.merge(graphdef, state)\n"
        "    def inner(x, y):\nBODY2\n"
        "    loss = inner(x, y)\n    return loss, nnx.state((model, optimizer))\n\n"
        "def step(model, optimizer, x, y):\n"
        "    graphdef, state = nnx.split((model, optimizer))\n"
        "    loss, state = pure(graphdef, state, x, y)\n"
        "    nnx.update((model, optimizer), state)\n    return loss",
        *("model", "optimizer", "step(MODEL, OPT, x, y)"),
    ),
    ("", "MODEL", "OPT", ""),
]

# Classes that make an optimizer and train with it: around ``BODY2``, and ``MADE`` for
# its making of ``m``.
OWNERS = [
    "class Owner:\n    def __init__(self, m):\n        self.model = m\n"
    "        self.optimizer = MADE\n\n    def step(self, x, y):\nBODY2",
    "class Owner:\n    def __init__(self, m):\n        self.model = m\n"
    "        self.optimizer = self.make(m)\n\n    def make(self, m):\n"
    "        return MADE\n\n    def step(self, x, y):\nBODY2",
    "class Base:\n    def step(self, x, y):\nBODY2\n\nclass Owner(Base):\n"
    "    def __init__(self, m):\n        self.model = m\n        self.optimizer = MADE",
    "class Base:\n    def __init__(self, m):\n        self.model = m\n"
    "        self.optimizer = MADE\n\nclass Owner(Base):\n"
    "    def step(self, x, y):\nBODY2",
    "class Base:\n    def __init__(self, m):\n        self.model = m\n"
    "        self.optimizer = MADE\n        self.ready()\n\n"
    "    def ready(self):\n        pass\n\n    def step(self, x, y):\nBODY2\n\n"
    "class Owner(Base):\n    def ready(self):\n        print(self.optimizer.model is not None)",
    "@dataclasses.dataclass\nclass Owner:\n    model: nnx.Module\n"
    "    optimizer: nnx.Optimizer = None\n\n    def __post_init__(self):\n"
    "        m = self.model\n        self.optimizer = MADE\n\n"
    "    def step(self, x, y):\nBODY2",
    "class Owner(nnx.Module):\n    def __init__(self, m):\n        self.model = m\n"
    "        self.optimizer = MADE\n\n    @nnx.jit\n    def step(self, x, y):\nBODY2",
    "class Owner:\n    def __init__(self, m):\n        self.model = m\n"
    "        self._held = {'optimizer': MADE}\n\n    @property\n"
    "    def optimizer(self):\n        return self._held['optimizer']\n\n"
    "    def step(self, x, y):\nBODY2",
]

# Where the step is defined: how main.py comes by the module's names.
PLACES = [
    "",
    "from steps import {0}",
    "from steps import *",
    "import steps\n{0} = steps.{0}",
]
