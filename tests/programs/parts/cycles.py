"""How the cycles of an `sgdr_schedule` are made."""

from __future__ import annotations

from draft import Draft, Reach, Table

CYCLES = Table("cycles")

ONE = "init_value=0.0, peak_value=0.1, warmup_steps=5, decay_steps=20"
TWO = "init_value=0.0, peak_value=0.05, warmup_steps=3, decay_steps=30"
ENTRIES = '"init_value": 0.0, "peak_value": 0.1, "warmup_steps": 5, "decay_steps": 20'
MORE = '"init_value": 0.0, "peak_value": 0.05, "warmup_steps": 3, "decay_steps": 30'


def _cycles(draft: Draft, text: str) -> None:
    """A text of statements, where the last line is the list of cycles."""
    draft.need(draft.function == "sgdr_schedule")
    text = text.replace("ENTRIES", ENTRIES).replace("MORE", MORE)
    text = text.replace("ONE", ONE).replace("TWO", TWO)
    *statements, expression = text.splitlines()
    draft.top.extend(statements)
    draft.values = {"cosine_kwargs": expression}
    if expression == "CYCLES":
        draft.data = Reach("CYCLES", "[0]")


CYCLES.texts(
    hostile=False,
    apply=_cycles,
    in_place="[dict(ONE), dict(TWO)]",
    in_place_displays="[{ENTRIES}, {MORE}]",
    a_tuple="(dict(ONE), dict(TWO))",
    a_name="CYCLES = [dict(ONE), dict(TWO)]\nCYCLES",
    a_name_of_displays="CYCLES = [{ENTRIES}, {MORE}]\nCYCLES",
    named_dicts="first = dict(ONE)\nsecond = {MORE}\n[first, second]",
    a_comprehension="[dict(init_value=0.0, peak_value=0.1, warmup_steps=3, decay_steps=n) for n in (20, 30)]",
    a_named_comprehension="""
    CYCLES = [{"init_value": 0.0, "peak_value": p, "warmup_steps": 3, "decay_steps": 20} for p in (0.1, 0.2)]
    CYCLES
    """,
    a_repeated_list="[dict(ONE)] * 2",
    a_sum_of_lists="[dict(ONE)] + [dict(TWO)]",
    an_appended_dict="CYCLES = [dict(ONE)]\nCYCLES.append(dict(TWO))\nCYCLES",
    appended_in_a_loop="""
    CYCLES = []
    for peak in (0.1, 0.05):
        CYCLES.append({"init_value": 0.0, "peak_value": peak, "warmup_steps": 3, "decay_steps": 20})
    CYCLES
    """,
)
CYCLES.texts(
    hostile=True,
    apply=_cycles,
    a_generator_function="""
    def cycles():
        yield dict(ONE)
        yield {MORE}
    list(cycles())
    """,
    a_generator="list(dict(init_value=0.0, peak_value=0.1, warmup_steps=2, decay_steps=n) for n in (20, 30))",
    a_function="""
    def cycle(peak):
        return dict(init_value=0.0, peak_value=peak, warmup_steps=3, decay_steps=20)
    [cycle(0.1), cycle(0.05)]
    """,
    a_lambda="""
    cycle = lambda n: dict(init_value=0.0, peak_value=0.1, warmup_steps=3, decay_steps=n)
    [cycle(20), cycle(30)]
    """,
    a_map="[*map(lambda n: dict(init_value=0.0, peak_value=0.1, warmup_steps=3, decay_steps=n), (20, 30))]",
    repeated_by_itertools="import itertools\nlist(itertools.repeat(dict(ONE), 2))",
    chained_by_itertools="import itertools\nlist(itertools.chain([dict(ONE)], [dict(TWO)]))",
    a_chain_map="from collections import ChainMap\nbase = dict(ONE)\n[ChainMap(dict(decay_steps=25), base)]",
    an_ordered_dict="from collections import OrderedDict\n[OrderedDict(ONE), OrderedDict(TWO)]",
    a_mapping_proxy="from types import MappingProxyType\n[MappingProxyType(dict(ONE))]",
    a_user_dict="from collections import UserDict\n[UserDict(ONE)]",
    a_defaultdict="import collections\n[collections.defaultdict(int, ONE)]",
    json_text="import json\nCYCLES = json.loads('[{ENTRIES}, {MORE}]')\nCYCLES",
    a_literal_eval="import ast\nast.literal_eval('[{ENTRIES}]')",
    a_named_tuple="""
    from collections import namedtuple
    Cycle = namedtuple("Cycle", "init_value peak_value warmup_steps decay_steps")
    [Cycle(0.0, 0.1, 5, 20)._asdict(), Cycle(ONE)._asdict()]
    """,
    a_typing_named_tuple="""
    import typing
    class Cycle(typing.NamedTuple):
        init_value: float
        peak_value: float
        warmup_steps: int
        decay_steps: int = 20
    [Cycle(0.0, 0.1, 5)._asdict()]
    """,
    a_dataclass="""
    import dataclasses
    @dataclasses.dataclass
    class Cycle:
        decay_steps: int
        init_value: float = 0.0
        peak_value: float = 0.1
        warmup_steps: int = 5
    [dataclasses.asdict(Cycle(20)), dataclasses.asdict(Cycle(decay_steps=30))]
    """,
    a_dataclass_s_vars="""
    import dataclasses
    @dataclasses.dataclass
    class Cycle:
        decay_steps: int
        init_value: float = 0.0
        peak_value: float = 0.1
        warmup_steps: int = 5
    [vars(Cycle(20)), Cycle(decay_steps=30).__dict__]
    """,
    a_typed_dict="""
    from typing import TypedDict
    class Cycle(TypedDict):
        init_value: float
        peak_value: float
        warmup_steps: int
        decay_steps: int
    CYCLES = [Cycle(ONE)]
    CYCLES
    """,
    a_functional_typed_dict="""
    from typing import TypedDict
    Cycle = TypedDict("Cycle", {"init_value": float, "peak_value": float, "warmup_steps": int, "decay_steps": int})
    [Cycle(ONE), Cycle(TWO)]
    """,
    a_simple_namespace="from types import SimpleNamespace\n[vars(SimpleNamespace(ONE))]",
    a_partial="import functools\ncycle = functools.partial(dict, init_value=0.0, warmup_steps=5, decay_steps=20)\n[cycle(peak_value=0.1)]",
    zipped_keys='keys = ("init_value", "peak_value", "warmup_steps", "decay_steps")\n[dict(zip(keys, row)) for row in ((0.0, 0.1, 5, 20),)]',
    a_class_attribute="class Config:\n    cycles = [dict(ONE)]\nConfig.cycles",
    an_instance_attribute="""
    class Config:
        def __init__(self):
            self.cycles = cycles = [dict(ONE)]
            print(cycles[0]["decay_steps"])
    Config().cycles
    """,
    a_config_tree='config = {"sgdr": {"cycles": [dict(ONE)]}}\nconfig["sgdr"]["cycles"]',
    dicts_of_pairs='[dict([("init_value", 0.0), ("peak_value", 0.1), ("warmup_steps", 5), ("decay_steps", 20)])]',
    dicts_of_other_dicts='base = dict(ONE)\n[{**base, "peak_value": 0.2}, dict(base, decay_steps=25), base | {"decay_steps": 30}]',
    a_copied_dict="base = dict(ONE)\nother = base.copy()\nother['decay_steps'] += 5\n[base, other]",
    an_augmented_entry="CYCLES = [dict(ONE), dict(TWO)]\nCYCLES[0]['decay_steps'] += 5\nCYCLES",
    entries_augmented_in_a_loop="CYCLES = [dict(ONE), dict(TWO)]\nfor cycle in CYCLES:\n    cycle['decay_steps'] *= 2\nCYCLES",
    an_updated_entry="CYCLES = [dict(ONE)]\nCYCLES[-1].update(decay_steps=33)\nCYCLES",
    an_entry_from_a_variable="key = 'decay' + '_steps'\nCYCLES = [dict(init_value=0.0, peak_value=0.1, warmup_steps=5)]\nCYCLES[0][key] = 20\nCYCLES",
    extended_by_a_function="""
    CYCLES = [dict(ONE)]
    def more(cycles):
        cycles.append(dict(cycles[0], decay_steps=11))
    more(CYCLES)
    CYCLES
    """,
    a_slice_assigned="CYCLES = [dict(ONE)]\nCYCLES[1:] = [dict(TWO)]\nCYCLES",
    an_extra_list="extra = [dict(ONE)]\nprint(extra[0]['decay_steps'])\nextra + [dict(TWO)]",
    destructured="first, *rest = CYCLES = [dict(ONE), dict(TWO)]\nprint(first['decay_steps'], len(rest))\nCYCLES",
    a_numpy_record="""
    import numpy
    names = ["init_value", "peak_value", "warmup_steps", "decay_steps"]
    table = numpy.array([(0.0, 0.1, 5, 20)], dtype=[(n, "f8" if n[0] in "ip" else "i4") for n in names])
    [{n: row[n].item() for n in names} for row in table]
    """,
    a_config_parser="""
    import configparser
    parser = configparser.ConfigParser()
    parser.read_string("[one]\\ninit_value = 0\\npeak_value = 0.1\\nwarmup_steps = 5\\ndecay_steps = 20")
    [{k: float(v) if "value" in k else int(v) for k, v in parser["one"].items()}]
    """,
    a_sorted_list="sorted([dict(TWO), dict(ONE)], key=lambda cycle: cycle['decay_steps'])",
    a_filtered_list="[cycle for cycle in [dict(ONE), dict(TWO)] if cycle['decay_steps'] > 20]",
    a_deep_copy="import copy\nCYCLES = [dict(ONE)]\ncopy.deepcopy(CYCLES)",
    a_dict_view='stages = {"a": dict(ONE), "b": dict(TWO)}\nlist(stages.values())',
    a_conditional="long = True\n[dict(ONE)] if long else [dict(TWO)]",
    a_subclass_of_dict="class Cycle(dict):\n    pass\n[Cycle(ONE), Cycle({MORE})]",
    a_dict_with_a_hook="""
    class Cycle(dict):
        def __init__(self, **entries):
            print(sorted(entries))
            super().__init__(entries)
    [Cycle(ONE)]
    """,
    a_reversed_list="list(reversed([dict(ONE), dict(TWO)]))",
    a_deque="from collections import deque\ndeque([dict(ONE)])",
    a_walrus="[(first := dict(ONE)), dict(first, peak_value=0.2)]",
    a_for_target="CYCLES = [dict(ONE)]\nfor CYCLES[0]['decay_steps'] in (10, 25):\n    pass\nCYCLES",
)
