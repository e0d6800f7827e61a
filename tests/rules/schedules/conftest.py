from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.fixture
def found(fix) -> Callable[[str, str], int]:
    """Tells how many findings a rule has of code behind `import optax`."""

    def count(rule: str, code: str) -> int:
        fixed = fix(f"import optax\n{code}", codes=frozenset({rule}))
        return len(fixed.findings)

    return count
