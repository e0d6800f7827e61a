"""What `make rule CODE=LRS123 SLUG=some-slug` runs: the beginning of a rule.

It writes the rule's file, which passes the tests as it is, its line in the changelog
and its row in the README. Nothing else lists a rule.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from string import Template

FAMILIES = {
    "0": "schedules",
    "1": "schedules",
    "2": "optimizers",
    "3": "moves",
    "9": "files",
}
TEMPLATE = Path(__file__).with_name("rule_template.py.txt")
SUMMARY = "a `cosine_decay_schedule` whose length is not more than 0"
USAGE = "usage: make rule CODE=LRS123 SLUG=some-slug"


def write_rule(root: Path, code: str, slug: str) -> Path:
    """Write a rule's file, changelog line and row; the file's path comes back.

    Raises:
        ValueError: the code or the slug is none, or another rule has it.
    """
    if not re.fullmatch(r"LRS\d{3}", code) or code[3] not in FAMILIES:
        raise ValueError(f"{code!r} is no code: LRS, then a family's digit, then two")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", slug):
        raise ValueError(f"{slug!r} is no slug: words in small letters, with - between")
    name = f"{code.lower()}_{slug.replace('-', '_')}"
    for path in (root / "rules").glob("*/lrs*_*.py"):
        if {*path.stem.split("_", 1)} & {*name.split("_", 1)}:
            raise ValueError(f"there is {path.relative_to(root)} already")
    path = root / "rules" / FAMILIES[code[3]] / f"{name}.py"
    if not path.parent.is_dir():
        raise ValueError(f"there is no rules/{path.parent.name}/ for {code}")
    title = slug.replace("-", " ").capitalize()
    text = Template(TEMPLATE.read_text(encoding="utf-8"))
    made = text.substitute(code=code, slug=slug, title=title, summary=SUMMARY)
    path.write_text(made, encoding="utf-8")
    _add_changelog_line(root / "CHANGELOG.md", f"- {code} `{slug}`: {SUMMARY}.\n")
    link = f"[{code}](docs/rules/{code}.md)"
    _add_row(root / "README.md", code, f"| {link} {slug} | {SUMMARY} | no |\n")
    return path


def _add_changelog_line(path: Path, line: str) -> None:
    """Put a line at the end of what the next release adds."""
    text = path.read_text(encoding="utf-8")
    head, added, rest = text.partition("### Added\n\n")
    told, gap, others = rest.partition("\n\n")
    lines = f"{told.rstrip()}\n{line.rstrip()}{gap or chr(10)}"
    path.write_text(f"{head}{added}{lines}{others}", encoding="utf-8")


def _add_row(path: Path, code: str, row: str) -> None:
    """Put a row into the README's table, by its code."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    rows = [number for number, one in enumerate(lines) if one.startswith("| [LRS")]
    before = [number for number in rows if lines[number][3:9] < code]
    lines.insert(before[-1] + 1 if before else rows[0], row)
    path.write_text("".join(lines), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Write the rule that the arguments name."""
    root = Path(__file__).parents[2]
    if len(arguments) != 2 or not all(arguments):
        print(USAGE, file=sys.stderr)
        return 2
    try:
        path = write_rule(root, *arguments)
    except ValueError as error:
        print(f"{error}\n{USAGE}", file=sys.stderr)
        return 2
    print(f"{path.relative_to(root)}, its row in README.md, its line in CHANGELOG.md")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
