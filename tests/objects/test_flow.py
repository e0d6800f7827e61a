"""Which expressions of a module may be the same object, and where it is lost."""

import ast

import pytest

from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.names.bind import bind_module
from lrmigrate.codemod.names.resolver import Resolver
from lrmigrate.codemod.names.vocabulary import Vocabulary
from lrmigrate.codemod.objects.follow import follow
from lrmigrate.rules.nnx.names import FLOW

HEAD = "from flax import nnx\nfrom functools import partial\n\n"


def flow_of(body):
    source = Source.from_bytes((HEAD + body).encode(), "module.py")
    vocabulary = Vocabulary({}, frozenset(), frozenset(), around=FLOW.paths)
    return follow(source, Resolver(bind_module(source.tree), vocabulary), FLOW)


def the_optimizer(body):
    found = [one for one in flow_of(body).instances if one.creations]
    assert len(found) == 1
    return found[0]


FOLLOWED = [
    pytest.param("o = nnx.Optimizer(m, tx)\no.update(g)\n", id="a name"),
    pytest.param("o = p = nnx.Optimizer(m, tx)\np.update(g)\n", id="two names"),
    pytest.param("o = nnx.Optimizer(m, tx)\nq = o\nq.update(g)\n", id="an alias"),
    pytest.param("(o := nnx.Optimizer(m, tx)).update(g)\n", id="a walrus"),
    pytest.param("o: nnx.Optimizer = nnx.Optimizer(m, tx)\no.update(g)\n", id="typed"),
    pytest.param("m, o = Model(), nnx.Optimizer(m, tx)\no.update(g)\n", id="a tuple"),
    pytest.param(
        "o = nnx.Optimizer(m, tx) if train else None\no.update(g)\n", id="or None"
    ),
    pytest.param(
        "def f(o):\n    o.update(g)\n\n\nf(nnx.Optimizer(m, tx))\n", id="an argument"
    ),
    pytest.param(
        "def f(*, o):\n    o.update(g)\n\n\nf(o=nnx.Optimizer(m, tx))\n",
        id="an argument by name",
    ),
    pytest.param(
        "def f(m, o):\n    o.update(g)\n\n\ndef h(m, o):\n    f(m, o)\n\n\n"
        "h(m, nnx.Optimizer(m, tx))\n",
        id="through two functions",
    ),
    pytest.param(
        "def f(o):\n    o.update(g)\n\n\nstep = nnx.jit(f)\nstep(nnx.Optimizer(m, tx))\n",
        id="through nnx.jit",
    ),
    pytest.param(
        "def f(m, o):\n    o.update(g)\n\n\n"
        "step = nnx.cached_partial(f, m, nnx.Optimizer(m, tx))\nstep()\n",
        id="bound by a partial",
    ),
    pytest.param(
        "def f(o, x):\n    o.update(g)\n\n\nstep = partial(f, nnx.Optimizer(m, tx))\n",
        id="bound by a partial that nothing calls",
    ),
    pytest.param(
        "def make():\n    return nnx.Optimizer(m, tx)\n\n\nmake().update(g)\n",
        id="a result",
    ),
    pytest.param(
        "def make():\n    return m, nnx.Optimizer(m, tx)\n\n\n"
        "m, o = make()\no.update(g)\n",
        id="an element of a result",
    ),
    pytest.param(
        "class T:\n    def __init__(self):\n        self.o = nnx.Optimizer(m, tx)\n\n"
        "    def step(self):\n        self.o.update(g)\n",
        id="an attribute",
    ),
    pytest.param(
        "class T:\n    def step(self, o):\n        o.update(g)\n\n"
        "    def run(self):\n        self.step(nnx.Optimizer(m, tx))\n",
        id="an argument of a method",
    ),
    pytest.param(
        "def main():\n    o = nnx.Optimizer(m, tx)\n\n    def step():\n"
        "        o.update(g)\n\n    step()\n",
        id="a closure",
    ),
    pytest.param("f = lambda o: o.update(g)\nf(nnx.Optimizer(m, tx))\n", id="a lambda"),
    pytest.param(
        "o = nnx.Optimizer(m, tx)\n\n\ndef step(m, o):\n    o.update(g)\n",
        id="a snippet whose step nothing calls",
    ),
]


