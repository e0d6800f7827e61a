"""The page of ``curves --diff``: both curves in one picture, and nothing is markup."""

from __future__ import annotations

from html.parser import HTMLParser

from svg_paths import runs_of

COSINE = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, {})\n"


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def having(self, tag, look):
        return [
            given
            for name, given in self.elements
            if name == tag and look in (given.get("class") or "").split()
        ]


def test_both_curves_are_in_one_picture(repository, told):
    repository.commit({"train.py": COSINE.format(100)})
    repository.write({"train.py": COSINE.format(200)})
    result = told("HEAD", "--html", "curves.html", "--quiet")
    assert result.exit_code == 1
    assert result.stdout.startswith("train.py:3:6: moved")
    page = Page((repository.folder / "curves.html").read_text(encoding="utf-8"))
    [before, _] = page.having("path", "before")
    [after, _] = page.having("path", "after")
    ends = [[*runs_of(one["d"])][-1][-1] for one in (before, after)]
    assert before["d"] != after["d"]
    assert ends[0] == ends[1], "they are drawn over the same steps"
    assert "train.py:3, decay_steps 100 to 200" in page.text
    assert "area under the curve +99.0 % up to step 200" in page.text


def test_the_page_is_the_same_for_the_same_change(repository, told):
    repository.commit({"train.py": COSINE.format(100)})
    repository.write({"train.py": COSINE.format(200)})
    pages = [told("HEAD", "--format", "html").stdout for _ in range(2)]
    assert pages[0] == pages[1]
    assert pages[0].startswith("<!DOCTYPE html>")
    assert "/tmp" not in pages[0]


def test_what_is_new_has_its_curve_alone(repository, told):
    repository.commit({"train.py": ""})
    repository.write({"train.py": COSINE.format(200)})
    page = Page(told("HEAD", "--format", "html").stdout)
    assert len(page.having("path", "after")) == 2
    assert page.having("path", "before") == []


def test_where_all_is_as_before_that_is_said(repository, told):
    repository.commit({"train.py": COSINE.format(100)})
    page = Page(told("HEAD", "--format", "html").stdout)
    assert "Every learning rate is as before." in page.text


def test_nothing_of_the_code_is_markup(repository, told):
    hostile = "</style><script>alert(1)</script><img src=x>"
    text = "import optax\n\nx = {{}}\nx[{!r}] = optax.linear_schedule({}, 0.0, 9)\n"
    name = "<b>&quot;.py"
    repository.commit({name: text.format(hostile, 1)})
    repository.write({name: text.format(hostile, 2)})
    shown = told("HEAD", "--format", "html").stdout
    page = Page(shown)
    assert hostile[:30] in page.text
    assert name in page.text
    assert not {"img", "b"} & {
        tag for tag, given in page.elements if given.get("src") or tag == "img"
    }
    assert shown.count("<script>") == 3
