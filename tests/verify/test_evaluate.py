"""The evaluator: what it refuses, first; then that it agrees with Python."""

from __future__ import annotations

import contextlib

import pytest
from ending import ends
from hypothesis import given, settings
from hypothesis import strategies as st

from lrmigrate.codemod.verify.bounded import EvaluationError, RaisedError, RefusedError
from lrmigrate.codemod.verify.call import parse_call
from lrmigrate.codemod.verify.evaluate import evaluate_arguments

NAMES = {"a": 3, "b": 0.7, "n": 100, "cfg.n": 40, "xs": [1, 2, 3]}


def evaluate(expression, names=NAMES):
    def lookup(name, scope):
        return (name, dict(scope)) if name not in names else names[name]

    args, kwargs = evaluate_arguments(parse_call(f"f({expression})"), lookup)
    return args[0] if args else kwargs


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("10**10**10", id="a tower of powers"),
        pytest.param("2**-(-5000)", id="a power beyond 1024 bits"),
        pytest.param("n**n**n", id="a tower of sampled names"),
        pytest.param("1 << 10**9", id="a far shift"),
        pytest.param("'a' * 10**9", id="a long text"),
        pytest.param("10**9 * 'a'", id="a long text, the other way round"),
        pytest.param("'%1000000000d' % 5", id="a long text by formatting"),
        pytest.param("[0] * 10**9", id="a long list"),
        pytest.param("[[[0] * 999] * 999] * 999", id="a list of shared lists"),
        pytest.param("range(10**12)", id="a long range"),
        pytest.param("list(range(10**30))", id="a range beyond a machine word"),
        pytest.param("sum(range(10**12))", id="the sum of a long range"),
        pytest.param("[i for i in range(10**12)]", id="a long comprehension"),
        pytest.param(
            "[i for i in range(900) for j in range(900) for k in range(900)]",
            id="nested comprehensions",
        ),
        pytest.param("round(5, -10**9)", id="rounding to a billion digits"),
        pytest.param("-" * 500 + "1", id="nested 500 deep"),
        pytest.param("(" * 150 + "1" + ")" * 150 + "+1" * 300, id="a long sum"),
        pytest.param("-" * 15_000 + "1", id="nested 15 000 deep"),
        pytest.param("1" * 4000, id="a literal of 4 000 digits"),
        pytest.param("1+" * 20_000 + "1", id="a source of 40 000 characters"),
        pytest.param("*args", id="* of what is not known"),
        pytest.param("*cfg.args", id="* of an attribute"),
        pytest.param("**kwargs", id="** of what is not known"),
        pytest.param("dict(**kwargs)", id="** of what is not known, in dict()"),
        pytest.param("{**kwargs, 'a': 1}", id="** of what is not known, in a display"),
        pytest.param("n is 100", id="identity of numbers"),
        pytest.param("[i async for i in xs]", id="an asynchronous comprehension"),
        pytest.param("[i for i, *rest in [(1, 2)]]", id="a starred target"),
        pytest.param("1 +", id="a syntax error"),
        pytest.param("'\0'", id="a null byte"),
    ],
)
def test_is_refused(expression):
    with ends(), pytest.raises(RefusedError):
        evaluate(expression)


@pytest.mark.parametrize("source", ["f", "1 + 1", "f() + 1", "[f()]", "", "f(" * 300])
def test_what_is_not_one_call_is_refused(source):
    with pytest.raises(RefusedError):
        parse_call(source)


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("1 // (a - 3)", "ZeroDivisionError"),
        ("2.0 ** 5000", "OverflowError"),
        ("int('x')", "ValueError"),
        ("int(float('nan'))", "ValueError"),
        ("[1, 2][5]", "IndexError"),
        ("{'a': 1}['b']", "KeyError"),
        ("'a' + 1", "TypeError"),
        ("len(5)", "TypeError"),
        ("max([])", "ValueError"),
        ("[x for x, y in [(1, 2, 3)]]", "ValueError"),
        ("**[1]", "TypeError"),
        ("a=1, **{'a': 2}", "TypeError"),
        ("dict(a=1, **{'a': 2})", "TypeError"),
        ("dict(**{1: 2})", "TypeError"),
    ],
)
def test_what_python_raises_is_raised(expression, kind):
    with pytest.raises(RaisedError) as raised:
        evaluate(expression)
    assert raised.value.kind == kind


