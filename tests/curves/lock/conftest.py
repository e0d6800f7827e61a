"""A project of one file, and `lrmigrate` run in it."""

import json

import pytest
from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli

TRAIN = """\
import optax

LR = 0.1


def build():
    main = optax.cosine_decay_schedule(LR, decay_steps=100)
    warmup = optax.linear_schedule(0.0, LR, 10)
    return main, warmup
"""


class Project:
    """A folder with a `pyproject.toml`, which is the working directory."""

    def __init__(self, folder):
        self.folder = folder
        self.lock = folder / "lrmigrate.lock"
        self.write("pyproject.toml", "")
        self.write("train.py", TRAIN)

    def write(self, path, text):
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def edit(self, path, old, new):
        text = (self.folder / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new))

    def run(self, *options):
        """Run `lrmigrate curves`; return its exit code and all that it says."""
        done = CliRunner().invoke(cli, ["curves", *map(str, options)])
        assert "Traceback" not in done.output
        return done.exit_code, done.output

    def locked(self, cache={}):  # noqa: B006
        """Write the lock, and return its text; that of the first code is kept."""
        files = {path.name for path in self.folder.rglob("*.py")}
        is_first = (
            files == {"train.py"} and (self.folder / "train.py").read_text() == TRAIN
        )
        if not is_first:
            return self._locked()
        if not cache:
            cache["text"] = self._locked()
        self.lock.write_text(cache["text"], encoding="utf-8")
        return cache["text"]

    def _locked(self):
        code, output = self.run("--lock")
        assert code == 0, output
        return self.lock.read_text(encoding="utf-8")

    def statuses(self, *options):
        """What `--check` says of each curve: by its target, status and what moved it."""
        done = CliRunner().invoke(
            cli, ["curves", "--check", "--format", "json", *options]
        )
        curves = json.loads(done.stdout)["curves"]
        return {one["target"]: (one["status"], one["by"]) for one in curves}


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


@pytest.fixture
def without_jax(monkeypatch):
    """There is no JAX beside lrmigrate."""
    monkeypatch.setattr(
        "lrmigrate.codemod.cli.lock_work.own_python", lambda: None, raising=True
    )
