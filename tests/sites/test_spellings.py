"""However a call's arguments are spelled, the rewrite is the same schedule.

Every module is drawn twice, with the old names and with the new ones: the second
text is what `fix` must write, to the letter.
"""

from __future__ import annotations

import importlib
import warnings
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

STEPS = (0, 1, 2, 5, 16, 17, 28, 29, 56, 57, 99, 100, 120)
HEADS = {"optax": "import optax\n", "lrsched": "from lrmigrate import lrsched\n"}

VALUE = st.sampled_from((0.1, 1, 3e-4))
LENGTH = st.sampled_from((57, 100, 29))
WARMUP = st.sampled_from((0, 1, 16))
FACTOR = st.sampled_from((0.0, 0.1))
EXPONENT = st.sampled_from((1.0, 2.0))
FRACTION = st.sampled_from((0.29, 0.57, 0.3))
DIVISOR = st.sampled_from((25.0, 10))

# Each with what it takes, in order, and how much of that it needs.
FUNCTIONS = {
    "cosine_decay_schedule": (
        {"init_value": VALUE, "decay_steps": LENGTH, "alpha": FACTOR}
        | {"exponent": EXPONENT},
        2,
    ),
    "warmup_cosine_decay_schedule": (
        {"init_value": FACTOR, "peak_value": VALUE, "warmup_steps": WARMUP}
        | {"decay_steps": LENGTH, "end_value": FACTOR, "exponent": EXPONENT},
        4,
    ),
    "linear_onecycle_schedule": (
        {"transition_steps": LENGTH, "peak_value": VALUE, "pct_start": FRACTION}
        | {"pct_final": st.sampled_from((0.85, 0.9))}
        | {"div_factor": DIVISOR, "final_div_factor": DIVISOR},
        2,
    ),
    "cosine_onecycle_schedule": (
        {"transition_steps": LENGTH, "peak_value": VALUE, "pct_start": FRACTION}
        | {"div_factor": DIVISOR, "final_div_factor": DIVISOR},
        2,
    ),
}
SPELLINGS = ("keyword", "display", "call", "name")
SPACES = st.sampled_from(("=", " = ", "= "))


@dataclass(frozen=True)
class Call:
    """A drawn call: what it is given, and how each argument is spelled."""

    function: str
    values: dict[str, str]
    positional: list[str]
    groups: list[tuple[str, list[str]]]
    equal: str
    kept: str

    @property
    def old(self) -> bool:
        """Whether it says an old name, or gives the fraction at all."""
        return "pct_start" in self.values or any(
            "decay_steps" in names for _, names in self.groups
        )

    def text(self, new: bool) -> str:
        """The module's source, with the old names or with the new ones."""
        module = "lrsched" if new else "optax"
        before, arguments = "", []
        named = False
        for name in self.positional:
            named = named or (new and name == "pct_start")
            given = self.entry(name, "=", new) if named else self.values[name]
            arguments.append(given)
        for spelling, names in self.groups:
            if spelling == "keyword":
                arguments += [self.entry(name, self.equal, new) for name in names]
                continue
            colon = [self.entry(name, ": ", new, quote="'") for name in names]
            equal = [self.entry(name, self.equal, new) for name in names]
            display, call = f"{{{', '.join(colon)}}}", f"dict({', '.join(equal)})"
            if spelling == "name":
                before = f"kw = {call}  # with a name\n"
            given = {"display": display, "call": call, "name": "kw"}[spelling]
            arguments.append(f"**{given}")
        lines = "".join(f"    {each},  {self.kept}\n" for each in arguments)
        return (
            f"{HEADS[module]}{before}schedule = {module}.{self.function}(\n{lines})\n"
        )

    def entry(self, name: str, between: str, new: bool, quote: str = "") -> str:
        """One argument with its name, as it reads before or after."""
        value = self.values[name]
        if new and name == "decay_steps":
            name = "transition_steps"
        if new and name == "pct_start":
            length = self.values["transition_steps"]
            name, value = "warmup_steps", str(int(float(value) * int(length)))
        return f"{quote}{name}{quote}{between}{value}"


