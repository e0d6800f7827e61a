"""What a run did not read: never an all-clear that is none."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine import run
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.files.kinds import suffixes
from lrmigrate.codemod.files.search.archives import ARCHIVES
from lrmigrate.codemod.files.search.unread import MAX_BYTES, UNREAD
from lrmigrate.codemod.model import UnreadFile
from lrmigrate.codemod.report.format import Content
from lrmigrate.codemod.report.formats import load
from lrmigrate.codemod.report.mode import Mode, exit_code
from lrmigrate.codemod.report.styled import render

CODES = frozenset({"LRS001", "LRS003", "LRS900"})
CALL = "s = optax.sgdr_schedule(kw)\n"
CODE = f"import optax\n{CALL}"
NAMED = '{"steps": 9,\n "schedule": "optax.sgdr_schedule"}\n'


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def write(path, content=NAMED):
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(content if isinstance(content, bytes) else content.encode())


def check(*paths, exclude=(), **options):
    settings = Settings(CODES, target="lrsched", exclude=tuple(exclude))
    request = Request(paths or (".",), lambda path: settings, **options)
    return run.check(request, lambda stage, done, total: None)


def last_line(result):
    lines = [*load("text").report(Content(result, Mode.CHECK))]
    return render(lines[-1:], colour=False).strip()


# -- bytes that hide their words ----------------------------------------------


def zipped():
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("__main__.py", CODE)
    return file.getvalue()


HIDDEN = {
    "UTF-16": (CODE.encode("utf-16"), "is UTF-16 or UTF-32; "),
    "UTF-16, big end first": (
        b"\xfe\xff" + CODE.encode("utf-16-be"),
        "is UTF-16 or UTF-32; ",
    ),
    "UTF-16 without a mark": (CODE.encode("utf-16-le"), "begins with a NUL byte"),
    "UTF-16 without a mark, big end first": (
        CODE.encode("utf-16-be"),
        "begins with a NUL byte",
    ),
    "UTF-32": (CODE.encode("utf-32"), "is UTF-16 or UTF-32; "),
    "UTF-32, big end first": (
        b"\0\0\xfe\xff" + CODE.encode("utf-32-be"),
        "is UTF-16 or UTF-32; ",
    ),
    "gzip": (gzip.compress(CODE.encode()), "is compressed: "),
    "bzip2": (bz2.compress(CODE.encode()), "is compressed: "),
    "xz": (lzma.compress(CODE.encode()), "is compressed: "),
    "a zip archive": (zipped(), "is a zip archive: "),
    "a zipapp": (b"#!/usr/bin/env python3\n" + zipped(), "is a zip archive: "),
}


@pytest.mark.parametrize("suffix", suffixes())
@pytest.mark.parametrize(("data", "message"), HIDDEN.values(), ids=HIDDEN)
def test_a_file_whose_words_are_not_to_be_seen_is_named(data, message, suffix):
    write(f"conf/a{suffix}", data)
    for paths in (["."], [f"conf/a{suffix}"]):
        result = check(*paths)
        (problem,) = result.problems
        assert (problem.path, problem.code) == (f"conf/a{suffix}", "LRS900")
        assert problem.message.startswith(message)
        assert exit_code(result, Mode.CHECK) == 2
    result = check(stdin=data, stdin_filename=f"a{suffix}")
    assert [one.message for one in result.problems] == [problem.message]


def test_a_script_that_is_a_zipapp_is_named():
    write("train", b"#!/usr/bin/env python3\n" + zipped())
    (problem,) = check().problems
    assert problem.message.startswith("is a zip archive: ")


@pytest.mark.parametrize("name", ["a.json", "a.txt", "a.ipynb.gz", "app.pyz", "a.PYC"])
def test_a_named_file_of_a_kind_that_is_not_known_is_a_problem(name):
    write(name)
    for result in (check(name), check(stdin=NAMED.encode(), stdin_filename=name)):
        (problem,) = result.problems
        assert problem.path == name
        assert problem.message.startswith("is none of the files that lrmigrate reads")
        assert exit_code(result, Mode.CHECK) == 2


# -- what is not counted ------------------------------------------------------

SILENT = {
    "another name": '{"schedule": "cosine"}',
    "words of no certain meaning": '{"decay_steps": 9, "optax": "linear_schedule"}',
    "a schedule of another package": '{"schedule": "tf.keras.optimizers.schedules.polynomial_decay"}',
    "a part of another name": '{"a": "my_sgdr_schedule", "b": "sgdr_schedules"}',
    "a comment": "x = 1\n  # optax.sgdr_schedule\n// sgdr_schedule\n",
    "a baseline": '{"text": "optax.sgdr_schedule(kw)", "code": "LRS003"}',
    "data": '{"a": "sgdr_schedule"}' + " " * MAX_BYTES,
}


@pytest.mark.parametrize("content", SILENT.values(), ids=SILENT)
def test_files_that_name_no_schedule_are_not_counted(content):
    write("a.json", content)
    assert check().unread == ()


@pytest.mark.parametrize(
    "path",
    [
        *("data.csv", "log.jsonl", "uv.lock", "run.log", "notes.txt", "a.JSON"),
        *(".lrmigrate-baseline.json", "node_modules/a.json", ".venv/a.toml"),
        *("env/lib/a.json", "third_party/a.json", "ignored.json", "ignored/a.ipynb"),
    ],
)
def test_other_files_are_not_counted(path):
    write(path)
    write("env/pyvenv.cfg", "")
    write(".gitignore", "ignored*\n!ignored/\nignored/\n")
    assert check(exclude=["third_party/"]).unread == ()


def test_a_file_that_is_named_is_read_and_not_counted():
    write("a.py", CODE)
    write(".gitignore", "a.py\n")
    result = check(".", "a.py", exclude=["a.py"])
    assert [finding.code for finding in result.findings] == ["LRS003"]
    assert result.unread == ()


# -- what is counted ----------------------------------------------------------


@pytest.mark.parametrize("suffix", [one for one in UNREAD if one not in ARCHIVES])
def test_a_kind_that_is_not_read_is_counted(suffix):
    write(f"conf/a{suffix}")
    result = check()
    (one,) = result.unread
    assert (one.path, one.line, one.name) == (f"conf/a{suffix}", 2, "sgdr_schedule")
    assert f"1 {one.kind} names a schedule and was not read" in last_line(result)
    assert exit_code(result, Mode.CHECK) == 0


@pytest.mark.parametrize("suffix", ARCHIVES)
def test_an_archive_is_searched(suffix):
    write(f"a{suffix}", b"#!/usr/bin/env python3\n" + zipped())
    (one,) = check().unread
    assert (one.path, one.line, one.kind) == (f"a{suffix}", 1, "zip archive")


def bomb():
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.py", b"sgdr_schedule" + b" " * 2**23)
    return file.getvalue()


ARCHIVES_OF_NOTHING = {
    "no archive": CODE.encode(),
    "one that is cut off": zipped()[:-9],
    "one that is broken": zipped().replace(b"optax", b"xatpo"),
    "a member that is too large": bomb(),
    "a folder of data": zipped().replace(b"__main__.py", b"__main__.pc"),
}


@pytest.mark.parametrize("data", ARCHIVES_OF_NOTHING.values(), ids=ARCHIVES_OF_NOTHING)
def test_an_archive_that_gives_nothing_is_no_error(data):
    write("a.whl", data)
    result = check()
    assert (result.unread, result.problems) == ((), ())


def test_a_configuration_of_the_tool_is_no_report():
    write(
        "pyproject.toml",
        '[tool.lrmigrate]\nselect = ["LRS001"]\n[a]\nb = "sgdr_schedule"',
    )
    assert [one.line for one in check().unread] == [4]


def test_a_notebook_with_outputs_that_is_left_out_is_counted():
    cell = {"cell_type": "code", "source": CODE, "outputs": "x" * 2**23}
    write("a.ipynb", json.dumps({"cells": [cell]}))
    assert [one.why for one in check(exclude=["*.ipynb"]).unread] == ["excluded"]


def test_a_file_in_utf_16_is_searched_too():
    write("a.json", NAMED.encode("utf-16"))
    assert [one.line for one in check().unread] == [2]


def test_the_last_line_tells_them_by_kind():
    for name in ("a.json", "b/c.json", "a.toml", "run.sh"):
        write(name)
    assert last_line(check()) == (
        "0 files scanned: 0 findings, 2 JSON files, 1 TOML file and 1 shell script "
        "name a schedule and were not read (`--verbose` tells which)."
    )


def test_what_is_left_out_is_told_with_its_reason():
    write("a.ipynb", json.dumps({"cells": [{"cell_type": "code", "source": CODE}]}))
    write("conf/a.yaml", "_target_: optax.sgdr_schedule\n")
    write("conf/b.yaml", "_target_: optax.sgdr_schedule\n")
    write("c.md", CODE)
    write("d.toml")
    write(".gitignore", "*.md\n")
    result = check(exclude=["*.ipynb", "conf/*"])
    assert last_line(result) == (
        "0 files scanned: 0 findings, "
        "1 TOML file names a schedule and was not read, "
        "2 YAML files and 1 notebook name a schedule and were not read: excluded, "
        "1 Markdown page names a schedule and was not read: ignored by git "
        "(`--verbose` tells which)."
    )


TEMPLATE = "{% if cosine %}\nschedule: optax.sgdr_schedule\n{% endif %}\n"
READ = {
    "a template of YAML": ("a.yaml", TEMPLATE),
    "YAML that is too large": ("a.yaml", f"a: sgdr_schedule\nb: {' ' * 2**22}1\n"),
}


@pytest.mark.parametrize(("path", "text"), READ.values(), ids=READ)
def test_a_configuration_of_which_nothing_was_read_is_counted(path, text):
    write(path, text)
    for result in (
        check(),
        check(path),
        check(stdin=text.encode(), stdin_filename=path),
    ):
        (one,) = result.unread
        assert (one.kind, one.why) == ("YAML file", "no call in it is known")
        assert exit_code(result, Mode.CHECK) == 0


def test_a_configuration_that_was_read_is_not_counted():
    write("a.yaml", "s:\n  _target_: optax.cosine_decay_schedule\n  decay_steps: 9\n")
    result = check()
    assert (len(result.findings), result.unread) == (1, ())


def test_each_is_named_where_that_is_asked_for():
    write("a.json")
    write("b.py", CODE)
    result = check(exclude=["b.py"], verbose=True)
    assert [note for kind, note in result.notes if kind == "unread"] == [
        "a.json:2: names `sgdr_schedule`: a JSON file is not read",
        "b.py:2: names `sgdr_schedule`: excluded",
    ]
    assert not any(kind == "unread" for kind, _ in check().notes)


def test_sarif_tells_them_as_notes_of_a_run_that_succeeded():
    write("a.json")
    report = load("sarif").report(Content(check(), Mode.CHECK))
    (invocation,) = json.loads(report)["runs"][0]["invocations"]
    assert invocation["executionSuccessful"]
    (note,) = invocation["toolExecutionNotifications"]
    assert (note["level"], note["message"]["text"]) == (
        "note",
        "names `sgdr_schedule`: a JSON file is not read",
    )
    (location,) = note["locations"]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": "a.json"}
    assert location["physicalLocation"]["region"] == {"startLine": 2}


def test_files_are_plain_values_in_order_of_their_paths():
    for name in ("b.toml", "a.json"):
        write(name)
    assert check().unread == (
        UnreadFile("a.json", 2, "JSON file", "sgdr_schedule"),
        UnreadFile("b.toml", 2, "TOML file", "sgdr_schedule"),
    )
