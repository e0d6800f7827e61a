"""Updates that would stay behind: of an optimizer that has gone out of sight.

One that becomes `nnx.ModelAndOptimizer` takes no `grads=`, and its update may return
something. Where it leaves the names that are followed, every update that may be one of
it has to be as the class wants it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from ...codemod.files.source import Source
from ...codemod.names.elsewhere.tree_files import nodes_of
from ...codemod.names.syntax import is_named, shown
from ...codemod.rule import Flow, Instance
from .calls import Style, Update, is_old_update, style_of, updates
from .said_updates import said_updates

_BY_NAME = "line {} gives an update its `grads` by name, and may be one of it"
_NAMES = frozenset({"__name__", "__qualname__"})
_USED = "line {} uses the value of an update, no longer None, and may be one of it"
_GIVEN = re.compile(r"[\"']grads[\"']|\bgrads\s*=")
_IN_DICT = re.compile(r"[\"']grads[\"']|\bdict\([^()]*\bgrads\s*=")
_NAMED = "line {} gets at an update by its name, and it may be one of it"
_OPAQUE = "the update on line {} may be given its `grads` by name, and be one of it"


def half_done(instance: Instance, keeps: str) -> Iterator[str]:
    """Yield which update may be of the optimizer, and would not fit it."""
    leaves = instance.escapes or instance.kept or instance.results
    if keeps:
        yield from said_updates(instance.flow, kept=True)
    if not keeps or not (leaves or instance.module_names):
        return
    for node in _unclaimed(instance):
        yield from unfit(instance.flow, node)
    yield from unfit_elsewhere(instance.flow)
    if any(place.call is None for place in instance.escapes):
        yield from _class_shown(instance.flow)
    yield from instance.flow.remember(_attributes_shown)


def _attributes_shown(flow: Flow) -> list[str]:
    """Return where all attributes are read of what an object or container holds."""
    found: list[str] = []
    for node in flow.scopes.nodes(ast.Call, ast.Attribute):
        held: list[ast.expr] = []
        if isinstance(node, ast.Call) and is_named(node.func, "vars", "dir"):
            held = node.args[:1]
        elif isinstance(node, ast.Attribute) and node.attr == "__dict__":
            held = [node.value]
        for one in held:
            if isinstance(one, ast.Attribute | ast.Subscript):
                where = f"on line {one.lineno}"
                what = "may show its attributes, other ones now"
                found.append(f"`{shown(node)}` {where} {what}")
    return found


def _class_shown(flow: Flow) -> Iterator[str]:
    """Yield where the name of the class is read of what a container holds."""
    for node in flow.scopes.nodes(ast.Attribute):
        if node.attr not in _NAMES:
            continue
        held = node.value
        if isinstance(held, ast.Call) and is_named(held.func, "type") and held.args:
            held = held.args[0]
        elif isinstance(held, ast.Attribute) and held.attr == "__class__":
            held = held.value
        if isinstance(held, ast.Subscript):
            where = f"on line {node.lineno}"
            yield f"`{shown(node)}` {where} may be that of its class, which is another"


def unfit_elsewhere(flow: Flow) -> Iterator[str]:
    """Yield which other file has an update that would not fit the kept optimizer."""
    project = flow.resolver.project
    for source in project.connected(flow.source, "update") if project else ():
        yield from source.remember(_unfit_in)


def _unfit_in(source: Source) -> list[str]:
    parents = {
        inner: outer
        for outer in nodes_of(source)
        for inner in ast.iter_child_nodes(outer)
    }
    found: list[str] = []
    name = Path(source.path).name
    for node in parents:
        where = f"on line {getattr(node, 'lineno', 0)} of {name}"
        if is_old_update(node, by_name=True):
            found.append(f"the update {where} is given `grads` by name")
        elif is_old_update(node) and _goes_on(node, parents):
            found.append(f"the value of the update {where} is used")
        elif _is_hidden(node, source.text):
            found.append(f"the update {where} does not show what it is given")
    return found


def _unclaimed(instance: Instance) -> Iterator[ast.Call]:
    """Yield the updates of the module that no other optimizer claims."""
    claimed = _claimed_by(instance)
    for node in instance.flow.remember(_nobody_claims):
        if node not in claimed:
            yield node


def _nobody_claims(flow: Flow) -> list[ast.Call]:
    """Return the updates that no object claims that is certainly an optimizer."""
    certain = [one for one in flow.instances if one.creations and not one.origins]
    claimed = {call for one in certain for call in _claimed_by(one)}
    calls = flow.scopes.nodes(ast.Call)
    return [one for one in calls if one not in claimed and _is_update(one)]


def _claimed_by(instance: Instance) -> set[ast.Call]:
    """Return the updates that are certainly the optimizer's."""
    return {
        update.call
        for update in updates(instance)
        if not _is_taken_out(instance, update)
    }


def _is_taken_out(instance: Instance, update: Update) -> bool:
    """Whether a container gives the optimizer, and may give another one in time."""
    nodes = (update.method.receiver, *(one.node for one in instance.origins))
    return any(isinstance(node, ast.Subscript) for node in nodes)


