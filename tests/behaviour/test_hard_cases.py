"""Schedules as real projects write them: untouched, reported, then rewritten."""

from __future__ import annotations

import pytest

from lrmigrate.codemod.model import Severity

UNTOUCHED = {
    "a local function of the same name, through a partial": """\
import functools
import optax
def cosine_decay_schedule(step, decay_steps, floor=0.0):
    return max(floor, 1 - step / decay_steps)
def optimizer(config):
    multiplier = functools.partial(cosine_decay_schedule, **config)
    print(cosine_decay_schedule(5, decay_steps=10))
    return optax.scale_by_schedule(multiplier)
""",
    "a wrapper with a length of its own, given by position": """\
import optax
class Annealed:
    def __init__(self, rate, warmup=10, decay_steps=100):
        self.rate = optax.warmup_cosine_decay_schedule(0.0, rate, warmup, decay_steps)
annealed = Annealed(0.1, decay_steps=500)
""",
    "a configuration that never names the library": """\
import ml_collections
def get_config():
    config = ml_collections.ConfigDict()
    config.rate = dict(name="cosine", peak_value=3e-4, decay_steps=100_000)
    return config
""",
}


@pytest.mark.parametrize("code", UNTOUCHED.values(), ids=UNTOUCHED)
def test_untouched(code, fix):
    assert not fix(code).findings


EXAMPLE_OPTIMIZERS = """\
import optax
from jax.example_libraries import optimizers
from jax.example_libraries.optimizers import exponential_decay
a = optimizers.inverse_time_decay(0.1, decay_steps=100, decay_rate=0.5)
b = exponential_decay(0.1, decay_steps=100, decay_rate=0.5)
tx = [optax.sgd(a), optax.sgd(b)]
"""


def test_the_example_optimizers_of_jax_are_told_of_and_left(fix):
    fixed = fix(EXAMPLE_OPTIMIZERS)
    assert fixed.text == EXAMPLE_OPTIMIZERS
    told = [(one.code, one.severity) for one in fixed.findings]
    assert told == [("LRS304", Severity.INFO)] * 2


# -- reported -----------------------------------------------------------------

REGISTRY = """\
import gin
import optax
SCHEDULES = [
    optax.warmup_cosine_decay_schedule,
    optax.warmup_exponential_decay_schedule,
    optax.sgdr_schedule,
]
for schedule in SCHEDULES:
    gin.external_configurable(schedule, module="optax")
"""
REPORTED = {
    "a list of functions that a configuration language calls by name": (
        REGISTRY,
        ("LRS003", 6, "the function is stored in a list on line 3"),
    ),
    "a dispatch by name that passes its keywords on": (
        """\
import optax
def make_rate(name, **kwargs):
    if name == "cosine":
        return optax.warmup_cosine_decay_schedule(**kwargs)
    return optax.piecewise_constant_schedule(**kwargs)
""",
        ("LRS001", 4, "what callers pass in `**kwargs` is not all seen"),
    ),
}


@pytest.mark.parametrize(("code", "finding"), REPORTED.values(), ids=REPORTED)
def test_reported(code, finding, fix):
    fixed = fix(code)
    rule, line, reason = finding
    assert fixed.text == code
    (left,) = (
        each.left
        for each in fixed.findings
        if (each.code, each.start.line) == (rule, line)
    )
    assert reason in left


def test_a_registered_function_that_excludes_its_warmup_is_information(fix):
    (found,) = (each for each in fix(REGISTRY).findings if each.code == "LRS004")
    assert (found.start.line, found.severity) == (5, Severity.INFO)


# A function may move only together with the names that it is called by.
WHOLE = {
    "the defaults of a dataclass": """\
import dataclasses
import flax
import optax
@dataclasses.dataclass
class Config:
    make: object = optax.warmup_cosine_decay_schedule
    given: object = flax.core.FrozenDict(
        {"init_value": 0.0, "peak_value": 0.1, "warmup_steps": 5, "decay_steps": 50}
    )
    def rate(self):
        return self.make(**self.given)
""",
    "a builder that is given the arguments later": """\
from optax import warmup_cosine_decay_schedule
from builders import config_for_function
def rate(peak):
    return config_for_function(warmup_cosine_decay_schedule).set(
        init_value=0.0, peak_value=peak, warmup_steps=5, decay_steps=50
    )
""",
    "one row of a table": """\
import optax
import pytest
@pytest.mark.parametrize(("make", "given"), [
    (optax.cosine_decay_schedule, {"init_value": 0.1, "decay_steps": 50}),
    (optax.constant_schedule, {"value": 0.1}),
])
def test_finite(make, given): ...
""",
}


@pytest.mark.parametrize("target", ["lrsched", "optax"])
@pytest.mark.parametrize("code", WHOLE.values(), ids=WHOLE)
def test_rewritten_whole_or_not_at_all(code, target, fix):
    text = fix(code, target).text
    assert text == code or "decay_steps" not in text


