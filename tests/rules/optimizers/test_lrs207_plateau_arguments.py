"""LRS207: what reduce_on_plateau refuses, or reads as something else."""

from __future__ import annotations

import numpy
import pytest
from optax.contrib import reduce_on_plateau

from lrmigrate.codemod.model import VerdictKind

CODE = "LRS207"
HEAD = "import optax\nfrom optax.contrib import reduce_on_plateau\n\n"


def reports(code, fix, **how):
    fixed = fix(HEAD + code, codes=frozenset({CODE}), **how)
    return [one for one in fixed.findings if one.code == CODE]


QUIET = (
    "reduce_on_plateau()",
    "reduce_on_plateau(0.5, 10, 1e-3)",
    "reduce_on_plateau(0.5, 10, 1e-3, 1e-6)",
    "reduce_on_plateau(0.5, 10, 1e-3, 0)",
    "reduce_on_plateau(0.5, 10, 1e-3, atol)",
    "reduce_on_plateau(0.5, 10, 1e-3, 1, 5)",
    "reduce_on_plateau(0.5, 10, 1e-3, 1, cooldown=5)",
    "reduce_on_plateau(0.5, 10, atol=1)",
    "reduce_on_plateau(factor=config.factor, rtol=config.rtol)",
    "reduce_on_plateau(rtol=0.0, atol=1e-3)",
    "reduce_on_plateau(rtol=0.0, atol=config.atol)",
    "reduce_on_plateau(rtol=0.0, **config)",
    "reduce_on_plateau(rtol=1.0)",
    "mine.reduce_on_plateau(threshold=1e-3)",
)


@pytest.mark.parametrize("call", QUIET)
def test_nothing_is_said(call, fix):
    assert not reports(f"tx = {call}\n", fix)


@pytest.mark.parametrize("argument", ["threshold=1", "factor=2", "rtol=2"])
def test_a_test_that_expects_it_is_left_alone(argument, fix):
    code = "import pytest\nwith pytest.raises((TypeError, ValueError)):\n"
    assert not reports(code + f"    reduce_on_plateau({argument})\n", fix)


RAISES = {
    "threshold=1e-3": (TypeError, "`threshold` of `reduce_on_plateau` is `rtol` since"),
    "factor=1.0": (ValueError, "`factor` 1.0 is not between 0 and 1"),
    "factor=10": (ValueError, "`factor` 10 is not between 0 and 1"),
    "factor=0.0": (ValueError, "`factor` 0.0 is not between 0 and 1"),
    "factor=-1 / 2": (ValueError, "`factor` -0.5 is not between 0 and 1"),
    "rtol=0.0": (ValueError, "`rtol` and `atol` are both 0"),
    "rtol=0, atol=0": (ValueError, "`rtol` and `atol` are both 0"),
    "rtol=1.5": (ValueError, "`rtol` 1.5 is above 1"),
    "rtol=-1e-3": (ValueError, "`rtol` -0.001 is negative"),
    "atol=-1": (ValueError, "`atol` -1 is negative"),
}
PATHS = (
    "reduce_on_plateau",
    "optax.contrib.reduce_on_plateau",
    "functools.partial(reduce_on_plateau, cooldown=3)",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("given", "said"), RAISES.items(), ids=RAISES)
def test_what_optax_refuses(given, said, path, fix):
    code = f"import functools\ntx = {path}({given})\n"
    error, message = said
    (finding,) = reports(code, fix)
    assert message in finding.message
    assert error.__name__ in finding.message
    with pytest.raises(error):
        exec(HEAD + code, {})


@pytest.mark.parametrize(
    "path",
    [
        "optax.contrib.reduce_on_plateau",
        "optax.contrib._reduce_on_plateau",
    ],
)
def test_it_is_found_by_its_old_paths(path, fix):
    code = f"from {path} import reduce_on_plateau as plateau\ntx = plateau(factor=2)\n"
    assert len(reports(code, fix)) == 1


SHIFTED = ("5", "1", "2 * 5", "cooldown", "config.cooldown_steps")


@pytest.mark.parametrize("value", SHIFTED)
def test_the_old_fourth_argument(value, fix):
    code = f"tx = reduce_on_plateau(0.5, 10, 1e-3, {value})\n"
    (finding,) = reports(code, fix)
    assert f"more than {value} to count as better" in finding.message
    assert finding.verdict.kind is VerdictKind.UNVERIFIABLE
    assert finding.left == "the argument is read as `atol` today"
    fixed = fix(HEAD + code, codes=frozenset({CODE}), unsafe=True)
    assert fixed.text == HEAD + code.replace(f"3, {value})", f"3, cooldown={value})")


def test_optax_reads_the_fourth_as_an_absolute_tolerance():
    metrics = (1.0, 0.5, 0.25)

    def scale(tx):
        state = tx.init(None)
        for metric in metrics:
            _, state = tx.update({}, state, value=numpy.float32(metric))
        return float(state.scale)

    assert scale(reduce_on_plateau(0.5, 1, 1e-3, 5)) < 1.0
    assert scale(reduce_on_plateau(0.5, 1, 1e-3, cooldown=5)) == 1.0


RENAMED = {
    "reduce_on_plateau(threshold=1e-3)": "reduce_on_plateau(rtol=1e-3)",
    "reduce_on_plateau(**{'threshold': 1e-3})": "reduce_on_plateau(**{'rtol': 1e-3})",
    "reduce_on_plateau(**dict(threshold=1e-3))": "reduce_on_plateau(**dict(rtol=1e-3))",
}


@pytest.mark.parametrize(("before", "after"), RENAMED.items())
def test_the_old_name_of_the_tolerance(before, after, fix):
    code = f"tx = {before}\n"
    (finding,) = reports(code, fix)
    assert "raises TypeError as it is" in finding.left
    fixed = fix(HEAD + code, codes=frozenset({CODE}), unsafe=True)
    assert fixed.text == f"{HEAD}tx = {after}\n"


def test_both_names_are_a_persons_to_choose(fix):
    (finding,) = reports("tx = reduce_on_plateau(rtol=0.1, threshold=0.2)\n", fix)
    assert finding.fix is None
    assert finding.left == "`rtol` is given as well"


def test_other_keywords_are_unknown_ones(fix):
    code = HEAD + "tx = reduce_on_plateau(mode='min', threshold=1)\n"
    fixed = fix(code, codes=frozenset({CODE, "LRS107"}))
    assert [finding.code for finding in fixed.findings] == ["LRS107", "LRS207"]
