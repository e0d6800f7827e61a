"""What the wheel installs, next to distributions that own our folders' names."""

from __future__ import annotations

import hashlib
import sys
import sysconfig
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from installing import COMMAND, PACKAGES, install, pip, run, venv_folder
from paths import ROOT

# Both are on PyPI, and install a top-level package of their name.
NEIGHBOURS = ("rules==3.5", "codemod==1.0.0")


def wheel_stem(wheel: Path) -> str:
    """Name and version, like ``lrmigrate-0.1.0``."""
    return "-".join(wheel.name.split("-")[:2])


def record(site_packages: Path, distribution: str) -> set[str]:
    (path,) = site_packages.glob(f"{distribution}-*.dist-info/RECORD")
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.split(",")[0] for line in lines}


def hashes(folder: Path, paths: Sequence[str]) -> dict[str, str]:
    return {
        path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in paths
    }


@pytest.fixture(scope="module")
def neighbours(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The wheels of the distributions that own the names `rules` and `codemod`."""
    folder = tmp_path_factory.mktemp("neighbours")
    # One is an old source distribution: built in isolation, it brings what it needs.
    options = ("--no-deps", "--use-pep517", "--wheel-dir", folder)
    pip("wheel", *options, *NEIGHBOURS, cwd=folder)
    return sorted(folder.glob("*.whl"))


def test_wheel_holds_all_of_our_packages_and_nothing_else(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    code = {name for name in names if name.startswith("lrmigrate/")}
    rest = names - code
    information = f"{wheel_stem(wheel)}.dist-info"
    assert {name.split("/")[0] for name in rest} == {information, COMMAND}
    assert code == {
        f"lrmigrate/{path.relative_to(ROOT).as_posix()}"
        for package in PACKAGES
        for pattern in ("*.py", "py.typed", "LICENSE", "*.css", "*.html", "*.js")
        for path in (ROOT / package).rglob(pattern)
    }
    assert {f"lrmigrate/{package}/py.typed" for package in PACKAGES} <= code


def test_distributions_called_rules_and_codemod_stay_as_they_are(
    wheel: Path, neighbours: list[Path], venv: Path
):
    install(venv, *neighbours)
    site_packages = venv_folder(venv, "purelib")
    theirs = record(site_packages, "rules") | record(site_packages, "codemod")
    present = sorted(path for path in theirs if (site_packages / path).is_file())
    assert {"rules/__init__.py", "codemod/base.py"} <= set(present)
    before = hashes(site_packages, present)

    install(venv, wheel)

    assert hashes(site_packages, present) == before
    assert not theirs & record(site_packages, "lrmigrate")

    pip("--python", venv, "uninstall", "--yes", "lrmigrate", cwd=venv)
    assert hashes(site_packages, present) == before
    # pip leaves the namespace package's folder, empty.
    left = (site_packages / "lrmigrate").rglob("*")
    assert not [path for path in left if path.is_file()]


def test_installed_wheel_imports_and_runs_next_to_them(
    wheel: Path, neighbours: list[Path], venv: Path
):
    install(venv, wheel, *neighbours)
    site_packages = venv_folder(venv, "purelib").resolve()
    scripts = venv_folder(venv, "scripts")
    # Dependencies come from the environment of the tests. Through PYTHONPATH its
    # editable lrmigrate is not found, since .pth files are not read there.
    dependencies = sysconfig.get_path("purelib")
    program = """
import rules, codemod
import lrmigrate.codemod.cli.app, lrmigrate.lrsched, lrmigrate.rules
for module in (rules, codemod, lrmigrate.codemod, lrmigrate.lrsched, lrmigrate.rules):
    print(module.__file__)
"""
    python = scripts / Path(sys.executable).name
    output = run(python, "-c", program, cwd=venv, PYTHONPATH=dependencies)
    places = [Path(line).resolve() for line in output.splitlines()]
    assert [place.relative_to(site_packages).as_posix() for place in places] == [
        "rules/__init__.py",
        "codemod/__init__.py",
        "lrmigrate/codemod/__init__.py",
        "lrmigrate/lrsched/__init__.py",
        "lrmigrate/rules/__init__.py",
    ]
    page = run(
        scripts / "lrmigrate", "rule", "LRS001", cwd=venv, PYTHONPATH=dependencies
    )
    assert "LRS001" in page
