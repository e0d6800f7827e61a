"""Files that are being edited: what is looked at anew, and what is kept till then."""

from __future__ import annotations

import pytest

from lrmigrate.codemod.engine.session import Session

LIB = "from optax import cosine_decay_schedule as make\n"
USER = "from lib import make\n\ns = make(0.1, decay_steps=9)\n"


@pytest.fixture
def session(tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "lib.py").write_text(LIB)
    (tmp_path / "user.py").write_text(USER)
    session = Session()
    session.work_in([str(tmp_path)])
    session.take(session.begun())
    return session


def codes(session, path, text):
    return [one.code for one in session.check(str(path), text).findings]


def test_a_file_that_says_what_it_holds_changes_nothing(session, tmp_path):
    session.change(str(tmp_path / "lib.py"), LIB)
    assert not session.is_stale


def test_a_file_itself_is_looked_at_as_it_is_without_anything_anew(session, tmp_path):
    user = tmp_path / "user.py"
    assert codes(session, user, USER) == ["LRS001"]
    session.change(str(user), "")
    assert codes(session, user, "") == []
    assert not session.is_stale_for(str(user))
    assert session.is_stale_for(str(tmp_path / "lib.py"))


def test_what_changes_beside_it_is_seen_by_the_next_view_alone(session, tmp_path):
    lib, user = tmp_path / "lib.py", tmp_path / "user.py"
    assert codes(session, user, USER) == ["LRS001"]
    session.change(str(lib), "make = print\n")
    assert session.is_stale_for(str(user))
    assert codes(session, user, USER) == ["LRS001"]
    session.take(session.begun())
    assert codes(session, user, USER) == []
    assert lib.read_text() == LIB


def test_a_file_that_is_closed_is_what_is_on_disk(session, tmp_path):
    lib, user = tmp_path / "lib.py", tmp_path / "user.py"
    session.change(str(lib), "make = print\n")
    session.forget(str(lib))
    session.take(session.begun())
    assert codes(session, user, USER) == ["LRS001"]


def test_a_view_sees_no_change_that_comes_behind_it(session, tmp_path):
    view = session.begun()
    session.change(str(tmp_path / "lib.py"), "make = print\n")
    session.take(view)
    assert session.is_stale
    assert codes(session, tmp_path / "user.py", USER) == ["LRS001"]


@pytest.mark.parametrize("text", ["def (", "\0", "import optax\n" + "(" * 9000])
def test_what_cannot_be_read_is_no_error(session, tmp_path, text):
    checked = session.check(str(tmp_path / "user.py"), f"import optax\n{text}")
    assert (checked.broken, checked.findings, checked.problems) == (True, [], [])


def test_a_file_in_no_project_is_looked_at_by_itself_and_left(tmp_path):
    (tmp_path / "lib.py").write_text(LIB)
    user = tmp_path / "user.py"
    user.write_text(USER)
    session = Session()
    assert codes(session, user, USER) == []
    own = "import optax\n\ns = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
    assert codes(session, user, own) == ["LRS001"]
    fixed = session.fix(str(user), own)
    assert not fixed.edits
    assert "open the folder" in fixed.why
