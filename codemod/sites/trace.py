"""Where a dict, or a list of dicts, comes from: every entry that was written.

A trace goes backwards from an argument: through names, copies, merges, loops and
the functions of the module. `Tracer.reader` then asks the question forwards:
does all that was found on the way reach nothing else?
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..names.meaning import Key
from ..names.scopes import Binding, ScopeTree
from ..names.syntax import text_of
from .arguments import Argument, is_dict_call
from .trace_uses import LOOPS, record_use


@dataclass(eq=False, slots=True)
class Trace:
    """What a dict holds, or what dicts a list holds, as far as it is written.

    Attributes:
        entries: the keys given, each with its value.
        reads: places that name a key without giving it a value.
        elements: the dicts of a list.
        keys: the names on the way; they are rewritten together.
        opaque: why not all of the content is seen; empty if it is.
    """

    entries: list[Argument] = field(default_factory=list)
    reads: list[ast.expr] = field(default_factory=list)
    elements: list[Trace] = field(default_factory=list)
    keys: set[Key] = field(default_factory=set)
    opaque: str = ""

    def absorb(self, other: Trace) -> None:
        """Take over what another trace found."""
        self.entries += other.entries
        self.reads += other.reads
        self.elements += other.elements
        self.keys |= other.keys
        self.opaque = self.opaque or other.opaque

    def dicts(self) -> Iterator[Trace]:
        """Yield this trace and its elements', all of which can hold entries."""
        yield self
        for element in self.elements:
            yield from element.dicts()

    def all_keys(self) -> set[Key]:
        """Return the names on the way to here and to every element."""
        keys = set(self.keys)
        for element in self.elements:
            keys |= element.all_keys()
        return keys


