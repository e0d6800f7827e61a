"""What stands for the rules until a file says a word of theirs is what they say."""

import sys

import pytest
from packs import lay_out
from rule_index import FILE, own_index, text_of

from lrmigrate import rules
from lrmigrate.codemod.config.entry_points import is_alone
from lrmigrate.rules.indexed import INDEX


def test_the_index_is_what_the_rules_say():
    wanted = own_index()
    assert wanted == INDEX, "write it anew with `make docs`"
    text = FILE.read_text(encoding="utf-8")
    assert text == text_of(wanted), "write it anew with `make docs`"


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder of site-packages that is all of Python's path."""
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    return tmp_path


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param("ACME = acme_rules", id="another pack"),
        pytest.param("LRS = acme_rules", id="another pack by our prefix"),
        pytest.param("LRS = lrmigrate.rules\nA = b", id="another one beside our own"),
        pytest.param("A = b\n[lrmigrate.rules]\nC = d", id="a group that begins again"),
        pytest.param("no entry point", id="what is no entry point"),
    ],
)
def test_others_are_seen(site, entries):
    lay_out(site, {}, entries=entries)
    assert not is_alone(rules.OWN)


def test_others_are_seen_in_an_old_installation(site):
    lay_out(site, {})
    (site / "acme_rules-1.0.dist-info").rename(site / "acme_rules.EGG-INFO")
    assert not is_alone(rules.OWN)


def test_what_is_no_text_is_not_passed_over(site):
    lay_out(site, {})
    file = site / "acme_rules-1.0.dist-info" / "entry_points.txt"
    file.write_bytes(b"[lrmigrate.rules]\nA = \xff\n")
    assert not is_alone(rules.OWN)


def test_an_archive_on_the_path_may_hold_others(site, monkeypatch):
    archive = site / "some.zip"
    archive.write_bytes(b"")
    monkeypatch.setattr(sys, "path", [str(site), str(archive)])
    assert not is_alone(rules.OWN)


def test_who_finds_packages_elsewhere_may_find_others(site, monkeypatch):
    class Finder:
        def find_distributions(self, context):
            return ()

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder()])
    assert not is_alone(rules.OWN)


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param("LRS = lrmigrate.rules", id="our own"),
        pytest.param("LRS=lrmigrate.rules", id="our own, written otherwise"),
        pytest.param("# A = b", id="a comment"),
        pytest.param("\n[console_scripts]\nA = b:c", id="entry points of others"),
        pytest.param("", id="none"),
    ],
)
def test_ours_are_alone(site, entries):
    lay_out(site, {}, entries=entries)
    assert is_alone(rules.OWN)


def test_ours_are_alone_where_a_folder_of_the_path_is_missing(site, monkeypatch):
    monkeypatch.setattr(sys, "path", [str(site), str(site / "missing")])
    assert is_alone(rules.OWN)
