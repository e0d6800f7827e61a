"""Places that lead to each other: never an error, never more work than places.

What is bounded is how often a place is worked out, not a time.
"""

import ast
import textwrap
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from plans import plan_of

from lrmigrate.codemod.engine.analyze import analyze
from lrmigrate.codemod.engine.findings import findings_of
from lrmigrate.codemod.files.source import Source, SourceError
from lrmigrate.codemod.names import answers
from lrmigrate.codemod.names.bind import bind_module
from lrmigrate.codemod.names.project import Project
from lrmigrate.codemod.names.resolver import Resolver
from lrmigrate.rules import catalogue

KNOWN = catalogue(Path())
CODES = frozenset(rule.code for rule in KNOWN.rules)
HEAD = "import optax\nfrom functools import partial\nfrom flax import nnx\n"
CALL = "optax.cosine_decay_schedule(0.1, decay_steps=9)\n"


@pytest.fixture(autouse=True, scope="module")
def worked_out():
    """Count how often a place is worked out."""
    counted = []
    work_out = answers._Search._work_out
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            answers._Search,
            "_work_out",
            lambda search, frame: (
                counted.append(frame.place),
                work_out(search, frame),
            ),
        )
        yield counted


def found_in(text, project=None, path="module.py"):
    """What is found in a module, to its line."""
    source = Source.from_bytes(text.encode(), path)
    plan = replace(plan_of(KNOWN, CODES), project=project)
    found = findings_of(analyze(source, plan))
    return [(one.code, one.start.line, one.left) for one in found]


def in_method(*lines):
    body = textwrap.indent("\n".join(lines), "        ")
    return f"class A:\n    def f(self, lr=None, c=0, m=None, tx=None):\n{body}\n"


LEADS_BACK = {
    "an attribute or a parameter": in_method(
        "self.lr = lr if lr is not None else self.lr"
    ),
    "an attribute to itself": in_method("self.s = self.s"),
    "a partial of itself": in_method("self.f = partial(self.f, 1)"),
    "two attributes to each other": in_method("self.a = self.b", "self.b = self.a"),
    "getattr of oneself": in_method(
        "self.s = getattr(self, 's')", "self.t = getattr(self.t, 's')"
    ),
    "three attributes in a chain": in_method(
        "self.a = self.b.c", "self.b = self.c.d", "self.c = self.a.e"
    ),
    "an optimizer or None": in_method(
        "self.opt = nnx.Optimizer(m, tx, wrt=nnx.Param)",
        "self.opt = self.opt if c else None",
    ),
    "a replaced copy": in_method("self.x = replace(self.x, a=1)"),
    "a walrus in an attribute": in_method("self.a = (b := self.a)", "self.b = b"),
    "an attribute of the class": "class A:\n    s = A.s\n    t = staticmethod(A.t)\n",
    "a name to itself": "x = x\n",
    "the next of a list": "node = None\nwhile node:\n    node = node.next\n",
    "an entry of a registry": 'R = {"a": R["a"] if 1 else 2}\ns = R["a"]\n',
    "registries that look into each other": (
        'R = {"a": Q["a"]}\nQ = {"a": R[k]}\ns = Q[k]\n'
    ),
    "functions that are each other": "f = partial(g, 1)\ng = partial(f, 1)\ng()\n",
}


@pytest.mark.parametrize("code", LEADS_BACK.values(), ids=LEADS_BACK)
def test_what_leads_back_to_itself_costs_no_finding(code):
    line = (HEAD + code).count("\n") + 1
    found = found_in(HEAD + code + CALL)
    assert ("LRS001", line, "") in found


def test_a_module_that_is_put_into_itself_is_told_at_the_call():
    code = "s = optax.schedules\noptax.schedules = s.schedules\ns.schedules = s\n"
    found = found_in(HEAD + code + CALL)
    reason = "`s.schedules = s` on line 6 may replace `cosine_decay_schedule`"
    assert found == [("LRS001", 7, reason)]