@pytest.mark.parametrize(
    "expression",
    [
        "1 + 2 * 3 - 4 / 5 // 6 % 7 ** 2",
        "int(0.29 * 100), round(2.5), abs(-3), min(1, 2), max([4, 5])",
        "-a if b > 0.5 else +a",
        "0 < a <= 3 != 4 and not a or b",
        "a in [1, 2, 3], 'x' not in {'y': 1}, None is None",
        "[*range(3), *(4, 5)], {1, 2}, {'a': 1, **{'b': 2}}",
        "dict(a=1) | {'b': 2}, dict([('k', 1)], z=2)",
        "[10, 20, 30][-1], {'a': [1, 2]}['a'][0], [1, 2, 3][1:]",
        "[i * j for i in range(3) for j in (1, 2) if i != j]",
        "{k: v for k, v in zip('ab', range(2))}, {i % 2 for i in range(5)}",
        "sum(i for i in range(5)), sorted([3, 1, 2], reverse=True)",
        "list(enumerate(['x', 'y'], start=1)), len([1] * 3 + [2])",
        "[d['k'] for d in [{'k': 1}, {'k': 2}]]",
        "[dict(**d, m=1) for d in [{'k': 1}]]",
        "5 & 3 | 4 ^ 1, ~5, 8 >> 2, 1 << 3",
    ],
)
def test_agrees_with_python(expression):
    assert evaluate(f"({expression},)") == eval(f"({expression},)", dict(NAMES))


def test_opaque_parts_are_one_name_by_their_text():
    assert evaluate("cfg.n * 2") == 80
    assert evaluate("d['k']") == ("d['k']", {})
    assert evaluate("steps(1, k=2)") == ("steps(1, k=2)", {})
    assert evaluate("max(xs, key=g)") == ("max(xs, key=g)", {})
    assert evaluate("[g(), g()]") == [("g()", {}), ("g() (evaluation 2)", {})]


def test_an_opaque_part_of_a_comprehension_depends_on_its_variables():
    assert evaluate("[lrs[i] for i in range(2)]") == [
        ("lrs[i]", {"i": 0}),
        ("lrs[i]", {"i": 1}),
    ]
    assert evaluate("[c.lr for c in xs]")[0] == ("c.lr", {"c": 1})


NUMBERS = st.one_of(
    st.integers(-9, 9).map(str),
    st.integers(-(10**6), 10**6).map(str),
    st.floats(-1e3, 1e3, allow_nan=False).map(repr),
    st.sampled_from(["a", "b", "n", "x"]),
)


def combine(inner):
    operators = st.sampled_from(
        [
            "+",
            "-",
            "*",
            "/",
            "//",
            "%",
            "**",
            "<<",
            ">>",
            "<",
            "<=",
            "==",
            "!=",
            "and",
            "or",
        ]
    )
    return st.one_of(
        st.tuples(inner, operators, inner).map(lambda t: f"({t[0]}) {t[1]} ({t[2]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        st.tuples(st.sampled_from(["-", "not ", "+"]), inner).map(
            lambda t: f"({t[0]}({t[1]}))"
        ),
        st.tuples(st.sampled_from(["int", "float", "round", "abs"]), inner).map(
            lambda t: f"{t[0]}({t[1]})"
        ),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(
            lambda t: f"{t[0]}({t[1]}, {t[2]})"
        ),
        st.tuples(inner, inner).map(lambda t: f"[{t[0]}, {t[1]}][{t[0]} > {t[1]}]"),
    )


@settings(max_examples=400, deadline=None)
@given(
    expression=st.recursive(NUMBERS, combine, max_leaves=12),
    values=st.fixed_dictionaries(
        {
            "a": st.integers(-5, 5),
            "b": st.floats(-2, 2),
            "n": st.integers(0, 10**5),
            "x": st.floats(),
        }
    ),
)
def test_random_arithmetic_agrees_with_python(expression, values):
    try:
        ours = repr(evaluate(expression, values))
    except RefusedError:
        return
    except EvaluationError as error:
        ours = str(error).partition(":")[0]
    try:
        theirs = repr(eval(expression, dict(values)))
    except Exception as error:
        theirs = type(error).__name__
    assert ours == theirs


@settings(max_examples=300, deadline=None)
@given(source=st.text(st.sampled_from("f(a,b=1)[]{}*:.'+-/<> \n%ifor"), max_size=40))
def test_any_text_is_evaluated_or_refused(source):
    with contextlib.suppress(EvaluationError):
        evaluate(source)
