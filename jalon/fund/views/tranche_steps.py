"""What a programme officer does about a tranche: ask for its release, accept what it waits for."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jalon.contracts.models import Contract
from jalon.evidence.actions import store_document
from jalon.fund.actions.accepting import accept, withdraw_acceptance
from jalon.fund.actions.refusing import Refused
from jalon.fund.actions.releases import propose_release
from jalon.fund.forms.releases import AcceptanceForm, ProposalForm
from jalon.fund.models import Acceptance
from jalon.fund.queries.background import accepted_of
from jalon.fund.queries.tranches import NoTranche
from jalon.fund.views.money_pages import asked_of, contract_seen
from jalon.fund.views.tranches import due_or_404, page_of
from jalon.network.access import refusal, requires
from jalon.ui import addresses


@require_POST
@requires("fund.request")
def releases(request, code, tranche):
    """Ask for a release of the tranche, as it is known now."""
    contract = contract_asked(request, code)
    form = ProposalForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = propose_release(
                contract,
                tranche,
                by=request.user,
                on=timezone.localdate(),
                amount=said["amount"],
                hold_back=said["hold_back"] or 0,
                held_until=said["held_until"],
            )
        except NoTranche as error:
            raise Http404 from error
        except Refused as refused:
            told(form, refused)
        else:
            messages.success(request, _("The release is proposed: another person approves it."))
            return redirect("fund:release", made.uid)
    return again(request, contract, tranche, proposal=form)


@require_POST
@requires("fund.request")
def acceptances(request, code, tranche):
    """Accept a document, money of others or a cost; or withdraw what was accepted."""
    contract = contract_asked(request, code)
    if "withdraw" in request.POST:
        return withdrawn(request, contract, tranche)
    form = AcceptanceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            accepted(request, contract, tranche, form)
        except Refused as refused:
            told(form, refused)
        else:
            return redirect(addresses.at(request, "fund:tranche", code, tranche) + "#accepted")
    return again(request, contract, tranche, acceptance=form)


def accepted(request, contract: Contract, tranche: str, form) -> Acceptance:
    said, today = form.cleaned_data, timezone.localdate()
    is_money = said["kind"] != Acceptance.Kind.DOCUMENT
    year = due_or_404(contract, tranche, asked_of(request)).terms.year
    return accept(
        contract,
        said["kind"],
        "" if said["kind"] == Acceptance.Kind.COST else said["code"].strip(),
        year=year if is_money else 0,
        amount=(said["amount"] or 0) if is_money else 0,
        document=said["document"],
        documents=stored(request, contract, said["file"]),
        by=request.user,
        on=today,
    )


def stored(request, contract: Contract, file) -> tuple[str, ...]:
    """The digest of an uploaded file, once it is kept."""
    if not file:
        return ()
    return (store_document(file.read(), name=file.name, centre=contract.centre, by=request.user),)


def withdrawn(request, contract: Contract, tranche: str):
    standing = accepted_of([contract], None).get(contract.pk, [])
    found = next((one for one in standing if str(one.uid) == request.POST["withdraw"]), None)
    if found is None:
        raise Http404
    try:
        withdraw_acceptance(
            found, document=request.POST.get("document", ""), by=request.user, on=timezone.localdate()
        )
    except Refused as refused:
        messages.error(request, " ".join(refused.sentences))
    return redirect(addresses.at(request, "fund:tranche", contract.code, tranche) + "#accepted")


def told(form, refused: Refused) -> None:
    for sentence in refused.sentences:
        form.add_error(None, sentence)


def again(request, contract: Contract, tranche: str, **forms):
    """The page of the tranche with what was typed and what is wrong with it."""
    asked = asked_of(request)
    due = due_or_404(contract, tranche, asked)
    return render(request, "fund/tranche.html", page_of(request, asked, contract, due, **forms), status=422)


def contract_asked(request, code: str) -> Contract:
    """The contract whose money is acted upon, when the person's role reaches it."""
    contract = contract_seen(request, code)
    if not request.standing.can("fund.request", contract.centre):
        raise PermissionDenied(refusal("fund.request"))
    return contract
