"""The gallery as text: inert, complete without a script, small, always the same."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path

import pytest
from rates import HOSTILE, RECIPES, hostile, many, rate, run_of, unknown

from lrmigrate.codemod.curves.record import Basis
from lrmigrate.codemod.curves.show.html.page import gallery
from lrmigrate.codemod.model import Position, Problem
from lrmigrate.codemod.report.picture.axes import Axis

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "a", "header", "div", "h1"),
    *("span", "button", "p", "code", "ul", "li", "strong", "main", "h2", "fieldset"),
    *("legend", "label", "input", "form", "select", "option", "section", "h3", "h4"),
    *("article", "wbr", "svg", "g", "path", "text", "details", "summary", "pre"),
    *("aside", "footer", "script"),
}


class Parsed(HTMLParser):
    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.elements, self.texts = [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def rates(self):
        return [one for _, one in self.elements if one.get("class") == "rate"]

    @property
    def text(self):
        return "".join(self.texts)


def page_of(*found, problems=(), axis=Axis.LINEAR):
    return gallery(*run_of(*found, problems=problems), RECIPES.is_schedule, axis)


def data_of(page):
    (text,) = re.findall(r'id="data">(.*?)</script>', page, re.DOTALL)
    found = json.loads(text)["curves"]
    return [{**curve, "s": [*accumulate(curve["s"])]} for curve in found]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_hostile_text_is_inert(text):
    lost = unknown(path=f"{text}.py", scope=text, call=text, why=f"`{text}`")
    page = page_of(hostile(text), lost, problems=[Problem(text, text)])
    parsed = Parsed(page)
    assert {tag for tag, _ in parsed.elements} <= TAGS
    assert sum(tag == "script" for tag, _ in parsed.elements) == 7
    names = {name for _, attributes in parsed.elements for name in attributes}
    assert not [name for name in names if name.startswith("on") or name == "style"]
    visible = re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL)
    assert visible.replace("\n", "").isprintable()


@pytest.mark.parametrize("count", [0, 1, 30, 1000])
def test_every_learning_rate_has_its_place(count):
    page = page_of(*many(count))
    parsed = Parsed(page)
    ids = [one["id"] for one in parsed.rates]
    assert len(ids) == len(set(ids)) == count
    assert ("No learning rate was found." in parsed.text) == (count == 0)
    curves = data_of(page)
    drawn = [one for one in parsed.rates if "data-curve" in one]
    assert [one["data-basis"] for one in parsed.rates if one not in drawn] == [
        "unknown"
    ] * -(-count // 6)
    assert all(0 <= int(one["data-curve"]) < len(curves) for one in drawn)
    assert page == page_of(*many(count)), "the same run gives the same page"


def test_a_thousand_are_small():
    result, drawn = run_of(*many(1000))
    page = gallery(result, drawn, RECIPES.is_schedule)
    alone = len(page_of())
    assert len(page.encode()) - alone < 3_000 * len(drawn)
    assert len(page.encode()) < 4_000_000


def test_what_is_not_known_is_told_and_never_drawn():
    page = page_of(unknown(), rate(raises="ValueError: no"))
    parsed = Parsed(page)
    assert "lr comes from a caller" in parsed.text
    assert "raises ValueError: no" in parsed.text
    assert data_of(page) == []
    assert "<svg" not in page


def test_a_sampled_curve_says_so_in_its_picture():
    page = page_of(rate(basis=Basis.SAMPLED, sampled=(("lr", "0.1"),), why="no `lr`"))
    assert '<text class="sample" x="46" y="12">sampled: lr=0.1</text>' in page
    assert '<path class="taken"' in page
    assert '<path class="line"' not in page


def test_where_its_values_come_from_is_told_to_their_beginning():
    text = Parsed(page_of(*list(many(3))[2:])).text
    for words in (
        *("config.peak=0.001", "config.py:11 Config.peak", "PEAK=0.001"),
        *("constants.py:3", "a Config may be made with another peak"),
    ):
        assert words in text


def test_both_axes_are_drawn_and_one_is_chosen():
    page = page_of(rate("warmup_cosine_decay_schedule"), axis=Axis.LOG)
    assert '<g class="linear">' in page
    assert '<g class="log">' in page
    assert "a logarithmic axis has no 0" in page
    (chosen,) = [one for _, one in Parsed(page).elements if "checked" in one]
    assert chosen["value"] == "log"


def test_what_never_changes_has_no_steps_and_one_tick():
    page = page_of(rate("constant_schedule", {"value": 0.25}))
    assert 'class="x"' not in page
    assert page.count('<g class="y"><text x="42" y="37">0.25</text></g>') == 2


def test_an_optimizer_that_is_given_a_number_is_one_of_the_optimizers():
    number = replace(rate("constant_schedule", {"value": 0.1}), function="optax.sgd")
    given = rate(optimizers=("optax.adamw on line 3", "optax.sgd on line 4 of b.py"))
    page = page_of(number, given, rate())
    found = [one.get("data-optimizer") for one in Parsed(page).rates]
    assert found == ["sgd", "adamw sgd", None]
    assert '<option value="sgd">sgd (2)</option>' in page


def test_files_of_one_learning_rate_stand_side_by_side():
    page = page_of(rate(), rate(path="two.py"), rate(path="two.py"))
    sections = [one for tag, one in Parsed(page).elements if tag == "section"]
    assert [one["class"] for one in sections] == ["file one", "file"]


def test_a_place_in_a_notebook_is_told_in_words():
    page = page_of(rate(path="nb.ipynb", start=Position(4, 1, 9)))
    assert '<p class="at">cell 9, line 4: <code>schedule</code>' in page


def test_the_same_curve_is_stored_once():
    page = page_of(*[rate(path=f"{name}.py") for name in "abc"])
    assert len(data_of(page)) == 1


def test_what_is_stored_can_be_read():
    curves = data_of(
        page_of(rate("piecewise_constant_schedule"), rate("exponential_decay"))
    )
    for curve in curves:
        assert curve["s"] == sorted(set(curve["s"]))
        assert len(curve["s"]) == len(curve["v"])
    steps, open_one = curves
    values = dict(zip(steps["s"], steps["v"], strict=True))
    assert (values[299], values[300], values[600]) == (1.0, 0.5, 0.05)
    assert "open" not in steps
    assert open_one["open"] == 1


def test_nothing_is_loaded_from_anywhere():
    page = page_of(*many(6))
    for tag, attributes in Parsed(page).elements:
        assert not {"src", "srcset", "data", "poster", "background"} & attributes.keys()
        assert tag != "link"
        assert "url(" not in str(attributes)
    assert "@import" not in page
    assert str(Path.cwd()) not in page
