"""Updates in a text: what code runs, or the name by which it takes the method."""

import pytest
from fixed_projects import fixed

MODULE = (
    "import operator, functools, timeit\nfrom flax import nnx\nimport optax\n\n"
    "model = Model()\noptimizer = nnx.Optimizer(model, optax.sgd(0.1))\n"
    "grads = nnx.grad(loss_fn)(model)\noptimizer.update(grads)\n"
)
TRAINER = (
    "import operator, functools\nfrom flax import nnx\nimport optax\n\n\n"
    "class Trainer:\n    def __init__(self):\n        self.model = Model()\n"
    "        self.optimizer = nnx.Optimizer(self.model, optax.sgd(0.1))\n\n"
    "    def step(self, x):\n        grads = nnx.grad(loss_fn)(self.model, x)\n"
    "        self.optimizer.update(grads)\n\n\n"
)
LEFT = {
    "eval": MODULE + "eval('optimizer.update(grads=grads)')\n",
    "exec": MODULE + "exec('optimizer.update(grads=grads)')\n",
    "exec of more lines": MODULE + "exec('g = f()\\noptimizer.update(grads=g)\\n')\n",
    "what eval returns": MODULE + "print(eval('optimizer.update(grads)'))\n",
    "compiled": (
        f"{MODULE}code = compile('optimizer.update(grads=grads)', 'a', 'exec')\n"
        "exec(code)\n"
    ),
    "formatted": MODULE + "exec('{}.update(grads=g)'.format('optimizer'))\n",
    "an f-string": MODULE + "exec(f'{name}.update(grads=g)')\n",
    "timeit": MODULE + "timeit.timeit('optimizer.update(grads=grads)', globals=g)\n",
    "dict unpacked": MODULE + "exec('optimizer.update(**given)')\n",
    "attrgetter": TRAINER + "operator.attrgetter('optimizer.update')(t)(g)\n",
    "methodcaller": TRAINER + "operator.methodcaller('update', grads=g)(t.optimizer)\n",
    "reduce": TRAINER + "functools.reduce(getattr, ['optimizer', 'update'], t)(g)\n",
    "exec of an attribute": TRAINER + "exec('t.optimizer.update(grads=g)')\n",
    "a derived class": (
        "from flax import nnx\nclass Mine(nnx.Optimizer): pass\n"
        "mine = Mine(model, tx)\nmine.update(g)\nexec('mine.update(grads=g)')\n"
    ),
    "a name": TRAINER + "METHOD = 'update'\ngetattr(t.optimizer, METHOD)(g)\n",
    "a name that is handed on": TRAINER + "METHOD = 'update'\nrun(t, METHOD)\n",
    "a name that is handed on by its keyword": (
        TRAINER + "METHOD = 'update'\nrun(t, by=METHOD)\n"
    ),
    "a name that is returned": (
        TRAINER + "def method():\n    name = 'update'\n    return name\n"
    ),
    "a name with another": TRAINER + "METHOD = NAME = 'update'\n",
    "a name of a class": TRAINER + "class A:\n    method = 'update'\n",
    "an entry": TRAINER + "KINDS = {}\nKINDS['step'] = 'update'\n",
}


@pytest.mark.parametrize("main", LEFT.values(), ids=LEFT)
def test_what_may_update_it_by_text_leaves_it(main, tmp_path):
    text, output = fixed(tmp_path, main)
    line = main[: main.rindex("update")].count("\n") + 1
    assert text == main
    assert f"the text on line {line} may be an update of it" in output


@pytest.mark.parametrize(
    "line",
    ["exec('optimizer.update(grads)')", "exec('nnx.update(model, state)')"],
)
def test_a_text_that_fits_keeps_the_model(line, tmp_path):
    main = f"{MODULE}{line}\n"
    text, _ = fixed(tmp_path, main)
    assert text == main.replace("nnx.Optimizer", "nnx.ModelAndOptimizer")


def test_a_text_of_a_related_file_leaves_it(tmp_path):
    other = (
        "from main import Trainer\nt = Trainer()\nexec('t.optimizer.update(grads=1)')\n"
    )
    text, output = fixed(tmp_path, TRAINER, other=other)
    assert text == TRAINER
    assert "the text on line 3 of other.py may be an update of it" in output


def test_a_name_of_a_text_that_another_file_says_leaves_it(tmp_path):
    main = f"{TRAINER}METHOD = 'update'\n"
    other = "import main\nrun(main.Trainer(), main.METHOD)\n"
    text, output = fixed(tmp_path, main, other=other)
    assert text == main
    assert f"the text on line {main.count(chr(10))} may be an update of it" in output


HARMLESS = {
    "printed": "print('optimizer.update(grads)')",
    "logged": "logger.info(f'{n} calls of optimizer.update()')",
    "raised": "def f(): raise TypeError('call optimizer.update(grads) first')",
    "a key": "times = {'update': 0.1}; times['update']",
    "compared": "if mode in ('update', 'all'): pass",
    "shown in a trace": "with jax.named_scope('update'): pass",
    "a docstring": "def f():\n    '''Call optimizer.update(grads=g) first.'''",
    "another word": "load('updates'); load('last_update')",
    "a name that nothing uses": "METHOD = 'update'",
    "a name that is shown": "METHOD = 'update'; print(METHOD, f'{METHOD}!')",
    "a name that is compared": "METHOD = 'update'\nif mode == METHOD: pass",
    "exported": "__all__ = ['model', 'update']",
}


@pytest.mark.parametrize("line", HARMLESS.values(), ids=HARMLESS)
def test_what_shows_or_asks_for_a_text_does_not(line, tmp_path):
    text, _ = fixed(tmp_path, f"{MODULE}{line}\n")
    assert "nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)" in text
    assert "optimizer.update(model, grads)" in text
