"""Whether a length reads like the whole training: then it is a warning."""

import pytest

from lrmigrate.codemod.model import Severity

CODE = (
    "import optax\ns = optax.warmup_exponential_decay_schedule(0.0, 0.1, 20, {}, 0.5)\n"
)

INFORMATION = (
    "transition_steps",
    "cfg.transition_steps",
    "decay_steps",
    "steps",
    "warmup_steps",
    "interval_steps",
    "total_steps - warmup_steps",
    "num_train_steps // 2",
    "2 * steps_per_epoch",
    "decay_epochs * steps_per_epoch",
    "subtotals",
    "1000",
)
WARNING = (
    "total_steps",
    "total",
    "num_steps",
    "n_steps",
    "max_steps",
    "args.max_iters",
    "num_train_steps",
    "num_training_steps",
    "training_steps",
    "num_updates",
    "config['total_steps']",
    "int(total_steps)",
    "num_epochs",
    "epochs * steps_per_epoch",
    "config.num_epochs * len(loader)",
    "epochs * examples // batch_size",
)


@pytest.mark.parametrize("length", INFORMATION)
def test_a_length_of_its_own_is_information(length, fix):
    [finding] = fix(CODE.format(length)).findings
    assert finding.severity is Severity.INFO


@pytest.mark.parametrize("length", WARNING)
def test_a_length_that_is_the_whole_training_is_a_warning(length, fix):
    [finding] = fix(CODE.format(length)).findings
    assert finding.severity is Severity.WARNING
    assert "reads like a total" in finding.message