@pytest.mark.parametrize("body", FOLLOWED)
def test_an_update_is_found_and_nothing_is_lost(body):
    instance = the_optimizer(body)
    assert [one.name for one in instance.calls] == ["update"]
    assert not instance.escapes
    assert not instance.origins


MAKE = "o = nnx.Optimizer(m, tx)\n"
HELD = [
    pytest.param("pair = (m, o)\npair[1].update(g)\n", id="an item of a tuple"),
    pytest.param("d = {'o': o}\nd['o'].update(g)\n", id="an item of a dict"),
    pytest.param("pair = [m, o]\na, b = pair\nb.update(g)\n", id="unpacked later"),
    pytest.param(
        "def f(pair):\n    a, b = pair\n    b.update(g)\n\n\nf((m, o))\n",
        id="a tuple as an argument",
    ),
    pytest.param(
        "def f(pair):\n    return pair[1]\n\n\nboth = m, o\nf(both).update(g)\n",
        id="an item of an argument, as a result",
    ),
    pytest.param(
        "def f(a, b):\n    b.update(g)\n\n\nf(*(m, o))\n",
        id="unpacked into arguments",
    ),
    pytest.param(
        "def f(a, b):\n    b.update(g)\n\n\nf(**{'a': m, 'b': o})\n",
        id="unpacked into arguments by name",
    ),
    pytest.param("for one in [o]:\n    one.update(g)\n", id="a loop over a list"),
    pytest.param("[one.update(g) for one in (o,)]\n", id="a comprehension"),
    pytest.param(
        "pairs = {'a': (m, o)}\npairs['a'][1].update(g)\n", id="an item of an item"
    ),
    pytest.param(
        "class T:\n    def __init__(self, o):\n        self._o = o\n\n    @property\n"
        "    def it(self):\n        return self._o\n\n\nT(o).it.update(g)\n",
        id="a property",
    ),
]


@pytest.mark.parametrize("body", HELD)
def test_what_a_container_gives_is_what_it_holds(body):
    instance = the_optimizer(MAKE + body)
    assert [one.name for one in instance.calls] == ["update"]


APART = [
    pytest.param("pair = (o, k)\npair[1].update(g)\n", id="another item"),
    pytest.param("d = {'o': o}\nd['k'].update(g)\n", id="another key"),
    pytest.param("d = {1: o}\nd[True].update(g)\n", id="a key that is no number"),
    pytest.param("d = {'o': o}\nd[key].update(g)\n", id="a key that is computed"),
    pytest.param("pair = (*k, o)\npair[1].update(g)\n", id="behind a star"),
]


@pytest.mark.parametrize("body", APART)
def test_another_item_of_a_container_is_another_object(body):
    assert not the_optimizer(MAKE + body).calls


ESCAPES = [
    ("save(o)", "is passed to `save`"),
    ("save(state=o)", "is passed to `save`"),
    ("nnx.state(o)", "is passed to `nnx.state`"),
    ("nnx.split((m, o))", "is passed in a tuple to `nnx.split`"),
    ("parts = [o]", "is stored in a list"),
    ("parts = {'o': o}", "is stored in a dict"),
    ("parts['o'] = o", "is stored in `parts['o']`"),
    ("pair = m, o", "is stored in a tuple"),
    ("a, b = o", "is taken apart"),
    ("f(*o)", "goes out of sight"),
    ("out = [x for x in o]", "goes out of sight"),
]


# What is shown of it names its class, and its model.
SHOWN = [
    ("print(o)", "is passed to `print`"),
    ("nnx.display(o)", "is passed to `nnx.display`"),
    ("print(f'{o}')", "is shown"),
]


@pytest.mark.parametrize(("line", "what"), [*ESCAPES, *SHOWN])
def test_where_it_goes_out_of_sight_is_told(line, what):
    instance = the_optimizer(f"m = Model()\no = nnx.Optimizer(m, tx)\n{line}\n")
    assert [escape.what for escape in instance.escapes] == [what]


