"""What grows, and must cost no more than it grows: trees made to a size.

Each shape is a function from a number to the texts of files by their paths.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

Tree = Mapping[str, str]
_OPTAX = "import optax\n\n\n"


def files(count: int) -> Tree:
    """Modules that all make a schedule, and know nothing of each other."""
    return {f"package_{n // 50}/module_{n}.py": _module(n) for n in range(count)}


def files_beside(count: int) -> Tree:
    """Modules without a schedule, beside two that make one."""
    plain = {f"package_{n // 50}/plain_{n}.py": _plain(n) for n in range(count)}
    return {**plain, "one.py": _module(1), "two.py": _module(2)}


def sites(count: int) -> Tree:
    """Calls by the name of the library, in functions of one file."""
    return _file(_OPTAX, *map(_builder, range(count)))


def imports_again(count: int) -> Tree:
    """Calls that are each behind an import of their own, in one file."""
    call = "s = optax.cosine_decay_schedule(0.1, decay_steps={n})"
    return _file(*(f"import optax\n{call.format(n=n + 1)}" for n in range(count)))


def imports_in_functions(count: int) -> Tree:
    """Functions of one file that each import the library for a call."""
    function = (
        "def build_{n}(steps):\n    import optax\n\n"
        "    return optax.cosine_decay_schedule(0.1, decay_steps=steps)\n\n"
    )
    return _file(*(function.format(n=n) for n in range(count)))


def blocks(count: int) -> Tree:
    """Blocks of one page that each import the library for a call."""
    block = (
        "```python\nimport optax\n"
        "s = optax.cosine_decay_schedule(0.1, decay_steps={n})\n```\n"
    )
    return {"page.md": "\n".join(block.format(n=n + 1) for n in range(count))}


def calls_of_a_name(count: int) -> Tree:
    """Calls of one imported name, which are rewritten together."""
    calls = [
        f"s{n} = cosine_decay_schedule(0.1, decay_steps={n + 1})" for n in range(count)
    ]
    return {
        "train.py": "\n".join(["from optax import cosine_decay_schedule", "", *calls])
    }


def imported_names(count: int) -> Tree:
    """One statement that imports a schedule by many names, each called once."""
    names = [f"    cosine_decay_schedule as cosine_{n}," for n in range(count)]
    calls = [f"s{n} = cosine_{n}(0.1, decay_steps={n + 1})" for n in range(count)]
    return _file("from optax import (", *names, ")", *calls)


def optimizers(count: int) -> Tree:
    """NNX optimizers, each with its model and its update."""
    made = [
        f"def train_{n}(model, grads):\n"
        f"    optimizer = nnx.Optimizer(model, optax.adam(0.1))\n"
        f"    optimizer.update(grads)\n"
        for n in range(count)
    ]
    return _file("import optax\nfrom flax import nnx\n", *made)


def optimizers_of_one_model(count: int) -> Tree:
    """NNX optimizers of a module's one model, each with its update."""
    made = [
        f"optimizer_{n} = nnx.Optimizer(model, optax.adam(0.1))\n"
        f"optimizer_{n}.update(grads)"
        for n in range(count)
    ]
    model = "model = nnx.Linear(1, 1, rngs=nnx.Rngs(0))"
    return _file("import optax\nfrom flax import nnx\n", model, *made)


def states(count: int) -> Tree:
    """One function that takes a state before each update of its optimizer."""
    made = [
        f"    state_{n} = nnx.state(model)\n    print(state_{n})\n"
        f"    grads = nnx.grad(loss)(model)\n    optimizer.update(grads)"
        for n in range(count)
    ]
    head = (
        "def train(model, loss):\n    optimizer = nnx.Optimizer(model, optax.adam(0.1))"
    )
    return _file("import optax\nfrom flax import nnx\n\n", head, *made)


def fields(count: int) -> Tree:
    """Classes that each give a call a field of the same name."""
    made = [
        f"class Trainer{n}:\n"
        f"    def __init__(self, steps):\n"
        f"        self.steps = steps\n"
        f"        self.lr = optax.cosine_decay_schedule(0.1, decay_steps=self.steps)\n"
        for n in range(count)
    ]
    return _file("import optax\n", *made)


