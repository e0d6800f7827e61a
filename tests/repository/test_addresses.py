"""The project's address: one place says it, and nothing else says another one."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from addresses import ACTION, ADDRESS, SLUG, WRITTEN, addressed, tracked
from pages import read

from lrmigrate.codemod.address import PROJECT, rule_page
from lrmigrate.codemod.model import (
    Finding,
    Position,
    RunResult,
    Severity,
    TargetChoice,
)
from lrmigrate.codemod.report.format import Content
from lrmigrate.codemod.report.formats import load
from lrmigrate.codemod.report.mode import Mode

HERE = "codemod/address.py"
FOUND = Finding(
    "train.py", "LRS001", "old", Severity.WARNING, Position(1, 1), Position(1, 2)
)


def report(form: str, *findings: Finding) -> object:
    run = RunResult(findings, (), (), 1, 0, TargetChoice("lrsched", ""))
    return json.loads(load(form).report(Content(run, Mode.CHECK)))


# -- refused ------------------------------------------------------------------


def test_no_other_address_of_the_project_stands_anywhere():
    named = {
        (str(path), one)
        for path in tracked()
        if path.name != "test_addresses.py"
        for one in ADDRESS.findall(path.read_bytes().decode("utf-8", "replace"))
        if one != PROJECT
    }
    assert named == set(), "run: make docs"


def test_no_recipe_names_another_action():
    named = [
        one
        for path in tracked()
        if path.suffix in WRITTEN
        for one in ACTION.findall(path.read_bytes().decode())
    ]
    assert set(named) == {SLUG}


def test_code_takes_it_from_its_one_place():
    naming = [
        path
        for path in tracked()
        if path.suffix == ".py" and SLUG in path.read_text(encoding="utf-8")
    ]
    assert [path.as_posix() for path in naming if path.match(HERE)]
    assert len(naming) == 1


def test_the_rule_of_another_pack_has_no_page_of_ours():
    assert rule_page("ACME001") is None
    assert report("json", replace(FOUND, code="ACME001"))[0]["url"] is None


# -- said ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("repo: https://github.com/someone/lrmigrate\n", f"repo: {PROJECT}\n"),
        (
            "pip install git+https://gitlab.com/a-b/lrmigrate",
            f"pip install git+{PROJECT}",
        ),
        ("uses: someone/lrmigrate@main", f"uses: {SLUG}@main"),
        ("https://github.com/a/lrmigrate/blob/x", f"{PROJECT}/blob/x"),
        ("https://github.com/google-deepmind/optax", None),
        ("https://github.com/a/lrmigrate-packs", None),
        ("uses: actions/checkout@v5", None),
    ],
    ids=["hook", "requirement", "action", "page", "another project", "alike", "other"],
)
def test_make_docs_writes_it(text: str, written: str | None):
    assert addressed(text) == (written or text)


def test_it_is_what_the_distribution_says():
    urls = tomllib.loads(read("pyproject.toml"))["project"]["urls"]
    assert urls["Repository"] == PROJECT
    assert all(url.startswith(PROJECT) for url in urls.values())


def test_its_places_are_those_of_files():
    urls = tomllib.loads(read("pyproject.toml"))["project"]["urls"].values()
    pages = [one for one in (*urls, rule_page("LRS001")) if "/blob/main/" in one]
    assert len(pages) == 3
    for url in pages:
        assert read(re.sub(".*/blob/main/", "", url))


def test_reports_name_it():
    url = f"{PROJECT}/blob/main/docs/rules/LRS001.md"
    [entry] = report("json", FOUND)
    assert entry["url"] == url
    driver = report("sarif", FOUND)["runs"][0]["tool"]["driver"]
    assert driver["informationUri"] == PROJECT
    help_of = {rule["id"]: rule["helpUri"] for rule in driver["rules"]}
    assert help_of["LRS001"] == url
    assert urlsplit(url).scheme == "https"