HARMLESS = [
    "isinstance(o, nnx.Optimizer)",
    "id(o)",
    "if o is None: pass",
    "if o: pass",
    "assert o",
    "o",
]


@pytest.mark.parametrize("line", HARMLESS)
def test_looking_at_it_is_no_matter(line):
    instance = the_optimizer(f"o = nnx.Optimizer(m, tx)\n{line}\n")
    assert not instance.escapes


ORIGINS = [
    "o = load()",
    "for o in others: pass",
    "with opened() as o: pass",
    "from elsewhere import o",
    "o += 1",
    "m, o = load()",
    "(m, (k, o)) = load()",
    "[0 for o in others]; o = 1",
]


@pytest.mark.parametrize("line", ORIGINS)
def test_another_value_in_its_place_is_told(line):
    instance = the_optimizer(f"o = nnx.Optimizer(m, tx)\n{line}\n")
    assert instance.origins


def test_names_of_other_scopes_are_other_objects():
    body = "def f():\n    o = nnx.Optimizer(m, tx)\n\n\ndef g(o):\n    o.update(1)\n"
    assert not the_optimizer(body).calls


def test_a_function_that_is_called_by_a_stranger_is_still_followed():
    body = "def f(o):\n    o.update(g)\n\n\nstranger(f)(nnx.Optimizer(m, tx))\n"
    instance = the_optimizer(body)
    assert len(instance.calls) == 1
    assert [one.what for one in instance.escapes] == ["is passed to `stranger(f)`"]


def test_a_class_of_ones_own_is_told_from_its_base():
    body = "class Optimizer(nnx.Optimizer):\n    pass\n\n\no = Optimizer(m, tx)\n"
    (creation,) = the_optimizer(body).creations
    assert creation.name == "class Optimizer"


def test_every_expression_of_a_module_can_be_asked_for_its_place():
    body = (
        "class A:\n    x: int\n    y: int = 1\n\n\n"
        "match v:\n    case {'k': w, **rest} if w: del rest\n"
        "async def f(a, /, b=1, *c, d, **e) -> int:\n"
        "    async with a as g, b: yield [z async for z in g if (h := z)]\n"
        "try: pass\nexcept* E as e: raise e from None\n"
        "lambda *a, **k: (yield)\nglobal_name: int\nprint(*v, **v, sep=f'{v!r:>{v}}')\n"
    )
    flow = flow_of(body)
    for node in ast.walk(flow.source.tree):
        if isinstance(node, ast.expr):
            flow.place(node)
    assert flow.instances


CONCERNED = [
    ("o = nnx.Optimizer(m, tx)\n", "o", True),
    ("def f(o: nnx.Optimizer):\n    g(o)\n", "o", True),
    ("def f(o):\n    o.update(g)\n", "o", True),
    ("def f(o):\n    o.model = m\n", "o", True),
    ("def f(o):\n    return o(m, tx)\n", "o", True),
    ("o = 1\n", "o", True),
    ("def f(first, o):\n    g(o)\n", "o", False),
    ("def f(first, o):\n    return [o, o[1]]\n", "o", False),
    ("def f(first, o: int):\n    h = o + o\n    return h\n", "h", False),
]


@pytest.mark.parametrize(("body", "name", "concerned"), CONCERNED)
def test_what_is_only_handed_on_is_told_when_it_is_asked_for(body, name, concerned):
    flow = flow_of("def first():\n    return 1\n\n\n" + body)
    names = (one for one in ast.walk(flow.source.tree) if isinstance(one, ast.Name))
    places = [flow.object_of(one) for one in names if one.id == name]
    assert places[0] is not None
    assert (places[0] in flow.instances) is concerned
    assert set(places) == {places[0]}


def test_the_first_object_of_a_module_is_told_whatever_it_is():
    flow = flow_of("def f():\n    return 1 if a else 2\n")
    assert len(flow.instances) == 1