def _is_update(node: ast.Call) -> bool:
    named = isinstance(node.func, ast.Attribute) and node.func.attr == "update"
    return named or _is_by_text(node)


def _is_by_text(node: ast.Call) -> bool:
    """Whether a call is one of `getattr(optimizer, "update")`."""
    callee = node.func
    if not isinstance(callee, ast.Call) or not is_named(callee.func, "getattr"):
        return False
    names = (one.value for one in callee.args[1:2] if isinstance(one, ast.Constant))
    return "update" in names


def _is_hidden(node: ast.AST, text: str) -> bool:
    """Whether an update of another file may be given `grads` without showing it."""
    if not isinstance(node, ast.Call) or not _is_update(node):
        return False
    if _is_by_text(node):
        return True
    return _is_opaque(node) and _IN_DICT.search(text) is not None


def unfit(flow: Flow, call: ast.Call) -> Iterator[str]:
    """Yield why an update is not as an optimizer that keeps its model wants it."""
    if is_old_update(call, by_name=True):
        yield _BY_NAME.format(call.lineno)
    elif is_old_update(call) and is_used(flow, call):
        yield _USED.format(call.lineno)
    elif _is_by_text(call):
        yield _NAMED.format(call.lineno)
    elif _is_opaque(call) and _may_hold_gradients(flow, call):
        yield _OPAQUE.format(call.lineno)


def method_taken(flow: Flow, node: ast.Attribute) -> Iterator[str]:
    """Yield where `optimizer.update`, taken without a call, does not fit any more."""
    reason = f"`{shown(node)}` is used on line {node.lineno}"
    parent = flow.scopes.parents[node]
    targets = parent.targets if isinstance(parent, ast.Assign) else []
    if not targets or not isinstance(node.ctx, ast.Load):
        yield reason
    for target in targets:
        if not isinstance(target, ast.Name):
            yield reason
            return
        owner = flow.scopes.lookup(target.id, flow.scopes.scope_of[target])
        for use in flow.scopes.uses_of.get((owner, target.id), []) if owner else ():
            if isinstance(use.ctx, ast.Load) and not _is_plain_call(flow, use):
                where = f"`{shown(node)}` on line {node.lineno} is `{target.id}`"
                yield f"{where}, whose use on line {use.lineno} is not understood"


def old_call_of_taken(flow: Flow, node: ast.Attribute) -> bool:
    """Whether `optimizer.update` is called under a name, and with gradients alone."""
    parent = flow.scopes.parents[node]
    for target in parent.targets if isinstance(parent, ast.Assign) else []:
        if not isinstance(target, ast.Name):
            continue
        owner = flow.scopes.lookup(target.id, flow.scopes.scope_of[target])
        for use in flow.scopes.uses_of.get((owner, target.id), []) if owner else ():
            call = flow.scopes.parents[use]
            if isinstance(call, ast.Call) and call.func is use:
                return style_of(call) is Style.OLD
    return False


def old_call_by_way(flow: Flow, node: ast.AST) -> bool:
    """Whether an update gets its gradients alone by way of another function.

    That is `partial(optimizer.update)(grads)`, `map(optimizer.update, [grads])`, or
    `getattr(optimizer, "update")(grads)`; the node is what that one is given.
    """
    call = flow.scopes.parents[node]
    if not isinstance(call, ast.Call) or call.args[:1] != [node]:
        return False
    if isinstance(node, ast.Attribute) and is_named(call.func, "map"):
        return len(call.args) == 2
    outer = flow.scopes.parents[call]
    if not isinstance(outer, ast.Call) or outer.func is not call:
        return False
    whole = isinstance(node, ast.Attribute) and len(call.args) + len(call.keywords) == 1
    return (whole or _is_by_text(outer)) and style_of(outer) is Style.OLD


def _is_plain_call(flow: Flow, use: ast.Name) -> bool:
    """Whether a name is called with the gradients first, and nothing comes of it."""
    call = flow.scopes.parents[use]
    if not isinstance(call, ast.Call) or call.func is not use or not call.args:
        return False
    starred = isinstance(call.args[0], ast.Starred)
    return not starred and not is_used(flow, call)


def _may_hold_gradients(flow: Flow, call: ast.Call) -> bool:
    """Whether a dict that is unpacked may say `grads`: no parameter takes it away."""
    function = flow.enclosing(call)
    own = function.args if function is not None else None
    named = {one.arg for one in (*own.args, *own.kwonlyargs)} if own is not None else ()
    return "grads" not in named and _GIVEN.search(flow.source.text) is not None


def _is_opaque(call: ast.Call) -> bool:
    return not call.args and any(keyword.arg is None for keyword in call.keywords)


def is_used(flow: Flow, node: ast.AST) -> bool:
    """Whether what an update returns goes anywhere: it was None, and is no more."""
    return _goes_on(node, flow.scopes.parents)


def _goes_on(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    parent = parents.get(node)
    if isinstance(parent, ast.Assign):
        return [ast.unparse(target) for target in parent.targets] != ["_"]
    return not isinstance(parent, ast.Expr)
