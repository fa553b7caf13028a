import json
from decimal import Decimal, InvalidOperation

import click

from jalon.site.cli.session import no, with_database

DAY = click.DateTime(["%Y-%m-%d"])
STAGES = click.Choice(["validated", "verified", "declared", "live"])


@click.group
def tranche():
    """Say what a tranche of a contract comes to, and why."""


class Change(click.ParamType):
    name = "CODE=+40"

    def convert(self, value, parameter, context):
        code, equals, change = value.partition("=")
        try:
            return code.strip(), Decimal(change) if code.strip() and equals else self.fail(self.name)
        except InvalidOperation:
            self.fail(f"“{value}” says no change: write {self.name}", parameter, context)


@tranche.command
@click.argument("contract")
@click.argument("code", metavar="TRANCHE")
@click.option("--on", type=DAY, help="The day it is looked at; by default today.")
@click.option("--known-at", "moment", help="What was known at an event's number, a day or an instant.")
@click.option("--stage", type=STAGES, default="validated", show_default=True, help="On which values.")
@click.option("--set", "changes", type=Change(), multiple=True, help="If an indicator had so much more.")
@click.option("--json", "as_json", is_flag=True, help="The amount, the tree of its reasons, the facts.")
@with_database
def explain(contract, code, on, moment, stage, changes, as_json):
    """Print what is due of a tranche, why, and what would change it.

    With --set or another --stage than validated it says what it would be: nothing is paid on it, and nothing
    of it is kept.
    """
    due = found(contract, code, on, moment, stage)
    try:
        due = due.if_changed(dict(changes)) if changes else due
    except ValueError as error:
        raise no(f"{error}: it cannot be changed.") from error
    for line in [as_data(due)] if as_json else told(due):
        click.echo(line)


def found(contract, code, on, moment, stage):
    from django.utils import timezone

    from jalon.contracts.models import Contract
    from jalon.fund.queries.tranches import NoTranche, due_now
    from jalon.journal.queries import moment_of

    held = Contract.objects.select_related("plan", "centre").filter(code=contract).first()
    if held is None:
        raise no(f"There is no contract “{contract}”.")
    day = on.date() if on else timezone.localdate()
    try:
        return due_now(held, code, on=day, known_at=moment_of(moment) if moment else None, stage=stage)
    except NoTranche as error:
        raise no(f"{contract} had no tranche “{code}” on {day:%d/%m/%Y}.") from error


def told(due):
    """The explanation, each sentence under the one it explains; then what would change it."""
    from django.utils.translation import gettext as _

    from jalon.fund.queries.explanations import names_of
    from jalon.fund.sentences import lines, one_line

    names = names_of(due)
    if due.is_simulation:
        yield _("What it would be: nothing is paid on it.")
    for depth, line in lines(due.explanation, names):
        yield "  " * depth + line
    changes = () if due.is_simulation else due.changes()
    if changes:
        yield ""
        yield _("What would change it")
        for change in changes:
            yield "  " + one_line(change.sentence, names)


def as_data(due) -> str:
    from jalon.fund.queries.explanations import names_of
    from jalon.fund.queries.kept import facts_to_data
    from jalon.fund.sentences import lines

    said = {
        "contract": due.contract.code,
        "tranche": due.terms.code,
        "period": due.period.code,
        "on": due.on.isoformat(),
        "known_at": due.known_at,
        "is_simulation": due.is_simulation,
        "amount": due.outcome.amount,
        "releasable": 0 if due.is_simulation else max(due.amount, 0),
        "blocked": due.outcome.blocked,
        "sentences": [
            {"depth": depth, "text": text} for depth, text in lines(due.explanation, names_of(due))
        ],
        "explanation": due.explanation.to_data(),
        "facts": facts_to_data(due.facts),
    }
    return json.dumps(said, ensure_ascii=False, indent=1)
