"""The page as text: inert, complete without a script, and always the same."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lrmigrate.codemod.model import (
    Counterexample,
    FileChange,
    Invocation,
    Newer,
    Problem,
    Severity,
    TargetChoice,
    UnreadFile,
    Verdict,
    VerdictKind,
)
from lrmigrate.codemod.report.html.data import dumps
from lrmigrate.codemod.report.html.page import html_page

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]><!--",
    "-->",
    "line\u2028separator\u2029",
    "\u202eright to left",
    "'\"`&amp;",
    "größe/日本/🙂",
    "undecodable \udcff",
    "control \x00\x1b[31m",
)
KNOWN_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "a", "header", "div", "h1"),
    *("span", "button", "p", "code", "ul", "li", "strong", "h2", "table", "tbody"),
    *("tr", "th", "td", "svg", "rect", "main", "form", "label", "select", "option"),
    *("input", "section", "h3", "details", "summary", "pre", "i", "b", "dl", "dt"),
    *("dd", "figure", "figcaption", "footer", "script", "h4", "h5", "em"),
    *("fieldset", "legend", "defs", "path", "use", "g", "text", "circle"),
}


def hostile(found, text):
    """A finding in which every word is somebody else's."""
    example = Counterexample(((text, text),), 3, text, text, text)
    verdict = Verdict(VerdictKind.DIVERGENT, text, 1, 2, float("inf"), example)
    return replace(
        found,
        path=f"{text}.py",
        message=f"`{text}` {text}",
        left=text,
        written=False,
        verdict=verdict,
        fix=replace(found.fix, message=text),
    )


# -- what is hostile stays text -----------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert(reports, text):
    source = f"{reports.LINE}  # {text}\n".encode("utf-8", "replace")
    problem = Problem(text, text)
    page = reports.page_of(
        hostile(reports.FOUND, text), stdin=source, problems=(problem,)
    )
    parsed = reports.Parsed(page)
    tags = {tag for tag, _ in parsed.elements}
    assert tags <= KNOWN_TAGS
    assert sum(tag == "script" for tag, _ in parsed.elements) == 5
    names = {name for _, attributes in parsed.elements for name in attributes}
    assert not [name for name in names if name.startswith("on") or name == "style"]
    visible = re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL)
    shown = visible.replace("\n", "")
    assert shown.isprintable()