IN_DOUBT = {
    "a name": "f = optax.cosine_decay_schedule\nf = f if c else f\nf(0.1, decay_steps=9)\n",
    "names that are each other": (
        "f = g\ng = f\ng = optax.cosine_decay_schedule\nf(0.1, decay_steps=9)\n"
    ),
    "an attribute": in_method(
        "self.s = optax.cosine_decay_schedule",
        "self.s = self.s if c else self.s",
        "self.s(0.1, decay_steps=9)",
    ),
    "an entry of a registry": (
        'R = {"a": R["b"], "b": R["a"], "c": optax.cosine_decay_schedule}\n'
        "R[k](0.1, decay_steps=9)\n"
    ),
}


@pytest.mark.parametrize("code", IN_DOUBT.values(), ids=IN_DOUBT)
def test_what_leads_back_to_itself_is_in_doubt(code):
    last = (HEAD + code).count("\n")
    found = [left for _, line, left in found_in(HEAD + code) if line == last]
    assert found
    assert all(found)


DEEP = {
    "a sum": "x = " + " + ".join(["a"] * 1000),
    "attributes": "x = optax" + ".b" * 2000,
    "calls": "x = a" + "()" * 1000,
    "signs": "x = " + "-" * 900 + "optax",
    "conditions": "x = " + "1 if c else " * 900 + "optax.cosine_decay_schedule",
    "partials": "x = " + "partial(" * 80 + "optax.cosine_decay_schedule" + ", 1)" * 80,
    "a chain of names": "x0 = optax.linear_schedule\n"
    + "".join(f"x{at + 1} = x{at}\n" for at in range(400)),
    "a chain of attributes": in_method(
        *(f"self.x{at + 1} = self.x{at}" for at in range(400))
    ),
    "a chain of functions": "f0 = lambda x: x\n"
    + "".join(f"f{at + 1} = f{at}\n" for at in range(400))
    + "f400(1)\n",
}


@pytest.mark.parametrize("code", DEEP.values(), ids=DEEP)
def test_what_is_nested_deeply_costs_no_finding(code):
    code = f"{HEAD}{code}\n"
    assert ("LRS001", code.count("\n") + 1, "") in found_in(code + CALL)


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(
            f"s = optax.cosine_decay_schedule(0.1, decay_steps={' + '.join('a' * 900)})",
            id="a schedule's argument",
        ),
        pytest.param(
            f"o = nnx.Optimizer(m, {' + '.join(['tx'] * 900)})", id="an optimizer's"
        ),
    ],
)
def test_what_is_nested_too_deeply_to_rewrite_is_left(call, fix):
    (finding,) = fix(f"{HEAD}{call}\n").findings
    assert "nested too deeply" in finding.left


DOUBLED = {
    "attributes": (
        "class A:\n    def f(self, c):\n        self.x0 = optax.cosine_decay_schedule\n",
        "        self.x{1} = self.x{0} if c else self.x{0}\n",
        "        self.x{0}(0.1, decay_steps=9)\n",
    ),
    "registries": (
        'x0 = {"a": optax.cosine_decay_schedule}\n',
        'x{1} = {{"a": x{0}[k], "b": x{0}[k]}}\n',
        "x{0}[k](0.1, decay_steps=9)\n",
    ),
    "names": (
        "x0 = optax.cosine_decay_schedule\n",
        "x{1} = x{0} if c else x{0}\n",
        "x{0}(0.1, decay_steps=9)\n",
    ),
    "partials": (
        "x0 = optax.cosine_decay_schedule\n",
        "x{1} = partial(x{0}, 1) if c else partial(x{0}, 2)\n",
        "x{0}(0.1, decay_steps=9)\n",
    ),
}


