"""What may be computed when an attribute is read is found by its name alone."""

import sys

import pytest

from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.names.computed import changing, computed
from lrmigrate.codemod.names.operators import counting


def where(text, name="steps"):
    source = Source.from_text(text, "config.py")
    return computed(name, lambda asked: [source] if asked in text else [])


COUNTS = "self.n += 1; return self.n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"class C:\n    @property\n    def steps(self): {COUNTS}\n", 3),
        (
            f"class C:\n    if 1:\n        @property\n        def steps(self): {COUNTS}",
            4,
        ),
        ("class C:\n    a, b = 1, 2\n    steps = Counted()\n", 3),
        ("class C:\n    steps: int = Counted()\n", 2),
        ("class C: pass\nC.steps = property(count)\n", 2),
        ("class C: pass\nsetattr(C, 'steps', property(count))\n", 2),
        (
            "class C:\n    @property\n    def steps(self): return self.many\n"
            f"class D:\n    @property\n    def many(self): {COUNTS}\n",
            6,
        ),
    ],
    ids=(
        "a property that counts",
        "one under a condition",
        "what an unknown call makes",
        "what an unknown call makes for a field with a type",
        "a property that is put into a class",
        "one that is put there by a text",
        "one that a formula reads",
    ),
)
def test_what_may_be_computed_is_told_with_its_line(text, line):
    assert where(text).endswith(f"on line {line} of config.py")


@pytest.mark.parametrize(
    "text",
    [
        "class C:\n    @property\n    def steps(self): return self.n * 2\n",
        f"class C:\n    def steps(self): {COUNTS}\n",
        "class C:\n    steps = field(default=3)\n",
        "class C: pass\nsteps = C.other = property(count)\n",
        "steps = Counted()\n",
        "class C:\n    steps.x = Counted()\n",
        "steps = (\n",
    ],
    ids=(
        "a formula",
        "a method without a decorator",
        "a field",
        "a property under another name",
        "what a module has",
        "what a class sets of something else",
        "a file that cannot be parsed",
    ),
)
def test_what_gives_the_same_twice_is_not(text):
    assert not where(text)


def test_methods_are_found_by_their_names_in_any_class():
    source = Source.from_text(
        f"def f():\n    class C:\n        def __getattr__(self, name): {COUNTS}\n",
        "config.py",
    )
    found = changing("__getattr__", [source], all_but_formulas=False)
    assert found == "`__getattr__` is no formula on line 3 of config.py"
    assert not changing("__len__", [source], all_but_formulas=False)


def test_an_operator_is_found_by_the_name_of_its_method():
    text = f"class C:\n    def __add__(self, other): {COUNTS}\nx = a + b\ny = a * b\n"
    source = Source.from_text(text, "config.py")
    plus, times = (statement.value for statement in source.tree.body[1:])
    assert counting(plus, lambda name: [source]) == (
        "`__add__` is no formula on line 2 of config.py"
    )
    assert not counting(times, lambda name: [source])


def calls_for(count):
    """How many calls it takes to ask for each of as many properties as there are."""
    lines = "".join(
        f"    @property\n    def steps_{n}(self): return 1\n" for n in range(count)
    )
    source = Source.from_text(f"class C:\n{lines}", "config.py")
    made = 0

    def counted(frame, event, given):
        nonlocal made
        made += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        for n in range(count):
            computed(f"steps_{n}", lambda name: [source])
    finally:
        sys.setprofile(before)
    return made


def test_twice_as_many_attributes_take_about_twice_the_calls():
    assert calls_for(200) < 2.3 * calls_for(100)
