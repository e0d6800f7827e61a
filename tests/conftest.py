import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from memory import forget_compiled, keep_apart
from plans import plan_of

from lrmigrate.codemod.engine.fix_file import Fixer
from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.verify.verifier import Verifier
from lrmigrate.rules import catalogue

KNOWN = catalogue(Path())
CODES = frozenset(rule.code for rule in KNOWN.rules)
LONGEST = ("flax", "repository")
keep_apart()
# How long an example takes, or to draw one, is a matter of what else a machine does.
settings.register_profile(
    "suite", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")
# In the background of a shell no interrupt counts, nor in what the tests start there.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items):
    """What takes longest comes first: no worker is left alone with it at the end."""
    items.sort(key=lambda item: item.path.parent.name not in LONGEST)


@pytest.fixture(autouse=True)
def uncoloured(monkeypatch):
    """What is printed does not depend on who runs the tests."""
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def memory():
    forget_compiled()


@pytest.fixture(scope="session")
def verifier():
    return Verifier(KNOWN.facts)


@pytest.fixture
def fix(verifier):
    """Fix a module's text, with all invariants that every fix must keep."""

    def run(code, target="lrsched", codes=CODES, path="module.py", unsafe=False):
        fixer = Fixer(plan_of(KNOWN, codes, target), verifier, unsafe)
        source = Source.from_bytes(code.encode(), path)
        fixed = fixer.fix(source)
        assert fixed.problem is None
        again = fixer.fix(Source.from_bytes(fixed.text.encode(), path))
        assert again.text == fixed.text, "a second run changes nothing"
        compile(fixed.text, path, "exec")
        if not any(finding.written for finding in fixed.findings):
            assert fixed.text == code, "what is not written stays byte for byte"
        return fixed

    return run