def cycles(count: int) -> Tree:
    """One list of dicts, an element for each cycle of a schedule."""
    cycle = (
        '    {{"init_value": 0.0, "peak_value": 0.{n}, "decay_steps": {n}, '
        '"warmup_steps": 1, "end_value": 0.0}},'
    )
    rows = [cycle.format(n=n + 2) for n in range(count)]
    made = "schedule = optax.sgdr_schedule(cycles)"
    return _file("import optax", "cycles = [", *rows, "]", made)


def cycles_in_calls(count: int) -> Tree:
    """Calls that are each given a list of one cycle, in functions of one file."""
    cycle = "dict(init_value=0.0, peak_value=lr, warmup_steps=1, decay_steps={n})"
    made = [
        f"def build_{n}(lr):\n"
        f"    return optax.sgdr_schedule([{cycle.format(n=n + 2)}])\n"
        for n in range(count)
    ]
    return _file("import optax\n", *made)


def attributes_read_again(count: int) -> Tree:
    """Calls whose rewrite reads an attribute twice, beside a property."""
    made = [
        f"def build_{n}(cfg):\n"
        f"    return optax.cosine_onecycle_schedule(cfg.s_{n}, 0.1, pct_start=0.3)\n"
        for n in range(count)
    ]
    steady = "class Config:\n    @property\n    def steps(self):\n        return 9\n"
    return _file("import optax\n", steady, *made)


def dict_keys(count: int) -> Tree:
    """One dict with many keys, which a call unpacks."""
    rows = [f'    "key_{n:05}": {n},' for n in range(count)]
    made = "schedule = optax.cosine_decay_schedule(0.1, **config)"
    return _file(
        "import optax", "config = {", *rows, '    "decay_steps": 9,', "}", made
    )


def handed_on(count: int) -> Tree:
    """Modules that hand one name on, each to the next."""
    chain = {
        f"part_{n}.py": f"from part_{n - 1} import make\n" for n in range(1, count)
    }
    first = "from optax import cosine_decay_schedule as make\n"
    last = f"from part_{count - 1} import make\n\nschedule = make(0.1, decay_steps=9)\n"
    return {**chain, "part_0.py": first, "train.py": last}


def projects(count: int) -> Tree:
    """Projects side by side, each with a module that makes a schedule, and a caller."""
    lib = "import optax\n\nmake = optax.cosine_decay_schedule\n"
    main = "from schedules import make\n\nschedule = make(0.1, decay_steps=9)\n"
    folders = [f"project_{n}" for n in range(count)]
    files = [(f"{at}/schedules.py", lib) for at in folders]
    return dict(files + [(f"{at}/train.py", main) for at in folders])


def takers(count: int) -> Tree:
    """Modules that all take one name from one of the tree, and call it."""
    take = "from schedules import make\n\nschedule = make(0.1, decay_steps={n})\n"
    modules = {f"train_{n}.py": take.format(n=n + 1) for n in range(count)}
    first = "from optax import cosine_decay_schedule as make\n"
    return {**modules, "schedules.py": first}


SHAPES: Mapping[str, Callable[[int], Tree]] = {
    one.__name__: one
    for one in (
        *(files, files_beside, sites, calls_of_a_name, imported_names, optimizers),
        *(imports_again, imports_in_functions, blocks),
        *(cycles_in_calls, attributes_read_again, fields),
        *(optimizers_of_one_model, states),
        *(cycles, dict_keys, handed_on, projects, takers),
    )
}


def _file(*lines: str) -> Tree:
    return {"train.py": "\n".join([*lines, ""])}


def _builder(n: int) -> str:
    return (
        f"def build_{n}(steps):\n"
        f"    return optax.cosine_decay_schedule(0.{n + 1}, decay_steps=steps)\n"
    )


def _module(n: int) -> str:
    return _OPTAX + _builder(n)


def _plain(n: int) -> str:
    return f"import json\n\n\ndef load_{n}(path):\n    return json.load(open(path))\n"
