"""The paper of a release: issued once, its bytes kept, signed by whoever must."""

from datetime import datetime

from django.db import transaction

from jalon.evidence.actions import issue
from jalon.evidence.models import IssuedDocument
from jalon.evidence.queries.issued import issued_on
from jalon.fund.actions.ledger import hold
from jalon.fund.exports.release import release_paper
from jalon.fund.models import Release
from jalon.fund.queries.released import Life, life_of

KIND = "release"


def paper_of(life: Life) -> IssuedDocument | None:
    """The document that says the sum of today; one issued before a part was approved says another."""
    last = issued_on(life.release.subject, kind=KIND).first()
    return last if last and last.facts.get("amount") == life.amount else None


@transaction.atomic
def issue_release(release: Release, *, by, at: datetime) -> IssuedDocument:
    """The document of a release, in French and Arabic; the one there is when it was issued before."""
    hold(release.contract.plan)
    life = life_of(release)
    there = paper_of(life)
    if there:
        return there
    facts = {"contract": release.contract.code, "tranche": release.tranche, "amount": life.amount}
    return issue(
        release_paper(life, at=at),
        kind=KIND,
        subject=release.subject,
        permission="fund.view",
        organisation=release.contract.centre,
        facts=facts | {"known_at": release.known_at},
        simulated=release.simulated,
        name=f"{release.contract.code}-{release.tranche}.pdf",
        by=by,
    )
