"""Of which model an update's gradients are: read from `nnx.grad` and its kin."""

from __future__ import annotations

import ast

from ...codemod.names.answers import Answers, each
from ...codemod.names.meaning import Key
from ...codemod.names.origins import Asked, bound_name, origins
from ...codemod.names.scopes import Binding, Scope
from ...codemod.names.vocabulary import PARTIAL
from ...codemod.rule import Flow
from .names import DIFF_STATE, GRADIENTS

Options = dict[str | None, ast.expr]  # how a gradient function was made, by name
_DEPTH = 4


def differentiated_model(flow: Flow, gradients: ast.expr) -> ast.expr | None:
    """Return the argument by which ``gradients`` were differentiated, or None.

    They have to be a gradient call themselves, or a name that nothing else than
    such calls gives its value, all by the same argument.
    """
    if isinstance(gradients, ast.Call):
        return _model_of(flow, gradients, "nnx.grad", has_aux=False)
    if not isinstance(gradients, ast.Name):
        return None
    owner = flow.scopes.lookup(gradients.id, flow.scopes.scope_of[gradients])
    if owner is None:
        return None
    known, key = flow.remember(_known), (owner, gradients.id)
    if key not in known:
        known[key] = _model_of_name(flow, owner, gradients.id)
    return known[key]


def _known(flow: Flow) -> dict[Key, ast.expr | None]:
    """Return by what the gradients of names were found to be differentiated."""
    return {}


def _model_of_name(flow: Flow, owner: Scope, name: str) -> ast.expr | None:
    models = [_model_of_binding(flow, name, one) for one in owner.bindings[name]]
    texts = {ast.dump(model) for model in models if model is not None}
    return models[0] if None not in models and len(texts) == 1 else None


def may_be_gradients(flow: Flow, node: ast.expr) -> bool:
    """Whether a value is made, on one way at least, from gradients of a model."""
    return flow.remember(_Made).answers.ask(bound_name(flow.scopes, node))


