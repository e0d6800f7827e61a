"""A comment names a rule of lrmigrate to silence it, and there is nothing to silence.

## What it does
Finds `# noqa: LRS...`, `# lrmigrate: ignore[LRS...]` and their forms for a file that
name a rule which has nothing to say there, and codes that no rule has. Codes of other
tools, and a bare `# noqa`, are none of its business. A rule that is not active in the
run is taken to need its suppression.

## Why
A suppression that has outlived its reason hides the next finding on its line. One with
a slip in its code never did what it says.

## Example
```python
schedule = optax.constant_schedule(0.1)  # noqa: LRS001
```

## Use instead
```python
schedule = optax.constant_schedule(0.1)
```

## Fix safety
The code is taken out of the comment, and the comment out of the file where it named
nothing else, with its reason. Nothing but comments changes.

## References
- flake8, Selecting and Ignoring Violations
"""

from __future__ import annotations

from ...codemod.rule import Example, Rule, Severity, VerdictKind

_IMPORT = "import optax\n\n"
_CLEAN = f"{_IMPORT}schedule = optax.constant_schedule(0.1)\n"


def _after(comment: str) -> str:
    return _CLEAN.replace(")\n", f")  {comment}\n")


RULE = Rule(
    code="LRS901",
    slug="unused-suppression",
    summary="a comment silences a rule that has nothing to say there",
    severity=Severity.WARNING,
    fixable=True,
    doc=__doc__ or "",
    refused=(
        Example("Codes of other tools", _after("# noqa: E501, F401"), findings=0),
        Example("No code at all", _after("# noqa"), findings=0),
        Example(
            "A comment that is needed",
            f"{_IMPORT}lr = optax.cosine_decay_schedule(0.1, decay_steps=9)"
            "  # noqa: LRS001\n",
            findings=0,
        ),
        Example(
            "Kept on purpose, and said so", _after("# noqa: LRS001, LRS901"), findings=0
        ),
        Example("No code where one has to be", _after("# lrmigrate: ignore")),
    ),
    accepted=(
        Example(
            "The comment goes, with its reason",
            _after("# noqa: LRS001 on purpose"),
            _CLEAN,
            _CLEAN,
            verdict=VerdictKind.PRESERVING,
        ),
        Example(
            "Codes of other tools stay",
            _after("# noqa: E501, LRS001"),
            _after("# noqa: E501"),
            _after("# noqa: E501"),
            verdict=VerdictKind.PRESERVING,
        ),
        Example(
            "For a whole file",
            f"# lrmigrate: ignore-file[LRS001] not yet\n{_CLEAN}",
            _CLEAN,
            _CLEAN,
            verdict=VerdictKind.PRESERVING,
        ),
        Example(
            "A code that no rule has",
            _after("# lrmigrate: ignore[LRS0O1]"),
            _CLEAN,
            _CLEAN,
            verdict=VerdictKind.PRESERVING,
        ),
    ),
)
