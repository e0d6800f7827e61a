"""Cycles of restarts: a dict that is out of sight would keep its old key, and warn."""

import re

import pytest

HEAD = "import optax\n"
CYCLE = "dict(init_value=0.0, peak_value=0.1, warmup_steps=5, decay_steps=20)"
UNPACKED = "s = optax.sgdr_schedule(**kw)\n"
MAY = "its dicts may have the key `decay_steps`, which moves: "

OUT_OF_SIGHT = {
    "a parameter": (
        "def f(cycles): return optax.sgdr_schedule(cycles)\n",
        "what `cycles` holds is not seen",
    ),
    "another module": (
        "from config import CYCLES\ns = optax.sgdr_schedule(CYCLES)\n",
        "what `CYCLES` holds is not seen",
    ),
    "a list that is added in front": (
        f"def f(extra): return optax.sgdr_schedule(extra + [{CYCLE}])\n",
        "what `extra` holds is not seen",
    ),
    "a generator function": (
        f"def cycles():\n    yield {CYCLE}\ns = optax.sgdr_schedule(cycles())\n",
        "what `cycles()` holds is not seen",
    ),
    "itertools": (
        "import itertools\ncycles = itertools.repeat(one, 3)\n"
        "s = optax.sgdr_schedule(cycles)\n",
        "what `itertools.repeat(one, 3)` holds is not seen",
    ),
    "an element of another kind": (
        f"s = optax.sgdr_schedule([{CYCLE}, OrderedDict(decay_steps=9)])\n",
        "what `OrderedDict(decay_steps=9)` holds is not seen",
    ),
    "a dict of JSON": (
        "import json\ns = optax.sgdr_schedule([json.loads(text)])\n",
        "what `json.loads(text)` holds is not seen",
    ),
    "a record": (
        "s = optax.sgdr_schedule([Cycle(0.0, 0.1, 5, 20)._asdict()])\n",
        "what `Cycle(0.0, 0.1, 5, 20)._asdict()` holds is not seen",
    ),
    "an attribute of a class": (
        f"class C:\n    cycles = [{CYCLE}]\ns = optax.sgdr_schedule(C.cycles)\n",
        "what `C.cycles` holds is not seen",
    ),
    "a slice": (
        f"cycles = [{CYCLE}] * 3\ns = optax.sgdr_schedule(cycles[1:])\n",
        "what `cycles[1:]` holds is not seen",
    ),
    "a second name from the start": (
        f"class A:\n    def f(self):\n        self.cycles = cycles = [{CYCLE}]\n"
        "        return optax.sgdr_schedule(cycles)\n",
        "it is also kept in `self.cycles`",
    ),
    "names for the elements": (
        f"one, two = cycles = [{CYCLE}, {CYCLE}]\ns = optax.sgdr_schedule(cycles)\n",
        "it is also kept in `(one, two)`",
    ),
    "a dict that is unpacked, and has one list or another": (
        f"kw = dict(cosine_kwargs=[{CYCLE}])\nif long:\n"
        f"    kw['cosine_kwargs'] = [{CYCLE}, {CYCLE}]\n"
        "s = optax.sgdr_schedule(**kw)\n",
        "what `cosine_kwargs` of an unpacked dict holds is not seen",
    ),
    "a key that has no name": (
        "cycles = [dict(init_value=0.0, peak_value=0.1, warmup_steps=5)]\n"
        "cycles[0]['decay' + '_steps'] = 9\ns = optax.sgdr_schedule(cycles)\n",
        "`cycles[0]` is used on line 3",
    ),
    "a key that has no name, of a list in a dict": (
        "cycles = [dict(init_value=0.0, peak_value=0.1, warmup_steps=5)]\n"
        "cycles[0]['decay' + '_steps'] = 9\nkw = dict(cosine_kwargs=cycles)\n"
        "s = optax.sgdr_schedule(**kw)\n",
        "`cycles[0]` is used on line 3",
    ),
    "a list in a dict that is made elsewhere": (
        "kw = dict(cosine_kwargs=load())\ns = optax.sgdr_schedule(**kw)\n",
        "what `load()` holds is not seen",
    ),
    "a list in a dict that is read again": (
        f"kw = dict(cosine_kwargs=[{CYCLE}])\n"
        "kw['cosine_kwargs'][0]['decay_steps'] = 9\ns = optax.sgdr_schedule(**kw)\n",
        "`cosine_kwargs` of a dict is read on line 3",
    ),
    "a list in a dict whose copy is read again": (
        f"base = dict(cosine_kwargs=[{CYCLE}])\nkw = dict(base)\n"
        "log(base['cosine_kwargs'])\ns = optax.sgdr_schedule(**kw)\n",
        "`cosine_kwargs` of a dict is read on line 4",
    ),
    "a list in a dict that is added to": (
        f"kw = dict(cosine_kwargs=[{CYCLE}])\nkw['cosine_kwargs'] += more\n"
        "s = optax.sgdr_schedule(**kw)\n",
        "`cosine_kwargs` is changed on line 3",
    ),
    "a list in a dict that is taken out": (
        f"kw = dict(cosine_kwargs=[{CYCLE}])\nlog(kw.pop('cosine_kwargs'))\n"
        "s = optax.sgdr_schedule(**kw)\n",
        "`cosine_kwargs` is taken out on line 3",
    ),
    "a list that a method puts into a dict and gives back": (
        f"kw = {{}}\nkw.setdefault('cosine_kwargs', [{CYCLE}]).append(other)\n"
        "s = optax.sgdr_schedule(**kw)\n",
        "`cosine_kwargs` is put into its dict by `setdefault`",
    ),
    "a list that is put into two dicts": (
        f"kw, d = {{}}, {{}}\nd['x'] = kw['cosine_kwargs'] = [{CYCLE}]\nlog(d)\n"
        "s = optax.sgdr_schedule(**kw)\n",
        "it is also kept in `d['x']`",
    ),
    "a star": (
        "s = optax.sgdr_schedule(*args)\n",
        "what `cosine_kwargs` holds is not seen",
    ),
}


