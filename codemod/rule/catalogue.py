"""What the rule side hands to the engine, which itself names no function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from ..config.codes import did_you_mean
from ..config.index import Index
from ..files.search.sought import Sought
from ..names.meaning import UNKNOWN
from ..names.vocabulary import Vocabulary
from ..objects.facts import FlowFacts
from ..verify.comparison import CurveFacts
from .packs import Pack
from .recipe import Recipes
from .rule import Rule, RuleError
from .target import Target


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The rules, and the facts about the functions that they speak of.

    Attributes:
        rules: sorted by code.
        vocabulary: every path of every function and class.
        parameters: each function's parameters, in order, by its path.
        required: those of them without a default.
        once: the names that a function takes arguments by as well, by its path.
        dict_lists: for a function that takes a list of dicts, that parameter and
            the function whose arguments the dicts are, both by their paths.
        facts: what the verifier has to know of each curve, by every path.
        targets: from a target's name and the active codes to the target; the
            name ``auto`` looks at the Optax below a project's root.
        flow: the classes whose objects are followed.
        beside: the parameters, by function, of the library that is beside the
            code; it may be newer than what is known here.
        recipes: what calls of schedules make, and how that is drawn.
        packs: what the rules come from; of the broken ones there are none.
    """

    rules: tuple[Rule, ...]
    vocabulary: Vocabulary
    parameters: Mapping[str, Sequence[str]]
    required: Mapping[str, Sequence[str]]
    once: Mapping[str, Sequence[str]]
    dict_lists: Mapping[str, tuple[str, str]]
    facts: Mapping[str, CurveFacts]
    targets: Callable[[str, frozenset[str]], Target]
    flow: FlowFacts
    beside: Callable[[], Mapping[str, frozenset[str]]]
    recipes: Recipes
    packs: tuple[Pack, ...] = ()

    def __post_init__(self) -> None:
        """Refuse rules that would never be asked.

        Raises:
            RuleError: a rule looks at a function that nobody knows.
        """
        known = {UNKNOWN, *self.vocabulary.functions.values()}
        for rule in self.rules:
            for function in sorted(rule.functions - known):
                hint = did_you_mean(function, sorted(known))
                what = f"looks at `{function}`, which nobody knows"
                cure = hint or "a `Function` in its `facts` says what it takes"
                raise RuleError(rule, f"{what}; {cure}")

    @property
    def index(self) -> Index:
        """What a run has to know of it before a file says a word of a rule."""
        faults = tuple(pack.told for pack in self.packs if pack.fault)
        return Index(self.slugs, self.sought, self.schedules, self.broken, faults)

    @property
    def sought(self) -> Sought:
        """What is searched for in a file before it is looked at."""
        codes = {prefix.encode() for prefix in self.prefixes}
        words = self.vocabulary.words | self.flow.words | codes
        inside: dict[tuple[bytes, ...], set[bytes]] = {}
        for path in self.vocabulary.functions:
            *modules, name = path.encode().split(b".")
            inside.setdefault(tuple(modules), set()).add(name)
        groups = {
            # What a module has that has nothing else is called by its name.
            frozenset({*modules, *(names if len(names) == 1 else ())})
            for modules, names in inside.items()
        }
        # A page may speak of `nnx`, and never say what that is of. What is of a package
        # that is sought by its name is not spoken of without it.
        paths = (path.encode().split(b".") for path in self.flow.paths)
        inner = {one[-2] for one in paths if frozenset({one[0]}) not in groups}
        groups |= {frozenset({word}) for word in inner & self.flow.words}
        groups |= {frozenset({word}) for word in codes}
        return Sought(words, frozenset(_least(groups)))

    @property
    def schedules(self) -> frozenset[bytes]:
        """The names of the library's functions that make curves.

        They mean these wherever they stand; those of other packages may not.
        """
        modules = self.vocabulary.modules
        named = (path.rpartition(".") for path in self.facts)
        return frozenset(
            name.encode() for module, _, name in named if module in modules
        )

    @property
    def codes(self) -> frozenset[str]:
        """Those of all rules."""
        return frozenset(rule.code for rule in self.rules)

    @property
    def slugs(self) -> Mapping[str, str]:
        """Those of all rules, by their codes."""
        return {rule.code: rule.slug for rule in self.rules}

    @property
    def prefixes(self) -> frozenset[str]:
        """The letters that codes begin with."""
        return frozenset(rule.code.rstrip("0123456789") for rule in self.rules)

    @property
    def broken(self) -> frozenset[str]:
        """The letters of packs whose rules cannot be used, if no other has them."""
        prefixes = {pack.prefix for pack in self.packs if pack.fault}
        return frozenset(prefixes - self.prefixes)

    def foreign(self, rule: Rule) -> str:
        """Return which other distribution a rule comes from, if it is not ours."""
        others = (one.distribution for one in self.packs[1:] if rule in one.rules)
        return next(others, "")

    def may_occur(self, text: str) -> bool:
        """Whether a text holds anything that a rule could speak of."""
        return self.vocabulary.may_occur(text) or self.flow.may_occur(text)

    def accepted(self, target: Target, function: str) -> frozenset[str]:
        """Return every name by which a call can give ``function`` an argument."""
        names = {*self.parameters[function], *self.once[function]}
        names.update(self.beside().get(function, ()))
        if not target.moves:
            names.update(target.parameters.get(function, {}).values())
        return frozenset(names)


def _least(groups: Set[frozenset[bytes]]) -> Iterator[frozenset[bytes]]:
    """Yield the groups that hold no other one."""
    for group in groups:
        if not any(other < group for other in groups):
            yield group
