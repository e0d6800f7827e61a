"""The Markdown of ``curves --diff``: what it says, and that code in it is no markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

COSINE = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, {})\n"


@pytest.fixture
def markdown(told):
    def run(*arguments, code):
        result = told(*arguments, "--format", "markdown")
        assert result.exit_code == code
        return result.stdout

    return run


def test_what_is_as_before_is_a_line(repository, markdown):
    commit = repository.commit({"train.py": COSINE.format(100)})[:7]
    text = markdown("HEAD..HEAD", code=0)
    assert "### Learning rates: 1 as before\n" in text
    assert "|" not in text
    assert commit in text


def test_what_moved_is_a_row_and_its_details(repository, markdown):
    repository.commit({"train.py": COSINE.format(100)})
    repository.write({"train.py": COSINE.format(200)})
    html = rendered(markdown("HEAD", code=1))
    assert html.text.startswith("Learning rates: 1 moved")
    assert html.tags.count("tr") == 2
    assert "train.py:3 lr = cosine_decay_schedule" in html.text
    assert "0.1 → 0 at step 100" in html.text
    assert "area under the curve +99.0 % up to step 200" in html.text
    assert "train.py:3, decay_steps 100 to 200" in html.text


HOSTILE = "|`a`|</code></details><img src=x onerror=y>*b*[c](d)@you #1 &amp; https://x.y www.x.y $x$"


def test_nothing_of_the_code_is_markup(repository, markdown):
    text = f"import optax\n\nx = {{}}\nx[{HOSTILE!r}] = optax.linear_schedule(0.1, 0.0, {{}})\n"
    name = "a|b`c`<b>*.py"
    repository.commit({name: text.format("{}", 100)})
    repository.write({name: text.format("{}", 200)})
    shown = markdown("HEAD", code=1)
    html = rendered(shown)
    assert "www.x" not in shown
    assert {"img", "a", "em", "b"}.isdisjoint(html.tags)
    assert html.tags.count("tr") == 2
    assert html.tags.count("td") == 5
    assert html.tags.count("details") == 1
    assert HOSTILE[:40] in html.text
    assert name in html.text
    assert "@you" not in shown


def test_a_comment_is_never_too_long(repository, markdown):
    many = "".join(
        f"lr{n} = optax.linear_schedule({n}, 0.0, {{}})\n" for n in range(999)
    )
    repository.commit({"train.py": "import optax\n\n" + many.replace("{}", "100")})
    repository.write({"train.py": "import optax\n\n" + many.replace("{}", "200")})
    shown = markdown("HEAD", code=1)
    assert 50_000 < len(shown) < 65_536
    assert "998 moved, 1 as before" in shown  # that from 0 to 0
    assert rendered(shown).text.rstrip().endswith("tells them all.")


def test_what_could_not_be_read_is_said(repository, told):
    repository.commit({"train.py": COSINE.format("(")})
    result = told("HEAD", "--format", "markdown")
    assert result.exit_code == 2
    assert "Not everything could be read:" in result.stdout
    assert "train.py" in rendered(result.stdout).text


class rendered(HTMLParser):  # noqa: N801
    """What a Markdown renderer shows of a text: its tags, and the text in them."""

    def __init__(self, markdown):
        super().__init__()
        self.tags = []
        self.text = ""
        html = MarkdownIt("commonmark").enable(["table", "linkify"]).render(markdown)
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text += data
