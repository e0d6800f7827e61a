"""What rules intend: refused where it cannot be meant, else carried out."""

from __future__ import annotations

import ast
import pickle
from dataclasses import replace
from pathlib import Path

import pytest
from plans import plan_of

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine import run
from lrmigrate.codemod.engine.fix_file import Fixer
from lrmigrate.codemod.engine.survey import Request
from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.model import VerdictKind
from lrmigrate.codemod.rule import (
    AddArgument,
    AddFirstArgument,
    Beside,
    NameArgument,
    PassFirst,
    RenameArgument,
    RenameClass,
    RenameFunction,
    ReplaceArgument,
    ReplaceExpression,
    Report,
    SwapArguments,
    intents,
)
from lrmigrate.codemod.rule.intents import DropCodes, RenameKey
from lrmigrate.codemod.rule.rule import RuleError
from lrmigrate.rules import all_rules
from lrmigrate.rules.assembled import catalogue_of

RULES = {rule.code: rule for rule in all_rules()}
CODES = frozenset({"LRS999"})
SITE = "import optax\n\nf = optax.cosine_decay_schedule(0.1, 9, exponent=2.0)\n"
OBJECT = "from flax import nnx\n\noptimizer = nnx.Optimizer(model, tx)\n"
NAMED = "from flax.nnx import Optimizer\n\noptimizer = Optimizer(model, tx)\n"
WHY = "it is the same"


def reports(**fields):
    """A rule that gives a report with these fields for each call and object."""

    def of_site(site):
        if site.arguments is not None:
            yield Report(site.node, "found", **given(site.node, site.callee))

    def of_instance(instance):
        for creation in instance.creations:
            yield Report(
                creation.call, "found", **given(creation.call, creation.call.func)
            )

    def given(call, callee):
        wanted = fields.get("intents", ())
        return {**fields, "intents": tuple(one(call, callee) for one in wanted)}

    return replace(
        RULES["LRS001"], code="LRS999", check=of_site, check_instance=of_instance
    )


@pytest.fixture
def fix(verifier):
    def run(rule, code, target="optax"):
        known = catalogue_of((rule,), Path())
        fixer = Fixer(plan_of(known, CODES, target), verifier, unsafe=True)
        return fixer.fix(Source.from_bytes(code.encode(), "module.py"))

    return run


def swap(call, callee):
    return SwapArguments(call, 0, 1)


def same(call, callee):
    return SwapArguments(call, 0, 0)


REFUSED = {
    "a fix message without a fix": ({"fix_message": "do"}, SITE, "`fix_message`"),
    "a reason to preserve nothing": ({"preserves": WHY}, SITE, "`preserves` without"),
    "a repair of nothing": ({"repairs": WHY}, OBJECT, "`repairs` without `intents`"),
    "a rewrite that is said not to be there": (
        {"intents": (swap,), "unfixable": WHY},
        SITE,
        "`unfixable` beside `intents`",
    ),
    "a rewrite that both repairs and preserves": (
        {"intents": (swap,), "repairs": WHY, "preserves": WHY},
        OBJECT,
        "`repairs` beside `preserves`",
    ),
    "a rewrite of a call that changes nothing": (
        {"intents": (same,)},
        SITE,
        "`SwapArguments`, which leaves `optax.cosine_decay_schedule(0.1, 9",
    ),
    "a rewrite of an object that changes nothing": (
        {"intents": (same,), "preserves": WHY},
        OBJECT,
        "`SwapArguments`, which leaves `nnx.Optimizer(model, tx)` as it is",
    ),
    "a function that gets the name that it has": (
        {"intents": (lambda call, callee: RenameFunction("cosine_decay_schedule"),)},
        SITE,
        "changes nothing",
    ),
    "a function of an object": (
        {"intents": (lambda call, callee: RenameFunction("f"),), "preserves": WHY},
        OBJECT,
        "`RenameFunction` where there is nothing of that",
    ),
    "codes of a call": (
        {"intents": (lambda call, callee: DropCodes(("LRS001",)),)},
        SITE,
        "`DropCodes` where there is nothing of that",
    ),
    "an argument that is not there": (
        {"intents": (lambda call, callee: RenameArgument(call, "alpha", "beta"),)},
        SITE,
        "`RenameArgument`, which cannot be done to `optax.cosine_decay_schedule(0.1",
    ),
    "a name for an argument that one without a name follows": (
        {"intents": (lambda call, callee: NameArgument(call, 0, "init_value"),)},
        SITE,
        "`NameArgument`, which cannot be done to `optax.cosine_decay_schedule(0.1",
    ),
    "a value that is no Python": (
        {"intents": (lambda call, callee: AddArgument(call, "alpha", "1 +"),)},
        SITE,
        "`AddArgument`, which cannot be done to `optax.cosine_decay_schedule(0.1",
    ),
    "an object that is rewritten without a reason": (
        {"intents": (swap,)},
        OBJECT,
        "without saying why that `preserves` or `repairs`",
    ),
    "a repair of a name that others share": (
        {"intents": (lambda call, callee: RenameFunction("f"),), "repairs": WHY},
        "from optax import cosine_decay_schedule\n\nf = cosine_decay_schedule(0.1, 9)\n",
        "`repairs` by a `RenameFunction`",
    ),
}


