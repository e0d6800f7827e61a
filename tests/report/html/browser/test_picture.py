"""The README's picture of a page is what the demo's page looks like."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from page_picture import SEEN, apart, drawn
from paths import DEMO, DOCS

PICTURE = DOCS / "images" / "report.png"


@pytest.fixture(scope="module")
def shot(browser, tmp_path_factory):
    project = tmp_path_factory.mktemp("picture") / "project"
    shutil.copytree(DEMO, project, ignore=shutil.ignore_patterns("__pycache__"))
    lrmigrate = Path(sys.executable).with_name("lrmigrate")
    command = [lrmigrate, "report", "--target", "lrsched", "--html", "page.html", "."]
    done = subprocess.run(command, cwd=project, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    return drawn(browser, project / "page.html")


def test_the_picture_is_of_the_page_as_it_is(browser, shot):
    share = apart(browser, shot, PICTURE.read_bytes())
    assert share < 0.01, "make picture draws it"


def test_another_page_would_be_seen(browser, shot):
    page = browser.new_page(viewport=SEEN)
    page.set_content("<h1>Something else</h1>" * 40)
    other = page.screenshot()
    page.close()
    assert apart(browser, shot, other) > 0.01
