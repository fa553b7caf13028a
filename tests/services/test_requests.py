"""From a firm's call to a delivered service, by the acts and by the pages."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from jalon.evidence.models import Evidence
from jalon.journal import actions as journal
from jalon.journal.lives import Refused
from jalon.services import actions
from jalon.services.models import OfferingVersion, Request
from jalon.services.queries.catalogue import prices_on, versions_on
from jalon.services.queries.clock import clock_of
from jalon.services.queries.origins import request_of
from jalon.services.queries.requests import REVIEWED
from jalon.services.testing.queries.lines import rule_of
from tests.factories import certification as certifying
from tests.factories import testing as laboratory
from tests.factories.network import CentreFactory, CentreFirmFactory, EstablishmentFactory, holder
from tests.factories.services import asked, moved, offered

pytestmark = pytest.mark.django_db
LEAD = ("reception", "technical_lead", "operator", "director")
TICKED = dict.fromkeys(REVIEWED, "yes")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.fixture(autouse=True)
def french():
    with translation.override("fr"):
        yield


@pytest.fixture
def files(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path


def today():
    return timezone.localdate()


def written(version=None, **said):
    firm = CentreFirmFactory().enterprise
    said = {"channel": "telephone", "text": "Masques à essayer", "by": None, "on": today()} | said
    return actions.open_request(version or offered(), enterprise=firm, **said)


def done(request, verb, **told):
    told = {"by": None, "roles": LEAD, "turn": request.turn, "on": today()} | told
    return actions.step(request, verb, **told)


def told_at(request):
    return {"by": None, "roles": LEAD, "turn": request.turn, "on": today()}


def quoted(request=None, *, rule="simple", **said):
    request = request or moved(written(), "submit", "review")
    actions.review(request, ticked=TICKED, rule=rule, by=None)
    line = actions.Line("Essai de filtration", Decimal(2), 1_000_01, Decimal("0.2"))
    told = {"by": None, "roles": LEAD, "turn": request.turn, "on": today()}
    told |= {"valid_until": today() + timedelta(days=30)} | said
    return actions.send_quote(request, told.pop("lines", [line]), **told)


# numbers


def test_the_numbers_of_a_centre_follow_each_other_a_year_without_a_gap():
    version, other = offered(), offered()
    requests = [written(version, on=date(2026, 5, 1)) for _ in range(3)]

    later, elsewhere = written(version, on=date(2027, 1, 4)), written(other, on=date(2026, 5, 1))

    assert [request.serial for request in requests] == [1, 2, 3]
    assert (later.serial, elsewhere.serial) == (1, 1)


def test_a_number_is_not_lost_by_an_act_that_fails():
    version = offered()
    with pytest.raises(ZeroDivisionError), journal.recording("test.fails"):
        written(version)
        raise ZeroDivisionError

    assert written(version).serial == 1


# what guards


def test_a_request_is_filed_once_what_must_be_answered_is():
    version = offered(questions=[{"code": "q1", "words": {"fr": "Combien ?"}, "is_required": True}])
    request = written(version)
    with pytest.raises(Refused) as error:
        done(request, "submit")
    assert error.value.reasons == ("need_described",)

    actions.describe(request, text="Masques", answers={"q1": "200"}, by=None)
    done(request, "submit")

    assert request.state == "submitted"


def test_a_service_that_is_closed_is_not_asked_for():
    request = written()

    actions.close_to_firms(request.offered.offering, starts_on=today(), by=None)

    with pytest.raises(Refused, match="service_offered"):
        done(request, "submit")


@pytest.mark.parametrize("ticked", [{}, TICKED | {"impartiality": ""}, dict(list(TICKED.items())[:-1])])
def test_a_quote_waits_for_every_point_of_the_review(ticked):
    request = moved(written(), "submit", "review")
    actions.review(request, ticked=ticked, rule="no_statement", by=None)
    line = actions.Line("Essai", Decimal(1), 100, Decimal("0.2"))

    with pytest.raises(Refused, match="contract_reviewed"):
        told = {"by": None, "roles": LEAD, "turn": request.turn, "on": today()}
        actions.send_quote(request, [line], valid_until=today(), **told)


def test_a_quote_without_a_line_is_not_sent():
    with pytest.raises(Refused, match="quote_written"):
        quoted(lines=[])


def test_a_quote_is_frozen_with_its_tax_rounded_once():
    quote = quoted()

    assert (quote.amount, quote.vat, quote.revision) == (2_000_02, 400_00, 1)


def test_a_revision_needs_a_reason_and_the_firm_accepts_the_last_one():
    request = quoted().request
    with pytest.raises(Refused, match="reason_given"):
        quoted(request)

    second = quoted(request, reason="Deux masques de plus")
    accepted = actions.accept(
        request, proof="order", order_number="BC-7", by=None, roles=LEAD, turn=request.turn, on=today()
    )

    assert (second.revision, accepted.quote) == (2, second)


@pytest.mark.parametrize("proof", ["order", "signature", "portal"])
def test_an_acceptance_without_its_proof_is_refused(proof):
    request = quoted().request

    with pytest.raises(Refused, match="acceptance_proven"):
        actions.accept(request, proof=proof, by=None, roles=LEAD, turn=request.turn, on=today())


def test_a_quote_out_of_date_expires_and_is_then_accepted_with_a_reason_only():
    request = quoted().request
    later = today() + timedelta(days=31)
    order = {"proof": "order", "order_number": "BC-7", "by": None, "roles": LEAD, "on": later}
    with pytest.raises(Refused, match="quote_valid"):
        actions.accept(request, turn=request.turn, **order)

    done(request, "expire", roles=("scheduler",), on=later)

    with pytest.raises(Refused, match="reason_given"):
        actions.accept(request, turn=request.turn, **order)
    actions.accept(request, turn=request.turn, reason="Prix maintenus", **order)
    assert request.state == "accepted"


def test_what_the_plan_funds_is_not_more_than_is_left(settings):
    funded = {"funded_amount": 500_00, "axis_code": "2", "funding_line_code": "L2"}
    request = quoted(**funded).request
    order = {"proof": "order", "order_number": "BC", "by": None, "roles": LEAD, "on": today()}

    with pytest.raises(Refused, match="funding_available"):  # nothing was ever allocated to this line
        actions.accept(request, turn=request.turn, **order)


# delivery and transfer


def test_a_delivery_is_evidence_in_the_same_event(files):
    version = offered(axis_code="2", general_interest=True)
    request = moved(quoted(moved(written(version), "submit", "review")).request, "accept", "plan", "start")

    step = actions.deliver(request, by=None, roles=LEAD, turn=request.turn, on=today(), documents=["a" * 64])

    row = Evidence.objects.get(event=step.event)
    assert (row.kind, row.enterprise, row.service, row.axis) == (
        "service.delivered", request.enterprise, version.offering.code, "2",
    )  # fmt: skip
    assert row.general_interest is True


def test_a_service_taken_up_again_is_delivered_and_counted_once(files):
    request = moved(quoted().request, "accept", "plan", "start")
    told = {"by": None, "roles": LEAD, "on": today(), "documents": ["a" * 64]}
    actions.deliver(request, turn=request.turn, **told)
    moved(request, "contest", "redo")

    actions.deliver(request, turn=request.turn, **told)

    assert Evidence.objects.filter(kind="service.delivered").count() == 1


def test_a_service_is_not_delivered_without_what_is_delivered():
    request = moved(quoted().request, "accept", "plan", "start")

    with pytest.raises(Refused, match="deliverable_final"):
        actions.deliver(request, by=None, roles=LEAD, turn=request.turn, on=today())

    assert not Evidence.objects.exists()


def test_a_document_is_not_delivered_while_tests_of_the_request_go_on(client, files):
    request = (line := laboratory.lines()[0]).order.request
    client.force_login(holder("centre_director", request.centre))
    there = reverse("services:step", args=[request.uid, "deliver"])
    said = {"turn": request.turn, "file": SimpleUploadedFile("r.pdf", b"%PDF-1.7 report")}

    page = client.get(there).content.decode()
    refused = client.post(there, said)
    moved(line, "cancel")
    delivered = client.post(there, said | {"file": SimpleUploadedFile("r.pdf", b"%PDF-1.7 report")})

    assert "terminez d’abord le rapport" in page
    assert "terminez d’abord le rapport" in refused.content.decode()
    assert delivered.status_code == 302
    assert Evidence.objects.filter(kind="service.delivered").count() == 1


def test_a_document_is_not_delivered_before_the_certificate_that_was_asked_for(files):
    application = certifying.evaluated()
    request = application.request
    told = {"by": None, "roles": LEAD, "turn": request.turn, "on": today()}

    with pytest.raises(Refused, match="deliverable_final"):
        actions.hand_over(request, "a" * 64, **told)


def test_another_centre_takes_over_what_the_firm_agreed_to():
    request, theirs = moved(written(), "submit"), offered()
    told = {"by": None, "turn": request.turn, "on": today(), "reason": "Machine en panne"}
    actions.offer_transfer(request, theirs.offering.centre, firm_agreed=True, roles=LEAD, **told)

    follows = actions.take_over(
        request, theirs, by=None, roles=("receiving_centre",), turn=request.turn, on=today()
    )

    assert (request.state, follows.state) == ("transferred", "draft")
    assert (follows.centre, follows.comes_from, follows.serial) == (theirs.offering.centre, request, 1)
    assert follows.needs.last().text == "Masques à essayer"


@pytest.mark.parametrize(("agrees", "refusal"), [(False, "firm_agreed"), (True, "other_centre_named")])
def test_a_transfer_needs_the_firm_and_another_centre(agrees, refusal):
    request, theirs = moved(written(), "submit"), offered()
    centre = request.centre if agrees else theirs.offering.centre
    told = {"by": None, "on": today()}

    with pytest.raises(Refused, match=refusal):
        actions.offer_transfer(
            request, centre, firm_agreed=agrees, roles=LEAD, turn=request.turn, reason="x", **told
        )
        actions.take_over(request, theirs, roles=("receiving_centre",), turn=request.turn, **told)


# the clock


def test_the_clock_counts_working_days_and_stops_while_the_firm_is_waited_for():
    request = asked(offered(working_days=10))
    for day, verb in ((1, "submit"), (3, "ask"), (10, "answer"), (11, "review")):  # a Monday first
        with journal.happening(datetime(2027, 3, day, 9, tzinfo=UTC)):
            moved(request, verb)

    clock = clock_of(request, on=date(2027, 3, 15), off={date(2027, 3, 12)})

    # 1 to 3, then 10 to 15 without the weekend and a holiday
    assert (clock.days, clock.promised, clock.is_running, clock.is_late) == (2 + 2, 10, True, False)
    assert clock.due_on == date(2027, 3, 23)


# the catalogue


def test_a_version_is_in_force_from_its_day_and_the_order_keeps_its_own():
    version = offered()
    request = asked(version)
    terms = {"kind": "testing", "name": version.name, "working_days": 5}
    second = actions.revise(version.offering, terms=terms, by=None)
    assert versions_on(today())[version.offering_id] == version

    actions.open_to_firms(second, starts_on=today(), by=None)

    assert versions_on(today())[version.offering_id] == second
    assert versions_on(today() - timedelta(days=1))[version.offering_id] == version
    assert Request.objects.get(pk=request.pk).offered == version


def test_the_last_word_on_a_price_counts_from_its_day():
    offering = offered().offering
    told = {"code": "F1", "name": "Filtration", "vat_rate": Decimal("0.2"), "by": None}
    actions.price(offering, amount=100_00, starts_on=date(2026, 1, 1), **told)
    actions.price(offering, amount=120_00, starts_on=date(2026, 7, 1), **told)
    actions.price(offering, amount=130_00, starts_on=date(2026, 7, 1), **told)

    amounts = [prices_on(date(2026, month, 1), offering)[0].amount for month in (3, 8)]

    assert amounts == [100_00, 130_00]


# the pages


def test_a_request_goes_from_the_telephone_to_delivery_by_its_pages(client, files):
    centre = CentreFactory()
    director = holder("centre_director", centre)
    firm = CentreFirmFactory(centre=centre).enterprise
    client.force_login(director)
    answer = client.post(
        reverse("services:new_offering"),
        {
            "centre": centre.pk,
            "code": "masks",
            "kind": "testing",
            "name_fr": "Essais",
            "questions": "Combien ?*",
        },
    )
    version = OfferingVersion.objects.get()
    assert answer.url == reverse("services:offering", args=[version.offering.uid])
    uid = version.offering.uid
    client.post(reverse("services:opening", args=[uid]), {"starts_on": today(), "open": "", "after": 1})
    price = {"code": "F1", "name_fr": "Filtration", "price": "1000", "vat": "20", "starts_on": today()}
    client.post(reverse("services:prices", args=[uid]), price)
    assert "F1" in client.get(reverse("services:offering", args=[uid])).content.decode()

    said = {"enterprise": firm.number, "channel": "telephone", "text": "Masques", "q1": "200"}
    there = client.post(reverse("services:new", args=[uid]), said).url
    request = Request.objects.get()
    do(client, request, "submit")
    do(client, request, "review")
    client.post(
        reverse("services:review", args=[request.uid]), TICKED | {"rule": "simple", "turn": 2, "after": 0}
    )
    lines = {"lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 0}
    lines |= {"lines-0-text": "Essai", "lines-0-quantity": "2", "lines-0-price": "1000", "lines-0-vat": "20"}
    client.post(
        reverse("services:quote", args=[request.uid]),
        lines | {"turn": turn_of(request), "valid_until": today() + timedelta(days=9)},
    )
    do(client, request, "accept", proof="order", order_number="BC-7")
    do(client, request, "plan", starts_on=today(), ends_on=today())
    do(client, request, "start")
    do(client, request, "deliver", file=SimpleUploadedFile("r.pdf", b"%PDF-1.7 report"))

    page = client.get(there).content.decode()
    assert "livrée" in page and firm.name in page
    assert Evidence.objects.get(kind="service.delivered").documents
    assert client.get(reverse("services:requests") + "?state=delivered").context["total"] == 1


def turn_of(request):
    return Request.objects.values_list("turn", flat=True).get(pk=request.pk)


def do(client, request, verb, **said):
    answer = client.post(
        reverse("services:step", args=[request.uid, verb]), {"turn": turn_of(request)} | said
    )
    assert answer.status_code == 302, answer.content.decode()


def test_a_request_written_down_twice_by_one_page_is_one_request(client):
    centre = CentreFactory()
    firms = [CentreFirmFactory(centre=centre).enterprise.number for _firm in range(2)]
    client.force_login(holder("centre_staff", centre))
    there = reverse("services:new", args=[offered(centre).offering.uid])
    said = {"page": client.get(there).context["form"]["page"].value(), "channel": "visit", "text": "Masques"}

    first, second, other = (
        client.post(there, said | {"enterprise": number}).url for number in (firms[0], *firms)
    )

    assert first == second != other
    assert Request.objects.count() == 2


def test_a_stale_page_is_told_so(client):
    request = moved(written(), "submit")
    client.force_login(holder("centre_staff", request.centre))

    answer = client.post(reverse("services:step", args=[request.uid, "review"]), {"turn": 0})

    assert answer.status_code == 422
    assert "fait avancer ce dossier pendant votre lecture" in answer.content.decode()


@pytest.mark.parametrize("role", ["centre_director", "centre_staff", "coordinator", "programme_officer"])
def test_a_request_of_another_centre_is_not_there(client, role):
    request = moved(written(), "submit")
    client.force_login(holder(role))

    assert client.get(reverse("services:request", args=[request.uid])).status_code in (403, 404)


def test_the_centre_asked_to_take_over_sees_the_request_and_no_other_does(client):
    request, theirs = moved(written(), "submit"), offered()
    actions.offer_transfer(
        request,
        theirs.offering.centre,
        firm_agreed=True,
        by=None,
        roles=LEAD,
        turn=request.turn,
        on=today(),
        reason="x",
    )
    there = reverse("services:request", args=[request.uid])
    client.force_login(holder("centre_director", theirs.offering.centre))
    assert client.get(there).status_code == 200
    assert request.number in client.get(reverse("services:requests")).content.decode()

    do(client, request, "take_over", version=theirs.pk)

    assert client.get(there).status_code == 404
    assert Request.objects.filter(centre=theirs.offering.centre, comes_from=request).exists()


# from a figure's row back to the work


def test_a_row_of_evidence_leads_who_may_to_the_very_request(client, files):
    request = moved(quoted().request, "accept", "plan", "start")
    told = {"by": None, "roles": LEAD, "turn": request.turn, "on": today(), "documents": ["a" * 64]}
    row = Evidence.objects.get(event=actions.deliver(request, **told).event)
    there = reverse("evidence:row", args=[row.uid])
    pages = {}
    for role in ("centre_staff", "coordinator"):
        client.force_login(holder(role, request.centre if role == "centre_staff" else None))
        pages[role] = client.get(there).content.decode()

    assert reverse("services:request", args=[request.uid]) in pages["centre_staff"]
    assert str(request.uid) not in pages["coordinator"]


def test_what_a_firm_answers_leads_to_its_request_too():
    request = asked()

    row = Evidence(external_id=f"satisfaction:{request.uid}:7", centre=request.centre)

    assert request_of(row) == request


@pytest.mark.parametrize("reference", ["", "E-1", "request:", "request:x", "campaign:1", "test:" + "0" * 32])
def test_a_row_no_request_left_leads_nowhere(reference):
    row = Evidence(external_id=reference, centre=CentreFactory())

    assert request_of(row) is None


# the decision rule agreed


@pytest.mark.parametrize(
    ("said", "kind", "ways"),
    [
        ({"rule": "guarded", "rule_factor": ""}, "guarded", "binary"),
        ({"rule": "four_way", "rule_factor": "0.83"}, "guarded", "four_way"),
        ({"rule": "risk", "rule_factor": "0.05"}, "risk", "binary"),
        ({"rule": "simple", "rule_factor": ""}, "simple", "binary"),
    ],
)
def test_the_rule_agreed_in_the_review_is_the_one_that_decides(client, said, kind, ways):
    request = moved(asked(), "submit", "review")
    client.force_login(holder("centre_director", request.centre))
    there = reverse("services:review", args=[request.uid])

    page = client.get(there).content.decode()
    client.post(there, said | TICKED | {"turn": request.turn, "after": 0})

    rule = rule_of(request.reviews.last())
    assert "conforme ou non sous condition entre les deux" in page
    assert (rule.kind, rule.statement) == (kind, ways)


@pytest.mark.parametrize("risk", ["5", "0", "0.6", ""])
def test_a_rule_by_risk_names_a_risk_that_accepts_nothing_beyond_the_limits(client, risk):
    request = moved(asked(), "submit", "review")
    client.force_login(holder("centre_director", request.centre))

    said = {"rule": "risk", "rule_factor": risk, "turn": request.turn, "after": 0} | TICKED
    answer = client.post(reverse("services:review", args=[request.uid]), said)

    assert answer.status_code == 422
    assert not request.reviews.exists()


def test_the_rule_the_firm_accepted_is_not_changed_afterwards(client):
    request = quoted(rule="guarded").request
    actions.review(request, ticked=TICKED, rule="no_statement", by=None)
    actions.accept(request, proof="order", order_number="BC-1", **told_at(request))
    moved(request, "plan", "start")
    client.force_login(holder("centre_director", request.centre))

    said = {"rule": "simple", "turn": request.turn, "after": actions.key_of_review(request)} | TICKED
    refused = client.post(reverse("services:review", args=[request.uid]), said)
    [line] = laboratory.lines(request)

    assert refused.status_code == 422
    assert request.reviews.count() == 2
    assert line.order.decides_by.kind == "guarded"


def test_the_plan_funds_no_more_than_the_price():
    told = {"axis_code": "1", "funding_line_code": "L1"}

    with pytest.raises(Refused, match="funded_within_price"):
        quoted(funded_amount=2_400_03, **told)

    assert quoted(funded_amount=2_400_02, **told).amount == 2_000_02


def test_a_firm_named_by_its_whole_ice_in_any_digits_asks_for_that_site(client):
    site, version = EstablishmentFactory(), offered()
    CentreFirmFactory(enterprise=site.enterprise, centre=version.offering.centre)
    client.force_login(holder("centre_staff", version.offering.centre))
    there = reverse("services:new", args=[version.offering.uid])
    said = {"channel": "visit", "text": "Masques"}

    mistyped = client.post(there, said | {"enterprise": site.ice[:-1] + str((int(site.ice[-1]) + 1) % 10)})
    typed = f"\u200b{site.ice[:3]}\u00a0{site.ice[3:]}"
    client.post(there, said | {"enterprise": typed.translate(ARABIC)})

    assert mistyped.status_code == 422
    assert Request.objects.get().establishment == site