@pytest.mark.parametrize(("fields", "code", "what"), REFUSED.values(), ids=REFUSED)
def test_a_rule_that_says_what_cannot_be_is_named(fields, code, what, fix):
    with pytest.raises(RuleError) as caught:
        fix(reports(**fields), code)
    assert str(caught.value).startswith("LRS999 (decay-steps)")
    assert what in str(caught.value)


def test_a_rewrite_of_a_rule_that_has_none_is_refused(fix):
    rule = replace(reports(intents=(swap,)), fixable=False)
    with pytest.raises(RuleError, match="`intents`, and is not `fixable`"):
        fix(rule, SITE)


def test_two_rules_that_call_a_function_differently_are_refused(verifier):
    first = reports(intents=(lambda call, callee: RenameFunction("f"),))
    second = reports(intents=(lambda call, callee: RenameFunction("g"),))
    rules = (first, replace(second, code="LRS998"))
    known = catalogue_of(rules, Path())
    codes = frozenset({"LRS998", "LRS999"})
    fixer = Fixer(plan_of(known, codes, "optax"), verifier, unsafe=True)
    with pytest.raises(RuleError, match="to `g`, and another rule to `f`"):
        fixer.fix(Source.from_bytes(SITE.encode(), "module.py"))


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("optax.cosine_decay_schedul", "did you mean 'optax.cosine_decay_schedule'?"),
        ("cosine_decay_schedule", "did you mean 'optax.cosine_decay_schedule'?"),
        ("nothing_like_it", "a `Function` in its `facts` says what it takes"),
    ],
)
def test_a_rule_whose_function_nobody_knows_stops_the_start(wrong, hint):
    rule = replace(RULES["LRS001"], functions=frozenset({wrong}))
    with pytest.raises(RuleError) as caught:
        catalogue_of((rule,), Path())
    what = f"LRS001 (decay-steps) looks at `{wrong}`, which nobody knows"
    assert str(caught.value) == f"{what}; {hint}"


@pytest.mark.parametrize("job", [run.check, run.fix])
def test_an_error_of_a_rule_is_a_problem_of_the_run(job, tmp_path, monkeypatch):
    rule = reports(fix_message="do")
    monkeypatch.setattr("lrmigrate.rules.all_rules", lambda: (rule,))
    (tmp_path / "module.py").write_text(SITE)
    settings = Settings(CODES, target="optax", root=tmp_path)
    done = job(Request((str(tmp_path),), lambda path: settings), lambda *_: None)
    (problem,) = done.problems
    what = "LRS999 (decay-steps) gives a report `fix_message` without `intents`"
    assert problem.message.startswith(f"{what}; it says nothing of this file")
    assert (tmp_path / "module.py").read_text() == SITE


DONE = {
    "arguments change places": (
        SITE,
        [swap],
        SITE.replace("0.1, 9", "9, 0.1"),
    ),
    "an argument gets a name, and another one its value": (
        SITE,
        [
            lambda call, callee: NameArgument(call, 1, "decay_steps"),
            lambda call, callee: ReplaceArgument(call, 2, "alpha", "0.5"),
        ],
        SITE.replace("9, exponent=2.0", "decay_steps=9, alpha=0.5"),
    ),
    "all arguments get names, whichever is said first": (
        SITE,
        [
            lambda call, callee: NameArgument(call, 0, "init_value"),
            lambda call, callee: NameArgument(call, 1, "decay_steps"),
        ],
        SITE.replace("0.1, 9,", "init_value=0.1, decay_steps=9,"),
    ),
    "an argument gets another name, and moves to the front": (
        SITE,
        [
            lambda call, callee: PassFirst(call, "exponent"),
            lambda call, callee: NameArgument(call, 1, "decay_steps"),
        ],
        SITE.replace("0.1, 9, exponent=2.0", "2.0, 0.1, decay_steps=9"),
    ),
    "an expression is replaced": (
        SITE,
        [lambda call, callee: ReplaceExpression(call.args[1], "9\n+ 1")],
        SITE.replace("9,", "9\n+ 1,"),
    ),
    "an object's arguments": (
        OBJECT,
        [
            lambda call, callee: AddFirstArgument(call, "rngs"),
            lambda call, callee: AddArgument(call, "wrt", Beside(callee, "Param")),
            swap,
        ],
        OBJECT.replace("model, tx", "rngs, tx, model, wrt=nnx.Param"),
    ),
    "an object's class, and its import": (
        NAMED,
        [lambda call, callee: RenameClass(callee, "ModelAndOptimizer")],
        NAMED.replace("Optimizer", "ModelAndOptimizer"),
    ),
    "an object's class, where something else needs the import": (
        NAMED + "other: Optimizer\n",
        [lambda call, callee: RenameClass(callee, "ModelAndOptimizer")],
        NAMED.replace(
            "import Optimizer", "import Optimizer, ModelAndOptimizer"
        ).replace("= Optimizer", "= ModelAndOptimizer")
        + "other: Optimizer\n",
    ),
    "a name beside the class, and its import": (
        NAMED,
        [lambda call, callee: AddArgument(call, "wrt", Beside(callee, "Param"))],
        NAMED.replace("import Optimizer", "import Optimizer, Param").replace(
            "tx)", "tx, wrt=Param)"
        ),
    ),
}


