"""Old names that come by `**`, out of sight: told, and left."""

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine import run
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.model import Severity

HEAD = "import optax\n"

HIDDEN = {
    "a fraction in the arguments of a caller": (
        "LRS002",
        "def f(**kw): return optax.cosine_onecycle_schedule(100, 0.1, **kw)\n",
        "a warmup as a fraction can come by name, in `**kw`",
        "what callers pass in `**kw` is not all seen",
    ),
    "a fraction in an entry of a configuration": (
        "LRS002",
        "d = {'args': {'transition_steps': 9, 'pct_start': 0.3}}\nd = load(d)\n"
        "s = optax.cosine_onecycle_schedule(**d['args'])\n",
        "a warmup as a fraction can come by name, in `**d['args']`; "
        "`pct_start` is written under `args` on line 2",
        "what `d['args']` holds is not seen",
    ),
    "a fraction in pairs": (
        "LRS002",
        "kw = dict([('pct_start', 0.3)])\ns = optax.linear_onecycle_schedule(**kw)\n",
        "a warmup as a fraction can come by name, in `**kw`",
        "what `[('pct_start', 0.3)]` holds is not seen",
    ),
    "a length in an entry of a configuration": (
        "LRS001",
        "d = dict(args=dict(init_value=0.1, decay_steps=9))\nd = load(d)\n"
        "s = optax.cosine_decay_schedule(**d['args'])\n",
        "the length can only come by name, in `**d['args']`; "
        "`decay_steps` is written under `args` on line 2",
        "what `d['args']` holds is not seen",
    ),
}


@pytest.mark.parametrize(
    ("rule", "code", "message", "reason"), HIDDEN.values(), ids=HIDDEN
)
def test_what_may_come_by_name_is_told_with_where_it_is_written(
    rule, code, message, reason, fix
):
    fixed = fix(HEAD + code)
    assert fixed.text == HEAD + code
    told = [(one.message, one.left) for one in fixed.findings if one.code == rule]
    assert (message, reason) in told


SEEN = {
    "a fraction that has its default": "kw = dict(peak_value=0.1)\n",
    "steps already": "kw = dict(peak_value=0.1, warmup_steps=5)\n",
}


@pytest.mark.parametrize("dict_", SEEN.values(), ids=SEEN)
def test_a_dict_that_is_seen_hides_nothing(dict_, fix):
    code = f"{HEAD}{dict_}s = optax.cosine_onecycle_schedule(100, **kw)\n"
    findings = fix(code, codes=frozenset({"LRS002"})).findings
    assert not findings


LOOKED_UP = {
    "a registry that another file calls": (
        "KINDS = {'cosine': optax.cosine_decay_schedule}\n",
        "import lib\ns = lib.KINDS['cosine'](0.1, decay_steps=9)\n",
        "`cosine_decay_schedule` is in a registry that is called with `decay_steps` in "
        "main.py:2",
    ),
    "a function that is looked up by a name": (
        "s = optax.cosine_decay_schedule(0.1, 9)\n"
        "def make(name, args): return getattr(optax, name)(**args)\n",
        "import lib\ns = lib.make('cosine_decay_schedule', {'decay_steps': 9})\n",
        "the length can only come by name, in `**args`; `decay_steps` is written in "
        "main.py:2",
    ),
}


@pytest.mark.parametrize(("lib", "main", "message"), LOOKED_UP.values(), ids=LOOKED_UP)
def test_what_is_looked_up_is_information_with_what_reaches_it(
    lib, main, message, tmp_path, monkeypatch
):
    for name, text in (("lib.py", HEAD + lib), ("main.py", main)):
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    settings = Settings(frozenset({"LRS001"}), target="lrsched")
    result = run.check(Request((".",), lambda path: settings), lambda *_: None)
    told = [(one.message, one.severity) for one in result.findings]
    assert told == [(message, Severity.INFO)]


def test_what_nothing_reaches_by_an_old_name_is_not_told(fix):
    code = f"{HEAD}def make(name, args): return getattr(optax, name)(**args)\n"
    assert not fix(code).findings


OUT_OF_SIGHT = {
    "a registry that is gone over": (
        "R = {'a': optax.cosine_onecycle_schedule}\nf = list(R.values())[0]\n",
        "is stored in a dict on line 2",
    ),
    "a default": (
        "def f(n, m=optax.cosine_onecycle_schedule): return m(n, 0.1, pct_start=0.5)\n",
        "goes out of sight on line 2",
    ),
    "an attribute of a function": (
        "f.make = optax.cosine_onecycle_schedule\nf.make(9, 0.1, 0.3)\n",
        "goes out of sight on line 2",
    ),
    "a field of a named tuple": (
        "t = T(optax.cosine_onecycle_schedule)\nt.make(9, 0.1, pct_start=0.3)\n",
        "is passed to another function on line 2",
    ),
}


@pytest.mark.parametrize(("code", "how"), OUT_OF_SIGHT.values(), ids=OUT_OF_SIGHT)
def test_a_function_that_may_be_given_a_fraction_out_of_sight_is_told(code, how, fix):
    (finding,) = fix(HEAD + code).findings
    told = f"`cosine_onecycle_schedule` {how}; what calls it there may say `pct_start`"
    assert (finding.code, finding.message) == ("LRS002", told)
    assert finding.severity is Severity.INFO
