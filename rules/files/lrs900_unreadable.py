"""A file that cannot be read, decoded or parsed is named, and left alone.

## What it does
Names every file that the run had to pass over: bytes that are not text in the file's
encoding, UTF-16, an archive, a syntax error, a NUL byte, code that is nested too
deeply, a file of more than a few MiB. Syntax that is newer than the Python that runs
lrmigrate is named as such. Shell lines and magics of a notebook that was saved as
Python are no syntax errors.

## Why
A run that says nothing about a file has looked at it. The other files are done all
the same, and the exit code is 2.

## Example
```python
schedule = optax.cosine_decay_schedule(0.1, decay_steps=100
```

## Use instead
```python
schedule = optax.cosine_decay_schedule(0.1, decay_steps=100)
```

## Fix safety
There is no fix: what cannot be read is not touched.

## References
- PEP 263, Defining Python Source Code Encodings
"""

from __future__ import annotations

from collections.abc import Iterator

from ...codemod.rule import Example, Report, Rule, Severity, Site


def check(site: Site) -> Iterator[Report]:
    """Report nothing: the run itself names the files that it cannot read."""
    yield from ()


RULE = Rule(
    code="LRS900",
    slug="unreadable",
    summary="a file cannot be read, decoded or parsed",
    severity=Severity.ERROR,
    fixable=False,
    functions=frozenset(),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "A file without a schedule is read all the same",
            """
            x = 1
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "A parenthesis that is never closed",
            """
            schedule = optax.cosine_decay_schedule(0.1, decay_steps=100
            """,
        ),
    ),
)
