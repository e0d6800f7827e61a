"""How the call's arguments are written."""

from __future__ import annotations

from draft import Draft, Reach, Table, entries, keywords

ARGUMENTS = Table("arguments")


def _holds(draft: Draft, name: str) -> None:
    """Others can read a dict of that name, if it is the one with the old key."""
    if draft.length:
        draft.data = Reach(name)


def _by_name(draft: Draft) -> None:
    draft.call = keywords(draft.values)


def _first_by_position(draft: Draft) -> None:
    values = dict(draft.values)
    given = []
    while values and next(iter(values)) not in (draft.old, "cosine_kwargs"):
        given.append(values.pop(next(iter(values))))
    draft.call = ", ".join([*given, keywords(values)])


def _all_by_position(draft: Draft) -> None:
    draft.need(draft.old == "pct_start" or not draft.length)
    required = ("transition_steps", "peak_value", "pct_start", "cosine_kwargs")
    rest = {k: v for k, v in draft.values.items() if k not in required}
    given = [v for k, v in draft.values.items() if k in required]
    draft.call = ", ".join(filter(None, [*given, keywords(rest)]))


def _in_other_order(draft: Draft) -> None:
    draft.call = keywords(dict(reversed(draft.values.items())))


def _over_lines(draft: Draft) -> None:
    lines = [f"    {k}={v},  # {k}\n" for k, v in draft.values.items()]
    draft.call = f"\n{''.join(lines)}"


def _an_unpacked_dict(draft: Draft) -> None:
    draft.call = f"**{entries(draft.values)}"


def _an_unpacked_dict_call(draft: Draft) -> None:
    draft.call = f"**dict({keywords(draft.values)})"


def _a_dict(draft: Draft) -> None:
    draft.setup.append(f"kw = {entries(draft.values)}")
    draft.call = "**kw"
    _holds(draft, "kw")


def _a_dict_call(draft: Draft) -> None:
    draft.setup.append(f"kw = dict({keywords(draft.values)})")
    draft.call = "**kw"
    _holds(draft, "kw")


def _a_dict_and_a_keyword(draft: Draft) -> None:
    values = dict(draft.values)
    name, value = values.popitem()
    draft.need(bool(values))
    draft.setup.append(f"kw = dict({keywords(values)})")
    draft.call = f"{name}={value}, **kw"
    if draft.old in values:
        _holds(draft, "kw")


def _a_dict_made_in_steps(draft: Draft) -> None:
    values = dict(draft.values)
    name, value = values.popitem()
    draft.setup.extend([f"kw = {entries(values)}", f'kw["{name}"] = {value}'])
    draft.call = "**kw"
    _holds(draft, "kw")


def _a_partial(draft: Draft) -> None:
    draft.imported("import functools")
    draft.callee = f"functools.partial(<callee>, {keywords(draft.values)})"


def _a_partial_of_some(draft: Draft) -> None:
    draft.imported("from functools import partial")
    values = dict(draft.values)
    name, value = values.popitem()
    draft.need(bool(values))
    draft.callee = f"partial(<callee>, {name}={value})"
    draft.call = keywords(values)


def _an_unpacked_list(draft: Draft) -> None:
    draft.need(draft.length == "decay_steps")
    values = dict(draft.values)
    first = values.pop(next(iter(values)))
    draft.call = f"*[{first}], {keywords(values)}"


for _apply in (
    *(_by_name, _by_name, _first_by_position, _first_by_position, _all_by_position),
    *(_in_other_order, _over_lines, _an_unpacked_dict, _an_unpacked_dict_call),
    *(_a_dict, _a_dict_call, _a_dict_and_a_keyword, _a_dict_made_in_steps),
    *(_a_partial, _a_partial_of_some, _an_unpacked_list),
):
    ARGUMENTS.plain(_apply)


def _dict(draft: Draft, text: str) -> None:
    """Statements that make `kw`, or what is unpacked, as the last line."""
    wrong = draft.random.choice(("11", "25"))
    target = draft.length or "cosine_kwargs"
    *others, last = draft.values
    words = {
        "KEYWORDS": keywords(draft.values),
        "ENTRIES": entries(draft.values),
        "NAMES": repr(tuple(draft.values)),
        "VALUES": f"({', '.join(draft.values.values())},)",
        "TARGET": target,
        "REAL": draft.values[target],
        "WRONG": wrong if draft.length else "[]",
        "STALE": keywords({**draft.values, target: wrong if draft.length else "[]"}),
        "OTHERS": keywords({name: draft.values[name] for name in others}),
        "LASTVALUE": draft.values[last],
        "LAST": last,
    }
    for word, value in words.items():
        text = text.replace(word, value)
    *statements, expression = text.splitlines()
    draft.setup.extend(statements)
    draft.at_top = draft.at_top or "global" in text
    draft.call = f"**{expression}"
    if expression == "kw" and "kw = " in text:
        _holds(draft, "kw")


