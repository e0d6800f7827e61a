"""Why an optimizer cannot be migrated at all: what is done with it and its model.

The uses that are known to be harmless are listed in `understood`; any other is a
reason.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import Flow, Instance
from .calls import Style, Update, Wrt, is_old_update, made, updates, wrt_of
from .certain_model import doubt_about_model
from .class_uses import class_used, held_class
from .half_done import half_done, is_used
from .jax_jit import under_jax_jit
from .model_uses import unlisted_uses_of_model
from .names import NNX_MODULES, OPTIMIZER, OPTIMIZERS
from .optimizer_uses import unlisted_uses
from .reasons import first
from .states.foreign import unlike_elsewhere
from .states.kept_elsewhere import kept_elsewhere
from .states.live_state import why_live
from .states.merged_model import shares_its_state
from .swapped import is_swapped
from .transformation import doubts_about_transform
from .tree_mode import tree_mode

_ARGUMENTS = frozenset({"model", "tx", "wrt", None})
_UNBOUND = (f"{OPTIMIZER}.update", f"{OPTIMIZER}.__init__")
_NO_GRAPH = "graph=False"
_DERIVED = "its class is derived from the old one"
_USED = "the update on line {} is used as a value, no longer None"


def why_blocked(instance: Instance, found: list[Update], keeps: str) -> str:
    """Return why nothing may be rewritten, or nothing."""
    return first(
        _unclear_constructors(instance),
        _used_by_callback(instance),
        half_done(instance, keeps),
        unlisted_uses(instance, keeps),
        unlisted_uses_of_model(instance, keeping=bool(keeps)),
        _mixed_updates(instance, found),
        _unclear_updates(instance, found),
        _refused_here(instance, keeps),
        _replaced(instance),
        class_used(instance.flow),
        _other_behaviour(instance),
    )


def why_unlike(instance: Instance, found: list[Update]) -> str:
    """Return which use of an optimizer goes by the model that it holds, or nothing."""
    return first(
        _unclear_constructors(instance),
        unlisted_uses(instance, ""),
        _unclear_updates(instance, found),
        _used_by_callback(instance),
        _refused_here(instance, ""),
        _replaced(instance),
        class_used(instance.flow),
    )


def why_object_unfit(instance: Instance, *, inherits: bool) -> str:
    """Return what is done with an object of a derived class that is not understood.

    Args:
        instance: the object, which keeps its model.
        inherits: whether the class leaves `update` as it is.
    """
    return first(
        unlisted_uses(instance, _DERIVED),
        unlisted_uses_of_model(instance, keeping=True),
        _unclear_updates(instance, updates(instance) if inherits else []),
        half_done(instance, _DERIVED if inherits else ""),
        _refused_here(instance, _DERIVED),
        why_live(instance),
        unlike_elsewhere(instance),
        kept_elsewhere(instance),
    )


def _unclear_constructors(instance: Instance) -> Iterator[str]:
    for creation in instance.creations:
        call = creation.call
        line = call.lineno
        yield creation.doubt
        if creation.name not in OPTIMIZERS:
            yield f"line {line} makes something else in its place"
        if wrt_of(call) is Wrt.OPAQUE:
            yield f"the arguments on line {line} are not all seen"
        yield held_class(instance.flow, call.func)
        if not _binds(call, creation.given):
            yield f"the arguments on line {line} are not those that the class takes"


def _binds(call: ast.Call, given: frozenset[str | None]) -> bool:
    """Whether a constructor is given a model and a transformation, each once."""
    named = [keyword.arg for keyword in call.keywords] + [*given]
    if not {*named} <= _ARGUMENTS:
        return False
    positional = ("model", "tx", "wrt")[: len(call.args)]
    names = [*positional, *(name for name in named if name is not None)]
    opaque = None in named or any(isinstance(one, ast.Starred) for one in call.args)
    return opaque or (len(names) == len({*names}) and {"model", "tx"} <= {*names})


def _mixed_updates(instance: Instance, found: list[Update]) -> Iterator[str]:
    """Yield what stands against updates that pass the model already."""
    new = [one for one in found if one.style is Style.NEW]
    for update in new:
        if is_swapped(instance, update.call):
            line = update.call.lineno
            yield f"line {line} passes the model second, and would train nothing"
    if new and instance.attributes("model"):
        yield f"{_beside(new[0])}`.model` is of the old optimizer"


def _unclear_updates(instance: Instance, found: list[Update]) -> Iterator[str]:
    """Yield why updates cannot be rewritten."""
    new = [one for one in found if one.style is Style.NEW]
    for update in found:
        if update.style is Style.OTHER:
            yield f"the update on line {update.call.lineno} does not show its arguments"
        if update.style is Style.OLD:
            if new and (reason := doubt_about_model(instance, update)):
                yield f"{_beside(new[0])}{reason}"
            yield from _lost_or_used(instance, update)


def _beside(new: Update) -> str:
    return f"line {new.call.lineno} passes the model already, and "


def _lost_or_used(instance: Instance, update: Update) -> Iterator[str]:
    line = update.call.lineno
    if at := under_jax_jit(instance.flow, update):
        yield f"`jax.jit` on line {at} would throw the update away"
    if is_used(instance.flow, update.call):
        yield _USED.format(line)
    if update.by_name and _has_effects_before(update):
        yield f"on line {line} something is called before `grads` is given"


def _used_by_callback(instance: Instance) -> Iterator[str]:
    """Yield where a function that is given the optimizer returns an update."""
    flow = instance.flow
    for place in instance.escapes:
        call = flow.scopes.parents.get(place.node)
        for argument in _functions_in(call.args) if isinstance(call, ast.Call) else ():
            called = flow.functions.called(argument)
            for node in ast.walk(called.function) if called is not None else ():
                if is_old_update(node) and is_used(flow, node):
                    yield _USED.format(getattr(node, "lineno", 0))


def _functions_in(arguments: list[ast.expr]) -> Iterator[ast.expr]:
    """Yield what may be a function among arguments, and in lists of them."""
    for argument in arguments:
        if isinstance(argument, ast.List | ast.Tuple):
            yield from argument.elts
        else:
            yield argument


def _has_effects_before(update: Update) -> bool:
    """Whether an argument before ``grads=`` calls something, which is to stay first."""
    for keyword in update.call.keywords:
        if keyword.arg == "grads":
            break
        if any(isinstance(node, ast.Call) for node in ast.walk(keyword.value)):
            return True
    return False


def _refused_here(instance: Instance, keeps: str) -> Iterator[str]:
    flow = instance.flow
    said = flow.remember(_refused_words)
    for unbound in _UNBOUND:
        if line := said[unbound]:
            yield f"line {line} uses `{unbound}` without an optimizer"
    if not keeps:
        return
    if line := said[_NO_GRAPH]:
        yield f"`graph=False` on line {line} allows no optimizer that holds the model"
    yield from tree_mode(flow)


def _refused_words(flow: Flow) -> dict[str, int]:
    """Return the lines of words that a module says, or 0."""
    return {word: _line_of(flow.source.text, word) for word in (*_UNBOUND, _NO_GRAPH)}


def _line_of(text: str, word: str) -> int:
    """Return the line of a word, of the last assignment that says it, or 0."""
    lines = [number for number, line in enumerate(text.split("\n"), 1) if word in line]
    stores = [one for one in lines if f"{word} =" in text.split("\n")[one - 1]]
    return (stores or lines or [0])[0]


def _other_behaviour(instance: Instance) -> Iterator[str]:
    """Yield what is otherwise since Flax 0.11, whichever optimizer there is."""
    if any(made(instance, OPTIMIZER)):
        yield from why_live(instance)
        yield from shares_its_state(instance)
        yield from unlike_elsewhere(instance)
        yield from kept_elsewhere(instance)
        yield from doubts_about_transform(instance)


def _replaced(instance: Instance) -> Iterator[str]:
    """Yield where something else is put in the place of Flax's class."""
    resolver, project = instance.flow.resolver, instance.flow.resolver.project
    if project is not None:
        library = NNX_MODULES[0].partition(".")[0]
        yield project.in_place_of(instance.flow.source.path, library)
    for name in sorted(OPTIMIZERS):
        path = f"{NNX_MODULES[0]}.{name}"
        yield resolver.patched.function(path, path)
    for creation in instance.creations:
        function = creation.call.func
        of_module = isinstance(function, ast.Attribute)
        named = function.value if isinstance(function, ast.Attribute) else function
        if isinstance(named, ast.Name):
            names = {named.id: resolver.objects.path(named) if of_module else ""}
            path = f"{NNX_MODULES[0]}.{creation.name}"
            yield resolver.patched.names(names, path, path)
