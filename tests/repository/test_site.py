"""The documentation site: built as it is published, every link of it checked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from paths import DOCS, FIXTURES, ROOT

from lrmigrate import lrsched
from lrmigrate.rules import all_rules

EMPTY = "site_name: a\nstrict: true\ntheme: {name: material, font: false}\n"


def build(config: Path, site: Path) -> subprocess.CompletedProcess[str]:
    # Not --quiet, with which no warning is counted, and none fails the build.
    command = [sys.executable, "-m", "mkdocs", "build"]
    return subprocess.run(
        [*command, "--config-file", str(config), "--site-dir", str(site)],
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = build(ROOT / "mkdocs.yml", folder)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


def text(page: Path) -> str:
    return re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8"))


def test_a_link_that_leads_nowhere_fails_the_build(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("[there](nowhere.md)\n")
    (tmp_path / "mkdocs.yml").write_text(EMPTY)
    done = build(tmp_path / "mkdocs.yml", tmp_path / "site")
    assert done.returncode == 1
    assert "nowhere.md" in done.stderr


def test_every_page_is_there(site):
    pages = [*DOCS.glob("*.md"), *DOCS.glob("rules/*.md"), *DOCS.glob("api/*.md")]
    for page in pages:
        place = page.relative_to(DOCS).with_suffix("")
        folder = place.parent if place.name == "README" else place
        assert (site / folder / "index.html").is_file(), page.name
    assert "LRS001 decay-steps" in text(site / "index.html")
    assert {one.stem for one in DOCS.glob("rules/LRS*.md")} == {
        rule.code for rule in all_rules()
    }


def test_what_leads_out_of_the_pages_leads_to_the_repository(site):
    page = (site / "safety" / "index.html").read_text(encoding="utf-8")
    assert "/blob/main/tests/files/test_write.py" in page
    for path in site.rglob("*.html"):
        assert not re.search(r'href="[^"]*\.py"(?<!main)', local(path)), path


def local(path: Path) -> str:
    """A page without what it links to in the repository."""
    html = path.read_text(encoding="utf-8")
    return re.sub(r'href="[^"]*/blob/main/[^"]*"', "", html)


def test_the_gallery_holds_every_schedule(site):
    code = (FIXTURES / "gallery" / "gallery.py").read_text(encoding="utf-8")
    made = {name for name in lrsched.__all__ if name.endswith(("schedule", "decay"))}
    for name in {*made, "join_schedules"} - {"reduce_on_plateau"}:
        assert f"lrsched.{name}(" in code
    curves = (site / "curves.html").read_text(encoding="utf-8")
    assert curves.count("<article ") == code.count(" = lrsched.")
    assert "curves.html" in (site / "gallery" / "index.html").read_text("utf-8")


def test_the_reference_has_all_that_is_public(site):
    page = text(site / "api" / "lrsched" / "index.html")
    for name in lrsched.__all__:
        assert name in page
    face = text(site / "api" / "rules" / "index.html")
    for name in ("Rule", "Report", "RenameArgument", "CurveFacts"):
        assert name in face
