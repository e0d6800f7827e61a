"""LRS107: what Optax has is never reported; what it lacks is, with the nearest name."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from lrmigrate.codemod.model import Severity, VerdictKind
from lrmigrate.rules.optax.confusions import FUNCTIONS_MEANT, PARAMETERS_MEANT
from lrmigrate.rules.optax.signatures import SCHEDULES, SIGNATURES
from lrmigrate.rules.optax.unknown_names import is_unknown

ROOT = Path()
CODE = "LRS107"


def reports(code, fix, **how):
    how.setdefault("codes", frozenset({CODE}))
    return [one for one in fix(code, **how).findings if one.code == CODE]


# -- nothing to say -----------------------------------------------------------


@pytest.fixture
def no_optax_beside(monkeypatch):
    """The table alone decides, without a look at the installed Optax."""
    is_unknown.cache_clear()
    monkeypatch.setattr(
        "lrmigrate.rules.optax.unknown_names.names_beside", lambda root: ()
    )
    yield
    is_unknown.cache_clear()


@pytest.mark.parametrize("module", ["optax", "optax.schedules", "optax.contrib"])
@pytest.mark.usefixtures("no_optax_beside")
def test_no_name_of_the_installed_optax_is_reported(module, fix):
    names = [name for name in dir(importlib.import_module(module)) if name[0] != "_"]
    assert len(names) > 10
    uses = "".join(f"{module}.{name}\n" for name in names)
    imports = "".join(f"from {module} import {name} as a_{name}\n" for name in names)
    assert not reports(f"import optax\n{imports}{uses}", fix)


# Every public name of the releases 0.0.1 to 0.2.8 that speaks of a schedule.
OF_ANY_RELEASE = (
    *SCHEDULES,
    *("add_decayed_weights", "additive_weight_decay", "inject_hyperparams"),
    *("inject_stateful_hyperparams", "scale_by_learning_rate", "scale_by_schedule"),
    *("schedule_free", "schedule_free_adamw", "schedule_free_sgd"),
    *("schedule_free_eval_params", "schedules", "ScheduleState", "Schedule"),
    *("StatefulSchedule", "WrappedSchedule", "ScaleByScheduleState", "ema"),
)


@pytest.mark.parametrize("name", OF_ANY_RELEASE)
@pytest.mark.usefixtures("no_optax_beside")
def test_no_name_of_a_release_is_unknown(name):
    assert not is_unknown(name, ROOT)


@pytest.mark.parametrize("name", SIGNATURES)
def test_no_parameter_of_a_release_is_refused(name, fix):
    path = SIGNATURES[name].paths[0]
    given = ", ".join(f"{one}={one}" for one in SIGNATURES[name].parameters)
    assert not reports(f"import optax\nf = {path}({given})\n", fix)


QUIET = {
    "a local object of that name": "def f(optax):\n    return optax.warmup_schedule\n",
    "an attribute of something else": "import optax\na = config.optax.warmup_schedule\n",
    "a condition asks": (
        "import optax\nif hasattr(optax, 'wsd_schedule'):\n    f = optax.wsd_schedule\n"
    ),
    "an early return asks": (
        "import optax\ndef f():\n    if not hasattr(optax, 'wsd_schedule'):\n"
        "        return None\n    return optax.wsd_schedule(1)\n"
    ),
    "a default asks": "import optax\nf = getattr(optax, 'wsd_schedule', None)\n",
    "a try asks": (
        "import optax\ntry:\n    f = optax.wsd_schedule\n"
        "except AttributeError:\n    f = None\n"
    ),
    "an import has a fallback": (
        "try:\n    from optax import wsd_schedule\nexcept ImportError:\n"
        "    wsd_schedule = None\n"
    ),
    "a bare except goes on": (
        "import optax\ntry:\n    f = optax.constant_schedule(v=1)\nexcept:\n    f = None\n"
    ),
    "a test expects the error": (
        "import optax\nimport pytest\nwith pytest.raises(TypeError):\n"
        "    optax.constant_schedule(v=1)\n"
    ),
    "a version is asked for": (
        "import optax\nif optax.__version__ > '0.3':\n    f = optax.wsd_schedule(1)\n"
    ),
    "the module puts it there": (
        "import optax\noptax.warmup_schedule = mine\nf = optax.warmup_schedule(1)\n"
    ),
    "setattr puts it there": (
        "import optax\nsetattr(optax, 'warmup_schedule', f)\noptax.warmup_schedule(1)\n"
    ),
    "a dict with a part from outside": (
        "import optax\ndef f(kw):\n    kw = {**kw, 'v': 1}\n"
        "    return optax.constant_schedule(**kw)\n"
    ),
    "a dict that is put together on two ways": (
        "import optax\nkw = {'init_value': 1}\nif cosine:\n    kw['decay_steps'] = 9\n"
        "    f = optax.cosine_decay_schedule(**kw)\nelse:\n    kw['decay_rate'] = 0.5\n"
        "    f = optax.exponential_decay(**kw, transition_steps=9)\n"
    ),
    "a key that is taken out": (
        "import optax\nkw = {'value': 1, 'name': 'a'}\nkw.pop('name')\n"
        "f = optax.constant_schedule(**kw)\n"
    ),
    "a function that is one of two": (
        "import optax\nf = optax.linear_schedule if a else optax.cosine_decay_schedule\n"
        "g = f(init_value=1, decay_steps=9)\n"
    ),
    "another module's schedule": (
        "from keras import optax\nf = optax.constant_schedule(v=1)\n"
    ),
}


@pytest.mark.parametrize("code", QUIET.values(), ids=QUIET)
def test_nothing_is_said(code, fix):
    assert not reports(code, fix)


def test_new_names_are_those_of_the_target(fix):
    code = (
        "import optax\nf = optax.cosine_warm_restarts_schedule([])\n"
        "g = optax.cosine_decay_schedule(0.1, transition_steps=9)\n"
    )
    codes = frozenset({CODE, "LRS003"})
    assert not reports(code, fix, target="optax", codes=codes)
    assert len(reports(code, fix, target="lrsched", codes=codes)) == 2


# -- names --------------------------------------------------------------------

NAMES = {
    "optax.warmup_schedule": (
        *("warmup_constant_schedule", "warmup_cosine_decay_schedule"),
        "warmup_exponential_decay_schedule",
    ),
    "optax.polynomial_decay": ("polynomial_schedule",),
    "optax.cosine_annealing_schedule": ("cosine_decay_schedule",),
    "optax.linear_decay": ("linear_schedule",),
    "optax.exponential_schedule": ("exponential_decay",),
    "optax.warmup_cosine_schedule": ("warmup_cosine_decay_schedule",),
    "optax.onecycle_schedule": ("cosine_onecycle_schedule", "linear_onecycle_schedule"),
    "optax.reduce_on_plateau": ("optax.contrib.reduce_on_plateau",),
    "optax.schedules.join_schedule": ("join_schedules",),
    "optax.cosine_decay_shedule": ("cosine_decay_schedule",),
    "optax.zzz_schedule": (),
}


@pytest.mark.parametrize(("path", "near"), NAMES.items(), ids=NAMES)
def test_a_name_that_no_release_has(path, near, fix):
    (finding,) = reports(f"import optax\nf = {path}\n", fix)
    assert finding.severity is Severity.ERROR
    head, _, told = finding.message.partition("; ")
    assert head == f"no release of Optax has `{path}`: AttributeError"
    assert all(f"`{name}`" in told for name in near)
    assert bool(near) == bool(told)
    module = importlib.import_module(path.rpartition(".")[0])
    with pytest.raises(AttributeError):
        getattr(module, path.rpartition(".")[2])


ALIASES = (
    "import optax as ox\nf = ox.warmup_schedule(1)\n",
    "import optax\nox = optax\nf = ox.warmup_schedule(1)\n",
    "from optax import schedules\nf = schedules.warmup_schedule(1)\n",
    "import optax.schedules as s\nf = s.warmup_schedule(1)\n",
    "from optax.schedules import warmup_schedule\n",
    "from optax import adam, warmup_schedule as w\n",
    "def f():\n    import optax\n    return optax.schedules.warmup_schedule\n",
)


@pytest.mark.parametrize("code", ALIASES)
def test_it_is_found_under_every_name_of_the_module(code, fix):
    assert len(reports(code, fix)) == 1


def test_an_import_names_its_error(fix):
    code = "from optax import polynomial_decay\n"
    (finding,) = reports(code, fix)
    assert ": ImportError; did you mean `polynomial_schedule`" in finding.message
    with pytest.raises(ImportError):
        exec(code, {})


# -- keywords -----------------------------------------------------------------

KEYWORDS = {
    "optax.sgdr_schedule(cosine_dicts=[])": "did you mean `cosine_kwargs`?",
    "optax.cosine_decay_schedule(1e-3, transition_step=10)": (
        "did you mean `decay_steps`?"
    ),
    "optax.cosine_decay_schedule(1e-3, 10, end_value=0)": (
        "did you mean `alpha` (a fraction of `init_value`)?"
    ),
    "optax.cosine_decay_schedule(1e-3, 10, zzz=0)": "it takes `init_value`, ",
    "optax.linear_schedule(1, 0, transition_step=9)": "did you mean `transition_steps`?",
    "optax.linear_schedule(init_value=1, end_value=0, decay_steps=9)": (
        "did you mean `transition_steps`?"
    ),
    "optax.constant_schedule(learning_rate=1)": "did you mean `value`?",
    "optax.join_schedules(schedules=[], boundry=[])": "did you mean `boundaries`?",
    "optax.contrib.reduce_on_plateau(patence=1)": "did you mean `patience`?",
    "functools.partial(optax.linear_schedule, begin=1)(1, 0, 9)": (
        "did you mean `transition_begin`?"
    ),
    "optax.constant_schedule(**{'vaule': 1})": "did you mean `value`?",
    "optax.cosine_decay_schedule(1e-3, transition_steps=10)": (
        "it is `decay_steps` there, and `transition_steps` in `lrmigrate.lrsched`"
    ),
    "optax.linear_onecycle_schedule(9, 1.0, warmup_steps=3)": (
        "it is `pct_start` (a fraction of `transition_steps`) there, and `warmup_steps`"
    ),
    "optax.sgdr_schedule(cycles=[])": "it is `cosine_kwargs` there, and `cycles` in",
}


@pytest.mark.parametrize(("call", "told"), KEYWORDS.items(), ids=KEYWORDS)
def test_a_keyword_that_is_not_taken(call, told, fix):
    code = f"import functools\nimport optax\n\nf = {call}\n"
    (finding,) = reports(code, fix)
    assert told in finding.message
    assert ": TypeError; " in finding.message
    with pytest.raises(TypeError):
        exec(code, {})


def test_a_named_one_is_told_beside_an_opaque_dict(fix):
    code = "import optax\ndef f(kw):\n    return optax.constant_schedule(v=1, **kw)\n"
    (finding,) = reports(code, fix)
    assert finding.start.column == 36


def test_a_dict_of_a_name_is_seen(fix):
    code = "import optax\nkw = dict(vlue=1)\nf = optax.constant_schedule(**kw)\n"
    (finding,) = reports(code, fix)
    assert finding.start.line == 2


def test_a_call_that_raises_does_not_move(fix):
    code = "import optax\nf = optax.cosine_decay_schedule(1, decay_steps=9, zz=1)\n"
    fixed = fix(code, codes=frozenset({CODE, "LRS001"}))
    assert fixed.text == code
    reasons = {finding.code: finding.left for finding in fixed.findings}
    assert reasons["LRS001"] == "the call raises TypeError: it takes no `zz`"


OF_OTHER_LIBRARIES = {
    "cosine_decay_schedule(0.1, T_max=100, eta_min=1e-5)": (
        "`cosine_decay_schedule` takes no `T_max`: TypeError; did you mean "
        "`decay_steps`?",
        "`cosine_decay_schedule` takes no `eta_min`: TypeError; did you mean `alpha` (a "
        "fraction of `init_value`)? Write `alpha=0.0001`",
    ),
    "cosine_decay_schedule(peak, 9, eta_min=low)": (
        "`cosine_decay_schedule` takes no `eta_min`: TypeError; did you mean `alpha` (a "
        "fraction of `init_value`)? Write `alpha=low / peak`",
    ),
    "polynomial_schedule(0.1, power=1, transition_steps=9, end_learning_rate=0)": (
        "`polynomial_schedule` takes no `end_learning_rate`: TypeError; did you mean "
        "`end_value`?",
    ),
    "warmup_cosine_decay_schedule(0, warmup_target=1, warmup_steps=5, decay_steps=9)": (
        "`warmup_cosine_decay_schedule` takes no `warmup_target`: TypeError; did you "
        "mean `peak_value`? `decay_steps` includes the warmup here, which it does "
        "not in Keras: write `decay_steps=5 + 9`",
    ),
    "warmup_cosine_decay_schedule(0, 1, num_warmup_steps=5, num_training_steps=9)": (
        "`warmup_cosine_decay_schedule` takes no `num_warmup_steps`: TypeError; did you "
        "mean `warmup_steps`?",
        "`warmup_cosine_decay_schedule` takes no `num_training_steps`: TypeError; did "
        "you mean `decay_steps`?",
    ),
    "piecewise_constant_schedule(0.1, milestones=[3, 6], gamma=0.5)": (
        "`piecewise_constant_schedule` takes no `milestones`: TypeError; did you mean "
        "`boundaries_and_scales`? Write `boundaries_and_scales={step: 0.5 for step in "
        "[3, 6]}`",
        "`piecewise_constant_schedule` takes no `gamma`: TypeError; did you mean "
        "`boundaries_and_scales`? Write `boundaries_and_scales={step: 0.5 for step in "
        "[3, 6]}`",
    ),
    "exponential_decay(0.1, step_size=9, gamma=0.5)": (
        "`exponential_decay` takes no `step_size`: TypeError; did you mean "
        "`transition_steps`? Write `staircase=True` as well",
        "`exponential_decay` takes no `gamma`: TypeError; did you mean `decay_rate`?",
    ),
    "cosine_onecycle_schedule(max_lr=0.1, total_steps=9)": (
        "`cosine_onecycle_schedule` takes no `max_lr`: TypeError; did you mean "
        "`peak_value`?",
        "`cosine_onecycle_schedule` takes no `total_steps`: TypeError; did you mean "
        "`transition_steps`?",
    ),
    "cosine_onecycle_schedule(900, 0.1, num_warmup_steps=90)": (
        "`cosine_onecycle_schedule` takes no `num_warmup_steps`: TypeError; did you "
        "mean `pct_start` (a fraction of `transition_steps`)? Write `pct_start=90 / "
        "900`",
    ),
}


@pytest.mark.parametrize(
    ("call", "told"), OF_OTHER_LIBRARIES.items(), ids=OF_OTHER_LIBRARIES
)
def test_a_word_of_another_library_is_translated(call, told, fix):
    code = f"import optax\n\nf = optax.{call}\n"
    found = [one.message for one in reports(code, fix)]
    assert tuple(found) == told


MEANT = {
    "step_decay_schedule": "staircase=True",
    "constant_with_warmup": "did you mean `warmup_constant_schedule`?",
    "cosine_schedule_with_warmup": "the warmup included",
    "linear_schedule_with_warmup": "`num_training_steps - num_warmup_steps`",
    "linear_warmup_cosine_decay_schedule": "`warmup_cosine_decay_schedule`?",
    "wsd_schedule": "did you mean `join_schedules`?",
    "rsqrt_schedule": "any function of the step",
    "multistep_lr": "`{milestone: gamma}`",
    "cosine_annealing_lr": "`eta_min / init_value`",
}


@pytest.mark.parametrize(("name", "told"), MEANT.items(), ids=MEANT)
def test_a_schedule_of_another_library_is_told_by_its_meaning(name, told, fix):
    (finding,) = reports(f"import optax\nf = optax.{name}(0.1)\n", fix)
    assert told in finding.message


def test_an_alpha_that_is_converted_is_the_end():
    optax = pytest.importorskip("optax")
    schedule = optax.cosine_decay_schedule(0.1, 100, alpha=0.0001)
    assert float(schedule(100)) == pytest.approx(1e-5)


# -- rewrites -----------------------------------------------------------------


@pytest.mark.parametrize("target", ["lrsched", "optax"])
def test_a_respelling_is_written_only_when_asked_for(target, fix):
    code = "import optax\n\nf = optax.linear_shedule(1.0, 0.0, transition_step=9)\n"
    right = "import optax\n\nf = optax.linear_schedule(1.0, 0.0, transition_steps=9)\n"
    assert fix(code, target).text == code
    assert fix(code, target, unsafe=True).text == right


def test_a_respelled_keyword_is_migrated_when_it_is_right(fix):
    code = "import optax\n\nf = optax.cosine_decay_schedule(0.1, decay_step=9)\n"
    (finding,) = reports(code, fix)
    assert finding.verdict.kind is VerdictKind.UNVERIFIABLE
    assert "raises TypeError as it is" in finding.left
    assert fix(code, unsafe=True).text == (
        "from lrmigrate import lrsched\n\n"
        "f = lrsched.cosine_decay_schedule(0.1, transition_steps=9)\n"
    )


NO_REWRITE = (
    "optax.linear_decay(0.1, 0.0, 9)",
    "optax.cosine_decay_schedule(0.1, 9, end_value=0.0)",
    "optax.contrib.reduce_on_plateau(tol=0.1)",
    "optax.cosine_decay_schedule(0.1, transition_steps=9)",
    "optax.constant_schedule(value=1, vaule=2)",
)


@pytest.mark.parametrize("call", NO_REWRITE)
def test_there_is_no_rewrite_where_more_than_one_may_be_meant(call, fix):
    code = f"import optax\n\nf = {call}\n"
    (finding,) = reports(code, fix, unsafe=True)
    assert finding.fix is None


# -- tables -------------------------------------------------------------------


def test_what_is_meant_exists():
    names = {*SCHEDULES, "optax.contrib.reduce_on_plateau"}
    assert {one for meant in FUNCTIONS_MEANT.values() for one in meant} <= names
    parameters = {one for known in SIGNATURES.values() for one in known.parameters}
    assert {one for meant in PARAMETERS_MEANT.values() for one in meant} <= parameters


def test_what_people_write_does_not_exist():
    assert not set(FUNCTIONS_MEANT) & set(SCHEDULES)
    assert [name for name in FUNCTIONS_MEANT if not is_unknown(name, ROOT)] == []


# -- the names of other libraries ------------------------------------------------

WORDS = {
    "CosineAnnealingLR": ("`cosine_decay_schedule`", "eta_min / init_value"),
    "ExponentialDecay": ("`exponential_decay`", ""),
    "StepLR": ("`exponential_decay`", "staircase=True"),
    "PiecewiseConstantDecay": ("`piecewise_constant_schedule`", "divided by the one"),
    "piecewise_constant": ("`piecewise_constant_schedule`", "divided by the one"),
    "get_cosine_schedule_with_warmup": (
        "`warmup_cosine_decay_schedule`",
        "the warmup included",
    ),
    "warmup_linear_decay": ("`join_schedules`", "with the warmup as the boundary"),
    "triangular_schedule": ("`join_schedules`", "one down for each cycle"),
    "inverse_time_decay": ("any function of the step", "1 + decay_rate"),
}


@pytest.mark.parametrize("name", WORDS)
def test_a_name_of_another_library_leads_to_what_does_the_same(name, fix):
    (found,) = reports(f"import optax\ns = optax.{name}(0.1, 100)\n", fix)
    assert all(text in found.message for text in WORDS[name])


def test_milestones_of_a_join_are_its_boundaries(fix):
    (found,) = reports("import optax\ns = optax.join_schedules(p, milestones=b)\n", fix)
    assert "did you mean `boundaries`?" in found.message


def test_a_decay_that_optax_does_not_have_is_near_to_none(fix):
    (found,) = reports("import optax\ns = optax.inverse_time_decay(0.1, 9, 1)\n", fix)
    assert "did you mean" not in found.message
