"""The text of a lock: small, sorted, the same for the same curves, and what it tells."""

import tomllib

import pytest

pytest.importorskip("jax")

HOSTILE = """\
import optax

def build(steps):
    rates = {}
    rates["\\x1b]0;\\u202e\\"'#\\n[[curve]]"] = optax.constant_schedule(0.25)
    rates["sampled"] = optax.cosine_decay_schedule(0.1, steps)
    return rates
"""


def test_a_lock_tells_each_known_curve_in_a_few_lines(project):
    text = project.locked()
    content = tomllib.loads(text)
    main, warmup = content["curve"]
    assert {key: main[key] for key in ("file", "in", "order", "target", "story")} == {
        "file": "train.py",
        "in": "build",
        "order": 0,
        "target": "main",
        "story": "0.1 → 0 at step 100",
    }
    assert main["call"] == (
        "optax.cosine_decay_schedule(init_value=0.1, decay_steps=100)"
    )
    assert main["steps"] == "0-108, 1400"
    assert main["values"]["0"] == 0.1
    assert main["values"]["100"] == 0.0
    assert warmup["values"]["10"] == 0.1
    assert len(main["sha256"]) == 64
    assert text.count("\n") < 40
    assert str(project.folder) not in text


def test_a_lock_is_the_same_wherever_it_is_written_from(project, monkeypatch):
    text = project.locked()
    monkeypatch.chdir(project.folder.parent)
    code, _ = project.run("--lock", project.folder.name)
    assert (code, project.lock.read_text("utf-8")) == (0, text)


def test_the_curves_are_sorted_and_those_that_are_not_locked_are_counted(project):
    project.write("a/z.py", "import optax\n\nx = optax.constant_schedule(1.0)\n")
    project.write("a.py", "import optax\n\nx = optax.constant_schedule(open('x'))\n")
    project.edit(
        "train.py", "return", "optax.cosine_decay_schedule(LR, n())\n    return"
    )
    text = project.locked()
    files = [one["file"] for one in tomllib.loads(text)["curve"]]
    assert files == ["a/z.py", "train.py", "train.py"]
    [line] = [line for line in text.splitlines() if line.startswith("# Not locked")]
    assert line == "# Not locked: 2 sampled."


def test_hostile_text_is_escaped_and_read_back(project):
    project.write('it\'s "a" \N{GRINNING FACE}.py', HOSTILE)
    text = project.locked()
    assert "\x1b" not in text
    assert "\u202e" not in text
    keys = [one["target"] for one in tomllib.loads(text)["curve"]]
    assert any("curve" in one for one in keys)
    assert project.run("--check")[0] == 0
    project.write('it\'s "a" \N{GRINNING FACE}.py', HOSTILE.replace("0.25", "0.5"))
    code, output = project.run("--check")
    assert code == 1
    assert "\x1b" not in output


def test_a_file_whose_name_is_no_text_is_counted_not_locked(project):
    name = b"\xff.py".decode("utf-8", "surrogateescape")
    project.write(name, "import optax\n\nx = optax.constant_schedule(1.0)\n")
    text = project.locked()
    assert "# Not locked: 1 in a file whose name is no UTF-8.\n" in text
    code, output = project.run("--check")
    assert (code, "\\udcff" in output) == (0, False)


def test_a_folder_whose_name_is_no_text_holds_a_lock_as_any_other(project, monkeypatch):
    text = project.locked()
    folder = project.folder.rename(project.folder.with_name("\udcff"))
    monkeypatch.chdir(folder.parent)
    code, _ = project.run("--lock", str(folder))
    assert (code, (folder / project.lock.name).read_text("utf-8")) == (0, text)
    assert project.run("--check", str(folder))[0] == 0


def test_the_lock_is_beside_the_nearest_root(project, monkeypatch):
    project.write(
        "pkg/deep/more.py", "import optax\n\nx = optax.constant_schedule(1.0)\n"
    )
    monkeypatch.chdir(project.folder / "pkg")
    project.locked()
    files = [one["file"] for one in tomllib.loads(project.lock.read_text())["curve"]]
    assert files == ["pkg/deep/more.py"]


def test_what_raises_is_locked_as_that(project):
    project.edit("train.py", "decay_steps=100", "decay_steps=0")
    text = project.locked()
    [raising] = [one for one in tomllib.loads(text)["curve"] if "raises" in one]
    assert raising["target"] == "main"
    assert raising["raises"].startswith("ValueError: ")
    assert "values" not in raising
    assert project.statuses() == {"main": ("same", None), "warmup": ("same", None)}
    project.edit("train.py", "decay_steps=0", "decay_steps=100")
    assert project.statuses()["main"] == ("moved", "code")
