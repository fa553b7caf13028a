"""The list of contracts, the terms of one, and its history."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from jalon.contracts.amendments import courses, kinds
from jalon.contracts.models import ContractVersion
from jalon.contracts.objections import objections_to_signature
from jalon.contracts.queries import adopted_versions, in_force
from jalon.contracts.queries.coverage import compared
from jalon.contracts.queries.life import life_of
from jalon.contracts.queries.terms import all_terms, known_to, running_on, seen_by
from jalon.contracts.sentences import DID, KINDS, sentences
from jalon.contracts.showing import target_text
from jalon.contracts.views.asking import asked_of, contract_seen, known, shared, versions_seen
from jalon.contracts.views.tables import tables
from jalon.indicators.queries import all_sheets
from jalon.indicators.queries import in_force as sheets_on
from jalon.journal.models import Event
from jalon.journal.verbs import said
from jalon.network.access import requires
from jalon.plan.queries import plan_on, version_before, version_numbered
from jalon.plan.queries.reading import not_there

DRAFT = ContractVersion.Status.DRAFT


@require_safe
@requires("contract.view")
def contracts(request):
    """The contracts of a plan that the person may read, each as it is on the day."""
    asked = asked_of(request)
    plan = plan_on(asked.on, known_at=asked.known_at, code=request.GET.get("plan", ""))
    versions = in_force(adopted_versions(plan, known_at=asked.known_at), asked.on) if plan else {}
    terms = all_terms(list(versions.values()))
    seen = [
        contract for contract in seen_by(request.standing).filter(plan=plan) if contract.centre_id in versions
    ]
    rows = [
        {"contract": one, "version": versions[one.centre_id], "terms": terms[versions[one.centre_id].pk]}
        for one in sorted(seen, key=lambda one: one.centre.code)
    ]
    context = asked.context() | {"plan": plan, "rows": rows}
    context["promised"] = sum(bool(row["terms"].targets) for row in rows)
    context["simulated"] = any(row["version"].simulated for row in rows)
    return render(request, "contracts/list.html", context)


@require_safe
@requires("contract.view")
def contract(request, code):
    """What the contract promises: the version in force, or the one chosen, and what it changed."""
    asked = asked_of(request)
    found = contract_seen(request, code)
    versions = known(versions_seen(request, found, asked))
    adopted = [version for version in versions if version.status != DRAFT]
    chosen = version_numbered(versions, request.GET.get("version", ""))
    shown = chosen or running_on(adopted or versions, asked.on)
    before = version_before(adopted, shown)
    read = all_terms([version for version in (shown, before) if version])
    terms, old = read[shown.pk], read[before.pk] if before else None
    if old and (old.promises_nothing or request.GET.get("plain")):  # all would be new
        old = None
    context = shared(request, found, asked) | tables(found, terms, old, asked)
    context |= {"versions": versions, "version": shown, "before": before, "simulated": shown.simulated}
    context["problems"] = (*asked.problems, *not_there(chosen, request.GET.get("version", "")))
    context["is_compared"] = old is not None
    context["in_force"] = running_on(adopted, asked.on)
    context["kinds"] = kind_names(old, terms)
    if shown.status == DRAFT:
        context["to_mend"] = sentences(objections_to_signature(terms, known_to(found)))
        context["coverage"] = compared(found, terms, known_at=asked.known_at)
    return render(request, "contracts/contract.html", context)


@require_safe
@requires("contract.view")
def history(request, code):
    """Every version, and every act recorded about the contract, the latest first."""
    asked = asked_of(request)
    found = contract_seen(request, code)
    versions = known(versions_seen(request, found, asked))
    recorded = {version.event_id for version in versions}
    events = Event.objects.filter(subject=f"contract:{code}") | Event.objects.filter(pk__in=recorded)
    if asked.known_at is not None:
        events = events.filter(number__lte=asked.known_at)
    if not any(version.status == DRAFT for version in versions):
        events = events.exclude(verb__startswith="contract.draft")
    context = shared(request, found, asked) | {"versions": versions}
    context["events"] = [
        {"event": event, "words": said(event.verb)}
        for event in events.select_related("actor").order_by("-number")[:200]
    ]
    adopted = [version for version in versions if version.status != DRAFT]
    terms = all_terms(adopted)
    sheets = sheets_on(all_sheets(known_at=asked.known_at), asked.on)
    context["courses"] = [
        {"course": course, "sheet": sheets.get(course.indicator), "changes": changes_shown(course, sheets)}
        for course in courses(adopted, terms)
    ]
    names = kinds_by_version(adopted, terms)
    context["told"] = [(version, names.get(version.pk, ())) for version in versions[::-1]]
    steps = life_of(found, on=asked.on, known_at=asked.known_at).steps
    context["steps"] = [{"step": step, "did": DID[step.verb]} for step in steps[::-1]]
    return render(request, "contracts/history.html", context)


def kind_names(old, new) -> list:
    """The kinds of an amendment, in words."""
    return [KINDS[kind] for kind in kinds(old, new)]


def kinds_by_version(versions, terms) -> dict[int, list]:
    pairs = zip([None, *versions], versions, strict=False)
    return {new.pk: kind_names(old and terms[old.pk], terms[new.pk]) for old, new in pairs}


def changes_shown(course, sheets) -> list[tuple]:
    """Each value a target had, with the version that gave it."""
    unit = sheets[course.indicator].shown_unit if course.indicator in sheets else ""
    return [(change.version, target_text(change.target, unit)) for change in course.changes]
