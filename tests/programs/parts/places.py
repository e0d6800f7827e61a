"""Where the call stands in its module, and where that module stands in the project."""

from __future__ import annotations

from draft import Draft, Table

PLACES = Table("place")
LAYOUTS = Table("layout")


def _made(draft: Draft, text: str, inner: bool) -> None:
    """A text with BODY, the statements before the call, and CALL.

    Args:
        draft: The program.
        text: The text.
        inner: Whether the statements may stand there, and not at the top alone.
    """
    body = [*draft.setup, *draft.between]
    if draft.at_top or not inner:
        draft.top.extend(body)
        body = []
    else:
        draft.data = None if draft.data and draft.data.root == "kw" else draft.data
    call = f"{draft.callee}({draft.call})"
    draft.need("\n" not in call or "CALL" in text)
    lines = []
    for line in text.splitlines():
        if line.strip() == "BODY":
            space = line[: len(line) - len(line.lstrip())]
            lines.extend(space + each for part in body for each in part.splitlines())
        else:
            lines.append(line.replace("CALL", call))
    draft.made = lines


PLACES.texts(
    hostile=False,
    apply=lambda draft, text: _made(draft, text, inner=True),
    the_module="BODY\nschedule = CALL",
    the_module_again="BODY\nschedule = CALL",
    a_function="def build():\n    BODY\n    return CALL\n\nschedule = build()",
    a_function_with_a_name="def build():\n    BODY\n    made = CALL\n    return made\n\nschedule = build()",
    a_method="class Builder:\n    def build(self):\n        BODY\n        return CALL\n\nschedule = Builder().build()",
    a_static_method="class Builder:\n    @staticmethod\n    def build():\n        BODY\n        return CALL\n\nschedule = Builder.build()",
    a_nested_function="def outer():\n    def build():\n        BODY\n        return CALL\n    return build()\n\nschedule = outer()",
    a_branch="if __name__:\n    BODY\n    schedule = CALL",
)
PLACES.texts(
    hostile=False,
    apply=lambda draft, text: _made(draft, text, inner=False),
    a_tuple="schedule, nothing = CALL, None",
    a_list="made = [CALL]\nschedule = made[0]",
    an_argument="def same(schedule):\n    return schedule\n\nschedule = same(CALL)",
    a_conditional="schedule = CALL if __name__ else None",
)
PLACES.texts(
    hostile=True,
    apply=lambda draft, text: _made(draft, text, inner=True),
    an_instance_attribute="class Builder:\n    def __init__(self):\n        BODY\n        self.schedule = CALL\n\nschedule = Builder().schedule",
    a_class_body="class Builder:\n    BODY\n    schedule = staticmethod(CALL)\n\nschedule = Builder.schedule",
    a_loop="for index in range(1):\n    BODY\n    schedule = CALL",
    a_loop_that_runs_twice="for index in range(2):\n    BODY\n    schedule = CALL",
    a_while="while True:\n    BODY\n    schedule = CALL\n    break",
    a_try="try:\n    BODY\n    schedule = CALL\nexcept TypeError as error:\n    print('failed', error)\n    schedule = None",
    a_with="import contextlib\nwith contextlib.suppress(ZeroDivisionError):\n    BODY\n    schedule = CALL",
    a_generator="def build():\n    BODY\n    yield CALL\n\nschedule = next(build())",
    a_coroutine="import asyncio\nasync def build():\n    BODY\n    return CALL\n\nschedule = asyncio.run(build())",
    a_match="match 1:\n    case 1:\n        BODY\n        schedule = CALL",
    a_cached_property="import functools\nclass Builder:\n    @functools.cached_property\n    def schedule(self):\n        BODY\n        return CALL\n\nschedule = Builder().schedule",
    a_property="class Builder:\n    @property\n    def schedule(self):\n        BODY\n        return CALL\n\nschedule = Builder().schedule",
    a_cached_function="import functools\n@functools.cache\ndef build():\n    BODY\n    return CALL\n\nschedule = build()",
    a_function_that_is_called_twice="def build():\n    BODY\n    return CALL\n\nbuild()\nschedule = build()",
    a_global="def build():\n    global schedule\n    BODY\n    schedule = CALL\n\nbuild()",
    a_nonlocal="def outer():\n    schedule = None\n    def build():\n        nonlocal schedule\n        BODY\n        schedule = CALL\n    build()\n    return schedule\n\nschedule = outer()",
    a_meta_class="class Meta(type):\n    def __init__(cls, name, bases, space):\n        BODY\n        cls.schedule = staticmethod(CALL)\n\nclass Builder(metaclass=Meta):\n    pass\n\nschedule = Builder.schedule",
    an_exception_handler="try:\n    raise KeyError\nexcept KeyError:\n    BODY\n    schedule = CALL",
    a_finally="try:\n    pass\nfinally:\n    BODY\n    schedule = CALL",
    an_annotated_name="from typing import Any\nBODY\nschedule: Any = CALL",
)
PLACES.texts(
    hostile=True,
    apply=lambda draft, text: _made(draft, text, inner=False),
    a_lambda="build = lambda: CALL\nschedule = build()",
    a_lambda_that_is_called_twice="build = lambda: CALL\nbuild()\nschedule = build()",
    a_comprehension="schedule = [CALL for _ in range(1)][0]",
    a_comprehension_of_two="schedule = [CALL for _ in range(2)][-1]",
    a_generator_expression="schedule = next(CALL for _ in range(3))",
    a_dict="SCHEDULES = {'one': CALL}\nschedule = SCHEDULES['one']",
    a_walrus="print(callable(schedule := CALL))",
    a_default="def build(made=CALL):\n    return made\n\nschedule = build()",
    an_f_string="print(f'{callable(schedule := CALL)}')",
    an_assertion="assert (schedule := CALL)",
    a_decorator="@(lambda f: CALL)\ndef schedule(step):\n    pass",
    a_starred_list="schedule, *_ = *[CALL], 1",
    an_and="schedule = __name__ and CALL",
    an_attribute_of_a_class="class Builder:\n    pass\nBuilder.schedule = staticmethod(CALL)\nschedule = Builder.schedule",
    an_entry="SCHEDULES = {}\nSCHEDULES['one'] = CALL\nschedule = SCHEDULES['one']",
    a_set_attribute="class Builder:\n    pass\nsetattr(Builder, 'schedule', staticmethod(CALL))\nschedule = Builder.schedule",
    a_field="import dataclasses\n@dataclasses.dataclass\nclass Builder:\n    schedule: object = dataclasses.field(default_factory=lambda: CALL)\nschedule = Builder().schedule",
)


def _split(module: str, arrives: str, **files: str):
    def act(draft: Draft) -> None:
        draft.module, draft.arrives = module, arrives
        draft.files |= {
            path.replace("__", "/").replace("DUNDER", "__") + ".py": text
            for path, text in files.items()
        }

    return act


def _add(name: str, act) -> None:
    act.__name__ = name
    LAYOUTS.plain(act)


LAYOUTS.nothing(6)
_add("a_module", _split("lib", "from lib import schedule"))
_add("a_module_by_name", _split("lib", "import lib\nschedule = lib.schedule"))
_add(
    "a_module_under_a_name",
    _split("train_lib", "import train_lib as t\nschedule = t.schedule"),
)
_add(
    "a_package",
    _split("pkg.lib", "from pkg.lib import schedule", pkg__DUNDERinitDUNDER=""),
)
_add(
    "a_package_that_exports",
    _split(
        "pkg.lib",
        "from pkg import schedule",
        pkg__DUNDERinitDUNDER="from .lib import schedule\n",
    ),
)
_add("a_namespace_package", _split("space.lib", "from space.lib import schedule"))
_add(
    "a_module_in_a_function",
    _split(
        "lib",
        "def load():\n    from lib import schedule\n    return schedule\nschedule = load()",
    ),
)
