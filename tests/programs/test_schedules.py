import ast
from collections import Counter
from random import Random

import pytest
import schedules
from draft import Draft, Table, UnfitError
from outcomes import WRONG, Kind, Outcome, Reason
from parts.functions import FUNCTIONS
from runner import Setting, run

SAMPLE = 40
SEED = 17


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    pytest.importorskip("jax")
    folder = tmp_path_factory.mktemp("programs")
    drafts = schedules.programs(SAMPLE, SEED, folder)
    outcomes = list(run(folder, tmp_path_factory.mktemp("work"), Setting()))
    return drafts, outcomes


def test_no_program_does_something_else(sample):
    drafts, outcomes = sample
    wrong = [outcome for outcome in outcomes if outcome.kind in WRONG]
    assert not wrong, "\n".join(schedules.told(wrong, drafts))


def test_programs_that_are_certain_are_rewritten(sample):
    drafts, outcomes = sample
    kinds = Counter(outcome.kind for outcome in outcomes if drafts[outcome.name].plain)
    assert kinds[Kind.SAME] >= 0.8 * kinds.total(), kinds


def test_what_is_left_has_its_place(sample):
    _, outcomes = sample
    for outcome in outcomes:
        for reason in outcome.left:
            path, _, line = reason.place.rpartition(":")
            assert path.endswith(".py"), outcome
            assert line.isdigit(), outcome


def test_the_same_seed_composes_the_same_programs():
    for index in range(20):
        assert schedules.program(5, index)[1] == schedules.program(5, index)[1]


def test_another_seed_composes_others():
    assert schedules.program(5, 0)[1] != schedules.program(6, 0)[1]


def test_no_two_programs_are_the_same(tmp_path):
    schedules.programs(60, 3, tmp_path)
    texts = Counter(
        tuple(
            sorted(
                (str(path.relative_to(folder)), path.read_text())
                for path in folder.rglob("*")
                if path.is_file()
            )
        )
        for folder in tmp_path.iterdir()
    )
    assert len(texts) == 60


@pytest.mark.parametrize("index", range(0, 200, 5))
def test_a_program_is_python_and_looks_at_a_schedule(index):
    draft, files = schedules.program(1, index)
    assert "schedule" in files["main.py"]
    for path, text in files.items():
        if path.endswith(".py"):
            ast.parse(text, path)
    assert draft.plain is not any(": " in name for name in draft.hostile)


@pytest.mark.parametrize("table", schedules.TABLES, ids=lambda table: table.name)
def test_a_part_has_one_name(table):
    names = Counter(
        (part.name, part.hostile) for part in table if part.name != "elsewhere"
    )
    doubled = {"by name", "first by position", "the module"}
    assert {name for (name, _), number in names.items() if number > 1} <= doubled


def test_a_part_that_does_not_go_with_others_is_refused():
    table = Table("thing")
    table.plain(lambda draft: draft.need(False))
    with pytest.raises(UnfitError):
        table.drawn(Draft(Random(0)), hostile=False)


def test_a_hostile_part_makes_a_program_that_is_not_plain():
    table = Table("thing")
    table.hostile(lambda draft: None)
    draft = Draft(Random(0))
    FUNCTIONS.drawn(draft, hostile=False)
    assert draft.plain
    table.drawn(draft, hostile=True)
    assert not draft.plain


@pytest.mark.parametrize(
    ("reason", "general"),
    [
        ("`kw` is passed to `check` on line 17", "`…` is passed to `…` on line #"),
        ("held by line 3: `make` is used", "held by line #: `…` is used"),
        ("no name in it", "no name in it"),
    ],
)
def test_reasons_are_grouped_without_names_and_lines(reason, general):
    assert schedules.general(reason) == general


def test_the_table_counts_reasons_and_names_what_is_wrong():
    draft, _ = schedules.program(1, 0)
    left = (Reason("main.py:3", "LRS001", "`kw` is used on line 7"),)
    outcomes = [
        Outcome("0", Kind.LEFT, left=left),
        Outcome("1", Kind.DIFFERS, detail="before: 1\nafter:  2"),
    ]
    lines = list(schedules.told(outcomes, {"0": draft, "1": draft}))
    assert lines[0] == "2 programs"
    assert "     1  `…` is used on line #" in lines
    assert any(line.startswith("1: differs: function: ") for line in lines)
    assert "    after:  2" in lines
