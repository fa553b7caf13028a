"""Quality control: what is demanded, what was read, what was justified."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.capacity.models import Equipment
from jalon.journal.lives import Refused
from jalon.network.access import refusal, requires
from jalon.services.models import ControlRule, ControlRun
from jalon.services.queries.requests import roles_in
from jalon.services.testing.actions import demand_control, justify_control, record_control
from jalon.services.testing.figures import controls_drawn
from jalon.services.testing.forms.controls import ControlRuleForm, ControlRunForm, JustificationForm
from jalon.services.testing.queries.controls import charted, holds, rules_in
from jalon.services.testing.views.asking import roles_needed, tell, today, work_trail
from jalon.services.testing_words import TEST_LINE

SHOWN = 60


def controls_trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    tests = (_("Tests"), reverse("services:tests"))
    return work_trail(tests, (_("Quality control"), reverse("services:controls") if more else ""), *more)


@requires("work.view")
def controls(http):
    """The controls the methods of the person's centres demand; a technical lead says what one must read."""
    centres = http.standing.organisations_where("work.lead").filter(kind="centre")
    is_lead = http.standing.can("work.lead")
    if http.method == "POST" and not is_lead:
        raise PermissionDenied(refusal("work.lead"))
    form = ControlRuleForm(http.POST or None, centres=centres, initial={"centre": centres.first()})
    if http.method == "POST" and form.is_valid():
        try:
            roles = roles_needed(http, form.cleaned_data["centre"])
            rule = demand_control(by=http.user, roles=roles, **form.cleaned_data)
        except Refused as error:
            tell(form, error, TEST_LINE)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(http, _("The control is demanded from now on."))
            return redirect("services:control", rule.pk)
    rules = rules_in(http.standing.organisations_where("work.view"))
    context = {"rules": rules, "form": form if is_lead else None, "crumbs": controls_trail()}
    return render(http, "services/testing/controls.html", context, status=422 if form.errors else 200)


def rule_named(http, key: int) -> ControlRule:
    own = http.standing.organisations_where("work.view")
    found = ControlRule.objects.filter(pk=key, centre__in=own).select_related("centre").first()
    if found is None:
        raise Http404(_("No control of your centres is at this address."))
    return found


@requires("work.view")
def control(http, key):
    """The control of a method, day after day; whoever tests records what it read."""
    rule = rule_named(http, key)
    roles = roles_in(http.standing, rule.centre)
    tools = Equipment.objects.filter(centre=rule.centre).order_by("code")
    form = ControlRunForm(http.POST or None, equipment=tools, initial={"day": today()})
    if http.method == "POST":
        roles = roles_needed(http, rule.centre)
    if http.method == "POST" and form.is_valid():
        try:
            run = record_control(rule, by=http.user, roles=roles, on=today(), **form.cleaned_data)
        except Refused as error:
            tell(form, error, TEST_LINE)
        else:
            say(http, run)
            return redirect("services:control", key)
    runs = charted(rule, SHOWN)
    context = {
        "rule": rule,
        "runs": [(run, holds(run)) for run in reversed(runs)],
        "waiting": sum(not holds(run) for run in runs),
        "drawn": controls_drawn(rule, runs),
        "form": form if "operator" in roles else None,
        "is_lead": "technical_lead" in roles,
        "crumbs": controls_trail((rule.method, "")),
    }
    return render(http, "services/testing/control.html", context, status=422 if form.errors else 200)


def say(http, run: ControlRun) -> None:
    if run.is_in_bounds:
        messages.success(http, _("The control is within its bounds."))
    else:
        messages.warning(
            http, _("The control is out of its bounds: no result of it is verified until it is justified.")
        )


@requires("work.lead")
def control_justification(http, key, run):
    """Say why the results of a day hold although the control did not."""
    rule = rule_named(http, key)
    named = ControlRun.objects.filter(rule__centre=rule.centre_id, rule__method=rule.method, pk=run)
    found = named.select_related("rule__centre").first()
    if found is None:
        raise Http404(_("No control of your centres is at this address."))
    roles = roles_needed(http, rule.centre)
    form = JustificationForm(http.POST or None)
    if http.method == "POST" and form.is_valid():
        try:
            justify_control(found, text=form.cleaned_data["text"], by=http.user, roles=roles)
        except Refused as error:
            tell(form, error, TEST_LINE)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(http, _("The justification is kept: the results of that day can be verified."))
            return redirect("services:control", key)
    context = {
        "form": form,
        "offer": {"asks_reason": True},
        "verb": _("Justify the control"),
        "about": rule.method,
        "back": reverse("services:control", args=[key]),
        "crumbs": controls_trail((rule.method, reverse("services:control", args=[key])), (_("Justify"), "")),
    }
    return render(http, "services/testing/step.html", context, status=422 if form.errors else 200)
