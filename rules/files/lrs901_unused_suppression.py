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

RULE = Rule(
    code="LRS901",
    slug="unused-suppression",
    summary="a comment silences a rule that has nothing to say there",
    severity=Severity.WARNING,
    fixable=True,
    doc=__doc__ or "",
    refused=(
        Example(
            "Codes of other tools",
            """
            import optax

            schedule = optax.constant_schedule(0.1)  # noqa: E501, F401
            """,
            findings=0,
        ),
        Example(
            "No code at all",
            """
            import optax

            schedule = optax.constant_schedule(0.1)  # noqa
            """,
            findings=0,
        ),
        Example(
            "A comment that is needed",
            """
            import optax

            lr = optax.cosine_decay_schedule(0.1, decay_steps=9)  # noqa: LRS001
            """,
            findings=0,
        ),
        Example(
            "Kept on purpose, and said so",
            """
            import optax

            schedule = optax.constant_schedule(0.1)  # noqa: LRS001, LRS901
            """,
            findings=0,
        ),
        Example(
            "No code where one has to be",
            """
            import optax

            schedule = optax.constant_schedule(0.1)  # lrmigrate: ignore
            """,
        ),
    ),
    accepted=(
        Example(
            "The comment goes, with its reason",
            """
            import optax

            schedule = optax.constant_schedule(0.1)  # noqa: LRS001 on purpose
            """,
            after="""
            import optax

            schedule = optax.constant_schedule(0.1)
            """,
            verdict=VerdictKind.PRESERVING,
        ),
        Example(
            "Codes of other tools stay",
            """
            import optax

            schedule = optax.constant_schedule(0.1)  # noqa: E501, LRS001
            """,
            after="""
            import optax

            schedule = optax.constant_schedule(0.1)  # noqa: E501
            """,
            verdict=VerdictKind.PRESERVING,
        ),
        Example(
            "For a whole file",
            """
            # lrmigrate: ignore-file[LRS001] not yet
            import optax

            schedule = optax.constant_schedule(0.1)
            """,
            after="""
            import optax

            schedule = optax.constant_schedule(0.1)
            """,
            verdict=VerdictKind.PRESERVING,
        ),
        Example(
            "A code that no rule has",
            """
            import optax

            schedule = optax.constant_schedule(0.1)  # lrmigrate: ignore[LRS0O1]
            """,
            after="""
            import optax

            schedule = optax.constant_schedule(0.1)
            """,
            verdict=VerdictKind.PRESERVING,
        ),
    ),
)