@pytest.mark.parametrize("parts", DOUBLED.values(), ids=DOUBLED)
def test_a_line_that_takes_the_one_before_it_twice_doubles_nothing(parts, worked_out):
    first, line, last = parts
    steps = []
    for length in (10, 40):
        lines = "".join(line.format(at, at + 1) for at in range(length))
        worked_out.clear()
        assert found_in(HEAD + first + lines + last.format(length))
        steps.append(len(worked_out))
    assert steps[1] < 5 * steps[0]


def project_of(folder, files):
    for name, text in files.items():
        (Path(folder) / name).write_text(text)
    return Project(KNOWN.vocabulary, Path(folder))


STARS = {
    "all of each other": lambda at, count: [n for n in range(count) if n != at],
    "all later ones": lambda at, count: range(at + 1, count),
    "the next one": lambda at, count: [(at + 1) % count],
}


@pytest.mark.parametrize("stars", STARS.values(), ids=STARS)
def test_star_imports_are_asked_once(stars, worked_out, tmp_path):
    steps = []
    for count in (5, 20):
        worked_out.clear()
        files = {
            f"m{at}.py": "".join(f"from m{n} import *\n" for n in stars(at, count))
            + "s = cosine_decay_schedule(0.1, decay_steps=9)\n"
            for at in range(count)
        }
        project = project_of(tmp_path, files)
        path = tmp_path / "m0.py"
        found_in(path.read_text(), project, str(path))
        steps.append(len(worked_out))
    assert 0 < steps[1] < 6 * steps[0]


@pytest.mark.parametrize(
    "link",
    [
        pytest.param("from m{} import cosine_decay_schedule\n", id="by name"),
        pytest.param("from m{} import *\n", id="by star"),
    ],
)
def test_a_long_chain_of_modules_is_followed(link, tmp_path):
    files = {f"m{at}.py": link.format(at + 1) for at in range(300)}
    files["m300.py"] = "from optax import cosine_decay_schedule\n"
    files["use.py"] = f"{link.format(0)}s = cosine_decay_schedule(1.0, decay_steps=9)\n"
    path = tmp_path / "use.py"
    found = found_in(files["use.py"], project_of(tmp_path, files), str(path))
    assert found == [("LRS001", 2, "")]


# Modules that lead anywhere, themselves too: names and attributes are few.
names = st.sampled_from("abc")
modules = st.sampled_from(("m0", "m1", "m2"))
leaves = st.one_of(
    st.sampled_from(
        (
            *("optax", "optax.schedules", "optax.cosine_decay_schedule"),
            *("optax.sgdr_schedule", "optax.chain", "nnx.Optimizer", "None", "1"),
        )
    ),
    names,
    st.builds("self.{}".format, names),
    st.builds("A.{}".format, names),
)
expressions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds("({}).{}".format, inner, names),
        st.builds("({}).cosine_decay_schedule".format, inner),
        st.builds("partial({}, 1)".format, inner),
        st.builds('getattr({}, "{}")'.format, inner, names),
        st.builds("({} if c else {})".format, inner, inner),
        st.builds("({} := {})".format, names, inner),
        st.builds("{}[{}]".format, names, st.sampled_from(('"x"', '"y"', "k"))),
        st.builds('{{"x": {}, "y": {}}}'.format, inner, inner),
        st.builds("staticmethod({})".format, inner),
        st.builds("{}(0.1, decay_steps=9)".format, inner),
    ),
    max_leaves=4,
)
statements = st.one_of(
    st.builds("{} = {}".format, names, expressions),
    st.builds("self.{} = {}".format, names, expressions),
    st.builds("{}.{} = {}".format, names, names, expressions),
    st.builds("{}.update({})".format, names, expressions),
    st.builds("from {} import {}".format, modules, names),
    st.builds("from {} import {} as {}".format, modules, names, names),
    st.builds("import {} as {}".format, modules, names),
    st.sampled_from(("from optax import cosine_decay_schedule as a", "del b", "{}()")),
    expressions,
)
stars = st.builds("from {} import *".format, modules)


