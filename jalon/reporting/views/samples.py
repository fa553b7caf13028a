"""The sample of a return: how it was drawn, what was found, and what follows from it."""

import csv

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jalon.evidence.actions import store_document
from jalon.indicators.queries import all_sheets, in_force
from jalon.kernel.states import RETURN
from jalon.network.access import refusal, requires
from jalon.network.roles import Rows
from jalon.reporting import actions
from jalon.reporting.actions.sampling import is_author
from jalon.reporting.actions.verifying import facts_to_bring, facts_to_verify
from jalon.reporting.forms.samples import FindingForm, ReplyForm
from jalon.reporting.models import Finding, Sampled
from jalon.reporting.queries.populations import population
from jalon.reporting.queries.returns import Life, life_of, return_of
from jalon.reporting.queries.samples import (
    days_to_answer,
    enlargements_of,
    errors_in,
    findings_of,
    has_answered,
    sample_of,
    sizes_of,
)
from jalon.reporting.queries.sheets import ALL, Line, lines_of
from jalon.reporting.queries.terms import Sampling
from jalon.reporting.queries.values import staged
from jalon.reporting.sentences import VERBS, said
from jalon.reporting.views.asking import (
    asked_of,
    contract_seen,
    contracts_seen,
    crumbs,
    period_of,
    tabs,
    today,
)
from jalon.reporting.views.strata import SCRIPT, parted, strata_of
from jalon.ui import addresses, formats

PAGE = 20
# each verb of this page: who may, as which party, and what does it
STEPS = {
    "draw": ("return.verify", "verifier", actions.draw, gettext_lazy("The sample is drawn.")),
    "verify": ("return.verify", "verifier", actions.verify, gettext_lazy("The verified values are kept.")),
    "accept": ("return.reply", "centre", actions.accept_findings, gettext_lazy("The findings are accepted.")),
    "bring": ("return.bring", "ministry", actions.bring, gettext_lazy("The return is before the committee.")),
}


def life_seen(request, code, period, known_at=None) -> Life:
    """The life of a submitted return the person may see, else not found."""
    contract = contract_seen(request, code)
    report = return_of(contract, period_of(contract, period), known_at)
    life = life_of(report, known_at) if report else None
    if life is None or not life.submissions:
        raise Http404(_("This return was not submitted: there is nothing to sample yet."))
    return life


@require_safe
@requires("return.view")
def sample(request, code, period):
    """What was drawn of a return, what was found, and what it changes."""
    asked = asked_of(request)
    life = life_seen(request, code, period, asked.known_at)
    contract = life.report.contract
    drawn = sample_of(life, asked.known_at)
    context = asked.context() | {
        "contract": contract,
        "period": life.period,
        "life": life,
        "sample": drawn,
        "steps": offered(request, life) if asked.known_at is None else [],
        "values": values_of(life, asked.known_at),
        "tabs": tabs(request, contract),
        "crumbs": trail(request, life, (_("Sample"), "")),
        "simulated": life.report.simulated,
    }
    if drawn:
        context |= drawn_context(request, life, drawn, asked)
    return render(request, "reporting/sample.html", context)


def values_of(life: Life, known_at: int | None) -> list[tuple]:
    """Each indicator with its sheet and what was said of it at each stage, in the order of the codes."""
    sheets = in_force(all_sheets(known_at=known_at), life.period.end)
    return [(code, sheets.get(code), stages) for code, stages in sorted(staged(life, known_at).items())]


def drawn_context(request, life: Life, drawn, asked) -> dict:
    findings = findings_of(drawn, asked.known_at)
    enlarged = enlargements_of(drawn, asked.known_at)
    sizes = sizes_of(drawn, enlarged)
    contract = life.report.contract
    things = drawn.things.known_at(asked.known_at).order_by("position")
    page = Paginator(things, PAGE).get_page(request.GET.get("page"))
    is_seen = request.standing.row_view(contract.centre) in (Rows.FULL, Rows.SAMPLED)
    lines = lines_of(drawn, page.object_list, is_seen=is_seen, plan=contract.plan.code)
    errors = errors_in(drawn, findings)
    total = sum(sizes.values())
    return {
        "page": page,
        "lines": [sheet_line(request, life, line) for line in lines],
        "is_seen": is_seen,
        "total": total,
        "checked": len(findings),
        "wrong": sum(one.outcome != Finding.Outcome.ACCEPTED for one in findings.values()),
        "errors": errors,
        "larger": sum(1 for size in errors.larger.values() if size),
        "strata": strata_of(drawn, sizes, errors),
        "enlarged": enlarged,
        "may_enlarge": asked.known_at is None and can_enlarge(request, life, drawn, sizes),
        "population": sum(one["population"] for one in drawn.strata),
        "answer_by": days_to_answer(life) if life.state in ("verified", "contested") else None,
        "answered": has_answered(life, drawn),
        "marks": [
            (_("Submission (SHA-256 of the event)"), parted(drawn.submission)),
            (_("Number drawn afterwards"), parted(drawn.nonce)),
            (_("Seed"), parted(drawn.seed)),
        ],
        "script": SCRIPT % {"submission": drawn.submission, "nonce": drawn.nonce},
    }


