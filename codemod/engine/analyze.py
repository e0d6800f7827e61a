"""Look at one file: its sites, what the rules say of them, what would change."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial

from ..files.source import Source
from ..model import UNUSED
from ..names.bind import bind_module
from ..names.resolver import Resolver
from ..objects.follow import follow
from ..rule.rule import Report, Rule, RuleError
from ..sites.collect import SiteCollector
from ..sites.site import Site
from ..units.group import group_members
from ..units.of_comments import unused_suppressions
from ..units.of_objects import instance_units, prepare_instances
from ..units.of_sites import prepare
from ..units.unit import SiteMember
from .analysis import Analysis
from .configured import Configured
from .plan import Plan


def analyze(
    source: Source,
    plan: Plan,
    *,
    rewrites: bool = True,
    noqa: bool = True,
    ask_all: bool = False,
    part: ast.Module | None = None,
) -> Analysis:
    """Look at one file.

    Args:
        source: the file.
        plan: what it is looked at with.
        rewrites: whether to work out the rewrites, which takes LibCST.
        noqa: whether a ``# noqa`` silences anything.
        ask_all: whether to follow every imported name, not only those that are used
            as a known function is.
        part: what is looked at of it; None for all.

    Raises:
        SourceError: where the file cannot be parsed.
        RuleError: a rule fails there.
    """
    vocabulary = plan.catalogue.vocabulary
    project = plan.project
    if project is None or part is not None:
        scopes = bind_module(part or source.tree)
    else:
        scopes = project.scopes_of(source)
    source = source.parsed_as(scopes.module.node)
    if project is not None and source.prose:
        project = project.of_examples
    resolver = Resolver(
        scopes,
        vocabulary,
        project,
        source.path,
        ask_all=ask_all,
        guesses=source.prose,
    )
    analysis = Analysis(source, plan, resolver, noqa=noqa)
    if ask_all or vocabulary.may_occur(source.text):
        _look_at_sites(analysis, rewrites)
    if plan.catalogue.flow.may_occur(source.text):
        _look_at_objects(analysis, rewrites)
    _look_at_comments(analysis)
    _hold_what_is_not_written(analysis)
    return analysis


def analyze_by_others(
    source: Source,
    plan: Plan,
    *,
    rewrites: bool = True,
    noqa: bool = True,
    ask_all: bool = False,
) -> tuple[Analysis, list[RuleError]]:
    """Look at one file without the rules that fail there, and return which do.

    What is given is as to `analyze`.

    Raises:
        SourceError: where the file cannot be parsed.
    """
    failed: list[RuleError] = []
    if plan.project is not None:
        plan.project.let_go()
    while True:
        try:
            found = analyze(source, plan, rewrites=rewrites, noqa=noqa, ask_all=ask_all)
            return found, failed
        except RuleError as error:
            failed.append(error)
            plan = replace(plan, codes=plan.codes - {error.rule.code})


def collector_of(source: Source, resolver: Resolver, plan: Plan) -> SiteCollector:
    """Return what finds the uses of all functions that a plan's catalogue knows."""
    known = plan.catalogue
    return SiteCollector(
        source,
        resolver,
        known.parameters,
        known.required,
        known.dict_lists,
        cache(partial(known.accepted, plan.target)),
        plan.target.new_names,
        plan.target.renamed,
        plan.target.returning,
    )


def _look_at_sites(analysis: Analysis, rewrites: bool) -> None:
    plan = analysis.plan
    collector = collector_of(analysis.source, analysis.resolver, plan)
    members = _members(analysis, collector)
    analysis.members += members
    if rewrites:
        analysis.units += [
            prepare(
                together,
                analysis.guards,
                analysis.visible,
                plan.target,
                plan.catalogue,
            )
            for together in group_members(members, plan.target)
        ]


def _members(analysis: Analysis, collector: SiteCollector) -> list[SiteMember]:
    rules = analysis.plan.rules
    reported: dict[tuple[str, ast.AST], Report] = {}
    members: list[SiteMember] = []
    for site in collector.collect():
        line = site.node.lineno
        plain, repaired = (
            SiteMember(site=site, line=line, blocked=site.doubt, doubt=site.doubt)
            for _ in range(2)
        )
        for rule, report in _reports(site, rules):
            # Two calls can share the dict that a report is about.
            first = reported.setdefault((rule.code, report.node), report)
            if first is not report:
                if first.intents != report.intents:
                    other = "another call needs its dict to be rewritten otherwise"
                    plain.blocked = plain.blocked or report.unfixable or other
                continue
            analysis.note(repaired if report.repairs else plain, rule, report)
        members += [plain, repaired] if repaired.reports else [plain]
    return members


def _reports(site: Site, rules: list[Rule]) -> Iterator[tuple[Rule, Report]]:
    for rule in rules:
        if site.function in rule.functions and rule.check is not None:
            for report in rule.sound(rule.check, site):
                yield rule, report


def _look_at_objects(analysis: Analysis, rewrites: bool) -> None:
    plan = analysis.plan
    flow = follow(analysis.source, analysis.resolver, plan.catalogue.flow)
    units = instance_units(flow, plan.rules, analysis.note)
    analysis.members += [member for unit in units for member in unit.members]
    if rewrites:
        prepare_instances(flow, units)
        analysis.units += units


def _hold_what_is_not_written(analysis: Analysis) -> None:
    """Hold what would have to be rewritten where the file says no such text."""
    if not analysis.units:
        return
    configured = Configured(analysis)
    for unit in analysis.units:
        reason = analysis.refused([unit])
        if reason and analysis.source.prose:
            reason = "what it needs is imported elsewhere, not in the example"
        reason = reason or configured.reason(unit)
        for member in unit.members:
            member.blocked = member.blocked or reason
            if isinstance(member, SiteMember):
                member.elsewhere = [*member.elsewhere, *configured.together(member)]


def _look_at_comments(analysis: Analysis) -> None:
    known = analysis.plan.catalogue
    active = {rule.code: rule for rule in analysis.plan.rules}
    if UNUSED not in active:
        return
    for unit in unused_suppressions(
        analysis.source,
        analysis.suppressions,
        active[UNUSED],
        known.slugs,
        active,
        known.broken,
    ):
        analysis.members += unit.members
        analysis.units += [unit] if unit.edits else []
