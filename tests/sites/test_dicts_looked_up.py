"""Schedules that are given one of the dicts of a dict, by its name."""

import pytest

HEAD = (
    "import optax\n"
    "CONFIGS = {'a': {'init_value': 0.1, 'decay_steps': 9},"
    " 'b': dict(init_value=0.2, decay_steps=5)}\n"
)
MADE = "s = optax.cosine_decay_schedule(**CONFIGS[name])\n"

REFUSED = {
    "one is shown": (f"print(CONFIGS['a'])\n{MADE}", "`CONFIGS['a']` is used"),
    "one is unpacked elsewhere": (
        f"log(**CONFIGS['a'])\n{MADE}",
        "`CONFIGS['a']` is used on line 3",
    ),
    "one has another name": (
        f"kw = CONFIGS['a']\nprint(kw)\n{MADE}",
        "`CONFIGS['a']` is used on line 3",
    ),
    "one has another name in passing": (
        f"print(kw := CONFIGS['a'])\n{MADE}",
        "`CONFIGS['a']` is used on line 3",
    ),
    "one is looked up by a method, and shown": (
        f"print(CONFIGS.get('a'))\n{MADE}",
        "`CONFIGS.get` is used on line 3",
    ),
    "one is taken out": (f"del CONFIGS['a']\n{MADE}", "`CONFIGS['a']` is used"),
    "one is replaced": (
        f"CONFIGS['a'] = load()\n{MADE}",
        "`CONFIGS['a']` is used on line 3",
    ),
    "a key is computed": (
        f"CONFIGS['a'][key()] = 5\n{MADE}",
        "`CONFIGS['a']` is used on line 3",
    ),
    "more are put in": (
        f"CONFIGS.update(load())\n{MADE}",
        "`CONFIGS.update` is used on line 3",
    ),
    "more are merged in": (
        f"CONFIGS |= load()\n{MADE}",
        "what `CONFIGS[name]` holds is not seen",
    ),
    "another function binds it": (
        f"def f():\n    global CONFIGS\n    CONFIGS = load()\n{MADE}",
        "what `CONFIGS[name]` holds is not seen",
    ),
    "all are gone through": (
        f"n = [len(load(kw)) for kw in CONFIGS.values()]\n{MADE}",
        "`kw` is passed to `load` on line 3",
    ),
    "one that is given changes": (
        f"kw = CONFIGS[name]\nkw[key()] = 5\nt = optax.cosine_decay_schedule(**kw)\n{MADE}",
        "`kw[key()]` is used on line 4",
    ),
    "there is a default that is used otherwise": (
        "usual = dict(init_value=0.1, decay_steps=9)\nprint(usual)\n"
        "s = optax.cosine_decay_schedule(**CONFIGS.get(name, usual))\n",
        "`usual` is passed to `print` on line 4",
    ),
    "there is a default out of sight": (
        "s = optax.cosine_decay_schedule(**CONFIGS.get(name, load()))\n",
        "what `load()` holds is not seen",
    ),
    "one is no dict that is written": (
        HEAD.replace("CONFIGS", "OTHERS")
        + "CONFIGS = {'a': load(), **OTHERS}\n"
        + MADE,
        "what `CONFIGS[name]` holds is not seen",
    ),
    "one is used by its own name": (
        "usual = dict(init_value=0.1, decay_steps=9)\nprint(usual)\n"
        "MORE = {'usual': usual}\ns = optax.cosine_decay_schedule(**MORE[name])\n",
        "`usual` is passed to `print` on line 4",
    ),
    "it is no plain dict": (
        f"class Own(dict): ...\nCONFIGS = Own(CONFIGS)\n{MADE}",
        "what `CONFIGS[name]` holds is not seen",
    ),
    "its keys go where they stay": (
        f"t = optax.linear_onecycle_schedule(**CONFIGS['b'])\n{MADE}",
        "`decay_steps` of the dict goes to functions that disagree on its name",
    ),
    "a list is asked for one of its dicts": (
        "cycles = [dict(init_value=0.0, peak_value=0.1, warmup_steps=5,"
        " decay_steps=9)]\nknown = one in cycles\ns = optax.sgdr_schedule(cycles)\n",
        "`cycles` is compared on line 4",
    ),
}


@pytest.mark.parametrize(("code", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_dict_that_is_looked_up_and_used_otherwise_stays(code, reason, fix):
    fixed = fix(HEAD + code)
    assert fixed.text == HEAD + code
    assert any(reason in (one.left or "") for one in fixed.findings)


SEEN = {
    "by a name": MADE,
    "by its key": MADE.replace("[name]", "['a']"),
    "by a method": MADE.replace("[name]", ".get(name)"),
    "by a method, with a default": MADE.replace(
        "[name]", ".get(name, {'init_value': 0.1, 'decay_steps': 7})"
    ),
    "if it is there": f"if name not in CONFIGS:\n    raise KeyError(name)\n{MADE}",
    "where some key is": f"known = 'decay_rate' in CONFIGS\n{MADE}",
    "with another name": (
        "kw = CONFIGS.get(name)\nassert kw is not None\n"
        "s = optax.cosine_decay_schedule(**kw)\n"
    ),
    "with more": MADE.replace("**CONFIGS[name]", "**{**CONFIGS[name], 'alpha': 0.1}"),
    "out of a function": (
        "def of(name): return CONFIGS[name]\n"
        "s = optax.cosine_decay_schedule(**of('a'))\n"
    ),
}


@pytest.mark.parametrize("code", SEEN.values(), ids=SEEN)
def test_a_dict_that_is_looked_up_is_rewritten_with_all_beside_it(code, fix):
    fixed = fix(HEAD + code)
    assert fixed.findings
    assert all(one.written for one in fixed.findings)
    assert "decay_steps" not in fixed.text


def test_what_changes_one_that_is_given_is_compared_for_all_that_is_given_it(fix):
    code = (
        "import optax\n"
        "CONFIGS = {'a': {'peak_value': 0.1, 'transition_steps': 100,"
        " 'pct_start': 0.3}}\nkw = CONFIGS['a']\nkw['transition_steps'] = 1000\n"
        "s = optax.cosine_onecycle_schedule(**CONFIGS['a'])\n"
        "t = optax.cosine_onecycle_schedule(**kw)\n"
    )
    fixed = fix(code)
    assert fixed.text == code
    assert "`transition_steps` has more than one value" in fixed.findings[0].left