class Tracer:
    """Follows values backwards through one module.

    Attributes:
        consumed: the expressions that were followed; a name used in one of
            them is accounted for.
        callers_elsewhere: from a function's name to where other files call it
            with an argument that is looked for.
    """

    def __init__(
        self, scopes: ScopeTree, callers_elsewhere: Callable[[str], list[str]]
    ) -> None:
        self.scopes = scopes
        self.callers_elsewhere = callers_elsewhere
        self.consumed: set[ast.AST] = set()
        self.uses = scopes.uses_of
        self._named: dict[tuple[Key, bool], Trace] = {}
        self._followed: dict[tuple[ast.expr, bool], Trace] = {}

    def follow(self, node: ast.expr, is_list: bool) -> Trace:
        """Return where a dict, or with ``is_list`` a list of dicts, comes from."""
        self.consumed.add(node)
        if (node, is_list) not in self._followed:
            trace = self._followed[node, is_list] = Trace()
            trace.absorb(self._content(node, is_list))
            for target in self._targets(node):
                if isinstance(target, ast.Name):
                    trace.absorb(self._name(target, is_list))
                else:
                    kept = ast.unparse(target)
                    trace.opaque = f"it is also kept in `{kept}`"
            if self._is_passed_on(node):
                trace.opaque = "it is also used where it gets its name"
        return self._followed[node, is_list]

    def _targets(self, node: ast.expr) -> list[ast.expr]:
        """Return what else an assignment of ``node`` gives this value to."""
        parent = self.scopes.parents[node]
        if isinstance(parent, ast.NamedExpr) and parent.value is node:
            return [parent.target]
        if isinstance(parent, ast.Assign) and parent.value is node:
            return parent.targets
        return []

    def _is_passed_on(self, node: ast.expr) -> bool:
        """Whether a walrus around ``node`` is used for more than its name."""
        walrus = self.scopes.parents[node]
        if not isinstance(walrus, ast.NamedExpr) or walrus in self.consumed:
            return False
        return not isinstance(
            self.scopes.parents[walrus], (ast.Expr, ast.If, ast.While)
        )

    def _content(self, node: ast.expr, is_list: bool) -> Trace:
        trace = Trace()
        for source in self._passed_through(node):
            trace.absorb(self.follow(source, is_list))
            return trace
        if isinstance(node, ast.Name):
            return self._name(node, is_list)
        if isinstance(node, ast.IfExp):
            trace.absorb(self.follow(node.body, is_list))
            trace.absorb(self.follow(node.orelse, is_list))
            return trace
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            function = self._function(node.func)
            if function is not None:
                key, values = function
                self.consumed.add(node.func)
                trace.keys.add(key)
                for value in values:
                    trace.absorb(self.follow(value, is_list))
                return trace
        return self._list(node) if is_list else self._dict(node)

    def reader(self, trace: Trace) -> str:
        """Return what else uses the names that a trace came through, or nothing.

        To be asked when everything is followed.
        """
        for owner, name in sorted(trace.all_keys(), key=lambda key: key[1]):
            for use in self.uses.get((owner, name), ()):
                if isinstance(use.ctx, ast.Load) and use not in self.consumed:
                    return f"`{name}` is used on line {use.lineno}, too"
        return ""

    def _passed_through(self, node: ast.expr) -> Iterator[ast.expr]:
        """Yield the one expression whose content ``node`` has, if it is a copy."""
        if isinstance(node, ast.NamedExpr):
            yield node.value
        elif isinstance(node, ast.Call) and not node.keywords:
            function = node.func
            method = isinstance(function, ast.Attribute) and function.attr == "copy"
            if method and not node.args and isinstance(function, ast.Attribute):
                yield function.value
            elif len(node.args) == 1 and self._copies(function):
                yield node.args[0]

    def _copies(self, function: ast.expr) -> bool:
        """Whether a function certainly is one that copies its argument."""
        path = ast.unparse(function)
        root = path.partition(".")[0]
        names = [name for name in ast.walk(function) if isinstance(name, ast.Name)]
        scope = self.scopes.scope_of.get(names[0]) if names else None
        owner = self.scopes.lookup(root, scope) if scope is not None else None
        if owner is None:
            return path in ("list", "tuple", "reversed", "dict")
        bindings = owner.bindings[root]
        if len(bindings) != 1 or bindings[0].path is None:
            return False
        whole = bindings[0].path + path.removeprefix(root)
        return whole in ("copy.copy", "copy.deepcopy")

    def _dict(self, node: ast.expr) -> Trace:
        trace = Trace()
        if isinstance(node, ast.Dict):
            for index, (key, value) in enumerate(
                zip(node.keys, node.values, strict=True)
            ):
                if key is None:
                    trace.absorb(self.follow(value, is_list=False))
                elif (text := text_of(key)) is not None:
                    trace.entries.append(Argument(text, value, key, node, index, True))
                else:
                    trace.opaque = f"a key is computed on line {key.lineno}"
        elif is_dict_call(node) and self._is_free(node.func):
            trace.absorb(self.keywords(node))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            trace.absorb(self.follow(node.left, is_list=False))
            trace.absorb(self.follow(node.right, is_list=False))
        else:
            text = ast.unparse(node)
            text = text if len(text) < 40 else text[:37] + "..."
            trace.opaque = f"what `{text}` holds is not seen"
        return trace

    def keywords(self, call: ast.Call) -> Trace:
        """Return the entries that a call's keywords make."""
        trace = Trace()
        for index, keyword in enumerate(call.keywords):
            if keyword.arg is None:
                trace.absorb(self.follow(keyword.value, is_list=False))
                continue
            at = index + len(call.args)
            trace.entries.append(
                Argument(keyword.arg, keyword.value, keyword, call, at, True)
            )
        return trace

    def _is_free(self, name: ast.expr) -> bool:
        """Whether nothing binds a builtin's name here."""
        scope = self.scopes.scope_of.get(name)
        return scope is None or self.scopes.lookup(ast.unparse(name), scope) is None

    def _list(self, node: ast.expr) -> Trace:
        trace = Trace()
        if isinstance(node, (ast.List, ast.Tuple)):
            for element in node.elts:
                if isinstance(element, ast.Starred):
                    trace.absorb(self.follow(element.value, is_list=True))
                else:
                    trace.elements.append(self.follow(element, is_list=False))
        elif isinstance(node, (ast.ListComp, ast.GeneratorExp)):
            trace.elements.append(self.follow(node.elt, is_list=False))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            trace.absorb(self.follow(node.left, is_list=True))
            trace.absorb(self.follow(node.right, is_list=True))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            sides = (node.left, node.right)
            lists = [side for side in sides if isinstance(side, (ast.List, ast.Tuple))]
            trace.absorb(self.follow(lists[0] if lists else node.left, is_list=True))
        else:
            trace.opaque = f"what `{ast.unparse(node)[:40]}` holds is not seen"
        return trace

    def _name(self, node: ast.Name, is_list: bool) -> Trace:
        owner = self.scopes.lookup(node.id, self.scopes.scope_of[node])
        if owner is None or owner.is_class:
            return Trace(opaque=f"what `{node.id}` holds is not seen")
        key = (owner, node.id)
        if (key, is_list) not in self._named:
            trace = self._named[key, is_list] = Trace(keys={key})
            for binding in owner.bindings[node.id]:
                trace.absorb(self._binding(binding, is_list))
            for use in self.uses[key]:
                record_use(self, use, is_list, trace)
        return self._named[key, is_list]

    def _binding(self, binding: Binding, is_list: bool) -> Trace:
        if binding.value is not None:
            return self.follow(binding.value, is_list)
        loop = self.scopes.parents.get(binding.node)
        if isinstance(loop, LOOPS) and loop.target is binding.node and not is_list:
            listed = self.follow(loop.iter, is_list=True)
            trace = Trace(keys=set(listed.keys), opaque=listed.opaque)
            for element in listed.elements:
                trace.absorb(element)
            return trace
        if isinstance(loop, ast.AugAssign):
            return self.follow(loop.value, is_list)
        if isinstance(loop, ast.arguments) and loop.kwarg is binding.node:
            return self._passed_by_callers(loop, binding.name)
        return Trace(opaque=f"what `{binding.name}` holds is not seen")

    def _passed_by_callers(self, parameters: ast.arguments, name: str) -> Trace:
        """Return the keywords that the module's own calls put into ``**name``."""
        function = self.scopes.parents[parameters]
        trace = Trace(opaque=f"what callers pass in `**{name}` is not all seen")
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return trace
        if places := self.callers_elsewhere(function.name):
            trace.opaque += f"; there is {', '.join(places[:3])}"
        own = {*parameters.args, *parameters.kwonlyargs}
        taken = {argument.arg for argument in own}
        scope = self.scopes.scope_of[function].parent
        owner = self.scopes.lookup(function.name, scope) if scope else None
        for use in self.uses.get((owner, function.name), ()) if owner else ():
            call = self.scopes.parents[use]
            if isinstance(call, ast.Call) and call.func is use:
                given = self.keywords(call).entries
                trace.entries += [one for one in given if one.name not in taken]
        return trace

    def _function(self, name: ast.Name) -> tuple[Key, list[ast.expr]] | None:
        """Return what a plain function of this module gives back, if it is one."""
        owner = self.scopes.lookup(name.id, self.scopes.scope_of[name])
        if owner is None or len(owner.bindings[name.id]) != 1:
            return None
        definition = owner.bindings[name.id][0].node
        if not isinstance(definition, ast.FunctionDef) or definition.decorator_list:
            return None
        values: list[ast.expr] = []
        pending: list[ast.AST] = list(definition.body)
        while pending:
            node = pending.pop()
            if isinstance(node, (ast.Yield, ast.YieldFrom)):
                return None
            if isinstance(node, ast.Return) and node.value is not None:
                values.append(node.value)
            elif not isinstance(node, (ast.FunctionDef, ast.Lambda, ast.ClassDef)):
                pending.extend(ast.iter_child_nodes(node))
        return ((owner, name.id), values) if values else None
