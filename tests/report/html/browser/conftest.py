"""A real browser: the one that `make test` installed, else one of the machine."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

INSTALLED = Path(sys.prefix) / "browser"
# A machine may be busy with other tests.
expect.set_options(timeout=30_000)

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def executable():
    """The browser, and the environment that it needs."""
    if (INSTALLED / "chromium").exists():
        libraries = {"LD_LIBRARY_PATH": str(INSTALLED / "lib")}
        fonts = {"FONTCONFIG_FILE": str(INSTALLED / "fonts.conf")}
        return str(INSTALLED / "chromium"), {**os.environ, **libraries, **fonts}
    for name in NAMES:
        if path := shutil.which(name):
            return path, dict(os.environ)
    pytest.fail("no browser: run `make test`, or install Chromium or Chrome")


@pytest.fixture(scope="module")
def browser():
    path, environment = executable()
    with sync_playwright() as playwright:
        # The pages are our own, and root has no sandbox.
        running = playwright.chromium.launch(
            executable_path=path, env=environment, args=["--no-sandbox"]
        )
        yield running
        running.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Opens a report; nothing may be fetched or complained of in the meantime.

    What is to be complained of is taken from ``opened.complaints``.
    """
    complaints, contexts = [], []

    def open_page(text, **options):
        file = tmp_path / "report.html"
        file.write_text(text, encoding="utf-8")
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url))
        page.goto(file.as_uri())
        assert complaints.pop(0) == file.as_uri()
        return page

    open_page.complaints = complaints
    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
