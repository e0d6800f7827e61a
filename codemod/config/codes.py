"""Rules as people name them: codes, prefixes, slugs, and slips of the pen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

_ALL = "ALL"


class UnknownCodeError(Exception):
    """A name that no rule has, with the nearest that one does."""


def expand_codes(
    names: Iterable[str], known: Mapping[str, str], broken: Collection[str] = ()
) -> frozenset[str]:
    """Return the codes of the rules that are named.

    Args:
        names: codes, what several begin with, slugs, or ``ALL``; in any case.
        known: the slugs of all rules, by their codes.
        broken: what the codes of rules begin with that cannot be used.

    Raises:
        UnknownCodeError: one of them names no rule.
    """
    codes: set[str] = set()
    for name in names:
        found = {*known} if name.upper() == _ALL else named_by(name, known)
        if not found and not name.upper().startswith(tuple(broken)):
            hint = suggestion(name, known) or "`lrmigrate rule` lists them all"
            raise UnknownCodeError(f"there is no rule {name!r}; {hint}")
        codes |= found
    return frozenset(codes)


def named_by(name: str, known: Mapping[str, str]) -> set[str]:
    """Return the codes that begin with a name, or whose slug it is."""
    start, slug = name.upper(), name.lower()
    return {
        code
        for code in known
        if name and (code.startswith(start) or known[code] == slug)
    }


def suggestion(name: str, known: Mapping[str, str]) -> str:
    """Return a question for what may have been meant; empty if nothing is near."""
    starts, slugs = sorted(_starts([*known])), sorted({*known.values()})
    return did_you_mean(name.upper(), starts) or did_you_mean(name.lower(), slugs)


def names_rules(name: str, known: Mapping[str, str]) -> bool:
    """Whether it is more than the letters that all rules begin with, or ``ALL``."""
    digits = any(character.isdigit() for character in name)
    return digits or name.lower() in known.values()


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