def can_enlarge(request, life: Life, drawn, sizes) -> bool:
    """Whether the reader may, and there is more to draw."""
    is_open = life.state == "under_verification" and any(
        one["population"] > sizes[one["key"]] for one in drawn.strata
    )
    return is_open and request.standing.can("return.verify", life.report.contract.centre)


def offered(request, life: Life) -> list[dict]:
    """The verbs that are the reader's here, each with what keeps it from being done."""
    centre = life.report.contract.centre
    found = []
    for verb, (permission, party, _act, _done) in STEPS.items():
        waits = any(line.verb == verb for line in RETURN.from_state(life.state))
        if verb == "accept":
            waits = life.state == "verified" and not has_answered(life, sample_of(life))
        if waits and request.standing.can(permission, centre):
            refused = refusals(request, life, verb, party)
            words = VERBS.get(verb, _("Accept the findings"))
            found.append({"verb": verb, "words": words, "refused": said(refused)})
    return found


def refusals(request, life: Life, verb: str, party: str) -> tuple[str, ...]:
    if verb == "accept":
        return ()
    facts = {
        "draw": lambda: {
            "snapshot_sealed": life.is_submitted,
            "verifier_is_no_author": not is_author(life.report, request.user, today()),
        },
        "verify": lambda: facts_to_verify(life),
        "bring": lambda: facts_to_bring(life.report, today()),
    }[verb]()
    return RETURN.refusals(life.state, verb, facts, by=party)


@require_POST
@requires("return.view")
def sample_step(request, code, period, verb):
    """Draw, close the verification, accept the findings, bring before the committee."""
    if verb not in STEPS:
        raise Http404
    permission, _party, act, done = STEPS[verb]
    life = life_seen(request, code, period)
    if not request.standing.can(permission, life.report.contract.centre):
        raise PermissionDenied(refusal(permission))
    try:
        act(life.report, by=request.user, on=today())
        messages.success(request, str(done))
    except actions.Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    return redirect(addresses.at(request, "reporting:sample", code, period))


@require_safe
@requires("return.view")
def population_file(request, code, period):
    """Everything that could be drawn, by stratum, to draw it again."""
    life = life_seen(request, code, period)
    drawn = sample_of(life)
    if drawn is None:
        raise Http404
    counted = population(life, bounds=Sampling.from_data(drawn.terms).amounts)
    sizes = sizes_of(drawn, enlargements_of(drawn))
    rows = ((thing.stratum, sizes[thing.stratum], thing.uid) for thing in counted.things())
    writer = csv.writer(Echo())
    lines = (writer.writerow(row) for row in (("stratum", "size", "thing"), *rows))
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="population.csv"'},
    )


class Echo:
    """What the CSV writer writes to: each line is given back."""

    def write(self, line: str) -> str:
        return line


# the working sheet


def sampled_seen(request, uid, permission: str) -> Sampled:
    """A sampled thing of a centre where the person may do this; else not found."""
    things = Sampled.objects.select_related(
        "sample__report__contract__centre", "sample__report__contract__plan"
    )
    held = contracts_seen(request.standing, permission)
    return get_object_or_404(things.filter(sample__report__contract__in=held.values("pk")), uid=uid)


