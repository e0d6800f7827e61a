"""Which metrics can be negative, and which plateaus mind: nothing to say first."""

import pytest

HEAD = "import optax\nimport jax.numpy as jnp\n\n"
PLATEAU = "optax.contrib.reduce_on_plateau(%s)"


def found(fix, metric, tolerances="patience=5", before=""):
    body = f"tx = {PLATEAU % tolerances}\n{before}tx.update(g, s, value={metric})\n"
    return [one for one in fix(HEAD + body).findings if one.code == "LRS211"]


POSITIVE = {
    "a loss": "loss",
    "a number": "1.0",
    "a negative log-likelihood": "-log_likelihood",
    "the mean of one": "-jnp.mean(log_probs)",
    "a loss by its name": "elbo_loss",
    "a negative ELBO by its name": "neg_elbo",
    "a difference": "1.0 - accuracy",
    "a part of a word": "elbow_angle",
    "a negative log-probability of a distribution": "-dist.log_prob(x).mean()",
    "what a function gives": "evaluate(params)",
}


@pytest.mark.parametrize("metric", POSITIVE.values(), ids=POSITIVE.keys())
def test_a_metric_that_is_not_negative_in_sight_is_not_told(fix, metric):
    assert not found(fix, metric)


@pytest.mark.parametrize(
    "tolerances",
    [
        pytest.param("rtol=0.0, atol=1e-4", id="an absolute tolerance"),
        pytest.param("rtol=1e-4, atol=0.1", id="both"),
        pytest.param("rtol=tolerance", id="one that is not known"),
        pytest.param("**options", id="perhaps an absolute one"),
        pytest.param("0.5, 10, 0.0, 1e-3", id="an absolute one by position"),
    ],
)
def test_a_plateau_that_does_not_mind_is_not_told(fix, tolerances):
    assert not found(fix, "-accuracy", tolerances)


def test_a_name_with_several_values_is_not_told(fix):
    before = "m = -accuracy\nif other:\n    m = loss\n"
    assert not found(fix, "m", before=before)


NEGATIVE = {
    "a minus": "-accuracy",
    "a minus around a mean": "-jnp.mean(accuracy)",
    "a mean of a minus": "(-accuracy).mean()",
    "from nothing": "0.0 - accuracy",
    "times minus one": "-1.0 * accuracy",
    "an ELBO": "elbo",
    "one of several metrics": "metrics['val_elbo']",
    "an attribute": "metrics.elbo",
    "a log-probability": "dist.log_prob(x).mean()",
    "a reward": "mean_reward",
    "a reward with a minus": "-episode_reward",
    "a loss with a minus": "-loss",
    "a number of Python": "float(elbo)",
}


@pytest.mark.parametrize("metric", NEGATIVE.values(), ids=NEGATIVE.keys())
def test_a_metric_that_is_negative_in_sight_is_told(fix, metric):
    [finding] = found(fix, metric)
    assert finding.severity == "warning"
    assert finding.fix is None


@pytest.mark.parametrize("tolerances", ["", "0.5, 10, 1e-3", "rtol=0.1, atol=0.0"])
def test_a_relative_tolerance_alone_is_told(fix, tolerances):
    assert found(fix, "-accuracy", tolerances)


def test_a_metric_is_found_through_its_name(fix):
    assert found(fix, "metric", before="metric = -accuracy\n")
