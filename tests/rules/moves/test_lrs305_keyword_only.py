"""Arguments that a release of Optax took by position, and today's takes otherwise."""

from __future__ import annotations

import inspect

import pytest

from lrmigrate.rules.optax.losses import LOSSES

CODES = frozenset({"LRS305"})

SILENT = {
    "four arguments by position": "optax.rmsprop(1e-3, 0.9, 1e-8, 0.0)",
    "a name of today": "optax.rmsprop(1e-3, 0.9, 1e-8, 0.0, eps_in_sqrt)",
    "today's order, by its names": (
        "optax.rmsprop(1e-3, 0.9, 1e-8, 0.0, root, args.centered)"
    ),
    "what the older order gives twice": (
        "optax.rmsprop(1e-3, 0.9, 1e-8, 0.0, True, centered=True)"
    ),
    "more than the older order takes": (
        "optax.rmsprop(1e-3, 0.9, 1e-8, 0.0, x, y, z, w)"
    ),
    "a call that raises in any release": "optax.huber_loss(a, b, 1.0, delta=1.0)",
    "a matrix alone": "optax.power_iteration(m)",
}


@pytest.mark.parametrize("call", SILENT.values(), ids=SILENT)
def test_silent(call, fix):
    assert fix(f"import optax\n\nx = {call}\n", codes=CODES).findings == []


LEFT = {
    "a switch of either order": "optax.rmsprop(1e-3, 0.9, 1e-8, 0.0, False)",
    "a name of neither": "optax.rmsprop(1e-3, 0.9, 1e-8, 0.0, x, y, z)",
}


@pytest.mark.parametrize("call", LEFT.values(), ids=LEFT)
def test_told_and_left(call, fix):
    code = f"import optax\n\nx = {call}\n"
    fixed = fix(code, codes=CODES, unsafe=True)
    assert fixed.text == code
    (finding,) = fixed.findings
    assert finding.severity == "warning"
    assert "since then it is `eps_in_sqrt`" in finding.message


NAMED = {
    "each of two arguments": (
        "optax.ctc_loss(a, b, c, d, blank, -1e5)",
        "optax.ctc_loss(a, b, c, d, blank_id=blank, log_epsilon=-1e5)",
    ),
    "those by position alone": (
        "optax.cosine_similarity(a, b, 1e-8, axis=0)",
        "optax.cosine_similarity(a, b, epsilon=1e-8, axis=0)",
    ),
    "a loss that `optax.losses` alone has": (
        "optax.losses.poly_loss_cross_entropy(a, b, 2.0)",
        "optax.losses.poly_loss_cross_entropy(a, b, epsilon=2.0)",
    ),
    "names of the order that was taken by position": (
        "optax.power_iteration(m, 100, 1e-6)",
        "optax.power_iteration(m, num_iters=100, error_tolerance=1e-6)",
    ),
}


@pytest.mark.parametrize(("call", "after"), NAMED.values(), ids=NAMED)
def test_named(call, after, fix):
    code = "import optax\n\nx = {}\n"
    fixed = fix(code.format(call), codes=CODES)
    assert fixed.text == code.format(after)
    (finding,) = fixed.findings
    assert finding.severity == "error"
    assert "by name alone since Optax" in finding.message


REPAIRED = {
    "the default of today": (
        "optax.rmsprop(lr, 0.9, 1e-8, 0., True)",
        "optax.rmsprop(lr, 0.9, 1e-8, 0., centered=True)",
    ),
    "a number where a switch is": (
        "optax.rmsprop(lr, 0.9, 1e-8, 0., False, 0.9)",
        "optax.rmsprop(lr, 0.9, 1e-8, 0., centered=False, momentum=0.9)",
    ),
    "a switch where the momentum is": (
        "optax.rmsprop(lr, 0.9, 1e-8, 0., c, m, True)",
        "optax.rmsprop(lr, 0.9, 1e-8, 0., centered=c, momentum=m, nesterov=True)",
    ),
    "a name of the older order": (
        "optax.rmsprop(lr, 0.9, 1e-8, 0., args.centered)",
        "optax.rmsprop(lr, 0.9, 1e-8, 0., centered=args.centered)",
    ),
}


@pytest.mark.parametrize(("call", "after"), REPAIRED.values(), ids=REPAIRED)
def test_the_older_order_is_repaired_on_request(call, after, fix):
    code = "import optax\n\n\ndef make(lr, c, m, args):\n    return {}\n"
    assert fix(code.format(call), codes=CODES).text == code.format(call)
    fixed = fix(code.format(call), codes=CODES, unsafe=True)
    assert fixed.text == code.format(after)


def test_what_is_read_today_is_what_optax_reads():
    optax = pytest.importorskip("optax")
    parameters = [*inspect.signature(optax.rmsprop).parameters]
    assert parameters[4:7] == ["eps_in_sqrt", "centered", "momentum"]


@pytest.mark.parametrize("path", LOSSES)
def test_each_loss_takes_as_many_by_position(path):
    optax = pytest.importorskip("optax")
    loss = getattr(optax.losses, path.rpartition(".")[2])
    kinds = [one.kind for one in inspect.signature(loss).parameters.values()]
    assert kinds.count(inspect.Parameter.POSITIONAL_OR_KEYWORD) == LOSSES[path][1]