@pytest.mark.parametrize(("code", "reason"), OUT_OF_SIGHT.values(), ids=OUT_OF_SIGHT)
def test_a_function_whose_cycles_are_out_of_sight_is_told_and_left(code, reason, fix):
    for target in ("lrsched", "optax"):
        fixed = fix(HEAD + code, target)
        assert fixed.text == HEAD + code
        told = {found.left for found in fixed.findings if found.code == "LRS003"}
        assert told == {MAY + reason}


READ = {
    "the dict": f"kw = dict(cosine_kwargs=[{CYCLE}])\nlog(kw)\n",
    "the list": f"read = [{CYCLE}]\nlog(read)\nkw = dict(cosine_kwargs=read)\n",
    "a cycle": f"read = {CYCLE}\nlog(read)\nkw = dict(cosine_kwargs=[read])\n",
    "the dict that a cycle of another schedule is in": (
        f"read = {CYCLE}\nkw = dict(cosine_kwargs=[read])\nlog(kw)\n"
        "t = optax.warmup_cosine_decay_schedule(**read)\n"
    ),
}


@pytest.mark.parametrize("code", READ.values(), ids=READ)
def test_cycles_in_a_dict_stay_where_something_else_reads(code, fix):
    code = f"{HEAD}{code}s = optax.sgdr_schedule(**kw)\n"
    fixed = fix(code)
    assert fixed.text == code
    assert "is passed to `log` on line" in fixed.findings[-1].left


def test_an_imported_name_stays_for_all_its_calls(fix):
    code = (
        f"from optax import sgdr_schedule\ns = sgdr_schedule([{CYCLE}])\n"
        "def f(cycles): return sgdr_schedule(cycles)\n"
    )
    assert fix(code, "lrsched").text == code


