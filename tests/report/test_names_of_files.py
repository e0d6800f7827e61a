"""Names of files that are not UTF-8: found, told, fixed, and no report is broken."""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
from pathlib import Path
from xml.etree import ElementTree

import pytest

COMMAND = str(Path(sysconfig.get_path("scripts"), "lrmigrate"))
OLD = b"import optax\ns = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
LOCALES = {
    "UTF-8": {"PYTHONUTF8": "1"},
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


def lrmigrate(folder, *arguments, **environment):
    ran = subprocess.run(
        [COMMAND, *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
    assert b"bug" not in ran.stderr, ran.stderr
    return ran


@pytest.fixture
def folder(tmp_path):
    for name in (b"caf\xe9.py", "été.py".encode()):
        Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).write_bytes(OLD)
    return tmp_path


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    "form", ["full", "github", "gitlab", "json", "json-lines", "junit", "sarif", "text"]
)
def test_every_format_tells_them_as_text(folder, form, locale):
    ran = lrmigrate(folder, "check", "--output-format", form, **LOCALES[locale])
    assert ran.returncode == 1
    text = ran.stdout.decode("utf-8")
    assert text.count("transition_steps") >= 2
    if form in ("gitlab", "json", "sarif"):
        json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8")
    elif form == "json-lines":
        for line in text.splitlines():
            json.dumps(json.loads(line), ensure_ascii=False).encode("utf-8")
    elif form == "junit":
        ElementTree.fromstring(text)


def test_a_baseline_knows_them(folder):
    assert lrmigrate(folder, "baseline").returncode == 0
    assert lrmigrate(folder, "check").returncode == 0
    (folder / ".lrmigrate-baseline.json").read_text("utf-8")


def test_a_pair_is_kept_and_a_half_is_no_character():
    from lrmigrate.codemod.report.json_text import dumps

    text = "a\udce9\\udce9 \U0001f600 \\\udce9"
    assert json.loads(dumps(text)) == "a\ufffd\\udce9 \U0001f600 \\\ufffd"
