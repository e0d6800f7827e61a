"""The objects that share variables, and what in their module may change these."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import cached_property

from ....codemod.names.origins import origins
from ....codemod.names.syntax import last_name
from ....codemod.rule import Flow, Instance
from ..apis import api_of
from ..calls import model_of
from ..model_uses import LIBRARIES
from ..order import own_nodes
from .apart import are_apart
from .by_name import calls_by_name, functions_in
from .changing import NOTHING, WRAPPING, Changing, called, changing, defined_in
from .parts import parts_of, parts_read_of, sources_of
from .unnamed import calls_of_objects, hidden, may_be_stored, run_as

# What an object may be given to without a change of its variables.
_UNCHANGED = frozenset(
    f"nnx.{name}"
    for name in ("state", "split", "graphdef", "clone", "display", "merge", "Optimizer")
) | {"isinstance", "type", "id", "print", "copy.deepcopy", "nnx.ModelAndOptimizer"}
_SENDING = frozenset({"send", "throw", "asend", "athrow", "__next__"})
_VALUES = frozenset({"value", "step", "tx", "wrt", "shape"})


class Related:
    """Some objects, and all that shares variables with them.

    Args:
        flow: of the module.
        objects: those that are the same, or parts of each other.
        updates: the calls that train them.
        away: whether others may do so out of sight.
        name: that of an object from elsewhere that is one of them, if any.

    Attributes:
        moves: whether anything changes them.
    """

    def __init__(
        self,
        flow: Flow,
        objects: Sequence[Instance],
        updates: Sequence[ast.AST],
        *,
        away: bool,
        name: str = "",
    ) -> None:
        self.flow = flow
        self.objects = objects
        self.away = away
        self._name = name
        self._changes: dict[ast.AST, list[ast.AST]] = {}
        self.moves = away or bool(updates)
        self._by_objects: set[ast.AST] = set()
        self.training = self._trained_by(updates)

    @cached_property
    def _everywhere(self) -> Changing:
        """What the files around do, which takes reading them."""
        asked = self.away or self.flow.scopes.nodes(ast.Yield)
        return changing(self.flow) if asked else NOTHING

    @cached_property
    def _elsewhere(self) -> frozenset[str]:
        return self._everywhere.names - defined_in(self.flow)

    @property
    def _generators(self) -> frozenset[str]:
        return self._everywhere.generators

    def holds(self, node: ast.AST) -> bool:
        """Whether an expression is one of them, or a part of one."""
        while not self._is(node):
            if isinstance(node, ast.Tuple | ast.List):
                return any(self.holds(one) for one in node.elts)
            if not isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
                return False
            node = node.value
        return True

    def _is(self, node: ast.AST) -> bool:
        if self._name and isinstance(node, ast.Name):
            return node.id == self._name
        held = self.flow.object_of(node)
        return held is not None and held in self.objects

    def may_hold(self, node: ast.expr) -> bool:
        """Whether an expression is not certainly something else."""
        if self.holds(node):
            return True
        if isinstance(node, ast.Tuple | ast.List):
            return any(self.may_hold(one) for one in node.elts)
        if isinstance(node, ast.Call):
            return self._hands_out(node)
        held = self.flow.object_of(node)
        if isinstance(node, ast.Attribute):
            owner = self.flow.object_of(node.value)
            if held is None or (owner is not None and owner.creations):
                return self.may_hold(node.value)
            if isinstance(node.value, ast.Attribute) and self.may_hold(node.value):
                return True
        if held is None:
            return True
        if are_apart(held, self.objects):
            return False
        if held in self._parts or not parts_of(held).isdisjoint(self.objects):
            return True
        if held.creations and not held.origins:
            models = [model_of(one) for one in held.creations]
            return any(model is None or self.holds(model) for model in models)
        return (
            bool(held.parameters)
            or not held.origins
            or any(
                not isinstance(one.node, ast.Call) or self._hands_out(one.node)
                for one in held.origins
            )
        )

    def _hands_out(self, call: ast.Call) -> bool:
        """Whether one of them may come out of a call, or a part of one."""
        return any(map(self.holds, sources_of(self.flow, call)))

    @cached_property
    def hidden(self) -> str:
        """The first function that trains them where no call is, or nothing."""
        return min(self.flow.remember(hidden) & self.training, default="")

    @cached_property
    def _parts(self) -> frozenset[Instance]:
        return frozenset().union(*map(parts_of, self.objects))

    @cached_property
    def _read(self) -> frozenset[Instance]:
        return frozenset().union(*map(parts_read_of, self.objects))

    def _concerns(self, node: ast.AST) -> bool:
        """Whether an expression is one of them, or a part of one by another name."""
        if self.holds(node):
            return True
        while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
            node = node.value
        held = self.flow.object_of(node) if isinstance(node, ast.Name) else None
        return held is not None and held in self._read

    def _trained_by(self, updates: Sequence[ast.AST]) -> frozenset[str]:
        """Return the names of the functions that run an update, by any way."""
        flow, calls = self.flow, self.flow.remember(calls_by_name)
        pending, names = [*updates], set[str]()
        while pending:
            for name in {*run_as(flow, flow.enclosing(pending.pop()))} - names:
                names.add(name)
                pending += calls.get(name, [])
                if name.endswith(called("")):
                    objects = flow.remember(calls_of_objects).get(name, [])
                    self._by_objects |= {*objects}
                    pending += objects
        return frozenset(names)

    def changes_in(self, function: ast.AST) -> list[ast.AST]:
        """Return what in a function, or a module, may change variables of these."""
        if function not in self._changes:
            found = [node for node in own_nodes(function) if self.changes(node)]
            self._changes[function] = found
        return self._changes[function]

    def changes(self, node: ast.AST) -> bool:
        """Whether a node may change variables of these objects."""
        if isinstance(node, ast.Attribute | ast.Subscript):
            stored = not isinstance(node.ctx, ast.Load)
            return stored and self._concerns(node.value)
        if isinstance(node, ast.Yield | ast.YieldFrom | ast.Await):
            return True  # whoever goes on meanwhile may train
        if isinstance(node, ast.Name):
            return self._goes_on(node)
        if not isinstance(node, ast.Call):
            return False
        unnamed = node in self._by_objects or self._is_unknown(node.func)
        if unnamed or self._is_sent(node):
            return True
        api = api_of(self.flow, node.func)
        if api in _UNCHANGED:
            return False
        # A function of theirs is none of the project that is called as it is.
        is_own = api.partition(".")[0] not in LIBRARIES
        if (is_own and self.runs(last_name(node.func))) or self._runs(node.func):
            return True
        given = (*node.args, *(keyword.value for keyword in node.keywords))
        return any(self._concerns(one) for one in given)

    def runs(self, name: str) -> bool:
        """Whether a function of a name may train them."""
        return name in self.training or (self.away and name in self._elsewhere)

    def _is_unknown(self, callee: ast.expr) -> bool:
        """Whether what is called may be any function, or is made of one that trains."""
        if may_be_stored(self.flow, callee, self.training):
            return True
        if not isinstance(callee, ast.Name):
            return False
        return any(
            isinstance(one, ast.arg) or self._is_made_of(one)
            for one in origins(self.flow.scopes, callee)
        )

    def _is_made_of(self, made: ast.AST) -> bool:
        if isinstance(made, ast.alias):
            return self.runs(made.name.rpartition(".")[2])
        if not isinstance(made, ast.Call):
            return False
        name = last_name(made.func)
        if name in WRAPPING:
            return any(
                self.runs(last_name(one)) or self._is_made_of(one) for one in made.args
            )
        return self._makes(name) or self.runs(called(name))

    def _makes(self, name: str) -> bool:
        """Whether a function of the module has one in it that trains them."""
        inner = self.flow.remember(functions_in).get(name, frozenset())
        return bool(inner & self.training) or (self.away and name in self._elsewhere)

    def _goes_on(self, name: ast.Name) -> bool:
        """Whether a generator that trains is asked for more."""
        outer = self.flow.scopes.parents[name] if self._generators else None
        if not isinstance(outer, ast.Call | ast.For | ast.comprehension):
            return False
        if name is getattr(outer, "func", None) or name is getattr(outer, "target", 0):
            return False
        return self._is_generator(name)

    def _is_sent(self, call: ast.Call) -> bool:
        """Whether something is sent to a generator that trains, or may."""
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in _SENDING:
            return False
        return bool(self._generators) and self._is_generator(call.func.value)

    def _is_generator(self, node: ast.expr) -> bool:
        generators = self._generators
        if not generators:
            return False
        found = origins(self.flow.scopes, node)
        return any(
            last_name(one.func) in generators and self.runs(last_name(one.func))
            for one in found
            if isinstance(one, ast.Call)
        )

    def _runs(self, callee: ast.expr) -> bool:
        """Whether a callee is one of the objects, or a method that may change one."""
        names = {one.attr for one in ast.walk(callee) if isinstance(one, ast.Attribute)}
        return not names & _VALUES and self._concerns(callee)