def sheet_line(request, life: Life, line: Line, form: FindingForm | None = None) -> dict:
    """A line with its form, for the verifier while the check is open, or the way to contest it."""
    standing, centre = request.standing, life.report.contract.centre
    is_open = life.state in ("under_verification", "contested") and standing.can("return.verify", centre)
    may_reply = life.state in ("verified", "contested") and standing.can("return.reply", centre)
    finding = line.finding
    is_wrong = finding is not None and finding.outcome != Finding.Outcome.ACCEPTED
    if is_open and form is None:
        form = FindingForm(sampled=line.sampled, initial=initial_of(finding))
    return {
        "line": line,
        "form": form if is_open else None,
        "may_reply": may_reply and is_wrong and today() <= days_to_answer(life),
    }


def initial_of(finding: Finding | None) -> dict:
    if finding is None:
        return {}
    amount = None if finding.amount is None else finding.amount / 100
    same = {name: getattr(finding, name) for name in ("outcome", "quantity", "reason", "note")}
    return same | {"amount": amount}


@requires("return.verify")
def finding(request, uid):
    """One line of the sheet; POST keeps what the check found."""
    thing = sampled_seen(request, uid, "return.verify")
    form = FindingForm(request.POST or None, request.FILES or None, sampled=thing) if request.POST else None
    if form and form.is_valid() and found(request, thing, form):
        if not request.htmx:
            return redirect(address_of(request, thing))
        form = None
    life = life_of(thing.sample.report)
    contract = life.report.contract
    (line,) = lines_of(thing.sample, [thing], is_seen=True, plan=contract.plan.code, most=ALL)
    context = {
        "one": sheet_line(request, life, line, form),
        "contract": contract,
        "period": life.period,
        "up": address_of(request, thing),
        "crumbs": trail(request, life, (_("Sample"), address_of(request, thing)), (str(thing.position), "")),
        "saved": request.method == "POST" and not (form and form.errors),
        "simulated": life.report.simulated,
    }
    template = "reporting/parts/thing.html" if request.htmx else "reporting/finding.html"
    return render(request, template, context, status=422 if form and form.errors else 200)


def found(request, thing: Sampled, form: FindingForm) -> bool:
    """Whether the finding is kept; what the action refuses is told beside what was typed."""
    try:
        actions.find(
            thing, **form.said, documents=attached(request, thing, form), by=request.user, on=today()
        )
    except actions.Refused as refused:
        for sentence in refused.sentences:
            form.add_error(None, sentence)
        return False
    return True


def attached(request, thing: Sampled, form) -> list[str]:
    file = form.cleaned_data.get("document")
    centre = thing.sample.report.contract.centre
    return [store_document(file, name=file.name, centre=centre, by=request.user)] if file else []


@requires("return.reply")
def reply(request, uid):
    """The centre contests a finding: why, with a document."""
    thing = sampled_seen(request, uid, "return.reply")
    last = findings_of(thing.sample).get(thing.pk)
    if last is None:
        raise Http404
    form = ReplyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and replied(request, thing, last, form):
        messages.success(request, _("The verifier will look at it again."))
        return redirect(address_of(request, thing))
    life = life_of(thing.sample.report)
    contract = life.report.contract
    is_seen = request.standing.row_view(contract.centre) == Rows.FULL
    (line,) = lines_of(thing.sample, [thing], is_seen=is_seen, plan=contract.plan.code, most=ALL)
    context = {
        "one": {"line": line},
        "form": form,
        "contract": contract,
        "answer_by": days_to_answer(life),
        "up": address_of(request, thing),
        "crumbs": trail(request, life, (_("Sample"), address_of(request, thing)), (_("Contest"), "")),
        "simulated": life.report.simulated,
    }
    return render(request, "reporting/reply.html", context, status=422 if form.errors else 200)


def replied(request, thing: Sampled, last: Finding, form: ReplyForm) -> bool:
    try:
        text, documents = form.cleaned_data["text"], attached(request, thing, form)
        actions.reply(last, text=text, documents=documents, by=request.user, on=today())
    except actions.Refused as refused:
        for sentence in refused.sentences:
            form.add_error(None, sentence)
        return False
    return True


def address_of(request, thing: Sampled) -> str:
    """The page of the sheet the thing is on."""
    report = thing.sample.report
    page = (thing.position - 1) // PAGE + 1
    at = addresses.at(request, "reporting:sample", report.contract.code, report.period, query={"page": page})
    return f"{at}#thing-{thing.position}"


def trail(request, life: Life, *more) -> list[tuple]:
    contract, period = life.report.contract, life.report.period
    up = addresses.at(request, "reporting:return", contract.code, period)
    return crumbs(request, contract, (formats.plain_period(period), up), *more)