@pytest.mark.parametrize("text", HOSTILE)
def test_data_cannot_leave_its_element(text):
    written = dumps({"text": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"text": text}


def test_markup_in_a_name_is_shown_as_it_is(reports):
    parsed = reports.Parsed(reports.page_of(hostile(reports.FOUND, HOSTILE[1])))
    assert f"{HOSTILE[1]}.py" in parsed.text
    assert {"data-file": f"{HOSTILE[1]}.py", "class": "file"} in [
        attributes for tag, attributes in parsed.elements if tag == "section"
    ]


# -- the policy ---------------------------------------------------------------


def test_policy_allows_what_the_page_was_made_with_and_nothing_else(reports):
    page = reports.page_of(reports.FOUND)
    (policy,) = [
        attributes["content"]
        for tag, attributes in reports.Parsed(page).elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(part.split(" ", 1) for part in policy.split("; "))
    assert rules["default-src"] == "'none'"
    inline = re.findall(r"<(style|script)>(.*?)</\1>", page, re.DOTALL)
    hashes = {"style": [], "script": []}
    for kind, text in inline:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        hashes[kind].append(f"'sha256-{digest}'")
    assert rules["style-src"].split() == hashes["style"]
    assert rules["script-src"].split() == hashes["script"]


def test_nothing_is_loaded_from_anywhere(reports):
    for tag, attributes in reports.Parsed(reports.page_of(reports.FOUND)).elements:
        assert not {"src", "srcset", "data", "poster", "background"} & attributes.keys()
        assert tag != "link"
        assert "url(" not in str(attributes)
    assert "@import" not in reports.page_of()


# -- what it says -------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 1000])
def test_every_finding_has_its_place(reports, count):
    page = reports.page_of(*reports.many(count))
    parsed = reports.Parsed(page)
    sites = parsed.of("details", "site")
    assert len(sites) == len({site["id"] for site in sites}) == count
    assert ("Nothing was found." in parsed.text) == (count == 0)
    curves = reports.data_of(page)["curves"]
    assert len(curves) == min(count, 7), "the same curve is stored once"
    for plot in parsed.of("figure", "plot"):
        assert 0 <= int(plot["data-curve"]) < len(curves)
    assert len(page) < 100_000 + 5_000 * count


@pytest.mark.parametrize("count", [0, 1, 30])
def test_the_same_run_gives_the_same_bytes(reports, count):
    findings = list(reports.many(count))
    assert reports.page_of(*findings) == reports.page_of(*findings)


def test_a_divergent_rewrite_shows_its_evidence(reports):
    example = Counterexample((("n", "29"),), 1028, "0.1", "0.09", "float64")
    verdict = Verdict(VerdictKind.DIVERGENT, "the curves differ", 3, 1234, 7.5, example)
    found = replace(reports.FOUND, verdict=verdict, written=False)
    parsed = reports.Parsed(reports.page_of(found))
    assert {"site-1"} == {one["id"] for one in parsed.of("details", "site")}
    for words in (
        *("divergent", "the curves differ", "1,234", "7.5 ulp", "at step 1,028"),
        *("n = 29", "float64", "0.09"),
    ):
        assert words in parsed.text


def test_a_change_is_shown_line_by_line(reports):
    page = reports.page_of(reports.FOUND)
    assert len(reports.Parsed(page).of("span", "del")) >= 1
    assert "transition_steps=100" in reports.Parsed(page).text


def test_a_report_without_a_rewrite_shows_its_lines_and_curve(reports):
    found = replace(
        reports.FOUND, fix=None, verdict=None, after=None, written=False, left=""
    )
    page = reports.page_of(found)
    assert "there is no rewrite for it" in page
    assert 'class="l hit"' in page
    (curve,) = reports.data_of(page)["curves"]
    assert (curve["rewritten"], curve["after"]) == (False, None)


def test_why_there_is_no_curve(reports):
    gone = replace(reports.FOUND, before=None, after=None)
    assert "No curve: no call of a schedule can be read here." in reports.page_of(gone)


def test_a_file_that_is_gone_is_told(reports):
    assert "the file is not there now" in reports.page_of(reports.FOUND, stdin=None)


def test_a_file_that_was_read_is_shown_as_it_was(reports, tmp_path):
    file = tmp_path / "train.py"
    file.write_bytes(b"\xef\xbb\xbf" + f"{reports.LINE}\r\n".encode())
    found = replace(reports.FOUND, path=str(file))
    change = FileChange(str(file), f"\ufeff{reports.LINE}\r\n", "")
    page = reports.page_of(found, stdin=None, changes=(change,))
    assert "transition_steps=100" in page


def test_counts_are_those_of_the_run(reports):
    found = [
        reports.FOUND,
        replace(reports.FOUND, severity=Severity.INFO, written=False, left="a reason"),
    ]
    text = reports.Parsed(reports.page_of(*found, suppressed=4, baselined=5)).text
    assert re.search(
        r"3files scanned2findings1would be written1left4silenced by noqa5known", text
    )
    assert "a reason" in text


def test_what_versions_hide_is_counted_and_told(reports):
    said = "uv.lock locks flax==0.10.7"
    hidden = (Newer("flax", "0.11", said, 2),)
    needed = (Newer("flax", "0.11", said, 1),)
    unread = (UnreadFile("a.json", 1, "JSON file", "sgdr_schedule"),)
    page = reports.page_of(hidden=hidden, needed=needed, unread=unread)
    text = reports.Parsed(page).text
    assert "1 JSON file names a schedule and was not read" in text
    assert "2hidden, for newer versions" in text
    assert f"not shown: {said}; --flax-version 0.11 shows them" in text
    assert f"1 file would need flax>=0.11, but {said}." in text


def test_rules_that_found_something_are_explained(reports):
    parsed = reports.Parsed(reports.page_of(reports.FOUND))
    assert [one["id"] for one in parsed.of("details", "rule")] == ["LRS001"]
    assert "Use instead" in parsed.text


def test_ids_are_unique_and_links_lead_to_them(reports):
    parsed = reports.Parsed(reports.page_of(*reports.many(30)))
    ids = [attributes["id"] for _, attributes in parsed.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in parsed.elements:
        if tag == "a" and attributes["href"].startswith("#"):
            assert attributes["href"][1:] in ids


def test_without_the_verifier_the_page_says_so(reports, monkeypatch):
    monkeypatch.setattr(
        "lrmigrate.codemod.verify.requirements.missing_requirements", lambda: ("jax",)
    )
    found = replace(reports.FOUND, verdict=None, written=False, left="not verified")
    page = reports.page_of(found)
    assert "not verified" in page
    assert len(reports.data_of(page)["curves"]) == 1, "plain arithmetic has it"
    beyond = Invocation("optax.cosine_decay_schedule", "f(0.1, 2**40)")
    page = reports.page_of(replace(found, before=beyond, after=None))
    assert "No curve: not installed: jax." in page
    assert "not verified" in page
    assert reports.data_of(page) == {"curves": []}


def test_paths_are_not_taken_from_the_machine(reports):
    assert str(Path.cwd()) not in reports.page_of(*reports.many(3))


def test_what_lies_elsewhere_is_told_from_the_folder_that_was_named(reports, tmp_path):
    folder = tmp_path / "theirs"
    folder.mkdir()
    file = folder / "train.py"
    file.write_text(f"{reports.LINE}\n")
    python = f"the Optax in {sys.prefix}/lib does not take the new names"
    found = replace(reports.FOUND, path=str(file), left=f"see {file}:1", written=False)
    page = html_page(
        replace(
            reports.result_of(found),
            target=TargetChoice("lrsched", python),
            problems=(Problem(str(file), f"cannot write {file}"),),
        ),
        lambda: reports.KNOWN,
        paths=(str(folder),),
    ).decode()
    text = reports.Parsed(page).text
    assert str(tmp_path) not in page
    assert sys.prefix not in page
    assert "see theirs/train.py:1" in text
    assert "the Optax in lib does not take" in text
    assert "transition_steps=100" in text, "the file itself is read where it is"