@pytest.mark.parametrize("kept", [{"preserves": WHY}, {"repairs": WHY}], ids=str)
@pytest.mark.parametrize(("code", "wanted", "after"), DONE.values(), ids=DONE)
def test_what_is_intended_is_done(code, wanted, after, kept, fix):
    rule = reports(intents=wanted, **kept)
    known = catalogue_of((rule,), Path())
    fixed = first_pass(known, code)
    assert fixed == after


def first_pass(known, code):
    """The text after one pass: what the rules here intend, they intend for ever."""
    from lrmigrate.codemod.engine.analyze import analyze
    from lrmigrate.codemod.files.edits import apply_edits

    source = Source.from_bytes(code.encode(), "module.py")
    found = analyze(source, plan_of(known, CODES, "optax"))
    for unit in found.units:
        assert unit.holder(unsafe=True) is None
    return apply_edits(code, found.edits(found.units))


def test_what_preserves_a_call_is_not_compared(fix):
    code = SITE.replace("exponent=2.0", "alpha=0.0")

    def rename(call, callee):
        return RenameArgument(call, "alpha", "exponent")

    def rule(**fields):
        found = reports(intents=(rename,), **fields)
        check = found.check
        return replace(
            found,
            check=lambda site: check(site) if "alpha" in site.arguments.named else (),
        )

    (preserved,) = fix(rule(preserves=WHY), code).findings
    assert preserved.verdict.kind is VerdictKind.PRESERVING
    assert preserved.verdict.reason == WHY
    (compared,) = fix(rule(), code).findings
    assert compared.verdict.kind is VerdictKind.DIVERGENT
    (moved,) = fix(rule(preserves=WHY), code, "lrsched").findings
    assert moved.verdict.kind is VerdictKind.DIVERGENT, "another function is called"


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [
        (
            lambda call, callee: AddArgument(call, "alpha", "0.0"),
            VerdictKind.EQUIVALENT_IDENTICAL,
        ),
        (
            lambda call, callee: AddArgument(call, "alpha", "0.5"),
            VerdictKind.DIVERGENT,
        ),
        (swap, VerdictKind.DIVERGENT),
    ],
    ids=["one more, by its default", "one more", "two in other places"],
)
def test_a_call_with_other_arguments_is_compared(wanted, kind, fix):
    found = reports(intents=(wanted,))
    check = found.check
    rule = replace(
        found,
        check=lambda site: check(site) if "alpha" not in site.arguments.named else (),
    )
    code = (
        "import optax\n\nkw = {'exponent': 2.0}\n"
        "f = optax.cosine_decay_schedule(a, b, **kw)\n"
    )
    fixed = fix(rule, code)
    assert {one.verdict.kind for one in fixed.findings} == {kind}


def test_every_intent_is_plain_data():
    call = ast.parse("f(0.1, a=1)", mode="eval").body
    wanted = [
        RenameFunction("g"),
        RenameClass(call.func, "G"),
        RenameArgument(call, "a", "b"),
        RenameKey(ast.Constant("a"), "b"),
        NameArgument(call, 0, "b"),
        ReplaceArgument(call, 0, "b", "1"),
        AddArgument(call, "b", Beside(call.func, "c")),
        AddFirstArgument(call, "b"),
        PassFirst(call, "a"),
        SwapArguments(call, 0, 1),
        ReplaceExpression(call, "g"),
        DropCodes(("LRS001",)),
    ]
    kinds = {one for one in vars(intents).values() if isinstance(one, type)}
    assert {type(one) for one in wanted} | {Beside, ast.AST} >= {
        one for one in kinds if one.__module__ == intents.__name__
    }
    for intent in wanted:
        again = pickle.loads(pickle.dumps(intent))
        assert type(again) is type(intent)
