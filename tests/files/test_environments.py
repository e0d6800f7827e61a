"""Which environments a project has, the first that is asked first."""

from __future__ import annotations

import pytest

from lrmigrate.codemod.files.search.environments import environments
from lrmigrate.rules.optax.installed import names_beside

SITE = "lib/python3.12/site-packages"


def names(root):
    return [environment.name for environment in environments(root)]


def test_the_active_one_is_the_last(tmp_path, monkeypatch):
    monkeypatch.setenv("VIRTUAL_ENV", "/elsewhere/env")
    active = "the active environment, /elsewhere/env,"
    assert names(tmp_path) == [".venv", "venv", active]


@pytest.mark.parametrize("active", [None, "", ".venv", "venv"])
def test_none_is_told_twice(tmp_path, monkeypatch, active):
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    if active is not None:
        monkeypatch.setenv("VIRTUAL_ENV", active and str(tmp_path / active))
    assert names(tmp_path) == [".venv", "venv"]


@pytest.mark.parametrize("site", [SITE, "Lib/site-packages"])
def test_what_lies_in_one_is_found_by_its_name(tmp_path, site):
    for name in ("flax", "flax-0.9.dist-info", "flax-0.10.dist-info", "jax"):
        (tmp_path / "venv" / site / name).mkdir(parents=True)
    _, venv, *_ = environments(tmp_path)
    found = [path.name for path in venv.find("flax-*.dist-info")]
    assert found == ["flax-0.10.dist-info", "flax-0.9.dist-info"]
    assert list(venv.find("optax")) == []


def test_an_active_environment_says_nothing_of_a_project_with_its_own(
    tmp_path, monkeypatch
):
    for place, name in ((".venv", "ours"), ("active", "theirs")):
        optax = tmp_path / place / SITE / "optax"
        optax.mkdir(parents=True)
        (optax / "__init__.py").write_text(f"{name} = 1\n")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "active"))
    assert names_beside(tmp_path) == {"ours"}
