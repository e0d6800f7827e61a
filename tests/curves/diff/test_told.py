"""What ``curves --diff`` says became of each learning rate of a real repository."""

from __future__ import annotations

import pytest

HEAD = "import optax\n\n"
COSINE = HEAD + "lr = optax.cosine_decay_schedule(0.1, decay_steps={})\n"


def fates(curves):
    return [one["fate"] for one in curves]


def causes(curve):
    return [
        (one["place"], one["what"], one["before"], one["after"])
        for one in curve["causes"]
    ]


# -- what has moved nothing ---------------------------------------------------------

SAME = {
    "a comment and a blank line": (
        COSINE.format(100),
        HEAD + "\n# decays\nlr = optax.cosine_decay_schedule(0.1, decay_steps=100)\n",
    ),
    "a number in another spelling": (COSINE.format(10000), COSINE.format("10_000")),
    "a whole number as a float": (COSINE.format(100), COSINE.format("100.0")),
    "a number that gets a name": (COSINE.format(100), "N = 100\n" + COSINE.format("N")),
    "arguments by name": (
        HEAD + "lr = optax.cosine_decay_schedule(0.1, 100)\n",
        HEAD + "lr = optax.cosine_decay_schedule(decay_steps=100, init_value=0.1)\n",
    ),
    "a default that is written out": (
        COSINE.format(100),
        COSINE.format("100, alpha=0.0"),
    ),
    "a call that was migrated": (
        COSINE.format(100),
        "from lrmigrate import lrsched\n\n"
        "lr = lrsched.cosine_decay_schedule(0.1, transition_steps=100)\n",
    ),
    "another name for the schedule": (
        COSINE.format(100),
        COSINE.format(100).replace("lr =", "schedule ="),
    ),
    "another function around it": (
        HEAD + "def make():\n    return optax.linear_schedule(0.1, 0.0, 100)\n",
        HEAD + "def build():\n    return optax.linear_schedule(0.1, 0.0, 100)\n",
    ),
    "a line that is the same curve": (
        HEAD + "lr = optax.linear_schedule(0.1, 0.0, 100)\n",
        HEAD + "lr = optax.polynomial_schedule(0.1, 0.0, 1, 100)\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), SAME.values(), ids=SAME)
def test_as_before(repository, told, before, after):
    repository.commit({"train.py": before})
    repository.commit({"train.py": after})
    result = told("HEAD^..HEAD")
    assert result.exit_code == 0
    assert result.stdout.startswith("1 as before, from HEAD^ ("), result.stdout


def test_what_differs_by_rounding_alone_is_in_the_last_bits(repository, changes, told):
    repository.commit({"train.py": COSINE.format(100)})
    repository.write({"train.py": COSINE.format(100).replace("0.1", "0.1 + 2e-10")})
    [curve] = changes("HEAD")
    assert curve["fate"] == "in the last bits"
    assert told("HEAD").exit_code == 0


# -- what moved ---------------------------------------------------------------------


def test_a_moved_curve_is_told_in_numbers(repository, told):
    repository.commit({"train.py": COSINE.format(100)})
    repository.commit({"train.py": COSINE.format(200)})
    result = told("HEAD^..HEAD", "--quiet")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "train.py:3:6: moved  lr = cosine_decay_schedule",
        "    before  ███▇▆▅▄▄▃▂▁▁▁▁▁▁▁▁▁▁▁▁▁▁  0.1 → 0 at step 100",
        "    after   █████▇▇▇▆▆▅▅▄▄▄▃▃▂▂▂▁▁▁▁  0.1 → 0 at step 200",
        "    they part at step 1, 0.09998 before and 0.09999 after; "
        "farthest apart at step 84, 0.006185 before and 0.06243 after; "
        "area under the curve +99.0 % up to step 200",
        "    train.py:3, decay_steps 100 to 200",
    ]


def test_every_step_of_a_short_curve_is_compared(repository, changes):
    step = HEAD + "lr = optax.piecewise_constant_schedule(1.0, {{{}: 0.5}})\n"
    repository.commit({"train.py": step.format(5000)})
    repository.write({"train.py": step.format(5001)})
    [curve] = changes("HEAD")
    assert curve["move"] == {
        "first": {"step": 5000, "before": 0.5, "after": 1.0},
        "farthest": {"step": 5000, "before": 0.5, "after": 1.0},
        "area": pytest.approx(0.5 / 5001, abs=1e-12),
        "span": 5001,
        "every_step": True,
    }


@pytest.mark.parametrize("length", [9_999, 10_001, 1_000_000])
def test_where_long_curves_part_is_found_to_the_step(repository, changes, length):
    step = HEAD + "lr = optax.piecewise_constant_schedule(1.0, {{{}: 0.5, {}: 0.1}})\n"
    repository.commit({"train.py": step.format(length - 777, length)})
    repository.write({"train.py": step.format(length - 778, length)})
    [curve] = changes("HEAD")
    assert curve["move"]["first"] == {
        "step": length - 778,
        "before": 1.0,
        "after": 0.5,
    }
    assert curve["move"]["every_step"] == (length < 10_000)


def test_the_area_of_a_long_curve_is_that_of_all_its_steps(repository, changes):
    repository.commit({"train.py": COSINE.format(100_000)})
    repository.write({"train.py": COSINE.format(60_000)})
    [curve] = changes("HEAD")
    assert curve["move"]["area"] == pytest.approx(-0.4, abs=1e-4)


CAUSES = {
    "a literal": (
        "decay_steps=100",
        "decay_steps=200",
        ("3", "decay_steps", "100", "200"),
    ),
    "a literal by its place": (
        "0.1, decay",
        "0.2, decay",
        ("3", "init_value", "0.1", "0.2"),
    ),
    "a long literal": (
        "decay_steps=100",
        "decay_steps=10000",
        ("3", "decay_steps", "100", "10_000"),
    ),
    "an argument that came": (
        "=100)",
        "=100, alpha=0.5)",
        ("3", "alpha", "", "0.5"),
    ),
    "an expression": (
        "decay_steps=100",
        "decay_steps=10 * 30",
        ("3", "decay_steps", "100", "10 * 30 (300)"),
    ),
    "a line further down": (
        "decay_steps=100",
        "\n    decay_steps=300",
        ("4", "decay_steps", "100", "300"),
    ),
}


@pytest.mark.parametrize(("old", "new", "cause"), CAUSES.values(), ids=CAUSES)
def test_a_change_of_the_call_is_named(repository, changes, old, new, cause):
    repository.commit({"train.py": COSINE.format(100)})
    repository.write({"train.py": COSINE.format(100).replace(old, new)})
    [curve] = changes("HEAD")
    line, *rest = cause
    assert causes(curve) == [(f"train.py:{line}", *rest)]


def test_another_function_is_named_with_what_both_are_given(repository, changes):
    repository.commit({"train.py": COSINE.format(100)})
    linear = "lr = optax.linear_schedule(0.2, 0.0, 100)\n"
    repository.write({"train.py": HEAD + linear})
    [curve] = changes("HEAD")
    assert causes(curve) == [
        ("train.py:3", "schedule", "cosine_decay_schedule", "linear_schedule"),
        ("train.py:3", "init_value", "0.1", "0.2"),
    ]


JOIN = """import optax

lr = optax.join_schedules(
    [
        optax.linear_schedule(0.0, 1.0, 10),
        optax.cosine_decay_schedule(1.0, {}),
    ],
    boundaries=[{}],
)
"""


def test_what_a_join_is_made_of_is_named_by_its_place(repository, changes):
    repository.commit({"train.py": JOIN.format(100, 10)})
    repository.write({"train.py": JOIN.format(200, 20)})
    [curve] = changes("HEAD")
    assert causes(curve) == [
        ("train.py:6", "schedules[1].decay_steps", "100", "200"),
        ("train.py:8", "boundaries", "[10]", "[20]"),
    ]


def test_a_schedule_less_in_a_join(repository, changes):
    repository.commit({"train.py": JOIN.format(100, 10)})
    lines = JOIN.format(100, "").splitlines()
    repository.write({"train.py": "\n".join([*lines[:5], *lines[6:], ""])})
    [curve] = changes("HEAD")
    assert causes(curve) == [
        ("train.py:7", "boundaries", "[10]", "[]"),
        ("train.py:3", "schedules[1]", "cosine_decay_schedule", ""),
    ]


# -- what moved it in another file --------------------------------------------------

CONFIG = """import dataclasses


@dataclasses.dataclass
class ScheduleConfig:
    decay_steps: int = {}
    peak: float = 0.1
"""
TRAIN = """import optax

from configs.base import ScheduleConfig

config = ScheduleConfig()
lr = optax.cosine_decay_schedule(config.peak, config.decay_steps)
"""


@pytest.fixture
def configured(repository):
    repository.commit(
        {
            "configs/__init__.py": "",
            "configs/base.py": CONFIG.format("100_000"),
            "train.py": TRAIN,
        }
    )
    return repository


def test_a_field_of_another_file_is_named(configured, told):
    configured.write({"configs/base.py": CONFIG.format("60_000")})
    result = told("HEAD")
    assert result.exit_code == 1
    assert (
        "    configs/base.py:6, ScheduleConfig.decay_steps 100_000 to 60_000\n"
        in result.stdout
    )
    assert "peak" not in result.stdout


def test_the_value_of_a_constant_behind_it_is_named(configured, changes):
    said = CONFIG.format("STEPS")
    configured.commit({"configs/base.py": f"STEPS = 10 * 100\n{said}"})
    configured.write({"configs/base.py": f"STEPS = 10 * 200\n{said}"})
    [curve] = changes("HEAD")
    assert causes(curve) == [("configs/base.py:1", "STEPS", "1000", "2000")]


def test_a_call_and_a_field_that_are_both_otherwise(configured, changes):
    configured.write(
        {
            "configs/base.py": CONFIG.format("60_000"),
            "train.py": TRAIN.replace("config.peak", "0.3"),
        }
    )
    [curve] = changes("HEAD")
    assert sorted(causes(curve)) == [
        (
            "configs/base.py:6",
            "ScheduleConfig.decay_steps",
            "100_000",
            "60_000",
        ),
        ("train.py:6", "init_value", "config.peak (0.1)", "0.3"),
    ]


def test_a_field_that_moved_nothing_is_not_named(configured, changes):
    text = CONFIG.format("60_000").replace("0.1", "0.1\n    other: int = 3")
    configured.write({"configs/base.py": text})
    [curve] = changes("HEAD")
    assert [what for _, what, _, _ in causes(curve)] == ["ScheduleConfig.decay_steps"]


def test_what_a_name_stands_for_in_the_file_has_its_causes_elsewhere(
    configured, changes
):
    train = TRAIN.replace(", config.decay_steps)", ", STEPS)")
    said = "STEPS = min(config.decay_steps, 500_000{})\nlr ="
    configured.commit({"train.py": train.replace("lr =", said.format(""))})
    configured.write({"configs/base.py": CONFIG.format("60_000")})
    [curve] = changes("HEAD")
    assert causes(curve) == [
        ("configs/base.py:6", "ScheduleConfig.decay_steps", "100_000", "60_000")
    ]
    half = train.replace("lr =", said.format(" // config.parts"))
    parts = CONFIG.format("100_000").replace("peak:", "parts: int = 10\n    peak:")
    configured.write({"train.py": half, "configs/base.py": parts})
    [curve] = changes("HEAD")
    assert sorted(causes(curve)) == [
        ("configs/base.py:7", "ScheduleConfig.parts", "", "10"),
        ("train.py:7", "decay_steps", "100_000", "50_000"),
    ]


# -- new, gone, raising, not known --------------------------------------------------


def test_what_is_new_is_told_and_is_no_fault(repository, told):
    repository.commit({"train.py": "import optax\n"})
    repository.write({"train.py": COSINE.format(100)})
    result = told("HEAD")
    assert result.exit_code == 0
    assert "train.py:3:6: new  lr = cosine_decay_schedule" in result.stdout


def test_what_is_gone_is_a_fault(repository, told):
    repository.commit({"train.py": COSINE.format(100), "other.py": ""})
    repository.write({"train.py": None})
    result = told("HEAD")
    assert result.exit_code == 1
    assert "train.py:3:6: gone  lr = cosine_decay_schedule" in result.stdout


@pytest.mark.parametrize(
    ("before", "after", "code"), [(100, 0, 1), (0, 100, 1), (0, -1, 0)]
)
def test_what_raises_on_one_side_is_a_fault(repository, told, before, after, code):
    repository.commit({"train.py": COSINE.format(before)})
    repository.write({"train.py": COSINE.format(after)})
    result = told("HEAD")
    assert result.exit_code == code
    if code:
        assert ": raises  lr = cosine_decay_schedule" in result.stdout
        assert "raises ValueError: The cosine_decay_schedule" in result.stdout
        assert f"train.py:3, decay_steps {before} to {after}" in result.stdout


OPEN = """import optax


def make(config):
    return optax.linear_schedule({}, 0.0, **config)
"""


def test_what_is_not_known_is_told_where_it_is_written_otherwise(repository, told):
    repository.commit({"train.py": OPEN.format("0.1")})
    result = told("HEAD")
    assert (result.exit_code, result.stdout[:11]) == (0, "1 not known")
    repository.write({"train.py": OPEN.format("0.2")})
    result = told("HEAD")
    assert result.exit_code == 0
    assert ": not known, changed  linear_schedule in make" in result.stdout
    assert "    before  optax.linear_schedule(0.1, 0.0, **config)\n" in result.stdout
    assert "    after   optax.linear_schedule(0.2, 0.0, **config)\n" in result.stdout


CALLED = """import optax


def make(steps):
    return optax.linear_schedule({}, 0.0, {})
"""


def test_sampled_curves_are_compared_with_the_same_values(repository, told):
    repository.commit({"train.py": CALLED.format(0.1, "steps")})
    repository.write({"train.py": CALLED.format(0.2, "steps")})
    result = told("HEAD")
    assert result.exit_code == 1
    assert ": moved  linear_schedule in make" in result.stdout
    assert "    sampled on both sides: steps=" in result.stdout


def test_what_is_tried_before_is_tried_after_whatever_it_is_used_for(repository, told):
    text = "import optax\n\n\ndef make(x):\n    lr = {}\n    return lr\n"
    before = text.format("optax.exponential_decay(0.1, 10, x)")
    repository.commit({"a/train.py": before})
    after = text.format("optax.linear_schedule(0.1, x, 10)")
    repository.write({"a/train.py": after})
    result = told("HEAD")
    assert result.exit_code == 1
    assert "    sampled on both sides: x=0.5\n" in result.stdout


def test_sampled_curves_with_other_open_values_are_not_compared(repository, told):
    repository.commit({"train.py": CALLED.format(0.1, "steps")})
    repository.write({"train.py": CALLED.format(0.1, 100)})
    result = told("HEAD")
    assert result.exit_code == 0
    assert "other values of it are open: before `steps`; after none" in result.stdout


OPEN_SAME = {
    "an argument by its name": (
        "0.1, 0.0, steps",
        "0.1, end_value=0.0, transition_steps=steps",
    ),
    "other spaces": ("0.1, 0.0, steps", "0.1, 0.0,\n        steps"),
}


@pytest.mark.parametrize(("old", "new"), OPEN_SAME.values(), ids=OPEN_SAME)
def test_a_sampled_curve_of_the_same_expressions_is_as_before(
    repository, told, old, new
):
    text = CALLED.format(0.1, "steps")
    repository.commit({"train.py": text})
    repository.write({"train.py": text.replace(old, new)})
    result = told("HEAD")
    assert (result.exit_code, result.stdout[:11]) == (0, "1 as before")


def test_a_sampled_call_that_was_migrated_is_as_before(repository, told):
    text = "import optax\n\n\ndef make(n):\n    return optax.cosine_decay_schedule(0.1, decay_steps=n)\n"
    repository.commit({"train.py": text})
    new = text.replace("import optax", "from lrmigrate import lrsched").replace(
        "optax.", "lrsched."
    )
    repository.write({"train.py": new.replace("decay_steps", "transition_steps")})
    result = told("HEAD")
    assert (result.exit_code, result.stdout[:11]) == (0, "1 as before")


def test_a_sampled_curve_is_not_as_before_for_all_values(repository, told):
    repository.commit({"train.py": CALLED.format(0.1, "steps")})
    repository.write({"train.py": CALLED.format(0.1, "min(steps, 100_000)")})
    result = told("HEAD")
    assert result.exit_code == 0
    assert "not known, changed" in result.stdout
    assert "with what was tried for its open values it is as before" in result.stdout


def test_what_raises_for_sampled_values_alone_is_no_fault(repository, told):
    text = "import optax\n\n\ndef make(n):\n    return optax.cosine_decay_schedule(0.1, {})\n"
    repository.commit({"train.py": text.format("n")})
    repository.write({"train.py": text.format("n - 100")})
    result = told("HEAD")
    assert result.exit_code == 0
    assert "not known, changed" in result.stdout


def test_a_number_that_an_optimizer_is_given(repository, told):
    text = COSINE.format(100) + "tx = optax.adam({})\n"
    repository.commit({"train.py": text.format("1e-3")})
    repository.write({"train.py": text.format("3e-4")})
    result = told("HEAD")
    assert result.exit_code == 1
    assert "moved  tx = adam\n" in result.stdout
    assert "0.001 at every step" in result.stdout
    assert "area under the curve -70.0 %" in result.stdout
    assert "train.py:4, learning rate 0.001 to 0.0003" in result.stdout


ODD = [
    "10**400",
    "10**5000",
    "1e999",
    "-1e999",
    "1e999 - 1e999",
    "True",
    "None",
    "'a'",
    "1e308 * 10",
    "5e-324",
    "-0.0",
    "1j",
    "[1]",
    "{1: 2}",
    "(1, 2)",
    "10**30",
]


ODD_CALLS = [
    "optax.cosine_decay_schedule({}, 100)",
    "optax.cosine_decay_schedule(0.1, {})",
    "optax.exponential_decay(0.1, 10, {})",
    "optax.piecewise_constant_schedule(0.1, {})",
    "optax.adam({})",
]


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
def test_odd_values_are_told_in_every_form(repository, told, form):
    calls = [f"lr = {call}\n" for call in ODD_CALLS for _ in ODD]
    odd = [value for _ in ODD_CALLS for value in ODD]
    after = [call.format(value) for call, value in zip(calls, odd, strict=True)]
    before = [call.format("0.5") for call in calls]
    repository.commit({"train.py": HEAD + "".join(before)})
    repository.write({"train.py": HEAD + "".join(after)})
    result = told("HEAD", "--format", form)
    assert (result.exit_code, result.stderr) == (1, "")
    repository.commit()
    assert told("HEAD..HEAD", "--format", form).exit_code == 0


def test_an_area_of_another_sign_has_no_share(repository, told):
    repository.commit({"train.py": COSINE.format(100)})
    repository.write({"train.py": COSINE.format(100).replace("0.1", "-0.1")})
    assert "area" not in told("HEAD").stdout
    repository.write({"train.py": COSINE.format(100).replace("0.1", "0.0")})
    assert "area under the curve -100.0 %" in told("HEAD").stdout


def test_a_number_that_becomes_a_schedule(repository, changes):
    text = HEAD + "x = optax.constant_schedule(1)\nlr = {}\n"
    repository.commit({"train.py": text.format("optax.adam(0.1)")})
    schedule = "optax.linear_schedule(0.1, 0.0, 100)"
    repository.write({"train.py": text.format(schedule)})
    [curve] = [one for one in changes("HEAD") if one["fate"] == "moved"]
    assert causes(curve) == [("train.py:4", "schedule", "a number", "linear_schedule")]


CHOSEN = """import optax


def make(lr=0.01):
    return optax.linear_schedule(lr, 0.0, 10)


{}
"""


def test_which_of_several_calls_is_seen_moves_nothing(repository, told):
    one = CHOSEN.format("make(0.1)")
    repository.commit({"train.py": one})
    several = CHOSEN.format("make(0.1)\nmake()")
    repository.write({"train.py": several})
    result = told("HEAD")
    assert result.exit_code == 0
    assert "not known, changed  linear_schedule in make" in result.stdout
    assert "make(lr) is 0.1 (train.py:8) before and 0.01" in result.stdout


def test_a_call_that_comes_to_leave_the_default_moves(repository, changes):
    repository.commit({"train.py": CHOSEN.format("make(0.1)")})
    repository.write({"train.py": CHOSEN.format("make()")})
    [curve] = changes("HEAD")
    assert curve["fate"] == "moved"


# -- which states -------------------------------------------------------------------


def test_three_dots_are_from_where_the_branch_left(repository, changes):
    repository.commit({"train.py": COSINE.format(100)})
    repository.git("checkout", "-q", "-b", "branch")
    repository.commit({"other.py": COSINE.format(300)})
    repository.git("checkout", "-q", "main")
    repository.commit({"train.py": COSINE.format(200)})
    assert fates(changes("main...branch")) == ["new", "as before"]
    assert fates(changes("main..branch")) == ["new", "moved"]
    assert fates(changes("branch..main")) == ["gone", "moved"]


@pytest.mark.parametrize("asked", ["HEAD^..", "HEAD^..HEAD", "HEAD^...", "HEAD^"])
def test_a_side_that_is_left_out_is_where_we_are(repository, changes, asked):
    repository.commit({"train.py": COSINE.format(100)})
    repository.commit({"train.py": COSINE.format(200)})
    assert fates(changes(asked)) == ["moved"]


def test_one_revision_is_compared_with_the_files_as_they_are(repository, changes):
    repository.commit({"train.py": COSINE.format(100), ".gitignore": "ignored.py\n"})
    repository.write({"new.py": COSINE.format(5), "ignored.py": COSINE.format(5)})
    assert [one["after"]["filename"] for one in changes("HEAD")] == [
        "new.py",
        "train.py",
    ]


def test_what_a_sparse_checkout_leaves_out_is_not_gone(repository, told):
    text = COSINE.format(100)
    repository.commit({"a/train.py": text, "b/train.py": text})
    repository.git("sparse-checkout", "set", "a")
    assert not (repository.folder / "b").exists()
    repository.write({"a/train.py": COSINE.format(200)})
    assert told("HEAD").stdout.splitlines()[-1].startswith("1 moved, 1 as before")


def test_a_branch_that_has_no_commit_yet_is_compared_with_another(repository, told):
    repository.commit({"train.py": COSINE.format(100)})
    repository.git("checkout", "-q", "--orphan", "other")
    repository.write({"train.py": COSINE.format(200)})
    assert told("main").stdout.splitlines()[-1].startswith("1 moved")


def test_links_of_the_files_lead_nowhere_else(repository, tmp_path, told):
    (tmp_path / "train.py").write_text(COSINE.format(100))
    repository.commit({"inner/other.py": ""})
    (repository.folder / "link.py").symlink_to(tmp_path / "train.py")
    (repository.folder / "inner" / "other.py").unlink()
    (repository.folder / "inner").rmdir()
    (repository.folder / "inner").symlink_to(tmp_path)
    (tmp_path / "other.py").write_text(COSINE.format(100))
    assert told("HEAD").stdout.startswith("no learning rates")


def test_neither_index_nor_files_are_touched(repository, told):
    repository.commit({"train.py": COSINE.format(100)})
    repository.write({"train.py": COSINE.format(200)})
    status = repository.git("status", "--porcelain")
    files = {path.name for path in repository.folder.iterdir()}
    assert told("HEAD").exit_code == 1
    assert repository.git("status", "--porcelain") == status
    assert {path.name for path in repository.folder.iterdir()} == files


def test_paths_are_those_from_where_we_are(repository, changes, monkeypatch):
    repository.commit({f"{one}/train.py": COSINE.format(100) for one in "ab"})
    repository.write({f"{one}/train.py": COSINE.format(200) for one in "ab"})
    assert fates(changes("HEAD")) == ["moved", "moved"]
    assert fates(changes("HEAD", "a")) == ["moved"]
    monkeypatch.chdir(repository.folder / "b")
    for paths in ([], [str(repository.folder / "b")], ["train.py"]):
        [curve] = changes("HEAD", *paths)
        assert curve["after"]["filename"] == "train.py"
        assert curve["causes"][0]["place"] == "train.py:3"
    assert [one["after"]["filename"] for one in changes("HEAD", "../a")] == [
        "../a/train.py"
    ]


def test_each_revision_has_its_own_configuration(repository, changes):
    exclude = '[tool.lrmigrate]\nexclude = ["old.py"]\n'
    repository.commit({"old.py": COSINE.format(100), "pyproject.toml": exclude})
    repository.commit({"pyproject.toml": "[tool.lrmigrate]\n"})
    assert fates(changes("HEAD^..HEAD")) == ["new"]


def test_no_configuration_around_the_copies_counts(
    repository, changes, tmp_path, monkeypatch
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "pyproject.toml").write_text('[tool.lrmigrate]\nexclude = ["*"]\n')
    repository.commit({"train.py": COSINE.format(100)})
    assert fates(changes("HEAD")) == ["as before"]


def test_a_file_that_could_not_be_read_before_is_no_fault_of_the_change(
    repository, told
):
    repository.commit({"train.py": COSINE.format("(")})
    repository.write({"train.py": COSINE.format(100)})
    result = told("HEAD")
    assert result.exit_code == 0
    assert "train.py cannot be read before" in result.stdout
    assert "lrmigrate: note: train.py: " in result.stderr


def test_a_file_that_cannot_be_read_any_more_is_an_error(repository, told):
    repository.commit({"train.py": COSINE.format(100)})
    repository.write({"train.py": COSINE.format("(")})
    result = told("HEAD")
    assert result.exit_code == 2
    assert "train.py cannot be read after" in result.stdout
    assert "lrmigrate: error: train.py: " in result.stderr


def test_a_notebook_is_read_by_its_cells(repository, changes):
    cell = '{{"cells": [{{"cell_type": "code", "metadata": {{}}, "outputs": [], "execution_count": null, "source": ["import optax\\n", "lr = optax.cosine_decay_schedule(0.1, {})"]}}], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}'
    repository.commit({"train.ipynb": cell.format(100)})
    repository.write({"train.ipynb": cell.format(200)})
    [curve] = changes("HEAD")
    assert causes(curve) == [("train.ipynb:cell 1:2", "decay_steps", "100", "200")]
