"""The journal of the books, one entry, and both to take away."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.fund.actions.ledger import Refused
from jalon.fund.actions.ledger_sources import reverse as reverse_entry
from jalon.fund.exports import FORMATS, lines, workbook
from jalon.fund.forms.ledger import JournalFilter, ReversalForm
from jalon.fund.models import Account, Entry
from jalon.fund.queries import ledger_journal as journals
from jalon.fund.views.money_pages import (
    asked_of,
    names_of,
    plan_asked,
    reach_of,
    shared,
    version_of,
    without_toolbar,
)
from jalon.journal.verbs import said
from jalon.network.access import requires
from jalon.ui import addresses, formats

OF_A_RELEASE = "release:"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def wanted_of(request, plan, asked) -> journals.Wanted:
    reach = reach_of(request, plan)
    return journals.wanted_of(request.GET, on=asked.on, known_at=asked.known_at, contracts=reach)


@require_safe
@requires("fund.view")
def journal(request):
    """The lines behind a figure, the latest first, and their sum."""
    asked = asked_of(request)
    found = plan_asked(request, asked)
    wanted = wanted_of(request, found, asked)
    contracts = wanted.contracts or sorted(names_of(found, asked)["contract"])
    form = JournalFilter(request.GET, version=version_of(found, asked), contracts=contracts)
    form.is_valid()
    page = journals.page_of(journals.lines(found, wanted), request.GET)
    total = journals.total(found, wanted)
    context = shared(request, found, asked, (_("Entries"), "")) | {
        "form": form,
        "page": page,
        "total": total,
        "wanted": wanted,
        "chosen": chosen(wanted, names_of(found, asked)),
        "downloads": downloads(request, found),
        "simulated": any(row.entry.simulated for row in page.rows),
    }
    return render(request, "fund/money_journal.html", context)


def chosen(wanted: journals.Wanted, names) -> list:
    """What the list is narrowed to, in words: the filters that no field of the form shows, too."""
    said = [names.get(name, {}).get(code) or code for name, code in wanted.places.items() if code]
    account = [Account(wanted.account).label] if wanted.account in Account.values else []
    return [*account, *said, *([formats.plain_period(wanted.year)] if wanted.year else [])]


def downloads(request, plan) -> list[tuple[str, str]]:
    kept = {
        name: request.GET[name]
        for name in (*journals.PLACES, "account", "step", "year")
        if name in request.GET
    }
    books = [
        (name, addresses.at(request, "fund:books", name, query={"plan": plan.code}))
        for name in FORMATS
        if request.standing.can("fund.keep")
    ]
    return [
        ("XLSX", addresses.at(request, "fund:journal_workbook", query={"plan": plan.code} | kept)),
        *books,
    ]


@require_safe
@requires("fund.view")
def journal_workbook(request):
    """The lines of the journal, as filtered, in the reader's language."""
    asked = asked_of(request)
    found = plan_asked(request, asked)
    wanted = wanted_of(request, found, asked)
    content = workbook(found, journals.lines(found, wanted), on=asked.on, known_at=asked.known_at)
    return attached(HttpResponse(content, content_type=XLSX), f"fund-{found.code}.xlsx")


@require_safe
@requires("fund.keep")
def books(request, form):
    """The whole books as plain text that hledger or Beancount reads."""
    if form not in FORMATS:
        raise Http404
    asked = asked_of(request)
    found = plan_asked(request, asked)
    written = (f"{line}\n" for line in lines(found, form=form, known_at=asked.known_at))
    response = StreamingHttpResponse(written, content_type="text/plain; charset=utf-8")
    return attached(response, f"fund-{found.code}.{form}")


def attached(response, name: str):
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def entry_seen(request, uid) -> Entry:
    """An entry whose contracts the person may read, as known at the moment."""
    found = journals.entry_of(uid, known_at=asked_of(request).known_at)
    if found is None:
        raise Http404
    reach = reach_of(request, found.plan)
    codes = {line.contract for line in found.postings.all() if line.contract}
    if reach is not None and not codes <= set(reach):
        raise Http404
    return found


@require_safe
@requires("fund.view")
def entry(request, uid):
    """One entry: its lines, its documents, its people, its event and its digest."""
    asked = asked_of(request)
    found = entry_seen(request, uid)
    names = names_of(found.plan, asked)
    digest = bytes(found.hash).hex()
    trail = (_("Entries"), addresses.at(request, "fund:journal", query={"plan": found.plan.code}))
    context = shared(request, found.plan, asked, trail, (str(found.number), "")) | {
        "entry": found,
        "lines": [(line, line.get_account_display(), place(line, names)) for line in found.postings.all()],
        "amount": sum(line.amount for line in found.postings.all() if line.amount > 0),
        "digest": [digest[at : at + 8] for at in range(0, len(digest), 8)],
        "undone": getattr(found, "reversed_by", None),
        "is_reversible": not kept_by(found),
        "act": said(found.event.verb),
        "simulated": found.simulated,
    }
    return render(request, "fund/money_entry.html", context)


def kept_by(found: Entry) -> str:
    """Why an entry is not reversed from its page; empty when it may be."""
    if getattr(found, "reversed_by", None):
        return _("This entry was reversed already.")
    if found.reverses:
        return _("A reversal is not reversed: write the entry again.")
    if found.subject.startswith(OF_A_RELEASE):
        return _("This entry belongs to the life of a release: cancel or claw back the release itself.")
    return ""


def place(line, names) -> list:
    """Where the money stands, in words."""
    codes = (("source", line.source), ("contract", line.contract), ("line", line.line), ("axis", line.axis))
    return [(name, code, names[name].get(code, code)) for name, code in codes if code]


@requires("fund.keep")
def reversal(request, uid):
    """Undo an entry: said before it is done, with a reason."""
    found = entry_seen(request, uid)
    form = ReversalForm(request.POST or None)
    problems = []
    if why := kept_by(found):
        problems = [why]
    elif request.method == "POST" and form.is_valid():
        try:
            undone = reverse_entry(
                found, reason=form.cleaned_data["reason"], by=request.user, on=asked_of(request).on
            )
            return redirect("fund:entry", undone.uid)
        except Refused as refused:
            problems = refused.sentences(request.LANGUAGE_CODE)
    trail = (str(found.number), addresses.at(request, "fund:entry", found.uid))
    context = without_toolbar(shared(request, found.plan, asked_of(request), trail, (_("Reverse"), "")))
    context |= {"entry": found, "form": form, "problems": problems}
    return render(
        request, "fund/money_reversal.html", context, status=422 if problems and request.POST else 200
    )
