"""The onecycle schedules' `pct_start`, a fraction, becomes `warmup_steps`, in steps.

## What it does
Finds `pct_start`, by name or by position, in `linear_onecycle_schedule` and
`cosine_onecycle_schedule`, of Optax and of `lrmigrate.lrsched`.

## Why
Every other schedule with a warmup takes its length in steps. `pct_start` is a
fraction of `transition_steps` despite its name (30 for 30 % is accepted, and wrong),
and people who know their warmup in steps divide by the total only for Optax to
multiply by it again, which can lose a step.

## Example
```python
optax.cosine_onecycle_schedule(transition_steps=1000, peak_value=0.1, pct_start=0.3)
```

## Use instead
```python
lrsched.cosine_onecycle_schedule(
    transition_steps=1000, peak_value=0.1, warmup_steps=300
)
```

## Fix safety
`warmup_steps=int(pct_start * transition_steps)` is what Optax computes, truncation
included: `int(0.29 * 100)` is 28. Constants are folded, names are not. A ratio keeps
its formula, since `int(a / b * b)` can come out as `a - 1`; whoever means `a` writes
`a`. The length is evaluated a second time, so one with side effects, one that goes
through an iterator, and one that a property computes are rewritten only with
`--unsafe-fixes`. In a dict both have to be written, and nothing may change them before
the call; a fraction beside the dict reads the length from it.

## References
- google-deepmind/optax#835
- Smith et al., Super-Convergence: Very Fast Training of Neural Networks Using Large
  Learning Rates, https://arxiv.org/abs/1708.07120
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import (
    Argument,
    Example,
    NameArgument,
    ReplaceArgument,
    ReplaceExpression,
    Report,
    Rule,
    Severity,
    Site,
    VerdictKind,
    constant_number,
    hidden_keyword,
    keyword_elsewhere,
    keyword_spots,
)
from ..optax.migrated import is_migrated, with_migrated
from ..optax.schedules import COSINE_ONECYCLE, LINEAR_ONECYCLE

OLD, NEW, LENGTH = "pct_start", "warmup_steps", "transition_steps"


def check(site: Site) -> Iterator[Report]:
    """Report `pct_start` wherever it is given."""
    fraction = site.arguments.get(OLD) if site.arguments is not None else None
    if not is_migrated(site.function):
        yield from keyword_elsewhere(site, OLD)
        if fraction is None:
            yield from hidden_keyword(site, OLD, NEW, "a warmup as a fraction can come")
    if fraction is None or site.arguments is None:
        return
    length = site.arguments.get(LENGTH)
    message = f"`{OLD}` of `{site.name}` is `{NEW}` in the consistent API"
    spots = list(keyword_spots(site, OLD))
    if not spots and (fraction.keyword or not site.owns(fraction)):
        return
    reason = _unfixable(site, fraction, length)
    if spots and not reason:
        reason = spots[0].unfixable or (
            f"`{OLD}` is set or read in {len(spots)} places" if len(spots) > 1 else ""
        )
    if reason or length is None:
        yield Report(fraction.node, message, unfixable=reason)
        return
    steps = _steps(site, fraction, length)
    if _is_ratio(fraction.value, length.value):
        message += f"; `{steps}` can come out one step short of the warmup meant"
    else:
        message += f": `{NEW}={steps}`"
    replaced = ReplaceArgument(fraction.holder, fraction.index, NEW, steps)
    by_itself = isinstance(fraction.holder, ast.Subscript)
    yield Report(
        fraction.node,
        message,
        (spots[0].renamed(NEW), ReplaceExpression(fraction.value, steps))
        if by_itself
        else (*_names_after(site, fraction), replaced),
        fix_message=f"Replace `{OLD}` by `{NEW}={steps}`",
    )


def _unfixable(site: Site, fraction: Argument, length: Argument | None) -> str:
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
            return f"`{OLD}` is put into its dict by itself"
    by_text = fraction.keyword and isinstance(fraction.node, ast.Constant)
    if by_text and isinstance(fraction.holder, ast.Call):
        return f"`{OLD}` is put into its dict by `setdefault`"
    return ""


def _steps(site: Site, fraction: Argument, length: Argument) -> str:
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


def _is_ratio(fraction: ast.expr, length: ast.expr) -> bool:
    return (
        isinstance(fraction, ast.BinOp)
        and isinstance(fraction.op, ast.Div)
        and ast.dump(fraction.right) == ast.dump(length)
        and constant_number(fraction) is None
    )


def _names_after(site: Site, fraction: Argument) -> Iterator[NameArgument]:
    """Yield names for the positional arguments behind it, which then need them."""
    assert site.arguments is not None
    for argument in site.arguments.named.values():
        after = argument.holder is fraction.holder and argument.index > fraction.index
        if after and not argument.keyword and isinstance(argument.holder, ast.Call):
            yield NameArgument(argument.holder, argument.index, argument.name)


RULE = Rule(
    code="LRS002",
    slug="pct-start",
    summary="the warmup of a onecycle schedule is given as a fraction, `pct_start`",
    severity=Severity.WARNING,
    fixable=True,
    functions=with_migrated(LINEAR_ONECYCLE.path, COSINE_ONECYCLE.path),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "Arguments that come from outside are reported, not rewritten",
            """
            import optax


            def build(config):
                return optax.cosine_onecycle_schedule(**config["args"])
            """,
        ),
        Example(
            "A length that changes after it is written is not known",
            """
            import optax

            kwargs = dict(transition_steps=100, peak_value=0.1, pct_start=0.3)
            kwargs["transition_steps"] *= 2
            schedule = optax.cosine_onecycle_schedule(**kwargs)
            """,
        ),
        Example(
            "A function that goes out of sight is information, for a person to follow",
            """
            import optax

            SCHEDULES = {"onecycle": optax.linear_onecycle_schedule}
            register(SCHEDULES)
            """,
        ),
        Example(
            "The default warmup is the same in both APIs",
            """
            import optax

            schedule = optax.cosine_onecycle_schedule(1000, 0.1)
            """,
            findings=0,
        ),
        Example(
            "A partial without the length does not know how long the warmup is",
            """
            from functools import partial

            import optax

            make = partial(optax.cosine_onecycle_schedule, pct_start=0.3)
            """,
        ),
        Example(
            "A length with side effects is not evaluated twice",
            """
            import optax


            def build(steps):
                return optax.cosine_onecycle_schedule(
                    next(steps), 0.1, pct_start=0.3
                )
            """,
            verdict=VerdictKind.UNVERIFIABLE,
        ),
    ),
    accepted=(
        Example(
            "Constants are folded as Optax truncates them: 28 steps, not 29",
            """
            import optax

            schedule = optax.linear_onecycle_schedule(
                transition_steps=100, peak_value=0.1, pct_start=0.29
            )
            """,
            lrsched="""
            from lrmigrate import lrsched

            schedule = lrsched.linear_onecycle_schedule(
                transition_steps=100, peak_value=0.1, warmup_steps=28
            )
            """,
            optax="""
            import optax

            schedule = optax.linear_onecycle_schedule(
                transition_steps=100, peak_value=0.1, warmup_steps=28
            )
            """,
            verdict=VerdictKind.EQUIVALENT_IDENTICAL,
        ),
        Example(
            "A ratio keeps its formula",
            """
            import optax


            def build(args):
                return optax.cosine_onecycle_schedule(
                    transition_steps=args.steps,
                    peak_value=args.lr,
                    pct_start=args.warmup / args.steps,
                )
            """,
            lrsched="""
            from lrmigrate import lrsched


            def build(args):
                return lrsched.cosine_onecycle_schedule(
                    transition_steps=args.steps,
                    peak_value=args.lr,
                    warmup_steps=int((args.warmup / args.steps) * args.steps),
                )
            """,
            optax="""
            import optax


            def build(args):
                return optax.cosine_onecycle_schedule(
                    transition_steps=args.steps,
                    peak_value=args.lr,
                    warmup_steps=int((args.warmup / args.steps) * args.steps),
                )
            """,
            verdict=VerdictKind.EQUIVALENT_IDENTICAL,
        ),
        Example(
            "By position, it and what follows get names",
            """
            import optax

            schedule = optax.linear_onecycle_schedule(
                1000, 0.1, 0.25, 0.8
            )
            """,
            lrsched="""
            from lrmigrate import lrsched

            schedule = lrsched.linear_onecycle_schedule(
                1000, 0.1, warmup_steps=250, pct_final=0.8
            )
            """,
            optax="""
            import optax

            schedule = optax.linear_onecycle_schedule(
                1000, 0.1, warmup_steps=250, pct_final=0.8
            )
            """,
            verdict=VerdictKind.EQUIVALENT_IDENTICAL,
        ),
    ),
)
