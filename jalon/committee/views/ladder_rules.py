"""The bounds of the ladder, data of the plan: read by all who read it, kept by the ministry from a day on."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jalon.committee.actions.warning import rule_ladder
from jalon.committee.ladder_forms import LadderRulesForm
from jalon.committee.queries.standings import all_rules, rules_of
from jalon.committee.views.asking import asked_of, crumbs, plan_needed, today
from jalon.kernel.states.ladder import LadderRules
from jalon.network.access import requires
from jalon.ui import addresses


@requires("committee.view")
def ladder_rules(request):
    """The bounds in force, those there were, and the form that keeps others."""
    asked, plan = asked_of(request), plan_needed(request)
    rules = rules_of(plan, asked.on, asked.known_at)
    may_keep = request.standing.can("committee.call") and asked.known_at is None
    initial = LadderRulesForm.initial_of(rules) | {"effective_from": today()}
    form = LadderRulesForm(request.POST or None, initial=initial) if may_keep else None
    if request.method == "POST" and form and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("effective_from", "source")}
        rule_ladder(plan, rules=form.rules(), by=request.user, **said)
        messages.success(request, _("The bounds are kept."))
        return redirect(addresses.at(request, "committee:ladder_rules"))
    history = all_rules(plan, asked.known_at)
    ladder = (_("Ladder of consequences"), addresses.at(request, "committee:ladder"))
    context = asked.context() | {
        "plan": plan,
        "rules": rules,
        "is_usual": not any(row.effective_from <= asked.on for row in history),
        "history": [(row, LadderRules.from_data(row.terms)) for row in history],
        "form": form,
        "crumbs": crumbs(request, None, ladder, (_("Bounds"), "")),
    }
    status = 422 if form and form.errors else 200
    return render(request, "committee/ladder_rules.html", context, status=status)
