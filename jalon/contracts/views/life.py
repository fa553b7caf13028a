"""The Documents tab: where the contract stands, what each party may do next, and where it signs."""

from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalon.contracts import actions
from jalon.contracts.above import above
from jalon.contracts.forms import CertificateForm, CopyForm, PasswordForm, StepForm
from jalon.contracts.queries.life import life_of, sides_of
from jalon.contracts.sentences import CREDENTIALS, SIGNATURES, STATES, why_not
from jalon.contracts.showing import choices_shown, steps_shown
from jalon.contracts.views.asking import asked_of, contract_seen, shared
from jalon.evidence import papers
from jalon.evidence.actions import SignatureRefused
from jalon.evidence.models import DocumentSignature
from jalon.evidence.queries import issued as issued_queries
from jalon.network.access import refusal as no_role
from jalon.network.access import requires

Method = DocumentSignature.Method
ACTIONS = {
    "agree": actions.agree,
    "return_to_draft": actions.send_back,
    "void": actions.void,
    "enter_into_force": actions.enter_into_force,
    "close": actions.close,
}


@require_safe
@requires("contract.view")
def documents(request, code):
    """What was issued and signed about the contract, and what waits for whom."""
    asked = asked_of(request)
    found = contract_seen(request, code)
    life = life_of(found, on=asked.on, known_at=asked.known_at, settled=above().settled(found))
    sides = sides_of(request.standing, found) if asked.known_at is None else ()
    context = shared(request, found, asked) | {"life": life, "path": steps_shown(life)}
    context["state_name"] = STATES[life.state]
    context["choices"] = choices_shown(life, sides)
    context["papers"] = [paper(one) for one in issued_of(found, asked.known_at)]
    context["simulated"] = any(version.simulated for version in life.adopted)
    return render(request, "contracts/documents.html", context)


def issued_of(contract, known_at):
    """Every document issued on a version of the contract, the last first."""
    numbers = contract.versions.values_list("number", flat=True)
    found = [
        one
        for number in numbers
        for one in issued_queries.issued_on(f"contract:{contract.code}:{number}", known_at=known_at)
    ]
    return sorted(found, key=lambda one: one.event.number, reverse=True)


def paper(issued) -> dict:
    signatures = list(issued_queries.signatures_of(issued))
    signed = {one.capacity: one for one in signatures}
    parties = [(capacity, signed.get(capacity)) for capacity in issued.capacities]
    return {"issued": issued, "parties": parties, "is_complete": len(signed) == len(parties)}


@require_POST
@requires("contract.sign")
def act(request, code):
    """A verb of the contract's life, by one of the sides the person acts for."""
    found = contract_seen(request, code)
    form = StepForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This cannot be asked of a contract."))
        return redirect("contracts:documents", code)
    said = form.cleaned_data
    if said["side"] not in sides_of(request.standing, found):
        raise PermissionDenied(no_role("contract.sign"))
    try:
        taken(found, said, request.user)
    except actions.Refused as why:
        for sentence in why_not(why.reasons):
            messages.error(request, sentence)
    else:
        messages.success(request, _("It is on record."))
    return redirect("contracts:documents", code)


def taken(contract, said: dict, by) -> None:
    verb, side = said["verb"], said["side"]
    if verb == "submit":
        actions.submit(contract, side=side, by=by, at=timezone.now(), seen=said["seen"])
        return
    more = {"reason": said["reason"]} if verb in ("return_to_draft", "void") else {}
    more |= {"seen": said["seen"]} if verb == "agree" else {}
    ACTIONS[verb](contract, side=side, by=by, on=timezone.localdate(), **more)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("contract.sign")
def signature(request, code):
    """Where a party signs: with a password, with a certificate, with a copy signed elsewhere or on paper."""
    found = contract_seen(request, code)
    life = life_of(found, on=timezone.localdate())
    side = next((one for one in sides_of(request.standing, found) if one == life.turn), None)
    if side is None:
        if not sides_of(request.standing, found):
            raise PermissionDenied(no_role("contract.sign"))
        return render(
            request,
            "contracts/not_your_turn.html",
            shared(request, found, asked_of(request)) | {"life": life},
        )
    forms = bound(request)
    if request.method == "POST":
        asked = next((form for form in forms.values() if form.is_bound), None)
        if asked is None:
            raise Http404
        if asked.is_valid() and signed(request, found, side, asked):
            messages.success(request, _("Your signature is on the document."))
            return redirect("contracts:documents", code)
    context = shared(request, found, asked_of(request)) | {"life": life, "side": side, "forms": forms}
    return render(
        request, "contracts/signature.html", context, status=422 if request.method == "POST" else 200
    )


FORMS = {
    Method.SIMPLE: PasswordForm,
    Method.CERTIFICATE: CertificateForm,
    Method.ELSEWHERE: CopyForm,
    Method.PAPER: CopyForm,
}


def bound(request) -> dict:
    """The four ways to sign, the one that was sent with what it says."""
    sent = request.POST.get("method", "")
    return {
        str(method): form(request.POST, request.FILES, prefix=str(method))
        if sent == method
        else form(prefix=str(method))
        for method, form in FORMS.items()
    }


def signed(request, contract, side: str, form) -> bool:
    """Whether the signature was added; what keeps it from being so is said beside the field."""
    method, now = form.prefix, timezone.now()
    try:
        said = means(request, method, form, now)
        if said is None:
            return False
        seen = request.POST.get("seen")
        actions.sign(contract, side=side, by=request.user, at=now, method=method, seen=seen, **said)
    except papers.CredentialError as why:
        form.add_error(None, CREDENTIALS[why.reason])
    except SignatureRefused as why:
        form.add_error(None, SIGNATURES[why.reason])
    except actions.Refused as why:
        for sentence in why_not(why.reasons):
            form.add_error(None, sentence)
    else:
        return True
    return False


def means(request, method: str, form, now) -> dict | None:
    """What the signature is made with. None when the password is not the person's. Raises CredentialError."""
    said = form.cleaned_data
    if method == Method.SIMPLE:
        again = authenticate(request, username=request.user.email, password=said["password"])
        if again != request.user:
            form.add_error("password", _("This is not your password."))
            return None
        return {}
    content = said["file"].read()
    if method == Method.CERTIFICATE:
        return {"credential": papers.of_file(content, said["password"], at=now)}
    return {"content": content}
