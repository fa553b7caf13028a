"""The papers of simulated work: most are one collective page a day, the last ones are set as anybody's."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from jalon.evidence.actions import issue, store_document
from jalon.evidence.actions.issuing_many import issue_for_all
from jalon.services.certification.paper import certificate_paper
from jalon.services.invoicing.paper import invoice_paper
from jalon.services.models import Certificate
from jalon.services.models.testing import numbered
from jalon.services.testing.actions.many import Issuing
from jalon.services.testing.actions.reports import KIND
from jalon.services.testing.exports.report import report_paper
from jalon.site.simulation.papers import pdf

SAYS = "DOCUMENT SIMULÉ : il ne prouve rien."
TYPESET = 3  # of each kind and centre, the last ones


def address(view: str, uid) -> str:
    """Where a demonstration on this machine answers: what the code of a paper leads to."""
    port = getattr(settings, "JALON_PORT", 8000)
    return f"http://127.0.0.1:{port}{reverse(view, args=[uid])}"


def collective(shop, what: str, numbers: Sequence[str], day) -> str:
    """One page for what left the house in one go: its numbers, and that nothing more was set."""
    lines = [f"{what} - {shop.centre.code} - {day:%d/%m/%Y}", SAYS]
    lines += [" ".join(numbers[place : place + 4]) for place in range(0, min(len(numbers), 120), 4)]
    name = f"{shop.centre.code.lower()}-{day.isoformat()}-{len(numbers)}-simule.pdf"
    return store_document(pdf(*lines), name=name, centre=shop.centre)


def reports(shop, some: Sequence[Issuing], *, by, at: datetime, is_set: bool):
    """The documents of reports about to be issued."""
    day = at.date()
    numbers = [numbered(shop.centre, day.year, one.serial) for one in some]
    said = {"kind": KIND, "permission": "work.view", "organisation": shop.centre, "simulated": True}
    if is_set:
        return [
            issue(
                report_paper(
                    one.report,
                    one.lines,
                    one.stands,
                    number=number,
                    address=address("report_check", one.report.uid),
                    on=day,
                    by=by,
                    at=at,
                ),
                subject=f"report:{one.report.uid}",
                facts={"number": number},
                name=f"{number}.pdf",
                by=by,
                **said,
            )
            for one, number in zip(some, numbers, strict=True)
        ]
    sha256 = collective(shop, "Rapports d'essais", numbers, day)
    subjects = {
        f"report:{one.report.uid}": {"number": number} for one, number in zip(some, numbers, strict=True)
    }
    return issue_for_all(sha256, subjects, by=by, **said)


def certificates(shop, some: Sequence[Certificate], until, *, by, at: datetime, is_set: bool):
    """The documents of certificates about to be issued."""
    said = {"kind": "certificate", "permission": "work.view", "organisation": shop.centre, "simulated": True}
    if is_set:
        return [
            issue(
                certificate_paper(
                    one,
                    scope=one.application.scope,
                    valid_until=until[one.pk],
                    on=at.date(),
                    at=at,
                    address=address("register:certificate", one.uid),
                ),
                subject=f"certificate:{one.uid}",
                facts={"turn": 1},
                name=f"{one.number}.pdf",
                by=by,
                **said,
            )
            for one in some
        ]
    sha256 = collective(shop, "Certificats", [one.number for one in some], at.date())
    return issue_for_all(sha256, {f"certificate:{one.uid}": {"turn": 1} for one in some}, by=by, **said)


def invoices(shop, count: int, *, at: datetime, is_set: bool):
    """What keeps the paper of each invoice: its own, or the list of the day."""
    if is_set:
        return lambda made, parts: store_document(
            invoice_paper(made, parts, at=at), name=f"{made.number}.pdf", centre=shop.centre
        )
    sha256 = collective(shop, f"{count} factures", [], at.date())
    return lambda made, parts: sha256


def delivered(shop, day) -> str:
    """What proves a service without a report of tests."""
    return collective(shop, "Compte rendu de prestation", [], day)
