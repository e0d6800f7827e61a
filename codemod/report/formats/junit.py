"""JUnit's XML, which most CI systems read: a test case for each finding.

What asks for nothing (information, and what was written) is a test
that passed, and a problem is an error. The report is plain ASCII, so that it is
well-formed in whatever encoding it goes out.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from ...model import Finding, Problem, RunResult, Severity
from ..entries import Entry, entries, level, place, slashed, told
from ..format import Content, Format
from ..mode import Mode

_NAME = "lrmigrate"
# A carriage return is legal, but comes back from a parser as a newline.
_ILLEGAL = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_report(content: Content) -> str:
    """One test suite; where nothing was found, a test says so by passing."""
    listed = entries(content.result)
    totals = _totals(content.result, len(listed))
    suites = ET.Element("testsuites", {"name": _NAME, **totals})
    suite = ET.SubElement(suites, "testsuite", {"name": _NAME, **totals})
    for entry in listed:
        _add_case(suite, entry, content.mode)
    if not listed:
        # Some CI systems take a report without a test for a broken one.
        ET.SubElement(suite, "testcase", {"classname": _NAME, "name": "no findings"})
    ET.indent(suites)
    written: bytes = ET.tostring(suites, "us-ascii", xml_declaration=True)
    return written.decode() + "\n"


def _totals(result: RunResult, listed: int) -> dict[str, str]:
    return {
        "tests": str(listed or 1),
        "failures": str(sum(map(_fails, result.findings))),
        "errors": str(len(result.problems)),
    }


def _fails(finding: Finding) -> bool:
    return level(finding) is not Severity.INFO


def _add_case(suite: ET.Element, entry: Entry, mode: Mode) -> None:
    at = place(entry)
    code = entry.code or "problem"
    path = _legal(slashed(entry.path))
    name = {"classname": path or _NAME, "name": f"{code} at {at}"}
    where = {"file": path, "line": str(at.line)} if path else {}
    case = ET.SubElement(suite, "testcase", {**name, **where})
    head = f"{path}:{at}: " if path else ""
    text = _legal(f"{head}{code} {entry.message}\n{told(entry, mode)}".strip())
    said = {"message": _legal(entry.message), "type": level(entry).value}
    if isinstance(entry, Problem):
        ET.SubElement(case, "error", said).text = text
    elif _fails(entry):
        ET.SubElement(case, "failure", said).text = text
    else:
        ET.SubElement(case, "system-out").text = text


def _legal(text: str) -> str:
    """``text`` with what XML cannot say escaped as Python writes it."""
    return _ILLEGAL.sub(
        lambda found: found[0].encode("unicode_escape").decode("ascii"), text
    )


FORMAT = Format(junit_report)
