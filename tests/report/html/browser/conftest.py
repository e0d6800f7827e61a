"""A real browser: the one that `make test` installed, else one of the machine."""

from __future__ import annotations

import pytest
from headless import launched
from playwright.sync_api import expect

# A machine may be busy with other tests.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def browser():
    with launched() as running:
        yield running


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
