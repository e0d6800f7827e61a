"""Which API the rewritten code calls: `lrsched`, or an Optax that has the new names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ...codemod.rule.target import Target
from .examples import EXAMPLES, EXAMPLES_RULE
from .installed import optax_folders, own_optax, signatures
from .migrated import MIGRATED_RULE, MOVED
from .schedules import FUNCTIONS, LRSCHED

_STANDS_IN = "lrsched stands in for an Optax with the new names"
_NONE: frozenset[str] = frozenset()


def choose_target(name: str, codes: frozenset[str], root: Path) -> Target:
    """Return the target called ``name``; ``auto`` looks for an Optax.

    Args:
        name: ``lrsched``, ``optax`` or ``auto``.
        codes: the active rules; a function is renamed only by its own rule.
        root: the project's root, where its virtual environment may be.
    """
    reason = "asked for"
    if name == "auto":
        name, reason = _automatic(root)
    target = Target(
        name,
        reason,
        module=LRSCHED if name == "lrsched" else "",
        verify_module=LRSCHED,
        functions=frozenset(function.path for function in FUNCTIONS.values()),
        renamed={
            function.path: function.new_name
            for function in FUNCTIONS.values()
            if function.name_rule in codes
        },
        parameters={
            function.path: function.renamed
            for function in FUNCTIONS.values()
            if function.name_rule in codes or not function.name_rule
        },
    )
    if name == "lrsched":
        return _with_examples(target) if EXAMPLES_RULE in codes else target
    own = own_optax()
    if own is None:
        return replace(target, note=_STANDS_IN)
    beside = next(optax_folders(root), own)
    if MIGRATED_RULE in codes:
        target = replace(target, returning=_returning(own, beside))
    if takes_new_names(own):
        return replace(target, verify_module="optax")
    return replace(target, note=_STANDS_IN)


def _returning(*folders: Path) -> dict[str, str]:
    """Return the schedules of ours that every Optax has with the same parameters."""
    known = [signatures(one) for one in folders]
    return {
        ours.path: f"optax.{ours.name}"
        for ours in MOVED
        if all(one.get(ours.name, _NONE).issuperset(ours.parameters) for one in known)
    }


def _with_examples(target: Target) -> Target:
    """Return where schedules of JAX's examples go as well."""
    return replace(
        target,
        functions=target.functions | EXAMPLES.keys(),
        parameters={
            **target.parameters,
            **{one: EXAMPLES[one].renamed for one in EXAMPLES},
        },
    )


def takes_new_names(optax: Path) -> bool:
    """Whether the Optax in this folder has every new name, read from its source."""
    known = signatures(optax)
    return all(
        set(function.renamed.values())
        <= known.get(function.new_name or function.name, frozenset())
        for function in FUNCTIONS.values()
        if function.renamed
    )


def _automatic(root: Path) -> tuple[str, str]:
    if any((root / place / "schedules").is_dir() for place in ("optax", "src/optax")):
        return "optax", "this project is Optax itself"
    for folder in optax_folders(root):
        if takes_new_names(folder):
            return "optax", f"the Optax in {folder.parent} takes the new names"
        return "lrsched", f"the Optax in {folder.parent} does not take the new names"
    return "lrsched", "no Optax was found, and none released takes the new names"
