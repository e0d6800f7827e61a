"""What the other files of a tree say, and how often they are looked at."""

from pathlib import Path

import pytest

from lrmigrate.codemod.names.elsewhere.other_files import OtherFiles


def test_a_path_is_resolved_when_its_file_is_read_and_not_for_each_question(
    tmp_path, monkeypatch
):
    (tmp_path / "pyproject.toml").write_text("")
    for number in range(20):
        (tmp_path / f"m{number}.py").write_text("model = 1\n")
    elsewhere = OtherFiles()
    files = [tmp_path.resolve() / f"m{number}.py" for number in range(20)]
    assert len(elsewhere.files_saying(files[0], "model")) == 19
    resolve = Path.resolve
    calls = []

    def counted(self, strict=False):
        calls.append(self)
        return resolve(self, strict)

    monkeypatch.setattr(Path, "resolve", counted)
    for file in files:
        said = elsewhere.files_saying(file, "model")
        assert file not in [Path(one.path) for one in said]
    assert len(calls) < 5 * len(files)


@pytest.mark.parametrize(
    ("use", "listed"),
    {
        "import lib\nprint(dir(lib))\n": True,
        "import a.lib as L\nfor name in vars(L): print(name)\n": True,
        "from a import lib\nx = lib.__dict__.items()\n": True,
        "import inspect, lib\ninspect.getmembers(lib)\n": True,
        "import lib\nprint(dir(lib.one))\n": False,
        "import lib, other\nprint(dir(other))\n": False,
        "import lib\nx = 'one' in vars(lib)\n": False,
    }.items(),
)
def test_who_lists_the_names_of_a_module(use, listed, tmp_path):
    for name, text in {"pyproject.toml": "", "lib.py": "", "use.py": use}.items():
        (tmp_path / name).write_text(text)
    found = OtherFiles().listing("lib", (tmp_path / "lib.py").resolve())
    assert found.endswith("of use.py") is listed
