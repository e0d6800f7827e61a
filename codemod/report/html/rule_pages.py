"""The pages of the rules, as sections of the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .markup import prose, source_line

if TYPE_CHECKING:
    from ...rule.rule import Rule

_BELOW = 3
"""The level of a page's own sections: the page's title is one above."""


def rule_sections(rules: Iterable[Rule]) -> Iterator[str]:
    """One section for each rule, closed until it is wanted."""
    rules = [*rules]
    if not rules:
        return
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML

    from ..rule_page import document

    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    for rule in rules:
        _, _, page = document(rule).partition("\n\n")
        tokens = markdown.parse(page)
        for token in tokens:
            if token.tag in ("h1", "h2", "h3", "h4"):
                token.tag = f"h{min(int(token.tag[1]) + _BELOW - 1, 6)}"
            if token.type == "fence":
                token.type = "html_block"
                token.content = _fence(token.info, token.content)
        renderer = markdown.renderer
        assert isinstance(renderer, RendererHTML)
        body = renderer.render(tokens, markdown.options, {})
        yield (
            f'<details class="rule" id="{rule.code}"><summary><h3>'
            f'<span class="code">{rule.code}</span> {rule.slug}</h3>'
            f'<span class="rule-summary">{prose(rule.summary)}</span></summary>'
            f'<div class="rule-body">{body}</div></details>'
        )


def _fence(language: str, code: str) -> str:
    signs = {"+": "add", "-": "del"} if language == "diff" else {}
    lines = [
        f'<span class="l {signs.get(line[:1], "")}">{source_line(line)}\n</span>'
        for line in code.splitlines()
    ]
    return f'<pre class="example" tabindex="0">{"".join(lines)}</pre>\n'
