"""Each number in a message about a curve is what the installed Optax computes.

A program is run, and each number of its message stands in the program, or is a step or
a value that the schedule really has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest

NUMBER = re.compile(r"(?<![\w.])-?\d[\d_]*(?:\.\d+)?(?:e-?\d+)?(?![\w.]*\w)")
RELEASE = re.compile(r"\b0\.2\.\d\b")


@dataclass(frozen=True)
class Case:
    """A program, and what is said of it.

    Attributes:
        code: the program; it makes `schedule`, or raises.
        rule: the code of the rule.
        message: what the rule says.
        has: values of `schedule`, by their step.
        end: the last value and the step from which on it holds.
        top: the highest value and its step.
        meant: numbers that the message proposes.
    """

    code: str
    rule: str
    message: str
    has: dict[int, float] = field(default_factory=dict)
    end: tuple[float, int] | None = None
    top: tuple[float, int] | None = None
    meant: tuple[float, ...] = ()


CASES = {
    "a length without its warmup": Case(
        "T, W = 8_000, 500\n"
        "schedule = optax.warmup_cosine_decay_schedule(0.0, 2e-3, W, T - W, 1e-4)\n",
        "LRS102",
        "`decay_steps` of `warmup_cosine_decay_schedule` includes the warmup, and "
        "`T - W` leaves it out: the end value is reached at step 7500, not 8000",
        end=(1e-4, 7500),
    ),
    "a warmup that is subtracted twice": Case(
        "schedule = optax.join_schedules(\n"
        "    [\n"
        "        optax.linear_schedule(0.0, 0.2, 50),\n"
        "        optax.cosine_decay_schedule(0.2, 600 - 50 - 50),\n"
        "    ],\n"
        "    [50],\n"
        ")\n",
        "LRS102",
        "`50` is subtracted twice in `600 - 50 - 50`, which counts from that boundary "
        "on: the end value is reached at step 550, not 600",
        end=(0.0, 550),
    ),
    "a warmup that the third part subtracts twice": Case(
        "T, W, H = 900, 60, 240\n"
        "schedule = optax.join_schedules(\n"
        "    [\n"
        "        optax.linear_schedule(0.0, 0.2, W),\n"
        "        optax.constant_schedule(0.2),\n"
        "        optax.cosine_decay_schedule(0.2, T - W - H - W),\n"
        "    ],\n"
        "    [W, W + H],\n"
        ")\n",
        "LRS102",
        "`W` is subtracted twice in `T - W - H - W`, which counts from boundary `W + H` "
        "on: the end value is reached at step 840, not 900",
        end=(0.0, 840),
    ),
    "a cycle without its warmup": Case(
        "one = dict(init_value=0.0, peak_value=2.0, warmup_steps=9, decay_steps=50 - 9)\n"
        "schedule = optax.sgdr_schedule([one, one])\n",
        "LRS102",
        "`decay_steps` of `warmup_cosine_decay_schedule` includes the warmup, and "
        "`50 - 9` leaves it out: each cycle ends at its step 41, not 50",
        has={9: 2.0, 41: 0.0, 50: 2.0},
    ),
    "a length within the warmup": Case(
        "schedule = optax.warmup_cosine_decay_schedule(0.0, 0.1, 4_000, 300)\n",
        "LRS101",
        "the length `300` includes the warmup of `4000`, and leaves -3700 steps for the "
        "decay: ValueError: The cosine_decay_schedule requires positive decay_steps, got "
        "decay_steps=-3700.; were 4000 and 300 swapped?",
        meant=(-3700,),
    ),
    "a cycle within its warmup": Case(
        "one = dict(init_value=0.0, peak_value=0.1, warmup_steps=40, decay_steps=30)\n"
        "schedule = optax.sgdr_schedule([one])\n",
        "LRS101",
        "the length `30` includes the warmup of `40`, and leaves -10 steps for the "
        "decay: ValueError: The cosine_decay_schedule requires positive decay_steps, got "
        "decay_steps=-10.; were 40 and 30 swapped?",
    ),
    "a onecycle whose boundaries collide": Case(
        "schedule = optax.linear_onecycle_schedule(40, 0.5, 0.86, 0.87)\n",
        "LRS103",
        "the peak, at step int(0.86 * 40) = 34, is where the descent ends, and is "
        "overwritten: the peak is never reached; the highest value is 0.02, at step 0, "
        "the last 8e-08",
        end=(8e-08, 40),
        top=(0.02, 0),
        meant=(34,),
    ),
    "a percentage for a fraction": Case(
        "schedule = optax.cosine_onecycle_schedule(200, 0.1, 25)\n",
        "LRS103",
        "`pct_start=25` is a fraction of `transition_steps`, and comes to step 5000 of "
        "200; did you mean 0.25?",
        meant=(5000, 0.25),
    ),
    "a onecycle without a warmup": Case(
        "schedule = optax.cosine_onecycle_schedule(2, 0.1)\n",
        "LRS103",
        "the peak, at step int(0.3 * 2) = 0, leaves no step for the warmup: NaN before "
        "Optax 0.2.7, and since then the schedule starts at its peak; the highest value "
        "is 0.1, at step 0, the last 4e-07",
        end=(4e-07, 2),
        top=(0.1, 0),
        meant=(0.3, 0),
    ),
    "a value for a length": Case(
        "schedule = optax.cosine_decay_schedule(500, 2e-3)\n",
        "LRS104",
        "`init_value` is 500 and `decay_steps` 0.002: they look swapped; the highest "
        "value is 500, at step 0, and 0 at step 1",
        has={1: 0.0},
        top=(500.0, 0),
        meant=(0.002,),
    ),
    "a rate for a length": Case(
        "schedule = optax.exponential_decay(2.0, 0.5, 40)\n",
        "LRS104",
        "`decay_rate` is 40 and `transition_steps` 0.5: they look swapped; it grows for "
        "ever, from 2 to 3200 in a step",
        has={0: 2.0, 1: 3200.0},
    ),
    "an end above the peak": Case(
        "schedule = optax.warmup_cosine_decay_schedule(0.0, 1e-3, 5, 60, 0.2)\n",
        "LRS105",
        "the end value 0.2 is above the peak 0.001: the learning rate rises after the "
        "warmup as well, to step 60",
        end=(0.2, 60),
        meant=(0.001,),
    ),
    "an end beside a peak of 0": Case(
        "schedule = optax.warmup_cosine_decay_schedule(0.3, 0.0, 5, 60, 0.2)\n",
        "LRS105",
        "beside `peak_value=0` Optax ignores `end_value=0.2`: the last value is 0",
        end=(0.0, 5),
    ),
    "a bound from the wrong side": Case(
        "schedule = optax.exponential_decay(0.02, 10, 0.5, end_value=0.3)\n",
        "LRS105",
        "`end_value=0.3` is a lower bound of a decay from 0.02: the value is 0.3 from "
        "the start of the decay on, and stays there",
        end=(0.3, 0),
    ),
    "boundaries that do not grow": Case(
        "A, B = 300, 120\n"
        "schedule = optax.join_schedules(\n"
        "    [\n"
        "        optax.constant_schedule(0.3),\n"
        "        optax.constant_schedule(0.2),\n"
        "        optax.constant_schedule(0.1),\n"
        "    ],\n"
        "    [A, B],\n"
        ")\n",
        "LRS106",
        "boundary `B` comes after `A` and is not larger (120 after 300): "
        "`schedules[1]` never runs; boundaries count from step 0",
        has={0: 0.3, 119: 0.3, 120: 0.1, 300: 0.1},
        meant=(1,),
    ),
    "a delay that counts twice": Case(
        "schedule = optax.join_schedules(\n"
        "    [\n"
        "        optax.linear_schedule(0.0, 0.4, 30),\n"
        "        optax.linear_schedule(0.4, 0.0, 50, transition_begin=30),\n"
        "    ],\n"
        "    [30],\n"
        ")\n",
        "LRS106",
        "`linear_schedule` counts its `transition_begin=30` from its boundary on, which "
        "is as late: it begins at step 60, not 30",
        has={60: 0.4, 61: 0.392},
    ),
    "a second warmup": Case(
        "schedule = optax.join_schedules(\n"
        "    [\n"
        "        optax.linear_schedule(0.0, 0.4, 30),\n"
        "        optax.warmup_cosine_decay_schedule(0.0, 0.4, 20, 90),\n"
        "    ],\n"
        "    [30],\n"
        ")\n",
        "LRS106",
        "`warmup_cosine_decay_schedule` warms up again, from 0 at step 30 on: the peak "
        "is reached a second time at step 50",
        has={30: 0.0, 50: 0.4},
    ),
    "a length of the decay for the end of the ramp": Case(
        "W, T = 20, 100\n"
        "schedule = optax.join_schedules(\n"
        "    [\n"
        "        optax.linear_schedule(0.0, 2.0, W),\n"
        "        optax.cosine_decay_schedule(2.0, T - W),\n"
        "    ],\n"
        "    [T - W],\n"
        ")\n",
        "LRS106",
        "boundary `T - W` is the length of `schedules[1]`, which begins there: the ramp "
        "ends at step 20, and its last value holds until step 80; did you mean 20?",
        has={20: 2.0, 80: 2.0},
        end=(0.0, 160),
        meant=(1,),
    ),
    "a ramp that is cut": Case(
        "schedule = optax.join_schedules(\n"
        "    [optax.linear_schedule(0.0, 2.0, 8), optax.cosine_decay_schedule(1.5, 9)],\n"
        "    [5],\n"
        ")\n",
        "LRS106",
        "the ramp of `8` steps is cut at boundary `5`: its end value is never reached "
        "(1 at step 4, then 1.5, not 2)",
        has={4: 1.0, 5: 1.5},
    ),
    "a ramp that is cut before what begins at its end": Case(
        "schedule = optax.join_schedules(\n"
        "    [optax.linear_schedule(0.0, 2.0, 8), optax.cosine_decay_schedule(2.0, 9)],\n"
        "    [5],\n"
        ")\n",
        "LRS106",
        "the ramp of `8` steps is cut at boundary `5`: after 1 at step 4 it jumps to its "
        "end value, 2",
        has={4: 1.0, 5: 2.0},
    ),
    "a peak that comes twice": Case(
        "schedule = optax.join_schedules(\n"
        "    [optax.linear_schedule(0.0, 2.0, 4), optax.cosine_decay_schedule(2.0, 9)],\n"
        "    [5],\n"
        ")\n",
        "LRS106",
        "the ramp of `4` steps ends one step before boundary `5`: its last value comes "
        "twice (2 at steps 4 and 5)",
        has={4: 2.0, 5: 2.0},
    ),
    "None for a schedule": Case(
        "schedule = optax.join_schedules([optax.constant_schedule(2.0), None], [5])\n"
        "schedule(3)\n",
        "LRS106",
        "`None` is no schedule, and `join_schedules` calls it: TypeError: 'NoneType' "
        "object is not callable",
    ),
    "a number for a list of boundaries": Case(
        "a = optax.constant_schedule(2.0)\n"
        "schedule = optax.join_schedules([a, a], boundaries=5)\nschedule(3)\n",
        "LRS106",
        "`5` is one number, and `join_schedules` runs over it: TypeError: 'int' object "
        "is not iterable; a list is `[5]`",
    ),
    "scales that are values": Case(
        "schedule = optax.piecewise_constant_schedule(0.2, {10: 0.02, 20: 0.002})\n",
        "LRS108",
        "scales multiply what was before them, and these read like values: 0.2, then "
        "0.004, then 8e-06; for 0.2, then 0.02, then 0.002 they are 0.1, 0.1",
        has={9: 0.2, 10: 0.004, 20: 8e-06},
        meant=(0.1,),
    ),
    "shares for boundaries": Case(
        "schedule = optax.piecewise_constant_schedule(0.2, {0.3: 0.5, 0.8: 0.5})\n",
        "LRS108",
        "boundaries are steps, and 0.3 and 0.8 are within the first one, as shares of a "
        "length would be: from step 1 on it is 0.05; multiply them by the length",
        has={0: 0.2, 1: 0.05},
    ),
    "shares between which is interpolated": Case(
        "schedule = optax.piecewise_interpolate_schedule(\n"
        "    'cosine', 0.2, {0.5: 0.5, 1.0: 0.1}\n"
        ")\n",
        "LRS108",
        "boundaries are steps, and 0.5 and 1 are within the first one, as shares of a "
        "length would be: from step 1 on it is 0.01; multiply them by the length",
        has={0: 0.2, 1: 0.01},
    ),
    "no steps": Case(
        "schedule = optax.linear_schedule(0.7, 0.0, 0)\n",
        "LRS109",
        "`linear_schedule` of 0 steps only logs that it has none: it stays "
        "`init_value`, 0.7, for ever",
        end=(0.7, 0),
    ),
    "no steps, which raises": Case(
        "schedule = optax.cosine_decay_schedule(0.7, -3)\n",
        "LRS109",
        "this raises ValueError: The cosine_decay_schedule requires positive "
        "decay_steps, got decay_steps=-3.",
    ),
    "a share for a number of steps": Case(
        "schedule = optax.warmup_cosine_decay_schedule(0.0, 0.4, 0.1, 500)\n",
        "LRS109",
        "`warmup_steps` counts steps, and 0.1 is less than one: the warmup is over at "
        "step 1; did you mean 50, that share of the length?",
        has={0: 0.0, 1: 0.39999682},
        meant=(50,),
    ),
    "a beginning above the peak": Case(
        "schedule = optax.warmup_cosine_decay_schedule(0.7, 0.02, 5, 60)\n",
        "LRS105",
        "the highest value, 0.7, at step 0, is above the peak 0.02",
        top=(0.7, 0),
    ),
    "a growth above the peak": Case(
        "schedule = optax.warmup_exponential_decay_schedule(0.0, 0.02, 5, 60, 1.5)\n",
        "LRS105",
        "the value grows for ever, above the peak 0.02",
        has={5: 0.02, 65: 0.03},
    ),
    "a line from a value to itself": Case(
        "schedule = optax.linear_schedule(0.3, 0.3, 90)\n",
        "LRS109",
        "`linear_schedule` never changes: it has one value, 0.3, at every step",
        end=(0.3, 0),
    ),
    "a rate of 1": Case(
        "schedule = optax.exponential_decay(0.3, 90, 1.0)\n",
        "LRS109",
        "`exponential_decay` never changes: it has one value, 0.3, at every step",
        end=(0.3, 0),
    ),
    "a fraction of 1": Case(
        "schedule = optax.cosine_decay_schedule(0.3, 90, alpha=1.0)\n",
        "LRS109",
        "`cosine_decay_schedule` never changes: it has one value, 0.3, at every step",
        end=(0.3, 0),
    ),
    "a fraction as small as a learning rate": Case(
        "schedule = optax.cosine_decay_schedule(3e-3, 90, alpha=2e-5)\n",
        "LRS105",
        "`alpha` is a fraction of `init_value`, and `2e-05` reads like a learning rate: "
        "the last value is 6e-08, not 2e-05",
        end=(6e-08, 90),
    ),
    "no rate": Case(
        "schedule = optax.exponential_decay(0.7, 10, 0)\n",
        "LRS109",
        "`decay_rate=0` is no decay: `exponential_decay` stays `init_value`, 0.7, for "
        "ever",
        end=(0.7, 0),
    ),
    "a schedule that is called": Case(
        "schedule = optax.warmup_constant_schedule(0.1, 0.5, 40)\n"
        "tx = optax.adam(schedule(10))\n",
        "LRS110",
        "`schedule(10)` is one number, 0.2: the learning rate of `optax.adam` never "
        "changes; hand over the schedule, `schedule`",
        has={10: 0.2},
    ),
    "a schedule that is negated": Case(
        "schedule = optax.linear_schedule(0.1, 0.0, 40)\ntx = optax.scale(-schedule)\n",
        "LRS110",
        "`schedule` is a schedule, and `-schedule` needs a number: TypeError: bad "
        "operand type for unary -: 'function'",
    ),
    "a schedule that is printed as a number": Case(
        "schedule = optax.linear_schedule(0.1, 0.0, 40)\nprint(f'{schedule:.3f}')\n",
        "LRS110",
        "`schedule` is a schedule, and `{schedule:.3f}` needs a number: TypeError: "
        "unsupported format string passed to function.__format__",
    ),
    "a schedule as a float": Case(
        "schedule = optax.linear_schedule(0.1, 0.0, 40)\nrate = float(schedule)\n",
        "LRS110",
        "`schedule` is a schedule, and `float(schedule)` needs a number: TypeError: "
        "float() argument must be a string or a real number, not 'function'",
    ),
    "a schedule that is rounded": Case(
        "schedule = optax.linear_schedule(0.1, 0.0, 40)\nrate = round(schedule, 3)\n",
        "LRS110",
        "`schedule` is a schedule, and `round(schedule, 3)` needs a number: TypeError: "
        "type function doesn't define __round__ method",
    ),
    "a schedule that is compared": Case(
        "schedule = optax.linear_schedule(0.1, 0.0, 40)\nlow = schedule < 0.01\n",
        "LRS110",
        "`schedule` is a schedule, and `schedule < 0.01` needs a number: TypeError: '<' "
        "not supported between instances of 'function' and 'float'",
    ),
    "a schedule as a limit": Case(
        "schedule = optax.linear_schedule(0.1, 0.0, 40)\nlow = max(schedule, 0.01)\n",
        "LRS110",
        "`schedule` is a schedule, and `max(schedule, 0.01)` needs a number: TypeError: "
        "'>' not supported between instances of 'float' and 'function'",
    ),
    "a schedule as an absolute value": Case(
        "schedule = optax.linear_schedule(0.1, 0.0, 40)\nrate = abs(schedule)\n",
        "LRS110",
        "`schedule` is a schedule, and `abs(schedule)` needs a number: TypeError: bad "
        "operand type for abs(): 'function'",
    ),
    "a schedule that becomes a method": Case(
        "class Own:\n"
        "    rate = optax.linear_schedule(0.1, 0.0, 40)\n"
        "    def half(self):\n"
        "        return 0.5 * self.rate\n"
        "Own().half()\n",
        "LRS110",
        "`self.rate` is a schedule, and `0.5 * self.rate` needs a number: TypeError: "
        "unsupported operand type(s) for *: 'float' and 'method'",
    ),
    "a number that is called": Case(
        "tx = optax.scale_by_schedule(0.25)\ntx.update({'w': 1.0}, tx.init({}))\n",
        "LRS110",
        "`scale_by_schedule` calls `0.25`: TypeError: 'float' object is not callable; "
        "for a constant there is `scale`",
    ),
    "a schedule in front of Adam": Case(
        "schedule = optax.linear_schedule(0.3, 0.1, 40)\n"
        "tx = optax.chain(optax.scale_by_schedule(schedule), optax.adam(0.5))\n",
        "LRS113",
        "`adam`, which comes after it, divides by the size of the gradients, and the "
        "schedule with it: it has no effect (its values are 0.1 to 0.3); put it behind",
        top=(0.3, 0),
        end=(0.1, 40),
    ),
    "a learning rate in front of Adam": Case(
        "schedule = optax.linear_schedule(0.3, 0.1, 40)\n"
        "tx = optax.chain(\n"
        "    optax.scale_by_learning_rate(schedule), optax.scale_by_adam()\n"
        ")\n",
        "LRS113",
        "`scale_by_adam`, which comes after it, divides by the size of the gradients, "
        "and the learning rate with it: nothing but its sign has an effect (its values "
        "are 0.1 to 0.3); put it behind",
        top=(0.3, 0),
        end=(0.1, 40),
    ),
    "a schedule of batches": Case(
        "schedule = optax.linear_schedule(0.3, 0.1, 40)\n"
        "tx = optax.MultiSteps(optax.sgd(schedule), every_k_schedule=3)\n",
        "LRS114",
        "the schedule of `40` counts the updates of `MultiSteps`, one for every `3` "
        "batches: its end is reached after 120 batches, not 40",
        end=(0.1, 40),
        meant=(120,),
    ),
    "a join of batches": Case(
        "schedule = optax.join_schedules(\n"
        "    [optax.linear_schedule(0.0, 2.0, 8), optax.cosine_decay_schedule(2.0, 32)],\n"
        "    [8],\n"
        ")\n"
        "tx = optax.MultiSteps(optax.sgd(schedule), every_k_schedule=3)\n",
        "LRS114",
        "the schedule of `8 + 32` counts the updates of `MultiSteps`, one for every `3` "
        "batches: its end is reached after 120 batches, not 40",
        end=(0.0, 40),
        meant=(120,),
    ),
    "a join of batches that ends with what is constant": Case(
        "schedule = optax.join_schedules(\n"
        "    [optax.linear_schedule(0.0, 2.0, 8), optax.constant_schedule(2.0)], [8]\n"
        ")\n"
        "tx = optax.MultiSteps(optax.sgd(schedule), every_k_schedule=3)\n",
        "LRS114",
        "the schedule of `8` counts the updates of `MultiSteps`, one for every `3` "
        "batches: its end is reached after 24 batches, not 8",
        end=(2.0, 8),
        meant=(24,),
    ),
    "boundaries of batches": Case(
        "schedule = optax.piecewise_constant_schedule(2.0, {60: 0.5, 20: 0.5})\n"
        "tx = optax.MultiSteps(optax.sgd(schedule), every_k_schedule=3)\n",
        "LRS114",
        "the schedule of `60` counts the updates of `MultiSteps`, one for every `3` "
        "batches: its last boundary is reached after 180 batches, not 60",
        end=(0.5, 60),
        meant=(180,),
    ),
}


def told(text: str) -> set[float]:
    return {float(one) for one in NUMBER.findall(RELEASE.sub("", text))}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_message_says_what_is_wrong(case: Case, fix):
    fixed = fix(f"import optax\n{case.code}", codes=frozenset({case.rule}))
    assert [one.message for one in fixed.findings] == [case.message]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_its_numbers_are_those_of_optax(case: Case):
    optax = pytest.importorskip("optax")
    names: dict[str, object] = {"optax": optax}
    quoted = re.search(r"(\w+Error): ([^;]+)", case.message)
    if quoted:
        with pytest.raises((TypeError, ValueError)) as raised:
            exec(case.code, names)
        assert type(raised.value).__name__ == quoted[1]
        assert quoted[2] in str(raised.value)
    else:
        exec(case.code, names)
    known = told(case.code) | told(str(case.meant)) if case.meant else told(case.code)
    if not quoted:
        known |= measured(case, names["schedule"])
    else:
        known |= told(quoted[2])
    assert told(case.message) <= known


def measured(case: Case, schedule) -> set[float]:
    """The steps and values that a case names, which the schedule is seen to have."""
    for step, value in case.has.items():
        assert float(schedule(step)) == pytest.approx(value, rel=1e-6)
    known = {float(one) for pair in case.has.items() for one in pair}
    if case.end is not None:
        value, step = case.end
        assert float(schedule(step)) == pytest.approx(value, rel=1e-6, abs=1e-12)
        assert float(schedule(10 * step + 9)) == float(schedule(step))
        assert step == 0 or float(schedule(step - 1)) != float(schedule(step))
        known.update((value, step))
    if case.top is not None:
        value, step = case.top
        assert float(schedule(step)) == pytest.approx(value, rel=1e-6)
        assert all(float(schedule(one)) <= value * 1.000001 for one in range(60))
        known.update((value, step))
    return known