# -- rewritten, wherever LENGTH stands ----------------------------------------

NAMES = ("decay_steps", "transition_steps")
BRANCHES = """\
import optax
def make_rate(config):
    rate, warmup = config["rate"], config.get("warmup", 0)
    decay_steps = config.get("decay_steps", None)
    if config["name"] == "cosine":
        return optax.cosine_decay_schedule(rate, LENGTH=decay_steps)
    if config["name"] == "exponential":
        return optax.warmup_exponential_decay_schedule(
            0.0, rate, warmup_steps=warmup, transition_steps=decay_steps, decay_rate=0.9
        )
    return optax.warmup_cosine_decay_schedule(
        init_value=0.0, peak_value=rate, warmup_steps=warmup, LENGTH=decay_steps
    )
"""
RENAMED = {
    "a lazy configuration keeps its references": """\
from kauldron import konfig
with konfig.imports():
    import optax
    from kauldron import kd
cfg = kd.train.Trainer()
cfg.optimizer = optax.adam(optax.warmup_cosine_decay_schedule(
    init_value=0.0,
    peak_value=cfg.ref.aux.rate,
    warmup_steps=cfg.ref.aux.warmup,
    LENGTH=cfg.ref.num_train_steps,
))
""",
    "branches that share a length keep its name": BRANCHES,
    "the parameters of a constructor keep their names": """\
import optax
class Agent:
    @classmethod
    def create(cls, rate, decay_steps=None, **rest):
        if decay_steps is not None:
            rate = optax.cosine_decay_schedule(rate, LENGTH=decay_steps)
        return cls(optax.adam(rate), **rest)
agent = Agent.create(0.1, decay_steps=100)
""",
    "comments between and behind the arguments stay": """\
import optax
tx = optax.adam(
    optax.warmup_cosine_decay_schedule(
        init_value=0.0,  # pyrefly: ignore[bad-argument-type]
        # the peak is per device
        peak_value=0.1,
        warmup_steps=5,
        LENGTH=50,  # pyrefly: ignore[unexpected-keyword, decay_steps]
        # as in the paper
    )  # end of the schedule
)
""",
    "spaces around the equals sign stay": """\
import optax
tx = optax.adam(optax.warmup_cosine_decay_schedule(
    init_value = 0.0,
    peak_value = 1e-3,
    warmup_steps  =  5,
    LENGTH   =  50 ,
))
""",
    "a row of a table": """\
import optax
import pytest
@pytest.mark.parametrize(("make", "given"), [
    (optax.sgd, (optax.cosine_decay_schedule(0.1, LENGTH=50),)),
    (optax.adam, (1e-3,)),
], ids=["decay_steps", "constant"])
def test_update(make, given): ...
""",
    "cycles that a loop appends": """\
import optax
def rate(params):
    cycles, peak = [], params.peak
    for _ in range(params.cycles):
        cycles.append({
            "init_value": peak / 10,
            "peak_value": peak,
            "warmup_steps": params.warmup,
            "LENGTH": params.decay_steps,
            "end_value": peak / 100,
        })
        peak *= params.shrink
    return optax.sgdr_schedule(cycles)
""",
    "cycles that are copies of one dict": """\
import optax
one = dict(
    init_value=1e-5,
    peak_value=1e-3,
    warmup_steps=10,
    LENGTH=100,  # an epoch
)
rate = optax.sgdr_schedule([one.copy() for _ in range(4)])
""",
}


@pytest.mark.parametrize("code", RENAMED.values(), ids=RENAMED)
def test_nothing_but_the_length_is_renamed(code, fix):
    before, after = (code.replace("LENGTH", name) for name in NAMES)
    fixed = fix(before, "optax")
    assert fixed.text == after.replace("sgdr_", "cosine_warm_restarts_")
    assert all(each.written for each in fixed.findings if each.code != "LRS004")


def test_a_length_that_two_kinds_of_warmup_share_is_warned_of(fix):
    findings = fix(BRANCHES.replace("LENGTH", "decay_steps")).findings
    (found,) = (each for each in findings if each.code == "LRS004")
    assert found.severity is Severity.WARNING
    assert "while the cosine on line 11 ends at that length" in found.message


RATIO = {
    "a ratio of the length": ("a / b", "int((a / b) * b)"),
    "a choice": ("0.1 if a else 0.3", "int((0.1 if a else 0.3) * b)"),
    "a name": ("a", "int(a * b)"),
}


@pytest.mark.parametrize(("given", "steps"), RATIO.values(), ids=RATIO)
def test_a_computed_warmup_keeps_its_formula(given, steps, fix):
    code = (
        "import optax\ndef rate(a, b):\n    return optax.linear_onecycle_schedule(\n"
        f"        b, 0.1,\n        pct_start={given},  # of b\n    )\n"
    )
    after = code.replace(f"pct_start={given}", f"warmup_steps={steps}")
    assert fix(code, "optax").text == after
