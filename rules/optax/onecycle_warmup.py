"""The warmup of a onecycle in steps, as it is written from the fraction that it was.

Optax computes and truncates it so: `int(pct_start * transition_steps)`.
"""

from __future__ import annotations

import ast

from ...codemod.rule import Argument, Site, constant_number

FRACTION, LENGTH = "pct_start", "transition_steps"


def not_written(site: Site, fraction: Argument, length: Argument | None) -> str:
    """Return why the warmup cannot be written in steps here, or nothing."""
    if length is None:
        return f"`{LENGTH}` is given elsewhere, so the warmup cannot be computed here"
    if reason := _unsure(site, fraction, length):
        return reason
    for one in (length, fraction):
        if line := site.traced_at(one):
            name = ast.unparse(one.value)
            return f"`{name}` is traced on line {line}, and has no value then"
    if not _length_text(site, fraction, length):
        return f"`{LENGTH}` is given in another expression"
    arguments = site.arguments
    constants = [constant_number(one.value) for one in (fraction, length)]
    if None in constants and "konfig" in site.module.scopes.imported_parts:
        return "with konfig, an argument can be a reference that has no value yet"
    starred = arguments.opaque if arguments else []
    if not fraction.keyword and any(isinstance(node, ast.Starred) for node in starred):
        return "a `*` argument follows, so the others cannot be given by name"
    return ""


def _unsure(site: Site, fraction: Argument, length: Argument) -> str:
    """Return why it is not known what a dict holds when the call is made."""
    for trace in site.unpacked.values():
        for argument in (length, fraction):
            if argument in trace.named(argument.name) and argument.name in trace.unsure:
                return trace.unsure[argument.name]
    if isinstance(fraction.holder, ast.Subscript):
        statement = site.module.scopes.parents[fraction.holder]
        if not isinstance(statement, ast.Assign) or statement.targets[1:]:
            return f"`{FRACTION}` is put into its dict by itself"
    by_text = fraction.keyword and isinstance(fraction.node, ast.Constant)
    if by_text and isinstance(fraction.holder, ast.Call):
        return f"`{FRACTION}` is put into its dict by `setdefault`"
    return ""


def steps_written(site: Site, fraction: Argument, length: Argument) -> str:
    """Return the warmup in steps: folded where constant, else Optax's formula."""
    share, steps = constant_number(fraction.value), constant_number(length.value)
    if share is not None and steps is not None:
        try:
            return str(int(share * steps))
        except (ValueError, OverflowError):  # NaN and infinity stay as they are
            pass
    left, right = _text(site, fraction.value), _length_text(site, fraction, length)
    return f"int({_operand(left)} * {_operand(right)})"


def _length_text(site: Site, fraction: Argument, length: Argument) -> str:
    """Return what the length reads like where the fraction is, or nothing."""
    fixed = constant_number(length.value) is not None
    if length.holder is fraction.holder or fixed:
        return _text(site, length.value)
    name = _dict_beside(site, fraction, length)
    return f'{name}["{LENGTH}"]' if name else ""


def _dict_beside(site: Site, fraction: Argument, length: Argument) -> str:
    """Return the name of the dict that certainly has the length at the fraction."""
    scopes, holder = site.module.scopes, fraction.holder
    for node, trace in site.unpacked.items():
        if not isinstance(node, ast.Name) or trace.opaque or trace.reader:
            continue
        if LENGTH in trace.unsure or [*trace.named(LENGTH)] != [length]:
            continue
        if isinstance(holder, ast.Call) and scopes.parents[node] in holder.keywords:
            return node.id
        name = holder.value if isinstance(holder, ast.Subscript) else None
        if (
            isinstance(name, ast.Name)
            and scopes.scope_of[name] is scopes.scope_of[node]
        ):
            binding = scopes.sole_binding(name)
            if binding is not None and binding.value is length.holder:
                return name.id
    return ""


def _operand(text: str) -> str:
    """Return an expression's source, in parentheses if it is not an atom."""
    node = ast.parse(f"({text})", mode="eval").body
    atoms = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant)
    return text if isinstance(node, atoms) else f"({text})"


def _text(site: Site, node: ast.expr) -> str:
    """Return an expression as written, or on one line without its comments."""
    text = site.text(node)
    return ast.unparse(node) if "\n" in text or "\r" in text else text


def is_ratio(fraction: ast.expr, length: ast.expr) -> bool:
    """Whether a fraction is steps divided by the very length."""
    return (
        isinstance(fraction, ast.BinOp)
        and isinstance(fraction.op, ast.Div)
        and ast.dump(fraction.right) == ast.dump(length)
        and constant_number(fraction) is None
    )
