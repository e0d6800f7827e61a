"""NNX programs before and after their migration, trained by the real Flax.

Each is a folder of fixtures/nnx that holds a pair of files.
"""

import pytest
from harness import environments
from harness.compare import bounds, differences
from harness.environments import CURRENT, PROGRAMS

NAMES = [path.parent.name for path in environments.programs("before")]

# Migrations gone wrong that raise nothing: program, right text, wrong text.
WRONG = [
    ("jit_arguments", "update(model, grads)", "update(grads, model)"),
    ("positional_wrt", "wrt=nnx.Param", "wrt=nnx.Any(nnx.PathContains('kernel'))"),
    ("two_models", "update(student, student_grads)", "update(student, teacher_grads)"),
    ("plateau", "cooldown=1", "cooldown=0"),
    ("plateau", "value=loss if held is None else held", "value=loss"),
    ("schedule_cosine", "transition_steps=4", "transition_steps=5"),
    ("schedule_warmup", "warmup_steps=2", "warmup_steps=1"),
]


def test_there_is_an_after_for_every_before():
    after = [path.parent.name for path in environments.programs("after")]
    assert after == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_tool_writes_after_for_before(name, migrated):
    expected = (PROGRAMS / name / "after.py").read_text(encoding="utf-8")
    assert migrated["files"][f"{name}.py"] == expected, migrated["output"]


def test_the_tool_leaves_nothing_of_them(migrated):
    assert migrated["exit"] == 0, migrated["output"]
    assert migrated["output"].endswith(" 0 left.\n")


@pytest.mark.parametrize("name", NAMES)
def test_before_raises_under_the_current_flax(name, outcomes):
    outcome = outcomes[CURRENT][f"{name}_before"]
    assert outcome.get("error") == "TypeError", outcome
    assert "As of Flax 0.11.0" in outcome["message"]


@pytest.mark.parametrize("name", NAMES)
def test_after_trains_as_before_to_the_bit_where_only_flax_changed(name, outcomes):
    before = outcomes["0.10.7"][f"{name}_before"]
    after = outcomes["0.11.0"][f"{name}_after"]
    assert before == after
    losses = [record["loss"] for record in before["records"] if "loss" in record]
    assert len(set(map(str, losses))) > 1, "nothing was trained"


@pytest.mark.parametrize("name", NAMES)
def test_after_trains_as_before_under_the_current_flax(name, outcomes):
    before = outcomes["0.10.7"][f"{name}_before"]
    after = outcomes[CURRENT][f"{name}_after"]
    assert "records" in after, after
    found = differences(before["records"], after["records"])
    allowed = bounds(list(found))
    assert {name: found[name] for name in found if found[name] > allowed[name]} == {}


def test_the_scale_is_halved_where_the_value_is_held(outcomes):
    records = outcomes[CURRENT]["plateau_after"]["records"]
    scales = [record["scale"][0] for record in records]
    assert scales[5] == 1.0
    assert scales[-1] < 0.25


def test_the_injected_rate_follows_the_schedule(outcomes):
    for name in ("cosine", "exponential", "linear", "warmup"):
        records = outcomes[CURRENT][f"schedule_{name}_after"]["records"]
        rates = [record["rate"][0] for record in records if "rate" in record]
        assert len(rates) == 6
        assert len(set(rates)) >= 3


def test_wrong_migrations_are_told_apart(outcomes, tmp_path):
    paths = []
    for index, (name, right, wrong) in enumerate(WRONG):
        text = (PROGRAMS / name / "after.py").read_text(encoding="utf-8")
        assert right in text
        paths.append(tmp_path / str(index) / "wrong.py")
        paths[-1].parent.mkdir()
        paths[-1].write_text(text.replace(right, wrong), encoding="utf-8")
    found = environments.run({CURRENT: paths})[CURRENT]["outcomes"]
    for index, (name, _, wrong) in enumerate(WRONG):
        before = outcomes["0.10.7"][f"{name}_before"]
        after = found[f"{index}_wrong"]
        assert "records" in after, (wrong, after)
        apart = differences(before["records"], after["records"])
        allowed = bounds(list(apart))
        assert any(apart[name] > 1000 * allowed[name] for name in apart), wrong
