"""The gallery in a browser: seen without a script and in print, pointed at, filtered."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from rates import HOSTILE, RECIPES, hostile, many, rate, run_of, unknown

from lrmigrate.codemod.curves.show.html.page import gallery

DARK, LIGHT = "rgb(20, 23, 27)", "rgb(255, 255, 255)"


def page_of(*found):
    return (
        gallery(*run_of(*found), RECIPES.is_schedule)
        .encode("utf-8", "backslashreplace")
        .decode()
    )


def visible(page):
    return page.locator(".rate:visible")


@pytest.fixture(scope="module")
def thirty():
    return page_of(*many(30))


# -- opened -------------------------------------------------------------------


def test_hostile_text_does_nothing(opened):
    found = [hostile(text) for text in HOSTILE]
    lost = [unknown(why=text, call=text, scope=text) for text in HOSTILE]
    page = opened(page_of(*found, *lost))
    expect(visible(page)).to_have_count(2 * len(HOSTILE))
    assert page.locator("img").count() == 0
    page.locator(".pick").nth(0).click()
    page.locator(".pick").nth(1).click()
    expect(page.locator("#over svg")).to_be_visible()


def test_a_script_of_somebody_else_does_not_run(opened):
    page = opened(
        page_of(rate()).replace(
            "<footer>", '<footer><b onclick="document.title=1">x</b>'
        )
    )
    page.locator("footer b").click()
    assert page.title() == "lrmigrate curves"
    assert "Content Security Policy" in opened.complaints.pop()


@pytest.mark.parametrize("count", [0, 1, 30])
def test_a_gallery_opens_without_complaint(opened, count):
    page = opened(page_of(*many(count)))
    expect(page.locator("#shown")).to_have_text(str(count))
    expect(visible(page)).to_have_count(count)
    expect(page.get_by_text("No learning rate matches.")).to_be_hidden()


@pytest.mark.parametrize("media", ["screen", "print"])
def test_without_javascript_all_can_be_seen(opened, thirty, media):
    page = opened(thirty, java_script_enabled=False)
    page.emulate_media(media=media)
    expect(visible(page)).to_have_count(30)
    for name in ("#filters", "#theme", "#over"):
        expect(page.locator(name)).to_be_hidden()
    expect(page.locator(".pick")).to_have_count(0)
    for path in page.locator("g.linear path.line, g.linear path.taken").all()[:6]:
        box = path.bounding_box()
        assert box["width"] > 200, "the curve is drawn"
    expect(page.locator("#c4")).to_contain_text("sampled: lr=0.1, steps=103")


@pytest.mark.parametrize("media", ["screen", "print"])
def test_files_of_one_learning_rate_stand_side_by_side(opened, media):
    page = opened(page_of(rate(path="a.py"), rate(path="b.py")))
    page.emulate_media(media=media)
    one, other = (page.locator(".rate").nth(at).bounding_box() for at in (0, 1))
    assert one["y"] == other["y"]
    assert one["x"] + one["width"] < other["x"]
    assert one["width"] > 300


def test_the_axis_is_chosen_without_javascript(opened, thirty):
    page = opened(thirty, java_script_enabled=False)
    linear, log = page.locator("#c2 g.linear"), page.locator("#c2 g.log")
    expect(linear).to_be_visible()
    expect(log).to_be_hidden()
    page.get_by_label("logarithmic").check()
    expect(log).to_be_visible()
    expect(linear).to_be_hidden()
    expect(page.locator("#c2 .note:visible")).to_contain_text("below 1e-4 is left out")


def test_a_call_is_read_in_print(opened, thirty):
    page = opened(thirty, java_script_enabled=False)
    expect(page.locator("#c2 pre")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("#c2 pre")).to_be_visible()


@pytest.mark.parametrize("width", [320, 400, 768, 1280])
def test_nothing_sticks_out(opened, width):
    long = hostile("a" * 10_000)
    page = opened(
        page_of(rate(), long, unknown(path="a/" * 90, why="word" * 90)),
        viewport={"width": width, "height": 800},
    )
    page.locator(".pick").nth(0).click()
    page.locator(".pick").nth(1).click()
    expect(page.locator("#over svg")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# -- filters, and the address -------------------------------------------------


@pytest.mark.parametrize(
    ("choices", "count"),
    [
        ({"basis": "unknown"}, 5),
        ({"basis": "sampled"}, 5),
        ({"function": "piecewise_constant_schedule"}, 5),
        ({"function": "cosine_decay_schedule", "basis": "known"}, 5),
        ({"optimizer": "adamw"}, 5),
        ({"optimizer": "adamw", "basis": "sampled"}, 0),
    ],
    ids=str,
)
def test_each_filter_narrows_the_list_and_stands_in_the_address(
    opened, thirty, choices, count
):
    page = opened(thirty)
    for name, value in choices.items():
        page.locator(f"#{name}").select_option(value)
        assert f"{name}={value}" in page.url
    expect(visible(page)).to_have_count(count)
    expect(page.locator("#shown")).to_have_text(f"{count} of 30")
    page.get_by_role("button", name="Reset").click()
    expect(visible(page)).to_have_count(30)
    assert "#" not in page.url


@pytest.mark.parametrize(
    ("words", "count"),
    [("make_29", 1), ("MODULE_1", 10), ("adamw module_0", 4), ("zzz", 0)],
)
def test_text_narrows_the_list(opened, thirty, words, count):
    page = opened(thirty)
    page.get_by_label("Text").fill(words)
    expect(visible(page)).to_have_count(count)
    expect(page.locator(".file:visible")).to_have_count(min(count, 1))


def test_an_address_brings_back_what_was_seen(opened, thirty):
    page = opened(thirty)
    page.locator("#function").select_option("cosine_decay_schedule")
    page.get_by_label("Text").fill("make_1 & more=1")
    page.get_by_label("Text").fill("make_1")
    page.get_by_label("logarithmic").check()
    page.locator("#c14 .pick").click()
    page.locator("#c2 .pick").click()
    shown = visible(page).count()
    state = page.url.partition("#")[2]
    again = opened(thirty)
    again.evaluate(f"location.hash = {'#' + state!r}")
    expect(visible(again)).to_have_count(shown)
    expect(again.locator("#axis-log")).to_be_checked()
    expect(again.locator("#over")).to_contain_text("module_0.py line 11")
    expect(again.locator("#over svg")).to_be_visible()
    again.evaluate("location.hash = '#basis=nobody&over=c1,c999'")
    expect(visible(again)).to_have_count(30)
    expect(again.locator("#over")).to_be_hidden()


# -- the curves ---------------------------------------------------------------


def test_pointing_at_a_curve_tells_step_and_value(opened):
    page = opened(page_of(rate("piecewise_constant_schedule")))
    svg = page.locator("svg.curve")
    box = svg.bounding_box()
    scale = box["width"] / 320
    svg.hover(position={"x": 46 * scale, "y": 60})
    expect(svg.locator(".read")).to_have_text(["1", "0"])
    svg.hover(position={"x": 311 * scale, "y": 60})
    expect(svg.locator(".read")).to_have_text(["0.05", "624"])
    assert svg.locator(".dot").bounding_box()["y"] > box["y"] + box["height"] / 2
    page.mouse.move(0, 0)
    expect(svg.locator(".read")).to_have_count(0)


def test_a_curve_can_be_read_with_the_keyboard(opened):
    page = opened(page_of(rate("piecewise_constant_schedule")))
    slider = page.get_by_role("slider", name="Step of piecewise_constant_schedule")
    slider.focus()
    for key, text in (
        ("End", "step 624, 0.05"),
        ("ArrowLeft", "step 600, 0.05"),
        ("ArrowLeft", "step 599, 0.5"),
        ("Home", "step 0, 1"),
    ):
        slider.press(key)
        expect(slider).to_have_attribute("aria-valuetext", text)


def test_a_value_that_an_axis_has_not_is_told_without_a_dot(opened):
    page = opened(page_of(rate("warmup_cosine_decay_schedule")))
    page.get_by_label("logarithmic").check()
    page.get_by_role("slider").press("Home")
    expect(page.locator(".read")).to_have_text(["0", "0"])
    expect(page.locator(".reader .dot")).to_have_count(0)


def test_any_two_curves_are_laid_over_one_another(opened):
    one = rate(values={"init_value": 0.1, "decay_steps": 100})
    other = rate(values={"init_value": 0.2, "decay_steps": 200}, path="b.py")
    open_one = rate("exponential_decay", path="c.py")
    page = opened(page_of(one, other, open_one))
    picks = page.locator(".pick")
    picks.nth(0).press("Enter")
    expect(page.locator("#over")).to_contain_text("choose another curve")
    picks.nth(1).click()
    over = page.get_by_role("slider", name="Step of the learning-rate curve")
    over.press("Home")
    outputs = page.locator("#over .legend output")
    expect(outputs).to_have_text(["0", "0.1", "0.2", "0.1"])
    over.press("End")
    expect(outputs).to_have_text(["208", "0", "0", "0"])
    picks.nth(2).click()
    expect(picks.nth(0)).to_have_attribute("aria-pressed", "false")
    over.press("End")
    expect(outputs.nth(0)).to_have_text("3,000")
    expect(page.locator("#over .tick").first).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#over")).to_be_hidden()


def test_what_is_not_drawn_so_far_is_not_told(opened):
    long = rate(values={"init_value": 0.1, "decay_steps": 9_000}, path="b.py")
    page = opened(page_of(rate("exponential_decay"), long))
    for pick in page.locator(".pick").all():
        pick.click()
    page.get_by_role("slider", name="Step of the learning-rate curve").press("End")
    outputs = page.locator("#over .legend output")
    expect(outputs.nth(1)).to_have_text("not drawn so far")
    expect(outputs.nth(2)).to_have_text("0")


def test_an_overlay_has_the_axis_of_the_page(opened):
    page = opened(page_of(rate(), rate(values={"init_value": 1e-4, "decay_steps": 50})))
    for pick in page.locator(".pick").all():
        pick.click()
    ticks = page.locator("#over .tick")
    assert "0.001" not in ticks.all_text_contents()
    page.get_by_label("logarithmic").check()
    expect(ticks.filter(has_text=re.compile(r"^0\.001$"))).to_be_visible()


# -- the rest -----------------------------------------------------------------


@pytest.mark.parametrize(("scheme", "seen"), [("dark", DARK), ("light", LIGHT)])
def test_the_theme_is_that_of_the_system_until_it_is_chosen(opened, scheme, seen):
    page = opened(page_of(rate()), color_scheme=scheme)
    theme = page.locator("#theme")
    for name, expected in (("light", LIGHT), ("dark", DARK), ("system", seen)):
        theme.click()
        expect(theme).to_have_text(f"Theme: {name}")
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert colour == expected


def test_a_thousand_can_be_used(opened):
    page = opened(page_of(*many(1000)))
    expect(page.locator("#shown")).to_have_text("1,000")
    page.get_by_label("Text").fill("make_777")
    expect(page.locator("#shown")).to_have_text("1 of 1,000")
    page.get_by_role("button", name="Reset").click()
    page.get_by_label("logarithmic").check()
    page.locator("#c1000").scroll_into_view_if_needed()
    expect(page.locator("#c1000 svg g.log")).to_be_visible()


def test_a_card_can_be_linked_to(opened, thirty):
    page = opened(thirty)
    page.evaluate("location.hash = '#c29'")
    expect(page.locator("#c29")).to_be_in_viewport()
    assert page.url.endswith("#c29")
