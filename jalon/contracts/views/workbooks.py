"""The workbook of a contract: handed out prefilled, taken in, shown as a difference, kept as a draft."""

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalon.contracts import actions
from jalon.contracts.forms import WorkbookForm
from jalon.contracts.models import Contract
from jalon.contracts.objections import objections, objections_to_signature
from jalon.contracts.queries.coverage import compared as compared_coverage
from jalon.contracts.queries.library import library_of
from jalon.contracts.queries.life import life_of
from jalon.contracts.queries.terms import draft_of, known_to, terms_in_force, terms_of, terms_to_prepare
from jalon.contracts.sentences import refusal, sentences, why_not
from jalon.contracts.terms import Terms
from jalon.contracts.views.asking import asked_of, contract_seen, may_draft, shared
from jalon.contracts.views.tables import tables
from jalon.contracts.workbook.difference import difference
from jalon.contracts.workbook.incoming import opened
from jalon.contracts.workbook.sentences import refused, told
from jalon.contracts.workbook.taking import taken
from jalon.contracts.workbook.writing import written
from jalon.evidence.reading import Refusal
from jalon.network.access import refusal as no_role
from jalon.network.access import requires

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT = "contracts.workbook"
A_DAY = 24 * 3600


def contract_drafted(request, code: str) -> Contract:
    """The contract, for those who may prepare its versions."""
    found = contract_seen(request, code)
    if not may_draft(request, found):
        raise PermissionDenied(no_role("contract.draft"))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@requires("contract.draft")
def workbook(request, code):
    """Where the workbook is handed out and taken in; one with errors comes back with all of them."""
    found = contract_drafted(request, code)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = opened(form.cleaned_data["file"].read())
        except Refusal as why:
            form.add_error("file", refused(why))
        else:
            return compared(request, found, said)
    return page(request, found, form, status=422 if form.is_bound else 200)


def page(request, contract: Contract, form, status=200, **more) -> HttpResponse:
    context = shared(request, contract, asked_of(request)) | {"form": form, "draft": draft_of(contract)}
    return render(request, "contracts/workbook.html", context | more, status=status)


@require_safe
@requires("contract.draft")
def workbook_file(request, code):
    """The workbook, prefilled with the draft, or with what is in force."""
    found = contract_drafted(request, code)
    today = timezone.localdate()
    terms = terms_to_prepare(found, on=today)
    content = written(terms, library_of(found, on=today), language=get_language()[:2])
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{filename(code)}.xlsx"'
    return response


def filename(code: str) -> str:
    return "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in code)


def compared(request, contract: Contract, said: list[dict], *, moved=False) -> HttpResponse:
    """Every error, or what the workbook would change; nothing is written."""
    today = timezone.localdate()
    prepared = terms_to_prepare(contract, on=today)
    terms, problems = taken(said, library_of(contract, on=today), prepared)
    against = sentences(objections(terms, known_to(contract))) if terms else []
    if problems or against:
        shown = [told(problem) for problem in problems]
        return page(request, contract, WorkbookForm(), 422, problems_found=shown, against=against)
    before = terms_in_force(contract, on=today)
    if before == terms or says_the_same(contract, terms, before):
        return page(request, contract, WorkbookForm(), unchanged=True)
    return difference_page(request, contract, said, terms, before, moved)


def says_the_same(contract: Contract, terms: Terms, before: Terms | None) -> bool:
    """The workbook says what is in force, or what the draft says already."""
    draft = draft_of(contract)
    standing = [before, terms_of(draft) if draft else None]
    return any(one is not None and one.unsigned == terms.unsigned for one in standing)


def difference_page(request, contract, said, terms, before, moved) -> HttpResponse:
    asked = asked_of(request)
    context = shared(request, contract, asked) | tables(contract, terms, before and before.unsigned, asked)
    context |= {
        "difference": difference(before, terms),
        "draft": draft_of(contract),
        "coverage": compared_coverage(contract, terms),
        "to_mend": sentences(objections_to_signature(terms, known_to(contract))),
        "told": signing.dumps([contract.code, said], salt=SALT, compress=True),
        "seen": standing(contract),
        "moved": moved,
        "kept_from": kept_from(contract),
    }
    return render(request, "contracts/difference.html", context)


def kept_from(contract: Contract) -> list[str]:
    """What keeps the draft from being replaced or discarded, said before the person is asked to."""
    life = life_of(contract, on=timezone.localdate())
    return why_not(("submitted_already",)) if life.is_submitted else []


def standing(contract: Contract) -> str:
    """What a difference was shown against: when it moves, the person sees the difference again."""
    versions = contract.versions.order_by("pk").values_list("pk", flat=True)
    return "-".join(map(str, versions))


@require_POST
@requires("contract.draft")
def draft(request, code):
    """The person agreed to the difference: it becomes the draft, in one act."""
    found = contract_drafted(request, code)
    try:
        owner, said = signing.loads(request.POST.get("told", ""), salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        owner = None
    if owner != found.code:
        messages.error(request, _("What you agreed to was not kept. Upload the workbook again."))
        return redirect("contracts:workbook", code)
    if request.POST.get("seen") != standing(found):
        return compared(request, found, said, moved=True)
    return kept(request, found, said)


def kept(request, contract: Contract, said: list[dict]) -> HttpResponse:
    today = timezone.localdate()
    terms, problems = taken(said, library_of(contract, on=today), terms_to_prepare(contract, on=today))
    if problems:
        return compared(request, contract, said)
    try:
        made = actions.draft(contract, terms=terms, by=request.user)
    except actions.TermsRefused as why:
        messages.error(request, refusal(why.objections))
        return redirect("contracts:workbook", contract.code)
    except actions.Refused as why:
        messages.error(request, " ".join(why_not(why.reasons)))
        return redirect("contracts:documents", contract.code)
    messages.success(request, _("Version %(number)s is drafted.") % {"number": made.number})
    address = redirect("contracts:contract", contract.code)
    address["Location"] += f"?version={made.number}"
    return address


@require_http_methods(["GET", "HEAD", "POST"])
@requires("contract.draft")
def draft_removal(request, code):
    """Ask first: a discarded draft does not come back."""
    found = contract_drafted(request, code)
    held = draft_of(found)
    if held and request.method == "POST":
        try:
            actions.discard_draft(found, by=request.user)
        except actions.Refused as why:
            messages.error(request, " ".join(why_not(why.reasons)))
            return redirect("contracts:documents", code)
        messages.success(request, _("The draft is discarded."))
        return redirect("contracts:contract", code)
    context = shared(request, found, asked_of(request)) | {"draft": held, "kept_from": kept_from(found)}
    return render(request, "contracts/draft_removal.html", context)
