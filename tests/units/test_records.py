"""Calls that are given the fields of a dataclass: `**asdict(config)`."""

import pytest

HEAD = (
    "import optax\n"
    "from dataclasses import InitVar, asdict, dataclass\n"
    "from typing import ClassVar\n\n\n"
    "@dataclass\nclass Config:\n    init_value: float = 0.1\n    alpha: float = 0.0\n\n\n"
)
CALL = "optax.cosine_decay_schedule(**asdict(cfg), decay_steps=9)"
BUILD = f"def build(cfg: Config):\n    return {CALL}\n"
MADE = f"cfg = Config()\ns = {CALL}\n"

REFUSED = {
    "its class is not told": f"def build(cfg):\n    return {CALL}\n",
    "its class is imported": f"from lib import Config as Own\ncfg = Own()\ns = {CALL}\n",
    "it is bound twice": f"cfg = Config()\ncfg = load(cfg)\ns = {CALL}\n",
    "a function binds it": (
        f"cfg = Config()\ndef f():\n    global cfg\n    cfg = load()\ns = {CALL}\n"
    ),
    "a walrus binds it, too": f"cfg = Config()\nprint(cfg := load())\ns = {CALL}\n",
    "a loop binds it": f"for cfg in [Config()]:\n    s = {CALL}\n",
    "its class has a base": (
        f"@dataclass\nclass More(Config):\n    end: float = 0.0\n"
        f"cfg = More()\ns = {CALL}\n"
    ),
    "its class is bound twice": f"Config = load()\n{MADE}",
    "its class is decorated twice": HEAD.replace("@dataclass", "@own\n@dataclass")
    + MADE,
    "its class is no dataclass": HEAD.replace("@dataclass", "@own") + MADE,
    "a field is none": HEAD.replace("alpha: float", "alpha: ClassVar[float]") + MADE,
    "a field is given to its class alone": (
        HEAD.replace("alpha: float", "alpha: InitVar[float]") + MADE
    ),
    "a field is the keyword": HEAD.replace("alpha: float", "decay_steps: int") + MADE,
    "a field is the new keyword": (
        HEAD.replace("alpha: float", "transition_steps: int") + MADE
    ),
    "a field is no parameter": HEAD.replace("alpha: float", "seed: int") + MADE,
    "a field is None": HEAD.replace("= 0.1", "= None") + MADE,
    "a field is given None": MADE.replace("Config()", "Config(init_value=None)"),
    "another function is called so": f"asdict = vars\n{MADE}",
    "its fields are made to something else": MADE.replace(
        "asdict(cfg)", "asdict(cfg, dict_factory=load)"
    ),
    "a field may be made of anything": HEAD.replace(
        "= 0.1", "= dataclasses.field(default=None)"
    ).replace("import optax", "import optax\nimport dataclasses")
    + MADE,
    "its fields are set when it is made": HEAD.replace(
        "alpha: float = 0.0\n",
        "alpha: float = 0.0\n    def __post_init__(self):\n        vars(self).update(a())\n",
    )
    + MADE,
    "a field is set later": MADE.replace("s =", "cfg.init_value = None\ns ="),
    "the parameter has a default": BUILD.replace(
        "Config)", "Config = Config(init_value=None))"
    ),
    "the keyword is named too, with a default": BUILD.replace(
        "cfg: Config)", "*, cfg: Config = Config(None))"
    ),
    "a partial gives the keyword, which may be given again": (
        "from functools import partial\n"
        "p = partial(optax.cosine_decay_schedule, decay_steps=9)\n"
        "def build(cfg: Config):\n    return p(**asdict(cfg))\n"
    ),
    "some callers give the keyword": (
        "def build(cfg: Config, **kw):\n"
        "    return optax.cosine_decay_schedule(**asdict(cfg), **kw)\n"
        "build(Config(), decay_steps=9)\nbuild(load())\n"
    ),
    "a dict gives the keyword": (
        "kw = {'decay_steps': 9}\ncfg = Config()\n"
        "s = optax.cosine_decay_schedule(**asdict(cfg), **kw)\n"
    ),
    "a dict gives the length, which a field may give, too": (
        "def build(cfg: Config, **kw):\n    return optax.cosine_onecycle_schedule("
        "pct_start=0.3, peak_value=1.0, **asdict(cfg), **kw)\n"
        "build(Config(), transition_steps=10)\nbuild(load())\n"
    ),
    "a field is declared on a condition": HEAD.replace(
        "    alpha",
        "    match 1:\n        case 1:\n            end: float = 0.0\n    alpha",
    )
    + MADE,
    "its class makes instances of another": HEAD.replace(
        "    alpha", "    def __new__(cls):\n        return load()\n    alpha"
    )
    + MADE,
    "it is unpacked twice": MADE.replace("decay_steps", "**asdict(cfg), decay_steps"),
}


@pytest.mark.parametrize("code", REFUSED.values(), ids=REFUSED)
def test_a_call_stays_whose_fields_are_not_certain(code, fix):
    text = code if code.startswith("import optax") else HEAD + code
    fixed = fix(text)
    assert fixed.text == text
    assert fixed.findings


SEEN = {
    "as a parameter": BUILD,
    "made in the module": MADE,
    "made with a value": MADE.replace("Config()", "Config(0.2, alpha=0.1)"),
}


@pytest.mark.parametrize("code", SEEN.values(), ids=SEEN)
def test_a_call_that_is_given_fields_is_rewritten(code, fix):
    fixed = fix(HEAD + code)
    assert all(one.written for one in fixed.findings)
    assert "decay_steps" not in fixed.text


def test_a_keyword_that_is_a_field_is_told_and_stays(fix):
    code = HEAD.replace("alpha: float", "decay_steps: int") + (
        "cfg = Config()\ns = optax.cosine_decay_schedule(**asdict(cfg))\n"
    )
    fixed = fix(code)
    assert fixed.text == code
    assert [one.left for one in fixed.findings] == [
        "`decay_steps` is a field of `Config`, and stays one"
    ]


@pytest.mark.parametrize("config", ["cfg = Config()\n", "def f(cfg: Config):\n    "])
def test_what_goes_with_another_call_may_hold_the_keyword(config, fix):
    code = HEAD.replace("import optax", "from optax import cosine_decay_schedule")
    code = code.replace("alpha: float", "decay_steps: int") + (
        f"{config}s = cosine_decay_schedule(**asdict(cfg))\n"
        "t = cosine_decay_schedule(0.1, decay_steps=9)\n"
    )
    assert "s = cosine_decay_schedule(**asdict(cfg))" in fix(code).text
    assert "from optax import" in fix(code).text
