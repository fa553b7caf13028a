"""Test lines: what is to be tested, the sheet of results, what is to be verified, one line explained."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.capacity.models import Equipment
from jalon.capacity.queries import authorised_accounts, instruments_for
from jalon.evidence.documents import path_of
from jalon.journal.lives import Refused, history, offers
from jalon.kernel import conformity
from jalon.network.access import requires
from jalon.people.models import User
from jalon.services.forms.requests import StepForm
from jalon.services.models import RawData, TestLine
from jalon.services.queries.requests import roles_in
from jalon.services.testing import actions
from jalon.services.testing.figures import zones_drawn
from jalon.services.testing.forms.lines import AssignmentForm
from jalon.services.testing.forms.sheet import InstrumentFileForm, SheetForm
from jalon.services.testing.instrument.laying import Laid, lay, summary
from jalon.services.testing.instrument.reading import Unreadable, cells
from jalon.services.testing.queries.lines import (
    known,
    last_assigned,
    last_measured,
    lines_in,
    standing_of,
    worksheets,
)
from jalon.services.testing.sayings import sentences_of, written
from jalon.services.testing.views.asking import roles_needed, seen, tell, today, trail, work_trail
from jalon.services.testing_words import TEST_LINE
from jalon.services.views.asking import stored
from jalon.services.words import ROLES
from jalon.ui.formats import dotted

AT_ONCE = 200
LINE_VERBS = ("send_back", "redo", "cancel")


@require_safe
@requires("work.view")
def tests(http):
    """What is to be tested, a method at a time, and what waits for a verifier or an authoriser."""
    sheets = worksheets(http.standing)
    context = {
        "sheets": sheets,
        "total": sum(one["to_do"] + one["assigned"] for one in sheets),
        "waiting": lines_in(http.standing, "entered", "verified").count(),
        "crumbs": work_trail((_("Tests"), "")),
    }
    return render(http, "services/testing/tests.html", context)


def sheet_lines(http, method: str) -> list[TestLine]:
    """The lines of a method to do or assigned, of one centre."""
    lines = lines_in(http.standing, "to_do", "assigned", method=method)[:AT_ONCE]
    found = list(lines) if method else []
    if not found:
        raise Http404(_("Nothing is to be tested by this method."))
    return [line for line in found if line.centre_id == found[0].centre_id]


@requires("work.view")
def sheet(http):
    """The sheet of a method: results typed one under the other, kept all or none."""
    method = http.GET.get("method", "")
    if not method:
        return redirect("services:tests")
    lines = sheet_lines(http, method)
    form = sheet_form(lines, assigned_of(lines), http.POST or None)
    if http.method == "POST" and form.is_valid():
        try:
            enter(http, form, roles_needed(http, lines[0].centre))
        except Refused as error:
            tell_by_line(form, error)
        else:
            messages.success(http, _("The results are entered: somebody else verifies them."))
            return redirect("services:tests")
    return sheet_shown(http, method, lines, form)


def enter(http, form, roles) -> None:
    said = form.cleaned_data
    told = {"tested_on": said["tested_on"], "turns": form.turns, "on": today(), "raw": said["raw"]}
    actions.enter(form.entries, by=http.user, roles=roles, **told)


def tell_by_line(form, error: Refused) -> None:
    """Each reason beside the line it is about."""
    if not error.by_thing:
        tell(form, error, TEST_LINE)
        return
    form.refuse({key: TEST_LINE.sentences(reasons) for key, reasons in error.by_thing.items()})


def assigned_of(lines) -> list[TestLine]:
    return [line for line in lines if line.state == "assigned"]


@require_POST
@requires("work.do")
def sheet_file(http):
    """Read the file of an instrument onto the sheet: nothing is entered before somebody keeps it."""
    method = http.GET.get("method", "")
    lines = sheet_lines(http, method)
    form = InstrumentFileForm(http.POST, http.FILES)
    laid, raw = Laid(), ""
    if form.is_valid():
        raw = stored(http, form.cleaned_data["file"], lines[0].centre)
        try:
            laid = lay(cells(path_of(raw)), assigned_of(lines))
        except Unreadable as error:
            laid.wrong.append(error.said)
        if laid.typed:
            messages.info(http, summary(laid))
    sheet = sheet_form(lines, assigned_of(lines), laid=laid.typed, raw=raw if laid.typed else "")
    return sheet_shown(http, method, lines, sheet, file=form, wrong=laid.wrong)


def sheet_form(lines, assigned, data=None, laid=None, raw="") -> SheetForm:
    kinds = {kind for line in lines for kind in line.clause.equipment_kinds}
    keys = [one.pk for one in instruments_for(lines[0].centre, kinds, today())] if kinds else []
    tools = Equipment.objects.filter(pk__in=keys).order_by("code")
    initial = {"tested_on": today(), "control": "not_asked", "raw": raw}
    return SheetForm(data, lines=assigned, equipment=tools, laid=laid, initial=initial)


def sheet_shown(http, method, lines, form, assignment=None, file=None, wrong=()):
    context = {
        "method": method,
        "lines": lines,
        "form": form,
        "file_form": file or InstrumentFileForm(),
        "wrong": wrong,
        "to_do": sum(line.state == "to_do" for line in lines),
        "who": last_assigned(lines),
        "assignment_form": assignment or assignment_form(lines),
        "is_lead": "technical_lead" in roles_in(http.standing, lines[0].centre),
        "crumbs": work_trail((_("Tests"), reverse("services:tests")), (method, "")),
    }
    is_wrong = form.errors or wrong or any(one and one.errors for one in (assignment, file))
    return render(http, "services/testing/sheet.html", context, status=422 if is_wrong else 200)


def assignment_form(lines, data=None) -> AssignmentForm:
    method = lines[0].clause.method
    keys = authorised_accounts(lines[0].centre, [method], today())[method]
    people = User.objects.filter(pk__in=keys)
    return AssignmentForm(data, operators=people, initial={"planned_on": today()})


@require_POST
@requires("work.lead")
def assignments(http):
    """Give everything to do by a method to somebody authorised for it."""
    method = http.GET.get("method", "")
    lines = sheet_lines(http, method)
    form = assignment_form(lines, http.POST)
    given = [line for line in lines if line.state == "to_do"]
    if form.is_valid() and given:
        try:
            actions.assign(
                given, by=http.user, roles=roles_needed(http, lines[0].centre), **form.cleaned_data
            )
        except Refused as error:
            tell(form, error, TEST_LINE)
        else:
            messages.success(http, _("The tests are assigned."))
            return redirect(f"{reverse('services:sheet')}?method={method}")
    return sheet_shown(http, method, lines, sheet_form(lines, assigned_of(lines)), form)


@requires("work.view")
def verification(http):
    """Results to verify and to authorise, ticked and done together."""
    lines = list(lines_in(http.standing, "entered", "verified")[:AT_ONCE])
    problems: list[str] = []
    if http.method == "POST":
        act, chosen = asked(http, lines)
        problems = verified(http, act, chosen)
        if not problems:
            return redirect("services:verification")
    measured = last_measured(lines)
    context = {
        "rows": [(line, TEST_LINE.state(line.state), measured.get(line.pk)) for line in lines],
        "verdicts": conformity.VERDICTS,
        "problems": problems,
        "crumbs": work_trail((_("Tests"), reverse("services:tests")), (_("Verification"), "")),
    }
    return render(http, "services/testing/verification.html", context, status=422 if problems else 200)


ACTS = {"verify": (actions.verify, "entered"), "authorise": (actions.authorise, "verified")}
TOLD = 5  # lines named beside a reason


def asked(http, lines) -> tuple:
    """The act and its lines: those ticked, or all that somebody else entered."""
    verb, is_every, _rest = http.POST.get("verb", "").partition("_all")
    act, state = ACTS.get(verb, (None, ""))
    if not is_every:
        ticked = set(http.POST.getlist("line"))
        return act, [line for line in lines if str(line.pk) in ticked]
    own = {key for key, said in last_measured(lines).items() if said.operator_id == http.user.pk}
    return act, [line for line in lines if line.state == state and line.pk not in own]


def told_by_line(error: Refused, lines) -> list[str]:
    """Each reason with the lines it is about."""
    found = []
    for reason in error.reasons:
        about = [line for line in lines if reason in error.by_thing.get(line.pk, ())]
        named = ", ".join(f"{line.sample.number} {line.clause.code}" for line in about[:TOLD])
        more = ", …" if len(about) > TOLD else ""
        found += [dotted(named and f"{named}{more}", said) for said in TEST_LINE.sentences([reason])]
    return found


def turn_typed(typed: str) -> int:
    """The turn a page carried; what is no number is no turn of any line."""
    return int(typed) if typed.isdecimal() and len(typed) < 9 else -1


def verified(http, act, ticked) -> list[str]:
    """Do it; what keeps it from being done."""
    if act is None or not ticked:
        return [_("Tick at least one result.")]
    centre = ticked[0].centre
    turns = {line.pk: turn_typed(http.POST.get(f"turn-{line.pk}", "")) for line in ticked}
    try:
        act(ticked, by=http.user, roles=roles_needed(http, centre), turns=turns)
    except Refused as error:
        return told_by_line(error, ticked)
    messages.success(http, _("Done."))
    return []


@require_safe
@requires("work.view")
def line(http, uid):
    """One test: what was measured, what is stated, and what it rests on."""
    found = seen(http, known(TestLine.objects), uid)
    stands = standing_of([found])
    measured = stands.measured.get(found.pk)
    stated = measured.stated if measured else None
    context = {
        "line": found,
        "state": TEST_LINE.state(found.state),
        "measured": measured,
        "instruments": stands.used[measured.pk] if measured else [],
        "verdict": conformity.VERDICTS[stated.verdict] if stated else None,
        "statements": [told(clause, one) for clause, one in stands.statements(found)],
        "earlier": found.again,
        "raw": RawData.objects.filter(measurement=measured).select_related("document").first(),
        "offers": [
            one
            for one in offers(found, TEST_LINE, roles=roles_in(http.standing, found.centre))
            if one.verb in LINE_VERBS
        ],
        "may_test_again": found.state == "reported" and http.standing.can("work.lead", found.centre),
        "history": history(found, TEST_LINE, roles=ROLES),
        "crumbs": trail(found.order.request, dotted(found.sample.number, found.clause.code)),
    }
    return render(http, "services/testing/line.html", context)


def told(clause, stated) -> tuple:
    """A statement as the page tells it: its clause, its verdict, its sentences, its figure."""
    return clause, conformity.VERDICTS[stated.verdict], explained(stated), zones_drawn(stated)


def explained(stated) -> list[str]:
    language = get_language() or "fr"
    return [written(one, language) for one in sentences_of(stated)]


@requires("work.view")
def line_step(http, uid, verb):
    """Send a result back, test again, or cancel a test: each with its reason."""
    found = seen(http, known(TestLine.objects), uid)
    roles = roles_needed(http, found.centre)
    if verb not in (*LINE_VERBS, "again"):
        raise Http404(_("A test knows no such verb."))
    form = StepForm(http.POST or None, asks_reason=verb != "again", initial={"turn": found.turn})
    if http.method == "POST" and form.is_valid():
        try:
            shown = do(http, found, verb, form, roles)
        except Refused as error:
            tell(form, error, TEST_LINE)
        else:
            messages.success(http, _("Done."))
            return redirect("services:line", shown.uid)
    name = TEST_LINE.verb("redo" if verb == "again" else verb)
    context = {
        "form": form,
        "offer": {"asks_reason": True},
        "verb": name,
        "about": dotted(found.sample.number, found.clause.code),
        "back": reverse("services:line", args=[uid]),
        "crumbs": trail(found.order.request, name),
    }
    return render(http, "services/testing/step.html", context, status=422 if form.errors else 200)


def do(http, found: TestLine, verb: str, form, roles) -> TestLine:
    turn = form.cleaned_data["turn"]
    if verb == "again":
        return actions.test_again(found, by=http.user, roles=roles, turn=turn)
    if verb == "redo":
        return actions.redo(found, reason=form.reason, by=http.user, roles=roles, turn=turn)
    told = {"reason": form.reason, "by": http.user, "roles": roles, "turns": {found.pk: turn}}
    actions.step_lines([found], verb, **told)
    return found
