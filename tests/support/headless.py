"""A headless browser: the one that `make test` installed, else one of the machine."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

INSTALLED = Path(sys.prefix) / "browser"

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def _executable() -> tuple[str, dict[str, str]]:
    """The browser, and the environment that it needs."""
    if (INSTALLED / "chromium").exists():
        libraries = {"LD_LIBRARY_PATH": str(INSTALLED / "lib")}
        fonts = {"FONTCONFIG_FILE": str(INSTALLED / "fonts.conf")}
        return str(INSTALLED / "chromium"), {**os.environ, **libraries, **fonts}
    for name in NAMES:
        if path := shutil.which(name):
            return path, dict(os.environ)
    raise FileNotFoundError(
        "no browser: run `make test`, or install Chromium or Chrome"
    )


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser for as long as it is asked.

    Raises:
        FileNotFoundError: there is none.
    """
    path, environment = _executable()
    with sync_playwright() as playwright:
        # The pages are our own, and root has no sandbox.
        browser = playwright.chromium.launch(
            executable_path=path, env=environment, args=["--no-sandbox"]
        )
        yield browser
        browser.close()
