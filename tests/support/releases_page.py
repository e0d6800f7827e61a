"""Writes tables into the page of releases, each between two marks of its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from paths import DOCS

PAGE = DOCS / "releases.md"
END = "<!-- end -->\n"


def table(lines: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown, of which the first line is the head."""
    head, *body = ([cell.replace("|", "\\|") or "-" for cell in line] for line in lines)
    told = [head, ["---"] * len(head), *body]
    return "".join(f"| {' | '.join(line)} |\n" for line in told)


def write(name: str, text: str) -> None:
    """Put a text in the place of what stands between the marks of that name."""
    start = f"<!-- {name} -->\n"
    before, found, rest = PAGE.read_text("utf-8").partition(start)
    if not found:
        raise ValueError(f"{PAGE} has no line {start.strip()}")
    PAGE.write_text(f"{before}{start}\n{text}\n{END}{rest.partition(END)[2]}", "utf-8")
