"""The page in a browser: what a person sees, points at and types."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

HOSTILE = "</script><img src=x onerror=alert(1)><script>alert(2)</script>"
DARK, LIGHT = "rgb(20, 23, 27)", "rgb(255, 255, 255)"


def background(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def visible(page):
    return page.locator(".site:visible")


@pytest.fixture
def thirty(reports):
    return reports.page_of(*reports.many(30))


# -- opened -------------------------------------------------------------------


def test_hostile_text_does_nothing(reports, opened):
    found = replace(reports.FOUND, path=f"{HOSTILE}.py", message=HOSTILE)
    source = f"{reports.LINE}  # {HOSTILE}\n".encode()
    page = opened(reports.page_of(found, stdin=source))
    expect(page.locator(".message")).to_have_text(HOSTILE)
    assert page.locator("img").count() == 0


def test_a_script_of_somebody_else_does_not_run(reports, opened):
    """The policy holds even where an element got in."""
    page = opened(
        reports.page_of(reports.FOUND).replace(
            "<footer>", '<footer><b onclick="document.title=1">x</b>'
        )
    )
    page.locator("footer b").click()
    assert page.title() == "lrmigrate report"
    assert "Content Security Policy" in opened.complaints.pop()


@pytest.mark.parametrize("count", [0, 1, 30])
def test_a_report_opens_without_complaint(reports, opened, count):
    page = opened(reports.page_of(*reports.many(count)))
    expect(page.locator("#shown")).to_have_text(str(count))
    expect(visible(page)).to_have_count(count)
    expect(page.get_by_text("No finding matches.")).to_be_hidden()


def test_few_findings_are_open(reports, opened):
    page = opened(reports.page_of(*reports.many(2)))
    for plot in page.locator(".plot").all():
        plot.scroll_into_view_if_needed()
        expect(plot.locator("svg")).to_be_visible()


def test_without_javascript_findings_and_changes_can_be_read(reports, opened):
    page = opened(reports.page_of(*reports.many(30)), java_script_enabled=False)
    expect(visible(page)).to_have_count(30)
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator("#theme")).to_be_hidden()
    first = visible(page).first
    first.locator("summary").click()
    expect(first.locator(".patch .add")).to_contain_text("transition_steps=100")
    expect(first).to_contain_text("Points compared")


@pytest.mark.parametrize("width", [320, 400, 768, 1280])
def test_nothing_sticks_out(reports, opened, width):
    long = replace(reports.FOUND, path="a/" * 90 + "b.py", message="word" * 90)
    page = opened(
        reports.page_of(reports.FOUND, long),
        viewport={"width": width, "height": 800},
    )
    for plot in page.locator(".plot").all():
        plot.scroll_into_view_if_needed()
        expect(plot.locator("svg")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# -- filters ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choices", "count"),
    [
        ({"rule": "LRS002"}, 10),
        ({"verdict": "divergent"}, 7),
        ({"file": "pkg/module_3.py"}, 3),
        ({"rule": "LRS001", "file": "pkg/module_3.py"}, 1),
        ({"rule": "LRS001", "verdict": "unverifiable"}, 3),
    ],
    ids=str,
)
def test_each_filter_narrows_the_list(opened, thirty, choices, count):
    page = opened(thirty)
    for name, value in choices.items():
        page.locator(f"#{name}").select_option(value)
    expect(visible(page)).to_have_count(count)
    expect(page.locator("#shown")).to_have_text(f"{count} of 30")
    page.get_by_role("button", name="Reset").click()
    expect(visible(page)).to_have_count(30)


@pytest.mark.parametrize(
    ("words", "count"),
    [("number n29", 1), ("MODULE_3", 3), ("divergent pkg/module_1", 0), ("zzz", 0)],
)
def test_text_narrows_the_list(opened, thirty, words, count):
    page = opened(thirty)
    page.get_by_label("Text").fill(words)
    expect(visible(page)).to_have_count(count)
    expect(page.locator(".file:visible")).to_have_count(min(count, 1))
    none = page.get_by_text("No finding matches.")
    expect(none).to_be_visible() if count == 0 else expect(none).to_be_hidden()


def test_a_file_without_a_match_is_not_shown(opened, thirty):
    page = opened(thirty)
    page.locator("#file").select_option("pkg/module_3.py")
    expect(page.locator(".file:visible")).to_have_count(1)


# -- the plot -----------------------------------------------------------------


def test_pointing_at_a_plot_tells_step_and_values(reports, opened):
    page = opened(reports.page_of(reports.FOUND))
    canvas = page.locator(".canvas")
    box = canvas.bounding_box()
    canvas.hover(position={"x": box["width"] - 14, "y": 80})
    outputs = page.locator(".legend output")
    expect(outputs).to_have_text(["100", "0", "0", "0"])
    canvas.hover(position={"x": 1, "y": 80})
    expect(outputs).to_have_text(["0", "0.100000001", "0.100000001", "0"])


def test_a_plot_can_be_read_with_the_keyboard(reports, opened):
    page = opened(reports.page_of(reports.FOUND))
    slider = page.get_by_role("slider", name="Step of the learning-rate curve")
    slider.focus()
    for key, step in (("ArrowRight", 1), ("End", 100), ("ArrowLeft", 99), ("Home", 0)):
        slider.press(key)
        expect(slider).to_have_attribute("aria-valuenow", str(step))
    expect(slider).to_have_attribute(
        "aria-valuetext",
        "step 0, before 0.100000001, after 0.100000001, residual 0",
    )


def test_a_difference_is_drawn_and_told(reports, opened):
    wrong = replace(reports.FOUND.after, call="f(0.2, transition_steps=100)")
    page = opened(reports.page_of(replace(reports.FOUND, after=wrong)))
    page.get_by_role("slider").focus()
    page.keyboard.press("Home")
    expect(page.locator(".legend output")).to_have_text(
        ["0", "0.100000001", "0.200000003", "0.1"]
    )
    expect(page.get_by_text("Before and after differ.")).to_be_visible()


def test_boundaries_and_what_is_odd_are_marked(reports, opened):
    call = replace(
        reports.FOUND.before,
        function="optax.warmup_cosine_decay_schedule",
        call="f(0.5, 0.1, 10, 80)",
    )
    found = replace(reports.FOUND, before=call, after=None, fix=None, verdict=None)
    page = opened(reports.page_of(found))
    expect(page.locator(".canvas .label")).to_have_text(
        ["warmup_steps 10", "decay_steps 80"]
    )
    expect(page.locator(".canvas .mark-label")).to_have_text("above the peak")
    expect(page.locator(".legend output")).to_have_count(2)


def test_plots_are_drawn_when_they_are_wanted(opened, thirty):
    page = opened(thirty)
    expect(page.locator(".canvas")).to_have_count(0)
    page.locator("#site-1 summary").click()
    expect(page.locator("#site-1 .canvas svg")).to_be_visible()
    expect(page.locator(".canvas")).to_have_count(1)


# -- the rest -----------------------------------------------------------------


@pytest.mark.parametrize(("scheme", "seen"), [("dark", DARK), ("light", LIGHT)])
def test_the_theme_is_that_of_the_system_until_it_is_chosen(
    reports, opened, scheme, seen
):
    page = opened(reports.page_of(reports.FOUND), color_scheme=scheme)
    assert background(page) == seen
    theme = page.locator("#theme")
    for name, expected in (("light", LIGHT), ("dark", DARK), ("system", seen)):
        theme.click()
        expect(theme).to_have_text(f"Theme: {name}")
        assert background(page) == expected


def test_a_rule_opens_where_it_is_asked_for(reports, opened):
    page = opened(reports.page_of(reports.FOUND))
    page.locator(".why a").click()
    expect(page.locator("#LRS001 .rule-body")).to_be_visible()


def test_a_thousand_findings_can_be_used(reports, opened):
    page = opened(reports.page_of(*reports.many(1000)))
    expect(page.locator("#shown")).to_have_text("1,000")
    page.get_by_label("Text").fill("number n777")
    expect(page.locator("#shown")).to_have_text("1 of 1,000")
    page.get_by_role("button", name="Reset").click()
    page.get_by_role("button", name="Open all").click()
    page.locator("#site-1000 .plot").scroll_into_view_if_needed()
    page.screenshot()  # what is seen by nobody may never be drawn
    expect(page.locator("#site-1000 .canvas svg")).to_be_visible()
    assert page.locator(".canvas").count() < 1000
