"""Questions on figures and their answers: asked from a figure, answered by the centre, kept with both."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.evidence.actions import store_document
from jalon.indicators.queries import all_sheets, in_force
from jalon.network.access import refusal, requires
from jalon.reporting.actions.questions import answer, ask_once
from jalon.reporting.forms.questions import AnswerForm, ClosingForm, QuestionForm
from jalon.reporting.models import Question
from jalon.reporting.queries.asked import open_ones, questions_seen
from jalon.reporting.views.asking import (
    asked_of,
    contract_seen,
    contracts_seen,
    figure_at,
    period_of,
)
from jalon.ui import addresses


@require_safe
@requires("return.view")
def questions(request):
    """What is asked and not answered yet, the earliest first; what is settled below."""
    asked = asked_of(request)
    seen = questions_seen(contracts_seen(request.standing), known_at=asked.known_at)
    waiting = open_ones(seen)
    sheets = in_force(all_sheets(known_at=asked.known_at), asked.on)
    context = asked.context() | {
        "waiting": [shown(request, one, sheets) for one in waiting],
        "settled": [shown(request, one, sheets) for one in seen if one not in waiting],
        "late": sum(bool(one.due_on and one.due_on < asked.on and not one.last_by_centre) for one in waiting),
        "on": asked.on,
    }
    return render(request, "reporting/questions.html", context)


def shown(request, question: Question, sheets) -> dict:
    return {
        "question": question,
        "sheet": sheets.get(question.indicator),
        "href": addresses.at(request, "reporting:question", question.uid),
    }


@requires("figure.ask")
def new(request):
    """Ask about one figure: a contract, an indicator, a period."""
    contract = contract_seen(request, request.GET.get("contract", ""))
    span = period_of(contract, request.GET.get("period", ""))
    sheet = in_force(all_sheets(), span.end).get(request.GET.get("indicator", ""))
    if sheet is None:
        raise Http404(_("No indicator has this code in this period."))
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = ask_once(
            contract,
            uid=form.uid(request.user, contract.code, sheet.indicator.code, span.code),
            indicator=sheet.indicator.code,
            period=span.code,
            by=request.user,
            link=link_maker(request),
            **form.said,
        )
        messages.success(request, _("The question is kept with the figure; the centre receives a letter."))
        return redirect("reporting:question", made.uid)
    context = {
        "form": form, "contract": contract, "sheet": sheet, "period": span,
        "figure": figure_at(request, contract, sheet.indicator.code, span.code),
    }  # fmt: skip
    return render(request, "reporting/question_form.html", context, status=422 if form.errors else 200)


@requires("return.view")
def question(request, uid):
    """A question with its answers; the centre answers, who may ask closes or asks again."""
    asked = asked_of(request)
    seen = questions_seen(contracts_seen(request.standing), known_at=asked.known_at)
    found = next((one for one in seen if one.uid == uid), None)
    if found is None:
        raise Http404
    form = form_for(request, found)
    if request.method == "POST" and form is None:
        raise PermissionDenied(refusal("return.write"))
    if request.method == "POST" and form.is_valid():
        answered(request, found, form.cleaned_data)
        return redirect(addresses.at(request, "reporting:question", uid))
    sheets = in_force(all_sheets(known_at=asked.known_at), asked.on)
    context = asked.context() | {
        "question": found,
        "form": form,
        "sheet": sheets.get(found.indicator),
        "figure": figure_at(request, found.contract, found.indicator, found.period),
        "page": addresses.at(request, "reporting:return", found.contract.code, found.period),
        "is_closed": found.is_closed,
    }
    return render(request, "reporting/question.html", context, status=422 if form and form.errors else 200)


def form_for(request, found: Question):
    """What this person may add: an answer of the centre, the word of who asks; nothing once closed."""
    if found.is_closed:
        return None
    data = (request.POST or None, request.FILES or None)
    if request.standing.can("return.write", found.contract.centre):
        return AnswerForm(*data)
    return ClosingForm(*data) if request.standing.can("figure.ask", found.contract.centre) else None


def answered(request, found: Question, said: dict) -> None:
    file, centre = said.get("document"), found.contract.centre
    files = [store_document(file, name=file.name, centre=centre, by=request.user)] if file else []
    answer(
        found,
        text=said["text"],
        documents=files,
        closes=said.get("closes", False),
        by=request.user,
        link=link_maker(request),
    )
    messages.success(request, _("Your answer is kept with the figure."))


def link_maker(request):
    """The address of a question's page, in the language of whoever reads the letter."""

    def link(made: Question) -> str:
        return request.build_absolute_uri(reverse("reporting:question", args=[made.uid]))

    return link