def _changed(draft: Draft, text: str) -> None:
    draft.need(bool(draft.length))
    _dict(draft, text)


ARGUMENTS.texts(
    hostile=True,
    apply=_changed,
    augmented='kw = dict(KEYWORDS)\nkw["TARGET"] *= 2\nkw',
    augmented_in_a_copy='base = dict(KEYWORDS)\nkw = base.copy()\nkw["TARGET"] += 7\nkw',
    augmented_in_a_dict_of_it='base = dict(KEYWORDS)\nkw = dict(base)\nkw["TARGET"] //= 2\nkw',
    assigned_with_a_type='kw = dict(STALE)\nkw["TARGET"]: int = REAL\nkw',
    assigned_in_a_tuple='kw = dict(STALE)\nkw["TARGET"], other = REAL, 1\nkw',
    assigned_with_a_star='kw = dict(STALE)\nkw["TARGET"], *rest = REAL, 1, 2\nkw',
    assigned_in_a_chain='kw = dict(STALE)\nn = kw["TARGET"] = REAL\nkw',
    a_target_of_for='kw = dict(STALE)\nfor kw["TARGET"] in (3, REAL):\n    pass\nkw',
    a_target_of_with='import contextlib\nkw = dict(STALE)\nwith contextlib.nullcontext(REAL) as kw["TARGET"]:\n    pass\nkw',
    a_target_in_a_comprehension='kw = dict(STALE)\n[None for kw["TARGET"] in (3, REAL)]\nkw',
    swapped='kw = dict(STALE)\nn = REAL\nn, kw["TARGET"] = kw["TARGET"], n\nkw',
    updated="kw = dict(STALE)\nkw.update(TARGET=REAL)\nkw",
    updated_by_a_dict='kw = dict(STALE)\nkw.update({"TARGET": REAL})\nkw',
    updated_by_pairs='kw = dict(STALE)\nkw.update([("TARGET", REAL)])\nkw',
    merged_in_place='kw = dict(STALE)\nkw |= {"TARGET": REAL}\nkw',
    merged='base = dict(STALE)\nkw = base | {"TARGET": REAL}\nkw',
    merged_by_stars='base = dict(STALE)\nkw = {**base, "TARGET": REAL}\nkw',
    merged_by_a_call="base = dict(STALE)\nkw = dict(base, TARGET=REAL)\nkw",
    changed_by_another_name='kw = dict(STALE)\nsame = kw\nsame["TARGET"] = REAL\nkw',
    changed_by_a_function='kw = dict(STALE)\ndef change(d):\n    d["TARGET"] = REAL\nchange(kw)\nkw',
    changed_by_a_closure='kw = dict(STALE)\ndef change():\n    kw["TARGET"] = REAL\nchange()\nkw',
    changed_by_a_lambda="kw = dict(STALE)\n(lambda d: d.update(TARGET=REAL))(kw)\nkw",
    changed_by_operator='import operator\nkw = dict(STALE)\noperator.setitem(kw, "TARGET", REAL)\nkw',
    changed_by_its_method='kw = dict(STALE)\nkw.__setitem__("TARGET", REAL)\nkw',
    changed_by_its_bound_method='kw = dict(STALE)\nput = kw.__setitem__\nput("TARGET", REAL)\nkw',
    changed_by_its_class='kw = dict(STALE)\ndict.__setitem__(kw, "TARGET", REAL)\nkw',
    changed_in_a_list='kw = dict(STALE)\nfor d in [kw]:\n    d["TARGET"] = REAL\nkw',
    changed_by_a_variable_key='kw = dict(STALE)\nkey = "TARGET"\nkw[key] = REAL\nkw',
    changed_by_a_made_key='kw = dict(STALE)\nkw["_".join("TARGET".split("_"))] = REAL\nkw',
    changed_in_a_loop='kw = dict(STALE)\nfor key, value in (("TARGET", REAL),):\n    kw[key] = value\nkw',
    changed_in_an_attribute='from types import SimpleNamespace\nkw = dict(STALE)\nbox = SimpleNamespace(kw=kw)\nbox.kw["TARGET"] = REAL\nkw',
    changed_in_an_instance='class Box:\n    def __init__(self, kw):\n        self.kw = kw\n        self.kw["TARGET"] = REAL\nkw = dict(STALE)\nBox(kw)\nkw',
    changed_in_globals='global_kw = kw = dict(STALE)\nglobal_kw["TARGET"] = REAL\nkw',
    popped_and_given='kw = dict(STALE)\nn = kw.pop("TARGET") + 4\nkw["TARGET"] = n\nkw',
    deleted_and_given='kw = dict(STALE)\ndel kw["TARGET"]\nkw["TARGET"] = REAL\nkw',
    made_again_in_a_branch="kw = dict(STALE)\nif len(kw) > 1:\n    kw = dict(KEYWORDS)\nkw",
    changed_in_a_branch='kw = dict(STALE)\nif len(kw) > 1:\n    kw["TARGET"] = REAL\nkw',
    changed_in_a_try='kw = dict(STALE)\ntry:\n    kw["TARGET"] = REAL\nfinally:\n    pass\nkw',
    matched='kw = dict(STALE)\nmatch kw:\n    case {"TARGET": _}:\n        kw["TARGET"] = REAL\nkw',
    matched_rest='base = dict(STALE)\nmatch base:\n    case {"TARGET": _, **kw}:\n        kw["TARGET"] = REAL\nkw',
    made_by_a_walrus='kw = dict(STALE)\nprint(len(same := kw))\nsame["TARGET"] = REAL\nkw',
)
ARGUMENTS.texts(
    hostile=True,
    apply=_dict,
    a_key_by_setdefault='kw = dict(OTHERS)\nkw.setdefault("LAST", LASTVALUE)\nkw',
    a_key_that_was_there='kw = dict(KEYWORDS)\nkw.setdefault("TARGET", None)\nkw',
    zipped="kw = dict(zip(NAMES, VALUES))\nkw",
    a_comprehension="kw = {key: value for key, value in zip(NAMES, VALUES)}\nkw",
    a_function="def options():\n    return dict(KEYWORDS)\noptions()",
    a_function_of_stars="def options(**kw):\n    return kw\noptions(KEYWORDS)",
    a_lambda="options = lambda: ENTRIES\noptions()",
    a_chain_map="from collections import ChainMap\nkw = ChainMap(dict(KEYWORDS))\nkw",
    an_ordered_dict="from collections import OrderedDict\nkw = OrderedDict(KEYWORDS)\nkw",
    a_mapping_proxy="from types import MappingProxyType\nkw = MappingProxyType(dict(KEYWORDS))\nkw",
    a_user_dict="from collections import UserDict\nkw = UserDict(KEYWORDS)\nkw",
    a_namespace="from types import SimpleNamespace\nns = SimpleNamespace(KEYWORDS)\nvars(ns)",
    a_class_attribute="class Config:\n    kw = dict(KEYWORDS)\nConfig.kw",
    a_class_body="class Config:\n    pass\nConfig.kw = ENTRIES\nConfig.kw",
    an_instance_attribute="class Config:\n    def __init__(self):\n        self.kw = dict(KEYWORDS)\nConfig().kw",
    a_data_class="import dataclasses\n@dataclasses.dataclass\nclass Config:\n    kw: dict = dataclasses.field(default_factory=lambda: dict(KEYWORDS))\nConfig().kw",
    a_nested_dict='config = {"schedule": dict(KEYWORDS)}\nconfig["schedule"]',
    a_nested_dict_by_get='config = {"schedule": ENTRIES}\nconfig.get("schedule")',
    a_list_of_dicts="options = [dict(KEYWORDS)]\noptions[0]",
    a_conditional="long = True\n(dict(KEYWORDS) if long else {})",
    an_or="given = {}\n(given or dict(KEYWORDS))",
    a_default="def options(kw=dict(KEYWORDS)):\n    return kw\noptions()",
    from_keys="kw = dict.fromkeys(NAMES, None)\nkw.update(KEYWORDS)\nkw",
    a_local_namespace="def options():\n    exec('pass')\n    return locals() | dict(KEYWORDS)\noptions()",
    a_subclass_of_dict="class Options(dict):\n    pass\nkw = Options(KEYWORDS)\nkw",
    a_mapping_of_its_own="class Options(dict):\n    def keys(self):\n        print(sorted(super().keys()))\n        return super().keys()\nkw = Options(KEYWORDS)\nkw",
    evaluated='kw = eval("dict(KEYWORDS)")\nkw',
    a_cached_function="import functools\n@functools.cache\ndef options():\n    return dict(KEYWORDS)\noptions()",
    a_popped_pair="kw = dict(KEYWORDS)\nname, value = kw.popitem()\nkw[name] = value\nkw",
    made_of_items="base = dict(KEYWORDS)\nkw = dict(base.items())\nkw",
    sorted_items="base = dict(KEYWORDS)\nkw = dict(sorted(base.items()))\nkw",
    without_some_keys='base = dict(KEYWORDS, other=1)\nkw = {k: v for k, v in base.items() if k != "other"}\nkw',
    reduced="import functools\nkw = functools.reduce(lambda d, e: d | e, [dict(OTHERS), dict(LAST=LASTVALUE)])\nkw",
    inspected="import inspect\ndef options(KEYWORDS):\n    pass\n{n: p.default for n, p in inspect.signature(options).parameters.items()}",
    keyword_defaults="def options(*, KEYWORDS):\n    pass\noptions.__kwdefaults__",
    stars_of_a_lambda="(lambda **kw: kw)(KEYWORDS)",
)