class _Made:
    """What of one module may be made from gradients, each expression asked once."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.answers = Answers[Asked, bool](
            self._may_be, False, lambda node, own, circle: any(circle)
        )

    def _may_be(self, node: Asked) -> bool:
        sources: list[ast.AST] = []
        scopes = self.flow.scopes
        if isinstance(node, ast.Call):
            kinds = (_options(self.flow, node.func, kind) for kind in GRADIENTS)
            if any(options is not None for options in kinds):
                return True
            sources += node.args
        else:
            found = [one for one in origins(scopes, node) if one is not node]
            sources += filter(None, map(self._assigned, found))
        asked = [bound_name(scopes, one) for one in sources]
        return any(value for _, value in each(self.answers.get, asked))

    def _assigned(self, origin: ast.AST) -> ast.AST | None:
        """Return what is unpacked into a name, or what it is itself."""
        if not isinstance(origin, ast.Name):
            return origin
        around = self.flow.scopes.ancestors(origin)
        statement = next((one for one in around if isinstance(one, ast.stmt)), None)
        value: ast.expr | None = getattr(statement, "value", None)
        return value if isinstance(value, ast.Call) else None


def _model_of_binding(flow: Flow, name: str, binding: Binding) -> ast.expr | None:
    statement = binding.statement
    if isinstance(statement, ast.AnnAssign):
        target: ast.expr = statement.target
    elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    else:
        return None
    value = statement.value
    if not isinstance(value, ast.Call):
        return None
    if isinstance(target, ast.Name):
        return _model_of(flow, value, "nnx.grad", has_aux=False)
    if not isinstance(target, ast.Tuple) or len(target.elts) != 2:
        return None
    at = [isinstance(one, ast.Name) and one.id == name for one in target.elts]
    if at == [False, True]:
        return _model_of(flow, value, "nnx.value_and_grad", has_aux=None)
    if at == [True, False]:
        return _model_of(flow, value, "nnx.grad", has_aux=True)
    return None


def _model_of(
    flow: Flow, call: ast.Call, kind: str, *, has_aux: bool | None
) -> ast.expr | None:
    """Return the differentiated argument of a call, if it is a gradient's.

    ``has_aux`` is whether the gradients come in a tuple with something else;
    None where that makes no difference.
    """
    options = _options(flow, call.func, kind)
    if options is None or None in options:
        return None
    if has_aux is not None and _is_true(options.get("has_aux")) is not has_aux:
        return None
    index = _argument_number(flow, options.get("argnums"))
    positional = call.args[: index + 1] if index is not None else []
    if index is None or len(positional) <= index:
        return None
    starred = any(isinstance(one, ast.Starred) for one in positional)
    return None if starred else positional[index]


def _options(flow: Flow, callee: ast.expr, kind: str, depth: int = 0) -> Options | None:
    """Return the options with which a gradient function was made, if it is one."""
    if depth > _DEPTH:
        return None
    if isinstance(callee, ast.Call):
        return _options_of_call(flow, callee, kind, depth)
    if not isinstance(callee, ast.Name):
        return None
    binding = flow.scopes.sole_binding(callee)
    if binding is None:
        return None
    if isinstance(binding.node, ast.FunctionDef | ast.AsyncFunctionDef):
        return _decorated(flow, binding.node.decorator_list, kind, depth)
    value = binding.value
    return None if value is None else _options(flow, value, kind, depth + 1)


def _options_of_call(
    flow: Flow, call: ast.Call, kind: str, depth: int
) -> Options | None:
    functions = flow.functions
    if functions.known(call.func) == kind:
        return _given(call)
    inner = call.args[0] if call.args else None
    if functions.known(call.func) == PARTIAL and inner is not None:
        return _given(call) if functions.known(inner) == kind else None
    if isinstance(call.func, ast.Call):  # nnx.grad(argnums=0)(f)
        return _options(flow, call.func, kind, depth + 1)
    if functions.transform(call.func) and inner is not None:
        return _options(flow, inner, kind, depth + 1)
    return None


def _decorated(
    flow: Flow, decorators: list[ast.expr], kind: str, depth: int
) -> Options | None:
    """Return the options of the gradient among decorators that change nothing else."""
    found: Options | None = None
    for decorator in decorators:
        if flow.functions.known(decorator) == kind:
            options: Options | None = {}
        elif isinstance(decorator, ast.Call):
            options = _options(flow, decorator, kind, depth + 1)
        else:
            options = None
        if options is not None and found is not None:
            return None  # a gradient of a gradient
        if options is None and not flow.functions.transform(decorator):
            return None
        found = options if options is not None else found
    return found


def _given(call: ast.Call) -> Options:
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    names = ("f", "argnums", "has_aux")
    return {**dict(zip(names, call.args, strict=False)), **given}


def _argument_number(flow: Flow, argnums: ast.expr | None) -> int | None:
    if argnums is None:
        return 0
    if isinstance(argnums, ast.Call) and flow.functions.known(argnums.func) == (
        DIFF_STATE
    ):
        first = argnums.args[0] if argnums.args else None
        return _argument_number(flow, first) if first is not None else None
    if isinstance(argnums, ast.Name):
        binding = flow.scopes.sole_binding(argnums)
        value = binding.value if binding is not None else None
        return _argument_number(flow, value) if _is_number(value) else None
    if isinstance(argnums, ast.Constant) and type(argnums.value) is int:
        return argnums.value if argnums.value >= 0 else None
    return None


def _is_number(node: ast.expr | None) -> bool:
    """Whether an expression is a number or a call, but no name that may lead back."""
    return isinstance(node, ast.Constant | ast.Call)


def _is_true(node: ast.expr | None) -> bool | None:
    if node is None:
        return False
    return node.value is True if isinstance(node, ast.Constant) else None
