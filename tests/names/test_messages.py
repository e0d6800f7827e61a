"""Code that tells errors apart by what they say: that changes with a library."""

from __future__ import annotations

import pytest

HEAD = "import optax\nimport pytest\n\n\n"
CALL = "optax.cosine_decay_schedule(0.1, decay_steps=n)"


def expecting(context: str, behind: str = "pass") -> str:
    return (
        f"{HEAD}def test(self, n):\n    with {context}:\n        {CALL}\n    {behind}\n"
    )


def catching(caught: str, *lines: str) -> str:
    body = "".join(f"        {line}\n" for line in lines)
    return f"{HEAD}def make(n):\n    try:\n        return {CALL}\n    except {caught}:\n{body}"


ASKED = {
    "by pytest": expecting("pytest.raises(ValueError, match='positive decay_steps')"),
    "by unittest": expecting("self.assertRaisesRegex(ValueError, 'decay_steps')"),
    "by absl": expecting(
        "self.assertRaisesWithLiteralMatch(ValueError, 'decay_steps')"
    ),
    "of what pytest holds": expecting(
        "pytest.raises(ValueError) as info", "assert 'decay' in str(info.value)"
    ),
    "of what unittest holds": expecting(
        "self.assertRaises(ValueError) as held",
        "self.assertIn('d', str(held.exception))",
    ),
    "by a condition": catching(
        "ValueError as error",
        "if 'decay_steps' in str(error):",
        "    return None",
        "raise",
    ),
    "by a condition of another": catching(
        "Exception as error", "if re.search('decay', str(error)):", "    return None"
    ),
    "later": catching("ValueError as error", "said = str(error)", "return said"),
    "by an assertion": catching("ValueError as error", "assert error.args == (1,)"),
    "by a match": catching(
        "ValueError as error", "match error.args:", "    case ('a',): return None"
    ),
    "around another with": expecting("pytest.raises(ValueError, match='d'), other()"),
}
NOT_ASKED = {
    "by its kind": expecting("pytest.raises(ValueError)"),
    "by what is not read": expecting("pytest.raises(ValueError) as info"),
    "by another context": expecting("mesh(match='d')"),
    "where it is shown": catching("ValueError as error", "print(error)", "raise"),
    "where it is handed on": catching(
        "ValueError as error", "raise RuntimeError(n) from error"
    ),
    "where its kind is asked": catching(
        "(ValueError, KeyError) as error",
        "if isinstance(error, KeyError):",
        "    raise",
    ),
    "in the handler": (
        f"{HEAD}def make(n):\n    try:\n        g(n)\n    except ValueError as error:\n"
        f"        if 'a' in str(error):\n            return {CALL}\n"
    ),
}


@pytest.mark.parametrize("code", ASKED.values(), ids=ASKED)
def test_a_call_stays_whose_error_is_known_by_its_message(code, fix):
    fixed = fix(code)
    assert fixed.text == code
    (finding,) = fixed.findings
    assert finding.left.endswith("asks what an error says")


@pytest.mark.parametrize("code", NOT_ASKED.values(), ids=NOT_ASKED)
def test_the_kind_of_an_error_stays(code, fix):
    assert "lrsched.cosine_decay_schedule(0.1, transition_steps=n)" in fix(code).text
