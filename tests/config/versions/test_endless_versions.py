"""A version of more digits than Python's int() takes costs no run."""

import pytest
from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli

HUGE = "0." + "9" * 6_000
SAYS = {
    "pyproject.toml": f'[project]\ndependencies = ["optax=={HUGE}"]\n',
    "requirements.txt": f"optax=={HUGE}\n",
    "uv.lock": f'[[package]]\nname = "optax"\nversion = "{HUGE}"\n',
    "poetry.lock": f'[[package]]\nname = "optax"\nversion = "{HUGE}"\n',
    "setup.cfg": f"[options]\ninstall_requires =\n    optax=={HUGE}\n",
    "setup.py": f'from setuptools import setup\nsetup(install_requires=["optax=={HUGE}"])\n',
}


@pytest.mark.parametrize("name", SAYS)
def test_the_files_are_looked_at(tmp_path, name):
    (tmp_path / name).write_text(SAYS[name])
    code = "import optax\ns = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
    (tmp_path / "train.py").write_text(code)
    result = CliRunner().invoke(cli, ["check", str(tmp_path)])
    assert "train.py:2:" in result.output
    assert "bug" not in result.output


def test_one_that_is_named_is_refused(tmp_path):
    options = ["check", "--optax-version", HUGE, str(tmp_path)]
    result = CliRunner().invoke(cli, options)
    assert (result.exit_code, "is no version" in result.output) == (2, True)
    assert len(result.output) < 500