# The same with links alone, so that most of them are circles.
links = st.one_of(
    st.builds("{} = {}".format, names, names),
    st.builds("{} = {} if c else {}".format, names, names, names),
    st.builds("{} = partial({}, 1)".format, names, names),
    st.builds("from {0} import {1} as {1}".format, modules, names),
    st.builds("from {} import {} as {}".format, modules, names, names),
    st.builds("from {} import *".format, modules),
    st.builds(
        "{} = optax.{}".format,
        names,
        st.sampled_from(("cosine_decay_schedule", "sgdr_schedule", "schedules")),
    ),
)


@st.composite
def linked(draw):
    lines = draw(st.lists(links, min_size=4, max_size=7))
    own = draw(
        st.lists(st.builds("self.{} = self.{}".format, names, names), max_size=5)
    )
    own += draw(st.lists(st.builds("self.{} = {}".format, names, names), max_size=2))
    method = [f"        {one}" for one in own]
    lines += ["class A:", "    def f(self, c=None):", *method, "        pass"]
    return "\n".join([*HEAD.splitlines(), *lines, "a, b, c", ""])


@st.composite
def texts(draw):
    if draw(st.booleans()):
        return draw(linked())
    lines = [*HEAD.splitlines(), *draw(st.lists(stars, max_size=2))]
    lines += draw(st.lists(statements, max_size=5))
    own = [f"    {one}" for one in draw(st.lists(statements, max_size=3))]
    method = [f"        {one}" for one in draw(st.lists(statements, max_size=5))]
    lines += ["class A:", *own, "    def f(self, c=None):", *method, "        pass"]
    return "\n".join([*lines, *draw(st.lists(expressions, max_size=3)), ""])


def told(meaning):
    """What a meaning says, without the nodes that it is made of."""
    return meaning and [
        (*one.order, one.doubt, len(one.route)) for one in meaning.alternatives()
    ]


def answers_of(project, path, seed):
    """What all names and expressions of a module are, asked in some order."""
    source = Source.read(path)
    scopes = bind_module(source.tree)
    resolver = Resolver(scopes, KNOWN.vocabulary, project, str(path), ask_all=True)
    nodes = [node for node in scopes.parents if isinstance(node, ast.expr)]
    order = list(enumerate(nodes))
    Random(seed).shuffle(order)
    return dict(sorted((at, told(resolver.expression(node))) for at, node in order))


TWO_IN_A_CIRCLE = (
    f"{HEAD}a = b\nb = c\nc = a\n"
    "b = optax.cosine_decay_schedule\nc = optax.sgdr_schedule\na, b, c\n"
)


@settings(max_examples=40, deadline=None)
@given(st.lists(texts(), min_size=3, max_size=3), st.integers(0, 99))
@example([TWO_IN_A_CIRCLE] * 3, 0)
def test_modules_that_lead_anywhere(written, seed):
    files = {f"m{at}.py": text for at, text in enumerate(written)}
    with TemporaryDirectory() as folder:
        project = project_of(folder, files)
        for name, text in files.items():
            try:
                found_in(text, project, str(Path(folder) / name))
            except SourceError:
                return
        asked = [
            answers_of(project_of(folder, {}), Path(folder) / "m0.py", one)
            for one in range(seed, seed + 3)
        ]
    assert asked[0] == asked[1] == asked[2]


@settings(max_examples=30, deadline=None)
@given(st.lists(texts(), min_size=3, max_size=3))
def test_no_place_is_worked_out_again_and_again(worked_out, written):
    files = {f"m{at}.py": text for at, text in enumerate(written)}
    with TemporaryDirectory() as folder:
        project = project_of(folder, files)
        try:
            nodes = sum(len(list(ast.walk(ast.parse(one)))) for one in written)
        except SyntaxError:
            return
        worked_out.clear()
        answers_of(project, Path(folder) / "m0.py", 0)
    # Each is tried once for itself, and once for what it waits for.
    assert len(worked_out) < 4 * nodes
