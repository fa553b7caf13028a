"""The answer of a centre: its review of the contract, its quote with revisions, the firm's acceptance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from jalon.journal.actions import recording
from jalon.journal.lives import MOVED_MEANWHILE, Refused, hold_at
from jalon.kernel.states import NOT_FROM_HERE
from jalon.services.actions.requests import stepping, subject_of
from jalon.services.models import Acceptance, ContractReview, Quote, QuoteLine, Request
from jalon.services.queries.requests import REVIEWABLE, sent_quote


@dataclass(frozen=True)
class Line:
    """A line of a quote: the unit amount in centimes without tax, the rate of the tax as a share."""

    text: str
    quantity: Decimal
    unit_amount: int
    vat_rate: Decimal
    code: str = ""

    @property
    def amount(self) -> int:
        return rounded(self.quantity * self.unit_amount)


def rounded(amount: Decimal) -> int:
    """Whole centimes, half up, once."""
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def vat_of(lines: Sequence[Line]) -> int:
    """The tax in centimes: rounded once a rate, as the invoice says it."""
    by_rate: dict[Decimal, int] = {}
    for line in lines:
        by_rate[line.vat_rate] = by_rate.get(line.vat_rate, 0) + line.amount
    return sum(rounded(rate * amount) for rate, amount in by_rate.items())


def review(
    request: Request,
    *,
    ticked: Mapping[str, str],
    rule: str,
    by,
    rule_factor: Decimal | None = None,
    notes: str = "",
    turn: int | None = None,
    after: int | None = None,
) -> ContractReview:
    """Say what was checked before quoting, point by point; the last word counts.

    `after` is the key of the review the page showed, 0 where it showed none. Raises Refused.
    """
    with recording("request.reviewed", subject=subject_of(request), by=by) as record:
        hold_at(request, turn)
        if request.state not in REVIEWABLE:
            raise Refused((NOT_FROM_HERE,))
        if after is not None and after != key_of_review(request):
            raise Refused((MOVED_MEANWHILE,))
        return record.keep(
            ContractReview(
                request=request,
                ticked=dict(ticked),
                rule=rule,
                rule_factor=rule_factor,
                notes=notes.strip(),
            )
        )


def key_of_review(request: Request) -> int:
    """The last review, 0 without one: what its page is drawn with."""
    last = request.reviews.last()
    return last.pk if last else 0


def send_quote(
    request: Request,
    lines: Sequence[Line],
    *,
    valid_until: date,
    by,
    roles,
    turn: int,
    on: date,
    reason: str = "",
    working_days: int | None = None,
    conditions: str = "",
    funded_amount: int = 0,
    axis_code: str = "",
    funding_line_code: str = "",
) -> Quote:
    """Send a quote, or revise the one that was sent; the prices are frozen with it. Raises Refused."""
    if funded_amount > sum(line.amount for line in lines) + vat_of(lines):
        raise Refused(("funded_within_price",))
    revision = request.quotes.count() + 1
    is_first = request.state == "in_review"
    brought = ("quote_written",) if lines and valid_until >= on else ()
    told = {"by": by, "roles": roles, "turn": turn, "on": on, "reason": reason, "brought": brought}
    said = {"revision": revision}
    verb = "quote" if is_first else "revise"
    with stepping(request, verb, said=said, event="request.quoted", **told) as (record, _step):
        quote = record.keep(
            Quote(
                request=request,
                revision=revision,
                valid_until=valid_until,
                working_days=working_days,
                amount=sum(line.amount for line in lines),
                vat=vat_of(lines),
                conditions=conditions.strip(),
                funded_amount=funded_amount,
                axis_code=axis_code,
                funding_line_code=funding_line_code,
            )
        )
        record.keep_all(
            QuoteLine(
                quote=quote,
                position=position,
                code=line.code,
                text=line.text,
                quantity=line.quantity,
                unit_amount=line.unit_amount,
                vat_rate=line.vat_rate,
                amount=line.amount,
            )
            for position, line in enumerate(lines, start=1)
        )
        return quote


def accept(
    request: Request,
    *,
    proof: str,
    by,
    roles,
    turn: int,
    on: date,
    reason: str = "",
    order_number: str = "",
    document: str | None = None,
) -> Acceptance:
    """Record that the firm accepts the quote it has, with what proves it. Raises Refused."""
    is_proven = {
        Acceptance.Proof.ORDER: bool(order_number.strip() or document),
        Acceptance.Proof.SIGNATURE: bool(document),
        Acceptance.Proof.PORTAL: "firm" in roles,
    }[Acceptance.Proof(proof)]
    brought = ("acceptance_proven",) if is_proven else ()
    told = {"by": by, "roles": roles, "turn": turn, "on": on, "reason": reason, "brought": brought}
    with stepping(request, "accept", event="request.accepted", **told) as (record, _step):
        return record.keep(
            Acceptance(
                quote=sent_quote(request),
                proof=proof,
                order_number=order_number.strip(),
                document_id=document,
                on=on,
            )
        )