def test_a_dict_whose_other_list_is_out_of_sight_keeps_its_key(fix):
    code = (
        f"{HEAD}one = {CYCLE}\ndef f(more): return optax.sgdr_schedule(more + [one])\n"
        "s = optax.warmup_cosine_decay_schedule(**one)\n"
    )
    assert fix(code, "lrsched").text == code


def test_a_function_stays_where_the_keys_of_its_dicts_are_not_renamed(fix):
    code = f"{HEAD}s = optax.sgdr_schedule([{CYCLE}])\n"
    fixed = fix(code, "lrsched", codes=frozenset({"LRS003"}))
    assert fixed.text == code
    assert [one.left for one in fixed.findings] == [
        "its dicts have to keep `decay_steps`: see line 2"
    ]


IN_SIGHT = {
    "a list that is made beside another value": (
        "def f(n):\n    cycles, peak = [], 0.1\n"
        f"    cycles.append({CYCLE})\n    return optax.sgdr_schedule(cycles)\n"
    ),
    "a length that is changed in one cycle": (
        f"cycles = [{CYCLE}, {CYCLE}]\ncycles[0]['decay_steps'] *= 2\n"
        "s = optax.sgdr_schedule(cycles)\n"
    ),
    "a loop that numbers the cycles": (
        f"cycles = [{CYCLE}, {CYCLE}]\n"
        "for i, cycle in enumerate(cycles):\n    cycle['decay_steps'] += i\n"
        "s = optax.sgdr_schedule(cycles)\n"
    ),
    "cycles in a dict": f"kw = {{'cosine_kwargs': [{CYCLE}] * 2}}\n{UNPACKED}",
    "one cycle twice, in a dict": (
        f"one = {CYCLE}\nkw = dict(cosine_kwargs=2 * [one])\n{UNPACKED}"
    ),
    "a list with a name, in a dict": (
        f"cycles = []\nfor n in (1, 2):\n    cycles.append({CYCLE})\n"
        f"kw = dict(cosine_kwargs=cycles)\n{UNPACKED}"
    ),
    "a list that is put into a dict": (
        f"kw = {{}}\nkw['cosine_kwargs'] = [{CYCLE}]\n{UNPACKED}"
    ),
    "a list in a dict for two schedules": (
        f"kw = dict(cosine_kwargs=[{CYCLE}])\n{UNPACKED}{UNPACKED}"
    ),
    "a list in a copied dict": (
        f"base = dict(cosine_kwargs=[{CYCLE}])\nkw = dict(base)\n{UNPACKED}"
    ),
    "cycles that are counted": (
        f"cycles = [{CYCLE}]\nprint(len(cycles))\ns = optax.sgdr_schedule(cycles)\n"
    ),
}


RENAMED = {
    "decay_steps": "transition_steps",
    "sgdr_schedule": "cosine_warm_restarts_schedule",
    "cosine_kwargs": "cycles",
}


@pytest.mark.parametrize("code", IN_SIGHT.values(), ids=IN_SIGHT)
def test_cycles_in_sight_go_with_their_function(code, fix):
    fixed = fix(HEAD + code, "optax").text
    for old, new in RENAMED.items():
        code = re.sub(rf"\b{old}\b", new, code)
    assert fixed == HEAD + code


def test_cycles_that_come_by_way_of_a_parameter_are_left(fix):
    code = (
        "import optax\n\n\ndef call(*args, **kw):\n"
        "    return optax.sgdr_schedule(*args, **kw)\n\n\n"
        "s = call(cosine_kwargs=[dict(init_value=0.0, peak_value=0.1, "
        "warmup_steps=3, decay_steps=n) for n in (20, 30)])\n"
    )
    fixed = fix(code)
    assert fixed.text == code
    assert any(finding.left for finding in fixed.findings)
