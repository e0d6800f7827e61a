"""Rule codes as people write them: prefixes, and slips of the pen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence


class UnknownCodeError(Exception):
    """A code that no rule has, with the nearest that one does."""


def expand_codes(
    prefixes: Iterable[str], known_codes: Iterable[str], broken: Collection[str] = ()
) -> frozenset[str]:
    """Return the codes that start with one of ``prefixes``.

    Args:
        prefixes: codes, or what several begin with.
        known_codes: those of all rules.
        broken: what the codes of rules begin with that cannot be used.

    Raises:
        UnknownCodeError: no code starts with one of them.
    """
    known = sorted(known_codes)
    codes: set[str] = set()
    for prefix in prefixes:
        found = [code for code in known if prefix and code.startswith(prefix)]
        if not found and not prefix.startswith(tuple(broken)):
            hint = did_you_mean(prefix.upper(), sorted(_starts(known)))
            raise UnknownCodeError(
                f"there is no rule {prefix!r}; "
                + (hint or "`lrmigrate rule` lists them all")
            )
        codes.update(found)
    return frozenset(codes)


def names_rules(prefix: str) -> bool:
    """Whether a prefix is more than the letters that all rules begin with."""
    return any(character.isdigit() for character in prefix)


def near(given: str, choices: Collection[str], alike: float = 0.6) -> list[str]:
    """Return the choices that may have been meant, the likeliest first.

    ``alike`` is how near they have to be, by difflib's measure, 1 for the same.
    """
    from difflib import get_close_matches

    return get_close_matches(given, [*choices], n=max(len(choices), 1), cutoff=alike)


def nearest(given: str, choices: Sequence[str]) -> str:
    """Return the choice that was most likely meant; empty if none is near."""
    from difflib import SequenceMatcher

    # Of several that are as near, the first: LRS001 rather than LRS901.
    return max(
        sorted(near(given, choices)),
        key=lambda choice: SequenceMatcher(None, choice, given).ratio(),
        default="",
    )


def did_you_mean(given: str, choices: Sequence[str]) -> str:
    """Return a question that names the nearest choice; empty if none is near."""
    found = nearest(given, choices)
    return f"did you mean {found!r}?" if found else ""


def _starts(codes: Sequence[str]) -> set[str]:
    """Return the codes with all that stands for several of them, from the letters."""
    letters = {code: len(code.rstrip("0123456789")) for code in codes}
    return {code[:end] for code in codes for end in range(letters[code], len(code) + 1)}