@st.composite
def calls(draw):
    function = draw(st.sampled_from(sorted(FUNCTIONS)))
    known, required = FUNCTIONS[function]
    names = list(known)
    optional = [name for name in names[required:] if draw(st.booleans())]
    given_names = [*names[:required], *optional]
    values = {name: repr(draw(known[name])) for name in given_names}
    prefix = [a for a, b in zip(names, given_names, strict=False) if a == b]
    positional = prefix[: draw(st.integers(0, len(prefix)))]
    rest = draw(st.permutations([name for name in values if name not in positional]))
    spelled = {name: draw(st.sampled_from(SPELLINGS)) for name in rest}
    groups = [
        (spelling, [name for name in rest if spelled[name] == spelling])
        for spelling in SPELLINGS
    ]
    groups = [(spelling, names) for spelling, names in groups if names]
    kept = draw(st.sampled_from(("# as tuned", "# 'decay_steps' [int]", "#")))
    return Call(function, values, positional, groups, draw(SPACES), kept)


@st.composite
def cycles(draw):
    """Return the cycles of a restart schedule, with old and with new names."""
    known, required = FUNCTIONS["warmup_cosine_decay_schedule"]
    one = {name: repr(draw(known[name])) for name in list(known)[:required]}
    items = draw(st.permutations(sorted(one.items())))
    if draw(st.booleans()):
        cycle = f"dict({', '.join(f'{name}={value}' for name, value in items)})"
    else:
        pairs = (f'"{name}": {value}' for name, value in items)
        cycle = f"{{{', '.join(pairs)}}}"
    old = draw(
        st.sampled_from(
            (f"[{cycle}]", f"[{cycle}, {cycle}]", f"[{cycle}] * 2", f"2 * [{cycle}]")
        )
    )
    return old, old.replace("decay_steps", "transition_steps")


def curve(code):
    """Return the schedule's values, bit for bit, without a word of warning."""
    module = {}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(compile(code, "drawn.py", "exec"), module)
        values = [np.asarray(module["schedule"](step)) for step in STEPS]
    return [(value.dtype, value.tobytes()) for value in values]


NAMES = frozenset({"LRS001", "LRS002", "LRS003"})

calm = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@calm
@given(call=calls())
def test_a_call_is_rewritten_where_it_says_an_old_name_and_only_there(call, fix):
    before = call.text(new=False)
    after = fix(before).text
    assert after == (call.text(new=True) if call.old else before)
    assert curve(after) == curve(before)


@settings(calm, max_examples=40)
@given(call=calls())
def test_no_finding_is_left_and_none_is_made_up(call, fix):
    # What LRS105 says of an end above the peak is of the curve, and not of names.
    findings = fix(call.text(new=False), codes=NAMES).findings
    assert bool(findings) == call.old
    assert all(finding.written for finding in findings)
    assert all(finding.verdict.kind == "equivalent-identical" for finding in findings)


@settings(calm, max_examples=30)
@given(
    cycles=cycles(),
    spelling=st.sampled_from(("{}", "cosine_kwargs={}", "cosine_kwargs = {}")),
    named=st.booleans(),
)
def test_restarts_are_rewritten_with_their_cycles(cycles, spelling, named, fix):
    old, new = cycles
    before = spelling.format("cycles" if named else old)
    after = spelling.replace("cosine_kwargs", "cycles").format(
        "cycles" if named else new
    )
    before = f"schedule = optax.sgdr_schedule({before})  # twice\n"
    after = f"schedule = lrsched.cosine_warm_restarts_schedule({after})  # twice\n"
    if named:
        before, after = f"cycles = {old}\n{before}", f"cycles = {new}\n{after}"
    fixed = fix(HEADS["optax"] + before)
    assert fixed.text == HEADS["lrsched"] + after
    assert curve(fixed.text) == curve(HEADS["optax"] + before)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_is_drawn_is_what_optax_takes(function):
    names = FUNCTIONS[function][0]
    code = getattr(importlib.import_module("optax"), function).__code__
    assert tuple(names) == code.co_varnames[: code.co_argcount]
