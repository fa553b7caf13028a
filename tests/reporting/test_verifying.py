"""From a sample to the verified values: what was checked stands, what was not follows by stratum."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from jalon.evidence.models import Evidence
from jalon.kernel import sampling
from jalon.reporting.actions import (
    Refused,
    accept_findings,
    bring,
    draw,
    find,
    reply,
    validate,
    verify,
)
from jalon.reporting.models import Finding
from jalon.reporting.queries.returns import life_of
from jalon.reporting.queries.samples import errors_in, findings_of, sample_of
from jalon.reporting.queries.values import values
from tests.evidence.making import deed, recorded
from tests.factories.network import CentreFactory, MembershipFactory, NetworkFactory
from tests.factories.people import UserFactory
from tests.factories.reporting import AFTER, PERIOD, counted, promising, received, submitted
from tests.factories.results import contract as signed
from tests.factories.results import sheet
from tests.factories.verification import SESSION_DAY, a_decision, calendar_kept

pytestmark = pytest.mark.django_db
NONCE = bytes(range(32))


@pytest.fixture
def verifier():
    held = MembershipFactory(role="verifier", organisation=NetworkFactory())
    return held.user


def hundred_tests():
    """100 rows of one test each, of which 20 will be drawn."""
    contract = promising()
    counted(contract.centre, *[1] * 100)
    received(contract.centre)
    calendar_kept(contract.plan, share="0.2")
    return submitted(contract)


def accept_all_but(sample, wrong, by):
    """Accept every thing but the first ones, which are rejected."""
    for place, thing in enumerate(sample.things.all()):
        rejected = place < wrong
        find(
            thing,
            outcome="rejected" if rejected else "accepted",
            reason="Aucune trace au laboratoire." if rejected else "",
            by=by,
            on=AFTER,
        )


def test_the_sample_is_drawn_by_a_seed_of_the_submission_and_a_later_nonce(verifier):
    report = hundred_tests()

    sample = draw(report, by=verifier, on=AFTER, nonce=NONCE)

    submission = bytes(life_of(report).submissions[-1].event.hash)
    seed = sampling.seed(submission, NONCE)
    every = [f"row:{uid}" for uid in Evidence.objects.values_list("uid", flat=True)]
    redrawn = sorted(every, key=lambda uid: sampling.place(seed, uid))[:20]
    assert [one.thing for one in sample.things.all()] == redrawn
    assert (sample.submission, sample.seed) == (submission.hex(), seed.hex())


def test_two_draws_have_two_nonces(verifier):
    first = hundred_tests()
    second = submitted(first.contract, "2023-Q4")

    samples = [draw(report, by=verifier, on=AFTER) for report in (first, second)]

    assert samples[0].nonce != samples[1].nonce


def test_who_recorded_rows_of_the_centre_does_not_verify_it(verifier):
    contract = promising()
    recorded(contract.centre, deed(on=date(2024, 2, 1)), by=verifier)
    received(contract.centre)
    report = submitted(contract)

    with pytest.raises(Refused) as refused:
        draw(report, by=verifier, on=AFTER)

    assert refused.value.reasons == ("verifier_is_no_author",)


def test_who_holds_a_role_at_the_centre_does_not_verify_it(verifier):
    report = hundred_tests()
    MembershipFactory(user=verifier, organisation=report.contract.centre, role="centre_staff")

    with pytest.raises(Refused) as refused:
        draw(report, by=verifier, on=AFTER)

    assert refused.value.reasons == ("verifier_is_no_author",)


def test_a_hundred_declared_twenty_sampled_two_rejected_make_ninety(verifier):
    report = hundred_tests()
    sample = draw(report, by=verifier, on=AFTER)
    accept_all_but(sample, 2, verifier)

    verify(report, by=verifier, on=AFTER)

    found = values(report.contract, PERIOD)["TESTS"]
    assert (found.declared.value, found.verified.value) == (Decimal(100), Decimal(90))
    steps = found.verified.difference
    assert [step["outcome"] for step in steps] == ["rejected", "rejected", "extrapolated"]
    assert sum(Decimal(step["effect"]) for step in steps) == Decimal(-10)


def test_the_bound_calls_for_a_larger_sample_and_takes_nothing_more_away(verifier):
    report = hundred_tests()
    sample = draw(report, by=verifier, on=AFTER)
    accept_all_but(sample, 2, verifier)

    errors = errors_in(sample, findings_of(sample))

    assert errors.error_rate == Decimal("0.1")
    assert errors.bound > Decimal("0.2")
    assert errors.larger
    verify(report, by=verifier, on=AFTER)
    assert values(report.contract, PERIOD)["TESTS"].verified.value == Decimal(90)


def test_a_verification_is_not_closed_while_a_thing_has_no_finding(verifier):
    report = hundred_tests()
    draw(report, by=verifier, on=AFTER)

    with pytest.raises(Refused) as refused:
        verify(report, by=verifier, on=AFTER)

    assert refused.value.reasons == ("every_item_has_a_finding",)


def test_a_correction_counts_for_its_row_and_lowers_the_rest_in_proportion(verifier):
    contract = promising()
    counted(contract.centre, *[10] * 10)
    received(contract.centre)
    report = submitted(contract)
    sample = draw(report, by=verifier, on=AFTER)  # five of ten: the least of a stratum
    first, *others = sample.things.all()
    find(
        first,
        outcome="corrected",
        quantity=Decimal(5),
        reason="Cinq essais au registre.",
        by=verifier,
        on=AFTER,
    )
    for thing in others:
        find(thing, outcome="accepted", by=verifier, on=AFTER)

    verify(report, by=verifier, on=AFTER)

    # 45 of the 50 sampled, and 50 times 45/50
    assert values(contract, PERIOD)["TESTS"].verified.value == Decimal(90)


def test_a_rejection_without_a_reason_is_refused(verifier):
    report = hundred_tests()
    thing = draw(report, by=verifier, on=AFTER).things.first()

    with pytest.raises(Refused) as refused:
        find(thing, outcome="rejected", reason=" ", by=verifier, on=AFTER)

    assert refused.value.reasons == ("reason_given",)
    assert not Finding.objects.exists()


def test_the_centre_contests_and_the_verifier_looks_again(verifier):
    report = hundred_tests()
    sample = draw(report, by=verifier, on=AFTER)
    accept_all_but(sample, 2, verifier)
    verify(report, by=verifier, on=AFTER)
    rejected = sample.things.first()

    reply(findings_of(sample)[rejected.pk], text="La fiche est jointe.", by=None, on=AFTER)
    with pytest.raises(Refused) as refused:
        verify(report, by=verifier, on=AFTER)
    find(rejected, outcome="accepted", by=verifier, on=AFTER)
    verify(report, by=verifier, on=AFTER)

    assert refused.value.reasons == ("reply_considered",)
    assert values(report.contract, PERIOD)["TESTS"].verified.value == Decimal(95)


def test_a_centre_has_fifteen_working_days_to_contest(verifier):
    report = hundred_tests()
    sample = draw(report, by=verifier, on=AFTER)
    accept_all_but(sample, 1, verifier)
    verify(report, by=verifier, on=AFTER)  # Wednesday 10 April: the days end on Wednesday 1 May
    finding = findings_of(sample)[sample.things.first().pk]
    last = AFTER + timedelta(days=21)

    with pytest.raises(Refused) as refused:
        reply(finding, text="Trop tard.", by=None, on=last + timedelta(days=1))
    reply(finding, text="À temps.", by=None, on=last)

    assert refused.value.reasons == ("within_days_to_answer",)
    assert life_of(report).state == "contested"


def test_a_return_waits_for_the_centre_before_the_committee(verifier):
    report = hundred_tests()
    accept_all_but(draw(report, by=verifier, on=AFTER), 1, verifier)
    verify(report, by=verifier, on=AFTER)

    with pytest.raises(Refused) as refused:
        bring(report, by=None, on=AFTER)
    accept_findings(report, by=None, on=AFTER)

    assert refused.value.reasons == ("answer_given_or_time_over",)
    assert bring(report, by=None, on=AFTER).state == "before_committee"


def test_rejected_rows_leave_the_evidence_when_the_return_is_validated(verifier):
    report = hundred_tests()
    sample = draw(report, by=verifier, on=AFTER)
    accept_all_but(sample, 2, verifier)
    verify(report, by=verifier, on=AFTER)
    accept_findings(report, by=None, on=AFTER)
    bring(report, by=None, on=AFTER)

    validate(report, by=None, on=SESSION_DAY, decision=a_decision())

    found = values(report.contract, PERIOD)["TESTS"]
    assert (found.validated.value, found.live.value) == (Decimal(90), Decimal(98))
    gone = {uid for thing in list(sample.things.all())[:2] for uid in thing.rows}
    reversed_ = set(Evidence.objects.filter(reversals__isnull=False).values_list("uid", flat=True))
    assert reversed_ == gone


RATE = {
    "bad": {
        "kinds": ["test.reported"],
        "aggregation": "count",
        "where": [["attributes.conform", "=", False]],
    },
    "all": {"kinds": ["test.reported"], "aggregation": "count"},
}
FIRMS = {"firms": {"kinds": ["test.reported"], "aggregation": "distinct", "of": "identity"}}
STAFF = {"staff": {"kinds": ["staff.opening", "staff.joined", "staff.left"], "aggregation": "stock"}}


def whole_return(code, measures, formula, *deeds, **more):
    contract = promising(CentreFactory(), codes=())
    sheet(code, measures=measures, formula=formula, **more)
    signed(contract.plan, contract.centre, number=2, targets=[(code, "per_period", 2024, 100)])
    recorded(contract.centre, *deeds)
    received(contract.centre)
    return submitted(contract)


def test_a_rate_is_verified_in_both_its_sums(verifier):
    day = date(2024, 2, 1)
    deeds = [deed(f"T-{n}", on=day, quantity=Decimal(1), attributes={"conform": n > 1}) for n in range(5)]
    report = whole_return("RATE", RATE, "bad / all * 100", *deeds, over_centres="ratio")
    sample = draw(report, by=verifier, on=AFTER)
    for thing in sample.things.all():
        row = Evidence.objects.get(uid=thing.rows[0])
        wrong = row.external_id == "T-0"
        find(
            thing,
            outcome="rejected" if wrong else "accepted",
            reason="Doublon." if wrong else "",
            by=verifier,
            on=AFTER,
        )

    verify(report, by=verifier, on=AFTER)

    value = values(report.contract, PERIOD)["RATE"].verified
    assert (value.value, value.numerator, value.denominator) == (Decimal(25), Decimal(1), Decimal(4))


def test_distinct_things_are_sampled_themselves(verifier):
    day = date(2024, 2, 1)
    deeds = [deed(f"T-{n}", on=day, quantity=Decimal(1), identity=f"ECH-{n // 3}") for n in range(12)]
    report = whole_return("FIRMS", FIRMS, "firms", *deeds, over_centres="distinct")

    sample = draw(report, by=verifier, on=AFTER)

    assert sample.strata[0]["population"] == 4
    assert {len(thing.rows) for thing in sample.things.all()} == {3}
    accept_all_but(sample, 1, verifier)
    verify(report, by=verifier, on=AFTER)
    assert values(report.contract, PERIOD)["FIRMS"].verified.value == Decimal(3)


def test_a_stock_keeps_what_it_carried_in_from_before_the_period(verifier):
    staff = lambda name, kind, day, count: deed(name, kind, day, Decimal(count))  # noqa: E731
    deeds = [
        staff("S-1", "staff.opening", date(2023, 12, 31), 20),
        staff("S-2", "staff.joined", date(2024, 2, 1), 4),
        staff("S-3", "staff.left", date(2024, 3, 1), 1),
    ]
    report = whole_return("STAFF", STAFF, "staff", *deeds, accumulation="stock")
    sample = draw(report, by=verifier, on=AFTER)
    for thing in sample.things.all():
        joined = Evidence.objects.get(uid=thing.rows[0]).kind == "staff.joined"
        find(
            thing,
            outcome="rejected" if joined else "accepted",
            reason="Contrat annulé." if joined else "",
            by=verifier,
            on=AFTER,
        )

    verify(report, by=verifier, on=AFTER)

    found = values(report.contract, PERIOD)["STAFF"]
    assert (found.declared.value, found.verified.value) == (Decimal(23), Decimal(19))


def test_an_author_does_not_close_the_verification(verifier):
    report = hundred_tests()
    accept_all_but(draw(report, by=verifier, on=AFTER), 0, verifier)
    author = UserFactory()
    recorded(report.contract.centre, deed("T-LATE", on=date(2024, 2, 2)), by=author)

    with pytest.raises(Refused) as refused:
        verify(report, by=author, on=AFTER)

    assert refused.value.reasons == ("verifier_is_no_author",)


def test_a_verifier_who_became_author_finds_nothing(verifier):
    report = hundred_tests()
    thing = draw(report, by=verifier, on=AFTER).things.first()
    author = UserFactory()
    recorded(report.contract.centre, deed("T-LATE", on=date(2024, 2, 2)), by=author)

    with pytest.raises(Refused) as refused:
        find(thing, outcome="accepted", by=author, on=AFTER)

    assert refused.value.reasons == ("verifier_is_no_author",)
    assert sample_of(life_of(report)).verifier == verifier


LEVEL = {"level": {"kinds": ["level.declared"], "aggregation": "last"}}


def test_a_rejected_level_gives_way_to_the_one_before(verifier):
    deeds = [
        deed(
            "L-1",
            "level.declared",
            date(2023, 12, 31),
            Decimal(70),
            documents=("0" * 64,),
            attributes={"what": "taux"},
        ),
        deed(
            "L-2",
            "level.declared",
            date(2024, 3, 1),
            Decimal(80),
            documents=("0" * 64,),
            attributes={"what": "taux"},
        ),
    ]
    report = whole_return("LEVEL", LEVEL, "level", *deeds, accumulation="level")
    accept_all_but(draw(report, by=verifier, on=AFTER), 1, verifier)

    verify(report, by=verifier, on=AFTER)

    found = values(report.contract, PERIOD)["LEVEL"]
    assert (found.declared.value, found.verified.value) == (Decimal(80), Decimal(70))
