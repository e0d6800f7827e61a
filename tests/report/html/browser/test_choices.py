"""What a person chooses stands in the address; the curves need no script at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from lrmigrate.codemod.model import Severity

HOSTILE = "#rule=%3Cimg+src%3Dx%3E&verdict=__proto__&axis=constructor&file=%E0%A4%A&x=1"


def visible(page):
    return page.locator(".site:visible")


@pytest.fixture
def thirty(reports):
    found = [*reports.many(30)]
    rare = [replace(one, severity=Severity.ERROR) for one in found[:4]]
    return reports.page_of(*rare, *found[4:])


# -- without a script, and in print -------------------------------------------


@pytest.mark.parametrize("media", ["screen", "print"])
def test_every_curve_is_seen_without_javascript(opened, thirty, media):
    page = opened(thirty, java_script_enabled=False)
    page.emulate_media(media=media)
    if media == "screen":
        for summary in page.locator(".site > summary").all():
            summary.click()
        for line in page.locator(".spark use").all():
            assert line.bounding_box()["width"] > 50
    for name in ("#filters", "#theme", *(("#axes",) if media == "print" else ())):
        expect(page.locator(name)).to_be_hidden()
    curves = page.locator("svg.curve g.linear use.before")
    expect(curves).to_have_count(30)
    for curve in curves.all():
        assert curve.bounding_box()["width"] > 200, "the curve is drawn"


def test_the_axis_is_chosen_without_javascript(reports, opened):
    page = opened(reports.page_of(reports.FOUND), java_script_enabled=False)
    expect(page.locator("g.linear")).to_be_visible()
    expect(page.locator("g.log")).to_be_hidden()
    page.get_by_label("logarithmic").check()
    expect(page.locator("g.log")).to_be_visible()
    expect(page.locator("g.linear")).to_be_hidden()
    expect(page.locator("g.log .note")).to_have_text("a logarithmic axis has no 0")


def test_what_is_dark_on_the_screen_is_light_in_print(reports, opened):
    page = opened(reports.page_of(reports.FOUND), color_scheme="dark")
    page.locator("#theme").click(click_count=2)
    expect(page.locator("#theme")).to_have_text("Theme: dark")
    page.emulate_media(media="print", color_scheme="dark")
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert ink == "rgb(27, 32, 39)"


@pytest.mark.parametrize("width", [320, 400])
def test_a_narrow_screen_has_a_small_curve_for_each(opened, thirty, width):
    page = opened(thirty, viewport={"width": width, "height": 800})
    for line in page.locator(".spark use").all():
        box = line.bounding_box()
        assert box["x"] >= 0
        assert width / 2 < box["width"] < width
    for summary in page.locator(".site > summary").all()[:3]:
        summary.click()
    for code in page.locator(".patch:visible").all():
        assert code.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_each_curve_tells_what_it_shows(reports, opened):
    page = opened(reports.page_of(reports.FOUND), java_script_enabled=False)
    name = "Learning rate of cosine_decay_schedule: 0.1 → 0 at step 100."
    same = "Before and after are the same at every point."
    expect(page.get_by_role("img", name=f"{name} {same}")).to_be_visible()


def test_the_dot_is_on_the_curve_on_either_axis(reports, opened):
    page = opened(reports.page_of(reports.FOUND))
    slider = page.get_by_role("slider")
    for axis in ("linear", "logarithmic"):
        page.get_by_label(axis).check()
        slider.press("Home")
        shown = "log" if axis == "logarithmic" else "linear"
        dot = page.locator("circle.before").bounding_box()
        line = page.locator(f"g.{shown} use.before").bounding_box()
        assert abs(dot["x"] + dot["width"] / 2 - line["x"]) < 4
        assert abs(dot["y"] + dot["height"] / 2 - line["y"]) < 4


# -- the address --------------------------------------------------------------


@pytest.mark.parametrize(
    ("choices", "count"),
    [
        ({"severity": "error"}, 4),
        ({"outcome": "written"}, 16),
        ({"outcome": "left", "rule": "LRS001"}, 5),
        ({"verdict": "divergent"}, 7),
        ({"file": "pkg/module_3.py"}, 3),
    ],
    ids=str,
)
def test_each_filter_stands_in_the_address(opened, thirty, choices, count):
    page = opened(thirty)
    for name, value in choices.items():
        page.locator(f"#{name}").select_option(value)
        assert f"{name}={value.replace('/', '%2F')}" in page.url
    expect(visible(page)).to_have_count(count)
    page.get_by_role("button", name="Reset").click()
    expect(visible(page)).to_have_count(30)
    assert "#" not in page.url


def test_a_link_brings_back_what_was_seen(opened, thirty):
    page = opened(thirty)
    page.locator("#rule").select_option("LRS002")
    page.get_by_label("Text").fill("module_1 & n1")
    page.get_by_label("Text").fill("module_1 n1")
    page.get_by_label("logarithmic").check()
    shown, state = visible(page).count(), page.url.partition("#")[2]
    assert 0 < shown < 10
    again = opened(thirty)
    again.evaluate(f"location.hash = {state!r}")
    expect(visible(again)).to_have_count(shown)
    expect(again.get_by_label("Text")).to_have_value("module_1 n1")
    expect(again.locator("#axis-log")).to_be_checked()


def test_a_step_back_takes_one_choice_back(opened, thirty):
    page = opened(thirty)
    page.locator("#rule").select_option("LRS002")
    page.get_by_label("logarithmic").check()
    page.get_by_label("Text").press_sequentially("module_1")
    expect(visible(page)).to_have_count(1)
    page.go_back()
    expect(visible(page)).to_have_count(10)
    expect(page.get_by_label("Text")).to_have_value("")
    expect(page.locator("#axis-log")).to_be_checked()
    page.go_back()
    expect(page.locator("#axis-linear")).to_be_checked()
    page.go_back()
    expect(visible(page)).to_have_count(30)
    page.go_forward()
    expect(visible(page)).to_have_count(10)


@pytest.mark.parametrize("state", [HOSTILE, "#%E0%A4%A", "#=&=&&", "#axis=log=log"])
def test_a_hostile_address_does_nothing(opened, thirty, state):
    page = opened(thirty)
    page.evaluate(f"location.hash = {state!r}")
    expect(visible(page)).to_have_count(30)
    expect(page.locator("#axis-linear")).to_be_checked()
    assert page.locator("img[src]").count() == 0


def test_a_link_to_a_finding_leads_to_it_whatever_is_filtered(opened, thirty):
    page = opened(thirty)
    page.locator("#rule").select_option("LRS002")
    page.evaluate("location.hash = '#site-1'")
    expect(page.locator("#site-1 .patch")).to_be_visible()
    expect(page.locator("#site-1")).to_be_in_viewport()
