"""How a project wants its Python to stand, as far as a rewrite has to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

FUTURE = "future"
STANDARD_LIBRARY = "standard-library"
THIRD_PARTY = "third-party"
FIRST_PARTY = "first-party"
LOCAL_FOLDER = "local-folder"
SECTIONS = (FUTURE, STANDARD_LIBRARY, THIRD_PARTY, FIRST_PARTY, LOCAL_FOLDER)
DEFAULT_LENGTH = 88
"""So long ruff and black let a line be where they are told nothing."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sorting:
    """The rules by which a project's imports are sorted.

    Attributes:
        sources: the folders whose modules are first-party.
        known: patterns of modules, by the section that they are of.
        section_order: the sections, as they follow on each other.
        default_section: where a module goes that nothing else is known of.
        no_sections: whether all imports are one section.
        mixed: whether ``import`` and ``from`` stand among each other.
        by_line: whether, where mixed, modules are compared as the whole lines are: by
            case where names are by type.
        from_first: whether ``from`` stands before ``import``, where not mixed.
        by_type: whether constants come before classes, and these before the rest.
        case_sensitive: whether case counts before the alphabet.
        single_line: whether each name has a statement of its own.
        single_line_exclusions: modules for which that does not hold.
        to_top: modules that come first in their section.
        by_length: whether shorter ones come first.
        by_length_straight: whether that holds for ``import`` alone.
        closest_first: whether ``.`` comes before ``..``.
        combine_as: whether names with ``as`` stand among others.
        no_lines_before: sections in front of which there is no blank line.
        constants, classes, variables: names whose type is configured.
        hanging: whether a long ``from`` has one name on each line.
        length: how long the line of an import may be.
        indent: how many spaces the names of a long one are indented by.
        magic_comma: whether a comma behind the last of its names keeps it on lines.
    """

    sources: tuple[Path, ...] = ()
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    section_order: tuple[str, ...] = SECTIONS
    default_section: str = THIRD_PARTY
    no_sections: bool = False
    mixed: bool = False
    by_line: bool = False
    from_first: bool = False
    by_type: bool = True
    case_sensitive: bool = False
    single_line: bool = False
    single_line_exclusions: frozenset[str] = frozenset()
    to_top: frozenset[str] = frozenset()
    by_length: bool = False
    by_length_straight: bool = False
    closest_first: bool = False
    combine_as: bool = False
    no_lines_before: frozenset[str] = frozenset()
    constants: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    variables: frozenset[str] = frozenset()
    hanging: bool = True
    length: int = DEFAULT_LENGTH
    indent: int = 4
    magic_comma: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """What a project says of its layout.

    Attributes:
        sortings: how imports may be sorted: the first by which some were before holds
            for them. None where what is configured is not known here.
        length: how long a line may be; 0 where that is not known here, and None where
            no tool is named that says it: as long as the file's others.
        indent: how many spaces a formatter indents by; 0 as many as the file does.
    """

    sortings: tuple[Sorting, ...] = ()
    length: int | None = 0
    indent: int = 4


NO_STYLE = Style()
