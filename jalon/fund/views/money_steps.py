"""Steps a fund officer takes: typed, said back as a sentence, then written in the books."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.fund.actions import ledger_contracts, ledger_sources
from jalon.fund.actions.ledger import Grounds, Refused, Repeated
from jalon.fund.forms import ledger as forms
from jalon.fund.views.kept_files import kept_file
from jalon.fund.views.money_pages import (
    asked_of,
    contract_seen,
    plan_asked,
    shared,
    version_of,
    without_toolbar,
)
from jalon.network.access import requires
from jalon.ui import addresses, formats


@dataclass(frozen=True)
class Typed:
    """A step of money as a page: its form, its title, its button, the sentence it says back."""

    form: type[forms.StepForm]
    title: object
    button: object
    sentence: object


STEPS = {
    "pledge": Typed(
        forms.PledgeForm,
        gettext_lazy("What does a funder promise?"),
        gettext_lazy("Record the pledge"),
        gettext_lazy("%(funder)s pledges %(amount)s to the plan, on %(day)s (%(document)s)."),
    ),
    "receipt": Typed(
        forms.ReceiptForm,
        gettext_lazy("What money came from a funder?"),
        gettext_lazy("Record the receipt"),
        gettext_lazy("%(amount)s came from %(funder)s on %(day)s (%(document)s)."),
    ),
    "allocation": Typed(
        forms.AllocationForm,
        gettext_lazy("Which money is opened on a funding line?"),
        gettext_lazy("Allocate"),
        gettext_lazy("%(amount)s of %(funder)s are opened on %(line)s for %(year)s, on %(day)s."),
    ),
    "transfer": Typed(
        forms.TransferForm,
        gettext_lazy("Which money goes from one line to another?"),
        gettext_lazy("Transfer"),
        gettext_lazy("%(amount)s go from %(line)s to %(to_line)s in %(year)s, on %(day)s: %(authority)s."),
    ),
    "carry_forward": Typed(
        forms.CarryForwardForm,
        gettext_lazy("Which money is carried to a later year?"),
        gettext_lazy("Carry forward"),
        gettext_lazy("%(amount)s of %(line)s go from %(year)s to %(to_year)s, on %(day)s."),
    ),
}


@requires("fund.keep")
def step(request, kind):
    """Type a step; it is written once its sentence was read and confirmed."""
    typed, asked = STEPS[kind], asked_of(request)
    plan = plan_asked(request, asked)
    given = {name: request.GET[name] for name in typed.form.base_fields if name in request.GET}
    today = timezone.localdate()
    told = {"version": version_of(plan, asked), "today": today, "initial": given}
    form = typed.form(request.POST or None, request.FILES or None, **told)
    context = without_toolbar(shared(request, plan, asked, (typed.title, "")))
    context |= {"typed": typed, "form": form}
    if request.method != "POST":
        return render(request, "fund/money_step.html", context)
    is_valid = form.is_valid()
    kept = context["kept"] = kept_file(request, form.cleaned_data.get("file"))
    if not is_valid:
        return render(request, "fund/money_step.html", context, status=422)
    if "again" in request.POST:
        return render(request, "fund/money_step.html", context)
    if "confirmed" not in request.POST:
        said = [field for field in form if field.name != "file"]
        context |= {"sentence": sentence_of(typed, form), "said": said, "uid": uuid4()}
        return render(request, "fund/money_step.html", context)
    return written(request, kind, plan, form, context, (kept.sha256,) if kept else ())


def written(request, kind: str, plan, form, context, documents: tuple[str, ...]) -> HttpResponse:
    try:
        row = WRITE[kind](plan, form, request.user, documents, uid=uid_in(request.POST))
    except Repeated as repeated:
        row = repeated.row
    except Refused as refused:
        for problem in refused.sentences(request.LANGUAGE_CODE):
            form.add_error(None, problem)
        return render(request, "fund/money_step.html", context, status=422)
    if kind in ("pledge", "receipt"):
        return redirect(addresses.at(request, "fund:plan", query={"plan": plan.code}) + "#funders")
    return redirect("fund:entry", row.uid)


def uid_in(sent) -> UUID | None:
    """The name the page gave to what it asks for, so that sent twice it is written once."""
    try:
        return UUID(sent.get("uid", ""))
    except ValueError:
        return None


def sentence_of(typed: Typed, form) -> str:
    """What will be written, in words."""
    said = form.cleaned_data
    words = {name: chosen(form, name, value) for name, value in said.items()}
    words |= {"amount": formats.plain_amount(said["amount"]), "day": formats.plain_day(said["on"])}
    return str(typed.sentence) % words


def chosen(form, name: str, value) -> str:
    if name == "funder":
        return formats.plain_words(value.name)
    return str(dict(getattr(form.fields[name], "choices", ())).get(value, value))


def pledged(plan, form, by, documents, **named):
    said = only(form.cleaned_data, "funder", "amount", "document", "on", "note")
    return ledger_sources.pledge(plan, by=by, documents=documents, **said, **named)


def received(plan, form, by, documents, **named):
    said = only(form.cleaned_data, "funder", "amount", "document", "on", "note")
    return ledger_sources.receive(plan, by=by, documents=documents, **said, **named)


def allocated(plan, form, by, documents, **named):
    said = only(form.cleaned_data, "funder", "amount", "document", "on")
    return ledger_sources.allocate(plan, place=form.place, by=by, grounds=Grounds(documents), **said, **named)


def transferred(plan, form, by, documents, **named):
    said = only(form.cleaned_data, "amount", "authority", "on", "reason")
    told = {"place": form.place, "to": form.to, "grounds": Grounds(documents)}
    return ledger_sources.transfer(plan, by=by, **told, **said, **named)


def carried(plan, form, by, documents, **named):
    said = only(form.cleaned_data, "amount", "on", "reason")
    year = int(form.cleaned_data["to_year"])
    return ledger_sources.carry_forward(plan, place=form.place, to_year=year, by=by, **said, **named)


def only(said, *names) -> dict:
    return {name: said[name] for name in names}


WRITE = {
    "pledge": pledged,
    "receipt": received,
    "allocation": allocated,
    "transfer": transferred,
    "carry_forward": carried,
}


@requires("fund.keep")
def commitment(request, code):
    """Bring the commitments of a contract to what it promises; said before it is done."""
    held, asked = contract_seen(request, code), asked_of(request)
    problems, steps = [], ledger_contracts.steps_due(held, on=asked.on)
    if request.method == "POST":
        try:
            ledger_contracts.commit(held, by=request.user, on=asked.on)
            return redirect(addresses.at(request, "fund:contract", code))
        except Refused as refused:
            problems = refused.sentences(request.LANGUAGE_CODE)
        except ledger_contracts.NothingToCommit:
            problems = [_("The books already hold what the contract promises.")]
    trail = [(_("Contracts"), addresses.at(request, "contracts:list"))]
    trail += [(held.code, addresses.at(request, "fund:contract", held.code)), (_("Commit"), "")]
    context = without_toolbar(shared(request, held.plan, asked))
    context |= {"contract": held, "problems": problems, "crumbs": trail}
    context["steps"] = [(entry, entry.postings[-1]) for entry in steps]
    context["change"] = sum(line.amount for entry in steps for line in entry.postings if line.contract)
    return render(request, "fund/money_commitment.html", context, status=422 if problems else 200)
