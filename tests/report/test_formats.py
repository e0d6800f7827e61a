"""Every format over the same runs, read back by a parser: nothing lost or doubled."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from itertools import pairwise
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import ROOT

from lrmigrate.codemod.model import (
    Counterexample,
    Finding,
    Fix,
    Position,
    Problem,
    RunResult,
    Severity,
    TargetChoice,
    TextEdit,
    Verdict,
    VerdictKind,
)
from lrmigrate.codemod.report.format import Content
from lrmigrate.codemod.report.formats import load, names
from lrmigrate.codemod.report.mode import Mode
from lrmigrate.codemod.report.shared import MANY
from lrmigrate.codemod.report.styled import printable, render


def validator(name):
    schema = (ROOT / "tests" / "schemas" / name).read_text(encoding="utf-8")
    return jsonschema.Draft7Validator(json.loads(schema))


SARIF = validator("sarif-2.1.0.json")
RDJSON = validator("rdjson.schema.json")

FOUND = Finding(
    path="src/train.py",
    code="LRS001",
    message="an old name",
    severity=Severity.WARNING,
    start=Position(3, 40),
    end=Position(3, 51),
    fix=Fix("rename it", (TextEdit(Position(3, 40), Position(3, 51), "new"),)),
)
NOTHING = RunResult((), (), (), 1, 0, TargetChoice("lrsched", ""))


def run(*findings, problems=()):
    ordered = tuple(sorted(findings, key=lambda one: (one.sort_key, one.message)))
    return replace(NOTHING, findings=ordered, problems=tuple(problems))


def written(name, result, mode=Mode.CHECK, **facts):
    report = load(name).report(Content(result, mode, **facts))
    return report if isinstance(report, str) else render(report, colour=False)


# -- readers: a report back into (code, path, line, column, message) ------------


def read_objects(objects):
    for one in objects:
        at = one["location"] or {"row": 1, "column": 1}
        place = (one["filename"] or "", at["row"], at["column"])
        yield (one["code"] or "", *place, one["message"])


def read_json(text):
    return read_objects(json.loads(text))


def read_json_lines(text):
    return read_objects(map(json.loads, text.splitlines()))


def read_gitlab(text):
    issues = json.loads(text)
    prints = [issue["fingerprint"] for issue in issues]
    assert len(set(prints)) == len(prints)
    for issue in issues:
        at = issue["location"]
        begin = at["positions"]["begin"]
        code = issue["check_name"].removeprefix("lrmigrate")
        path = at["path"].removeprefix(".") if not code else at["path"]
        yield (code, path, begin["line"], begin["column"], issue["description"])


def read_sarif(text):
    log = json.loads(text)
    SARIF.validate(log)
    [sarif_run] = log["runs"]
    rules = sarif_run["tool"]["driver"]["rules"]
    for result in sarif_run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        yield (result["ruleId"], *sarif_place(result), result["message"]["text"])
    for note in sarif_run["invocations"][0]["toolExecutionNotifications"]:
        code = note.get("associatedRule", {}).get("id", "")
        yield (code, *sarif_place(note), note["message"]["text"])


def sarif_place(holder):
    if "locations" not in holder:
        return ("", 1, 1)
    physical = holder["locations"][0]["physicalLocation"]
    reference = physical["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9%/._~-]+", reference), "characters of a URI"
    region = physical.get("region", {"startLine": 1, "startColumn": 1})
    path = unquote(urlsplit(reference).path)
    return (path, region["startLine"], region["startColumn"])


COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def read_github(text):
    for line in text.split("\n")[:-1]:
        _, properties, data = COMMAND.fullmatch(line).groups()
        given = dict(one.split("=", 1) for one in properties.split(","))
        given = {name: unescaped(value) for name, value in given.items()}
        code = given["title"].removeprefix("lrmigrate").strip(" ()")
        path = given.get("file", "")
        place = re.escape(path) + r":(\d+):(\d+): " if path else "()()"
        row, column, message = re.fullmatch(
            place + re.escape(code) + " ?(.*)", unescaped(data), re.DOTALL
        ).groups()
        assert given.get("line", "") == row
        one_line = bool(path) and given["line"] == given["endLine"]
        assert given.get("col", "") == (column if one_line else "")
        yield (code, path, int(row or 1), int(column or 1), message)


def unescaped(text):
    for char, code in {":": "%3A", ",": "%2C", "\r": "%0D", "\n": "%0A"}.items():
        text = text.replace(code, char)
    return text.replace("%25", "%")


def read_junit(text):
    root = ET.fromstring(text)
    [suite] = root
    cases = [case for case in suite if case.get("name") != "no findings"]
    assert int(suite.get("tests")) == len(suite)
    assert int(suite.get("errors")) == len(root.findall(".//error"))
    assert int(suite.get("failures")) == len(root.findall(".//failure"))
    for case in cases:
        code, line, column = re.fullmatch(
            r"(\w+) at (\d+):(\d+)", case.get("name")
        ).groups()
        [outcome] = case
        path = case.get("file", "")
        code = code.removeprefix("problem")
        message = outcome.get("message")
        if message is None:
            head = f"{path}:{line}:{column}: {code}"
            message = outcome.text.removeprefix(head).removeprefix(" ")
        yield (code, path, int(line), int(column), message)


def read_text(text):
    for line in text.splitlines():
        if found := re.match(r"(\S.*):(\d+):(\d+): (LRS\d+) (?:\[\*\] )?(.*)", line):
            path, row, column, code, message = found.groups()
            yield (code, path, int(row), int(column), message)


def read_concise(text):
    found = read_text(text)
    assert "\n    " not in text
    return found


def read_grouped(text):
    path = ""
    for line in text.splitlines():
        if found := re.match(r"  (\d+):(\d+) +(LRS\d+) (?:\[\*\] )?(.*)", line):
            row, column, code, message = found.groups()
            yield (code, path, int(row), int(column), message)
        elif line.endswith(":"):
            path = line[:-1]


def read_pylint(text):
    for line in text.splitlines():
        path, row, code, message = re.fullmatch(
            r"(.+):(\d+): \[(\w+)\] (.*)", line
        ).groups()
        code = code.removeprefix("lrmigrate")
        yield (code, path if path != "." else "", int(row), 1, message)


def read_azure(text):
    for line in text.split("\n")[:-1]:
        command, data = re.fullmatch(r"##vso\[([^\]]*)\](.*)", line).groups()
        name, properties = command.split(" ", 1)
        assert name == "task.logissue"
        given = dict(one.split("=", 1) for one in properties.split(";")[:-1])
        given = {name: from_azure(value) for name, value in given.items()}
        assert given["type"] in ("error", "warning")
        place = int(given.get("linenumber", 1)), int(given.get("columnnumber", 1))
        path = given.get("sourcepath", "")
        yield (given.get("code", ""), path, *place, from_azure(data))


def from_azure(text):
    for char, code in {";": "%3B", "\r": "%0D", "\n": "%0A", "]": "%5D"}.items():
        text = text.replace(code, char)
    return text.replace("%AZP25", "%")


def read_rdjson(text):
    result = json.loads(text)
    RDJSON.validate(result)
    for one in result["diagnostics"]:
        location = one["location"]
        code = one.get("code", {"value": ""})["value"]
        start = location.get("range", {"start": {"line": 1, "column": 1}})["start"]
        path = location["path"] if "range" in location else ""
        yield (code, path, start["line"], start["column"], one["message"])


def read_full(text):
    lines = text.splitlines()
    for head, place in pairwise(lines):
        if found := re.fullmatch(r" --> (.*):(\d+):(\d+)", place):
            path, row, column = found.groups()
            code, message = re.match(r"(LRS\d+) (?:\[\*\] )?(.*)", head).groups()
            yield (code, path, int(row), int(column), message)


READERS = {
    "azure": read_azure,
    "concise": read_concise,
    "full": read_full,
    "github": read_github,
    "gitlab": read_gitlab,
    "grouped": read_grouped,
    "json": read_json,
    "json-lines": read_json_lines,
    "junit": read_junit,
    "pylint": read_pylint,
    "rdjson": read_rdjson,
    "sarif": read_sarif,
    "text": read_text,
}

ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")


def as_xml_has_it(text):
    return ILLEGAL_IN_XML.sub(
        lambda one: one[0].encode("unicode_escape").decode(), text
    )


# What stands in a report for a text that the format cannot say as it is.
FOR_PEOPLE = {"concise", "full", "grouped", "text"}
SAID = {
    **dict.fromkeys((*FOR_PEOPLE, "pylint"), printable),
    **dict.fromkeys(("azure", "github"), lambda text: printable(text, keep="\r\n\t")),
    "junit": as_xml_has_it,
}

HOSTILE = [
    "naïve 学習率 🚀",
    "[red]markup[/red] :smile: **bold** <b>&amp;</b>",
    "100% of %0A, %25 and %s",
    "two\nlines\r\nand\ttabs",
    "a::b, c=d::error file=x,line=1::no",
    "]]> and <![CDATA[ and <!-- -->",
    "controls \x00 \x07 \x1b[31m \x7f \u202e \ufffe",
    "quotes ' \" ` \\ \\n {0} {name}",
    "",
    "x" * 10_000,
]
PATHS = ["a, b:c%.py", "naïve/学習.py", "[red].py", "train.py", "ünï code/x=1.py"]

HOSTILE_RUN = run(
    *(
        replace(
            FOUND,
            path=PATHS[at % len(PATHS)],
            start=Position(at + 1, 2),
            end=Position(at + 1, 5),
            message=message,
            severity=list(Severity)[at % 3],
        )
        for at, message in enumerate(HOSTILE)
    )
)
THOUSAND = run(
    *(
        replace(
            FOUND,
            path=f"{at % 10}.py",
            start=Position(at + 1, 1 + at % 80),
            end=Position(at + 1, 90),
        )
        for at in range(1000)
    )
)
TWINS = run(
    FOUND,
    replace(FOUND, code="LRS002", fix=None),
    replace(FOUND, start=Position(9, 1), end=Position(12, 2)),
)
RUNS = {
    "nothing": NOTHING,
    "one": run(FOUND),
    "two at one place": TWINS,
    "hostile": HOSTILE_RUN,
    "a thousand": THOUSAND,
}
BROKEN = (
    Problem("JAX cannot be imported, so nothing was written: pip install jax"),
    Problem("is no file", "ghost.py"),
    Problem("cannot be parsed: ']' :: 100%\n", "z.py", Position(7, 3), "LRS900"),
    Problem("is not utf-8", "zz.py", None, "LRS900"),
)


def expected(listed, name):
    said = SAID.get(name, str)
    for one in listed:
        at = one.start if isinstance(one, Finding) else one.position or Position(1, 1)
        column = 1 if name == "pylint" else at.column  # its lines have none
        yield (one.code, said(one.path), at.line, column, said(one.message))


def test_every_format_has_a_reader():
    assert sorted(READERS) == names()


@pytest.mark.parametrize("name", names())
def test_a_format_that_tells_edits_says_so(name):
    verified = replace(FOUND, written=True, verdict=EXACT)
    told = {
        written(name, run(one), mode) != written(name, run(without_edits(one)), mode)
        for one in (FOUND, verified)
        for mode in Mode
    }
    assert (True in told) == load(name).edits


def without_edits(finding):
    assert finding.fix is not None
    return replace(finding, fix=replace(finding.fix, edits=()))


@pytest.mark.parametrize("result", RUNS.values(), ids=RUNS)
@pytest.mark.parametrize("name", READERS)
def test_every_finding_is_there_once_and_in_order(name, result):
    back = list(READERS[name](written(name, result)))
    assert back == list(expected(result.findings, name))


@pytest.mark.parametrize("name", sorted(set(READERS) - FOR_PEOPLE))
@settings(max_examples=50, deadline=None)
@given(message=st.text())
def test_any_message_comes_back(name, message):
    [back] = READERS[name](written(name, run(replace(FOUND, message=message))))
    assert back[-1] == SAID.get(name, str)(message)


@pytest.mark.parametrize("name", sorted(set(READERS) - FOR_PEOPLE))
def test_every_problem_is_there_once(name):
    back = list(READERS[name](written(name, run(FOUND, problems=BROKEN))))
    assert sorted(back) == sorted(expected((FOUND, *BROKEN), name))


@pytest.mark.parametrize("name", READERS)
def test_a_report_is_the_same_each_time(name):
    assert written(name, HOSTILE_RUN) == written(name, HOSTILE_RUN)


@pytest.mark.parametrize(
    "name", sorted(set(READERS) - FOR_PEOPLE - {"azure", "github", "pylint"})
)
def test_what_is_for_programs_is_ascii(name):
    assert written(name, HOSTILE_RUN).isascii()


# -- severities and outcomes ----------------------------------------------------

EXACT = Verdict(VerdictKind.EQUIVALENT_EXACT, "", 1, 10)
WRITTEN = replace(FOUND, written=True, verdict=EXACT)
LEVELS = [
    (replace(FOUND, severity=Severity.ERROR), "error", "error", "major", "failure"),
    (FOUND, "warning", "warning", "minor", "failure"),
    (replace(FOUND, severity=Severity.INFO), "notice", "note", "info", "system-out"),
    (WRITTEN, "notice", "note", "info", "system-out"),
    (Problem("no", "z.py", code="LRS900"), "error", "error", "major", "error"),
]


@pytest.mark.parametrize(("entry", "github", "sarif", "gitlab", "junit"), LEVELS)
def test_severities_become_each_format_s_levels(entry, github, sarif, gitlab, junit):
    problem = isinstance(entry, Problem)
    result = run(problems=[entry]) if problem else run(entry)
    assert written("github", result, Mode.FIX).startswith(f"::{github} ")
    [issue] = json.loads(written("gitlab", result, Mode.FIX))
    assert issue["severity"] == gitlab
    [case] = ET.fromstring(written("junit", result, Mode.FIX)).iter("testcase")
    assert [child.tag for child in case] == [junit]
    [log] = json.loads(written("sarif", result, Mode.FIX))["runs"]
    [one] = log["results"] or log["invocations"][0]["toolExecutionNotifications"]
    assert one["level"] == sarif
    assert log["invocations"][0]["executionSuccessful"] is not problem


@pytest.mark.parametrize("name", ["full", "github", "junit", "text"])
def test_what_became_of_a_finding_is_told(name):
    assert "fixed, equivalent (exact): 10 points" in written(
        name, run(WRITTEN), Mode.FIX
    )
    held = replace(FOUND, left="held by line 7")
    assert "no rewrite: held by line 7" in written(name, run(held))


@pytest.mark.parametrize("name", ["azure", "concise", "grouped", "pylint"])
def test_what_was_written_has_no_line_where_none_could_say_so(name):
    text = written(name, run(replace(FOUND, message="left"), WRITTEN), Mode.FIX)
    assert [one[-1] for one in READERS[name](text)] == ["left"]


@pytest.mark.parametrize(
    ("entry", "azure", "rdjson"),
    [
        (replace(FOUND, severity=Severity.ERROR), "error", "ERROR"),
        (FOUND, "warning", "WARNING"),
        (replace(FOUND, severity=Severity.INFO), "warning", "INFO"),
        (Problem("no", "z.py", code="LRS900"), "error", "ERROR"),
    ],
    ids=["error", "warning", "information", "problem"],
)
def test_severities_become_the_levels_of_builds_and_reviews(entry, azure, rdjson):
    result = run(problems=[entry]) if isinstance(entry, Problem) else run(entry)
    assert written("azure", result).startswith(f"##vso[task.logissue type={azure};")
    [one] = json.loads(written("rdjson", result))["diagnostics"]
    assert one["severity"] == rdjson


# -- what a format has of its own -------------------------------------------------


def diagnostics(result, mode, stdin=None):
    report = json.loads(written("rdjson", result, mode, stdin=stdin))
    RDJSON.validate(report)
    return report["diagnostics"]


@pytest.mark.parametrize(
    ("finding", "mode"),
    [
        (FOUND, Mode.CHECK),
        (replace(FOUND, verdict=EXACT, left="held by line 7"), Mode.DIFF),
        (replace(FOUND, verdict=Verdict(VerdictKind.UNVERIFIABLE, "")), Mode.DIFF),
        (replace(WRITTEN, verdict=Verdict(VerdictKind.UNVERIFIABLE, "")), Mode.DIFF),
        (replace(WRITTEN, fix=None), Mode.DIFF),
        (WRITTEN, Mode.FIX),
        (replace(WRITTEN, start=Position(3, 1, 2)), Mode.DIFF),
    ],
    ids=[
        "unverified",
        "held",
        "unverifiable",
        "unsafe",
        "no rewrite",
        "written",
        "notebook",
    ],
)
def test_reviewdog_is_suggested_nothing_that_a_click_may_not_commit(finding, mode):
    [one] = diagnostics(run(finding), mode)
    assert "suggestions" not in one


def test_reviewdog_is_suggested_what_was_verified_in_columns_of_bytes():
    line = "é = '学習'; old"
    edit = TextEdit(Position(1, 11), Position(1, 14), "new")
    found = replace(WRITTEN, start=edit.start, end=edit.end, fix=Fix("rename", (edit,)))
    [one] = diagnostics(run(found), Mode.DIFF, line.encode())
    at = {"start": {"line": 1, "column": 16}, "end": {"line": 1, "column": 19}}
    assert line.encode()[15:18] == b"old"
    assert one["location"] == {"path": "src/train.py", "range": at}
    assert one["suggestions"] == [{"range": at, "text": "new"}]


def test_the_suggestion_of_many_stands_with_the_first_of_them():
    many = together(MANY + 1)
    many = replace(
        many,
        findings=tuple(
            replace(one, written=True, verdict=EXACT) for one in many.findings
        ),
    )
    first, *others = diagnostics(many, Mode.DIFF)
    assert len(first["suggestions"]) == MANY + 1
    assert not any("suggestions" in one for one in others)


@pytest.mark.parametrize("name", ["azure", "rdjson"])
def test_a_place_in_a_notebook_is_told_in_words(name):
    found = replace(FOUND, path="a.ipynb", start=Position(2, 5, 3))
    [(_, _, line, column, message)] = READERS[name](written(name, run(found)))
    assert (line, column, message) == (1, 1, "cell 3:2:5: an old name")


def test_grouped_findings_stand_below_their_file():
    far = replace(FOUND, start=Position(12, 7), end=Position(12, 9), fix=None)
    other = replace(FOUND, path="src/zoo.py")
    assert written("grouped", run(FOUND, far, other), quiet=True) == (
        "src/train.py:\n"
        "  3:40 LRS001 [*] an old name\n"
        "  12:7 LRS001 an old name\n"
        "\n"
        "src/zoo.py:\n"
        "  3:40 LRS001 [*] an old name\n"
        "\n"
    )


@pytest.mark.parametrize("name", ["concise", "grouped"])
def test_counts_are_the_last_line(name):
    text = written(name, run(replace(FOUND, left="held by line 7")), Mode.FIX)
    assert "Left, and why" not in text
    assert text.endswith("1 file scanned: 1 finding (1 warning), 0 fixed, 1 left.\n")


DIVERGENT = Verdict(
    VerdictKind.DIVERGENT,
    "the curves differ",
    2,
    90,
    float("inf"),
    Counterexample((("n", "7"),), 3, "0.1", "0.2", "float32"),
)


def sarif_result(finding):
    log = json.loads(written("sarif", run(finding), Mode.FIX))
    SARIF.validate(log)
    [result] = log["runs"][0]["results"]
    return result


@pytest.mark.parametrize(
    "finding",
    [
        replace(FOUND, verdict=DIVERGENT, left="the curves differ"),
        replace(FOUND, verdict=Verdict(VerdictKind.UNVERIFIABLE, "no JAX")),
        replace(FOUND, left="held by line 7"),
        replace(FOUND, fix=None),
        WRITTEN,
    ],
    ids=["divergent", "unverifiable", "held", "no rewrite", "written"],
)
def test_sarif_offers_no_fix_that_fix_would_not_write(finding):
    assert "fixes" not in sarif_result(finding)


def test_sarif_has_the_fix_with_its_evidence():
    [fix] = sarif_result(FOUND)["fixes"]
    assert fix["description"]["text"] == (
        "rename it (not verified by `lrmigrate fix` yet)"
    )
    [change] = fix["artifactChanges"]
    assert change == {
        "artifactLocation": {"uri": "src/train.py"},
        "replacements": [
            {
                "deletedRegion": {
                    "startLine": 3,
                    "startColumn": 40,
                    "endLine": 3,
                    "endColumn": 51,
                },
                "insertedContent": {"text": "new"},
            }
        ],
    }


def test_sarif_has_the_verdict():
    bag = sarif_result(replace(FOUND, verdict=DIVERGENT))["properties"]
    assert bag["verdict"]["counterexample"]["step"] == 3
    assert bag["verdict"]["max_ulp"] is None


def test_sarif_has_every_rule_with_its_page():
    [log] = json.loads(written("sarif", NOTHING))["runs"]
    rules = {rule["id"]: rule for rule in log["tool"]["driver"]["rules"]}
    assert {"LRS001", "LRS004", "LRS900"} <= set(rules)
    assert rules["LRS001"]["name"] == "decay-steps"
    assert rules["LRS001"]["defaultConfiguration"] == {"level": "warning"}
    assert "## Fix safety" in rules["LRS001"]["help"]["markdown"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b%.py", "a%20b%25.py"),
        ("c:d.py", "c%3Ad.py"),
        ("../学.py", "../%E5%AD%A6.py"),
        ("/abs/x.py", "file:///abs/x.py"),
        ("\udc80.py", "%80.py"),
    ],
)
def test_sarif_names_files_by_uris(path, uri):
    [place] = sarif_result(replace(FOUND, path=path))["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == uri


@pytest.mark.parametrize(
    "name", ["azure", "github", "gitlab", "pylint", "rdjson", "sarif"]
)
def test_paths_have_forward_slashes_everywhere(name, monkeypatch):
    monkeypatch.setattr("os.sep", "\\")
    text = written(name, run(replace(FOUND, path="src\\train.py")))
    assert [one[1] for one in READERS[name](text)] == ["src/train.py"]


def prints(*findings):
    report = json.loads(written("gitlab", run(*findings)))
    sarif = json.loads(written("sarif", run(*findings)))["runs"][0]["results"]
    found = [issue["fingerprint"] for issue in report]
    assert found == [one["partialFingerprints"]["lrmigrate/v1"] for one in sarif]
    return found


def test_a_fingerprint_stays_where_lines_move():
    told = replace(FOUND, message="as the one on line 3 does")
    later = replace(told, message="as the one on line 8 does", start=Position(8, 40))
    assert prints(told) == prints(later)
    assert prints(told, later)[:1] == prints(told)


@pytest.mark.parametrize(
    "change", [{"path": "b.py"}, {"code": "LRS002"}, {"message": "another"}], ids=str
)
def test_another_finding_has_another_fingerprint(change):
    assert prints(FOUND) != prints(replace(FOUND, **change))


def test_a_format_is_imported_only_when_it_is_asked_for():
    module = "lrmigrate.codemod.report.formats.github"
    sys.modules.pop(module, None)
    assert "github" in names()
    assert module not in sys.modules
    load("github")
    assert module in sys.modules


def together(count):
    """Findings that are rewritten together: each has the edits of all."""
    rows = range(1, count + 1)
    edits = tuple(TextEdit(Position(n, 1), Position(n, 4), "new") for n in rows)
    fix = Fix("rename it", edits)
    found = [
        replace(FOUND, start=Position(n, 1), end=Position(n, 4), fix=fix) for n in rows
    ]
    return run(*found)


@pytest.mark.parametrize("name", sorted({*names()} - {"full"}))
def test_a_report_grows_no_faster_than_what_was_found(name):
    less, more = (len(written(name, together(count))) for count in (200, 400))
    assert more < 2.2 * less


@pytest.mark.parametrize(
    "lines", [pytest.param(False, id="json"), pytest.param(True, id="json-lines")]
)
def test_the_edits_of_many_findings_stand_with_the_first_of_them(lines):
    text = written("json-lines" if lines else "json", together(MANY + 1))
    first, *others = map(json.loads, text.splitlines()) if lines else json.loads(text)
    assert len(first["fix"]["edits"]) == MANY + 1
    assert "same_edits_as" not in first["fix"]
    for other in others:
        assert other["fix"]["edits"] == []
        same = other["fix"]["same_edits_as"]
        assert same == {"code": first["code"], "location": first["location"]}


def test_a_few_findings_have_each_all_edits_as_ruff_has_them():
    for one in json.loads(written("json", together(MANY))):
        assert len(one["fix"]["edits"]) == MANY
        assert one["fix"].keys() == {"applicability", "message", "edits"}


def test_sarif_names_the_result_that_has_the_fix_of_many():
    first, *others = sarif_of(together(MANY + 1))
    [change] = first["fixes"][0]["artifactChanges"]
    assert len(change["replacements"]) == MANY + 1
    for other in others:
        assert "fixes" not in other
        assert other["properties"]["fixedWithResult"] == 0


def test_sarif_has_the_fix_of_many_with_the_first_that_is_offered():
    result = together(MANY + 2)
    held = replace(result.findings[0], left="held by line 7")
    results = sarif_of(replace(result, findings=(held, *result.findings[1:])))
    assert ["fixes" in one for one in results[:3]] == [False, True, False]
    assert results[2]["properties"]["fixedWithResult"] == 1


def sarif_of(result):
    text = written("sarif", result)
    SARIF.validate(json.loads(text))
    return json.loads(text)["runs"][0]["results"]
