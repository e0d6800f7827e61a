"""How the length of a schedule is made, and what changes it on the way."""

from __future__ import annotations

from draft import Draft, Table

LENGTHS = Table("length")


def _length(draft: Draft, text: str) -> None:
    """A text of statements, where the last one is the length."""
    draft.need(bool(draft.length))
    *statements, expression = text.splitlines()
    draft.top.extend(statements)
    draft.values[draft.length] = expression


def _read_again(draft: Draft, text: str) -> None:
    """What may not be read a second time, which the formula for `pct_start` does."""
    draft.need(draft.old == "pct_start")
    _length(draft, text)


def _changed(draft: Draft, text: str) -> None:
    """A name that changes after the arguments were read: statements after ``--``."""
    draft.need(draft.old == "pct_start")
    before, _, after = text.partition("--\n")
    *statements, expression = before.strip().splitlines()
    draft.top.extend(statements)
    draft.values[draft.length] = expression
    draft.between.append(after.strip())
    draft.at_top = True


LENGTHS.nothing(8)
LENGTHS.texts(
    hostile=False,
    apply=_length,
    arithmetic="2 * 10",
    a_constant="TOTAL = <size>\nTOTAL",
    a_product_of_constants="EPOCHS = 4\nSTEPS_PER_EPOCH = 5\nEPOCHS * STEPS_PER_EPOCH",
    the_length_of_a_list="batches = [1, 2, 3, 4] * 5\nlen(batches)",
    a_cast="int(<size>.0)",
    a_part_of_a_config='config = {"steps": <size>, "lr": 0.5}\nconfig["steps"]',
    an_attribute="""
    from types import SimpleNamespace
    settings = SimpleNamespace(steps=<size>)
    settings.steps
    """,
    a_dataclass_field="""
    import dataclasses
    @dataclasses.dataclass(frozen=True)
    class Config:
        steps: int = <size>
    cfg = Config()
    cfg.steps
    """,
    a_parsed_argument="""
    import argparse
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=<size>)
    args = parser.parse_args([])
    args.steps
    """,
    a_division="examples = 320\nbatch_size = 8\nexamples // batch_size",
    a_rounded_number="round(<size>.2)",
    an_absolute_number="abs(-<size>)",
)
LENGTHS.texts(
    hostile=True,
    apply=_read_again,
    the_sum_of_an_iterator="sizes = iter([10, <size>])\nsum(sizes)",
    the_sum_of_a_generator="sizes = (n for n in (10, <size>))\nsum(sizes)",
    the_length_of_a_listed_iterator="rows = iter(range(<size>))\nlen(list(rows))",
    the_largest_of_a_map="sizes = map(int, ['3', '<size>'])\nmax(sizes)",
    the_smallest_of_a_zip="pairs = zip((<size>, 50), (1, 2))\nmin(pairs)[0]",
    the_last_of_a_sorted_filter="sizes = filter(None, [3, <size>])\nsorted(sizes)[-1]",
    the_next_of_a_counter="import itertools\ncounter = itertools.count(<size>, 7)\nnext(counter)",
    a_popped_item="stack = [5, 11, <size>]\nstack.pop()",
    a_popped_entry='box = {"steps": <size>}\nbox.pop("steps")',
    a_call_that_prints="""
    def steps():
        print("steps")
        return <size>
    steps()
    """,
    a_call_that_counts="""
    calls = []
    def steps():
        calls.append(1)
        return <size> * len(calls)
    steps()
    """,
    a_property_that_counts="""
    class Counter:
        n = 0
        @property
        def steps(self):
            self.n += <size>
            return self.n
    counter = Counter()
    counter.steps
    """,
    a_subscript_that_counts="""
    class Box:
        n = 0
        def __getitem__(self, key):
            self.n += <size>
            return self.n
    box = Box()
    box["steps"]
    """,
    a_length_that_counts="""
    class Data:
        n = 0
        def __len__(self):
            self.n += <size>
            return self.n
    data = Data()
    len(data)
    """,
    a_product_that_counts="""
    class Size:
        n = 0
        def __mul__(self, other):
            self.n += 10
            return self.n * other
        __rmul__ = __mul__
    size = Size()
    int(size * 3)
    """,
    a_walrus="sizes = [10, <size>]\n(last := sizes.pop())",
    a_read_file="""
    import io
    lines = io.StringIO("<size>\\n")
    int(lines.readline() or 10)
    """,
    a_random_number="""
    import random
    random.seed(3)
    random.randint(10, 40)
    """,
    a_defaulted_entry="""
    import collections
    seen = collections.defaultdict(lambda: len(seen) + <size>)
    seen["a"] + len(seen)
    """,
    a_set_popped="names = {7, <size>}\nmax(names.pop(), 5)",
    a_comprehension_over_an_iterator="rows = iter(range(<size>))\nlen([row for row in rows])",
    a_starred_iterator="rows = iter(range(<size>))\nlen([*rows])",
    the_count_in_an_iterator="rows = iter([1] * <size>)\nsum(1 for _ in rows)",
    a_deque_of_an_iterator="""
    import collections
    rows = iter(range(<size>))
    len(collections.deque(rows))
    """,
    a_length_hint="import operator\nrows = iter(range(<size>))\noperator.length_hint(rows) + 0 * len(list(rows))",
)
LENGTHS.texts(
    hostile=True,
    apply=_changed,
    a_name_changed_after="total = <size>\ntotal\n--\ntotal = 11",
    a_name_augmented_after="total = <size>\ntotal\n--\ntotal *= 2",
    a_name_that_a_loop_changes_after="total = <size>\ntotal\n--\nfor total in (3, 4):\n    pass",
    a_name_that_a_walrus_changes_after="total = <size>\ntotal\n--\nprint((total := 12))",
    a_name_unpacked_after="total = <size>\ntotal\n--\ntotal, *rest = 13, 1, 2",
    a_name_that_a_with_changes_after="""
    import contextlib
    total = <size>
    total
    --
    with contextlib.nullcontext(12) as total:
        pass
    """,
    a_name_that_a_function_changes_after="""
    total = <size>
    def grow():
        global total
        total *= 3
    total
    --
    grow()
    """,
    a_name_that_globals_change_after='total = <size>\ntotal\n--\nglobals()["total"] = 12',
    a_name_that_exec_changes_after='total = <size>\ntotal\n--\nexec("total = 12")',
    an_attribute_changed_after="""
    from types import SimpleNamespace
    settings = SimpleNamespace(steps=<size>)
    settings.steps
    --
    settings.steps = 12
    """,
    an_attribute_set_by_name_after="""
    from types import SimpleNamespace
    settings = SimpleNamespace(steps=<size>)
    settings.steps
    --
    setattr(settings, "steps", 12)
    """,
    an_attribute_updated_after="""
    from types import SimpleNamespace
    settings = SimpleNamespace(steps=<size>)
    settings.steps
    --
    vars(settings).update(steps=12)
    """,
    a_list_that_grows_after="batches = [1] * <size>\nlen(batches)\n--\nbatches.append(2)\nbatches *= 2",
    a_list_that_grows_by_another_name_after="batches = [1] * <size>\nsame = batches\nlen(batches)\n--\nsame.extend([1] * 20)",
    an_entry_changed_after='config = {"steps": <size>}\nconfig["steps"]\n--\nconfig["steps"] = 12',
    an_import_that_changes_after="""
    import sys
    total = <size>
    total
    --
    sys.modules[__name__].total = 12
    """,
)
