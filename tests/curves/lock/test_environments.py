"""Environments: named, made once, or refused in one line."""

import os
import sys
import threading
from pathlib import Path

import pytest

from lrmigrate.codemod.curves.lock import compute, environments
from lrmigrate.codemod.curves.lock.compute import computed
from lrmigrate.codemod.curves.lock.environments import python_of
from lrmigrate.codemod.curves.lock.record import LockError

# Stands in for an installer: it notes that it was called, and fails where told to.
UV = """\
#!/bin/sh
echo "$@" >> "$UV_LOG"
test -z "$UV_FAILS" || { printf 'Resolving\\nerror: none\\n  cause: %s\\n' "$UV_FAILS"; exit 1; }
"""


@pytest.fixture
def uv(tmp_path, monkeypatch):
    """The calls of an installer that installs nothing."""
    program = tmp_path / "bin" / "uv"
    program.parent.mkdir()
    program.write_text(UV)
    program.chmod(0o755)
    log = tmp_path / "log"
    log.touch()
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    monkeypatch.setenv("UV_LOG", str(log))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return lambda: log.read_text().splitlines()


def test_a_release_is_made_once_with_our_jax_and_nothing_is_built(uv, tmp_path):
    said = []
    python = Path(python_of("0.2.6", said.append))
    assert python.exists()
    folder = python.parent.parent
    assert folder.parent == tmp_path / "cache" / "lrmigrate"
    assert folder.name.startswith("optax-0.2.6-jax-")
    [call] = uv()
    assert call.startswith("pip install --quiet --python ")
    assert "--only-binary :all: optax==0.2.6 jax==" in call
    assert len(said) == 1
    assert python_of("0.2.6", said.append) == str(python)
    assert (len(uv()), len(said)) == (1, 1)


def test_two_that_make_the_same_environment_both_have_it(uv, tmp_path):
    made = []
    threads = [
        threading.Thread(target=lambda: made.append(python_of("0.2.6", str)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({*made}) == 1
    assert Path(made[0]).exists()
    assert len([*(tmp_path / "cache" / "lrmigrate").iterdir()]) == 1


def test_what_cannot_be_installed_is_told_in_a_line_and_leaves_nothing(
    uv, tmp_path, monkeypatch
):
    monkeypatch.setenv("UV_FAILS", "no version of optax==9.9.9")
    with pytest.raises(LockError) as caught:
        python_of("9.9.9", str)
    assert str(caught.value).endswith(
        "cannot be installed: none cause: no version of optax==9.9.9"
    )
    assert [*(tmp_path / "cache" / "lrmigrate").iterdir()] == []


def test_what_lies_on_the_path_of_python_is_not_run_by_the_installer(
    tmp_path, monkeypatch
):
    """pip, which starts itself once more, would import a project's modules."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "attr.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    (project / "sitecustomize.py").write_text("import attr\n")
    monkeypatch.setenv("PYTHONPATH", str(project))
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with pytest.raises(LockError, match="cannot be installed"):
        python_of("9.9.9", str)
    assert not (tmp_path / "ran").exists()


def test_a_cache_that_cannot_be_written_to_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(LockError, match="cannot be written: Not a directory"):
        python_of("0.2.6", str)


def test_an_environment_is_named_by_its_folder_or_its_interpreter(tmp_path):
    folder = tmp_path / "env"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").symlink_to(sys.executable)
    assert python_of(str(folder), str) == str(folder / "bin" / "python")
    program = str(folder / "bin" / "python")
    assert python_of(program, str) == program


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("nowhere", "neither a release of Optax, like 0.2.6, nor an environment"),
        (".", "is no environment: it has no bin/python"),
        ("latest", "neither a release"),
        ("0.2.6; rm", "neither a release"),
        ("0.2.6 --index-url=x", "neither a release"),
    ],
)
def test_what_is_no_environment_is_refused(named, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LockError, match=said):
        python_of(named, str)


PROGRAMS = {
    "it is no program": ("", "cannot be run"),
    "it says nothing": ("#!/bin/sh\nexit 0\n", "no answer"),
    "it fails": ("#!/bin/sh\necho 'it is broken' >&2\nexit 3\n", "it is broken"),
    "it says something else": ("#!/bin/sh\necho hello\n", "stopped"),
    "it hangs": ("#!/bin/sh\nexec sleep 60\n", "no answer within 1 seconds"),
    "it has no JAX": (
        f"#!/bin/sh\nexec '{sys.base_prefix}/bin/python3' -S \"$@\"\n",
        "JAX and Optax cannot be imported together there: ModuleNotFoundError",
    ),
}


@pytest.mark.parametrize(("text", "said"), PROGRAMS.values(), ids=PROGRAMS)
def test_an_interpreter_that_does_not_compute_is_told(
    text, said, tmp_path, monkeypatch
):
    monkeypatch.setattr(
        compute, "BOUND", 1.0 if "hangs" in text or "sleep" in text else 60
    )
    program = tmp_path / "python"
    program.write_text(text)
    program.chmod(0o755)
    with pytest.raises(LockError, match=said), computed(str(program), []):
        pass


def test_where_jax_is_not_installed_nothing_computes(monkeypatch):
    monkeypatch.setattr(environments, "find_spec", lambda name: None)
    assert environments.own_python() is None
