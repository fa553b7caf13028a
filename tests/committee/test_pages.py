"""The committee's pages, by those who use them: the secretary, the chair, a member, a federation, an auditor."""

import datetime as dt
import io

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from jalon.committee.actions.deciding import FollowUpAsked, decide
from jalon.committee.exports import minutes
from jalon.committee.models import Decision, Feed, Item, Rules, Seat, Session
from jalon.committee.queries.sessions import life_of
from jalon.evidence.queries.issued import check
from jalon.reporting.queries.returns import life_of as life_of_return
from tests import queue
from tests.factories.committee import (
    SESSION_DAY,
    at_ten,
    called,
    chair,
    free_point,
    member,
    opened,
    return_point,
    secretary,
)
from tests.factories.network import holder
from tests.factories.reporting import counted, promising, submitted
from tests.factories.results import version
from tests.factories.verification import before_committee

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path


@pytest.fixture
def plan():
    return version().plan


@pytest.fixture
def report():
    contract = promising()
    counted(contract.centre, 30, 12)
    return before_committee(submitted(contract))


def at(name, *args, language="fr"):
    return reverse(f"committee:{name}", args=args).replace("/fr/", f"/{language}/")


def text(answer) -> str:
    return answer.content.decode()


def test_the_secretary_calls_a_session_and_members_are_written_to(plan, client):
    presiding = chair(plan)
    client.force_login(secretary())
    day = timezone.localdate() + dt.timedelta(days=30)
    said = {"day": day.isoformat(), "hour": "10:00", "place_fr": "Rabat", "place_ar": "الرباط"}

    client.post(at("call") + f"?plan={plan.code}", said)
    in_request = len(mail.outbox)
    queue.do_all()

    letter = mail.outbox[0]
    assert in_request == 0
    session = Session.objects.get()
    assert letter.to == [presiding.email]
    assert f"/fr/committee/sessions/{session.uid}/" in letter.body
    name, content, kind = letter.attachments[0]
    assert (name, kind.split(";")[0]) == ("session.ics", "text/calendar")
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    assert event["uid"] == f"{session.uid}@jalon"
    assert timezone.localtime(event.decoded("dtstart")).hour == 10


def test_too_short_a_notice_is_refused_and_nothing_typed_is_lost(plan, client):
    chair(plan)
    client.force_login(secretary())
    day = timezone.localdate() + dt.timedelta(days=2)

    answer = client.post(
        at("call") + f"?plan={plan.code}", {"day": day.isoformat(), "hour": "10:00", "place_fr": "Rabat"}
    )

    assert not Session.objects.exists()
    assert 'value="Rabat"' in text(answer)
    assert "error" in text(answer)


def test_what_is_due_is_put_on_the_agenda_by_one_button(report, client):
    session = called(report.contract.plan, starts_at=at_ten(timezone.localdate()))
    client.force_login(secretary())

    page = text(client.get(at("agenda", session.uid)))
    client.post(at("agenda", session.uid), {"everything": "on"})

    assert report.contract.centre.code in page
    item = Item.objects.get()
    assert (item.kind, item.subject) == ("return", f"return:{report.uid}")


def test_a_point_is_ordered_and_taken_off(plan, client):
    session = called(plan)
    one, two = free_point(session, "Un"), free_point(session, "Deux")
    client.force_login(secretary())

    client.post(at("place", two.uid), {"where": "up"})
    page = text(client.get(at("session", session.uid)))
    client.post(at("removal", one.uid), {"reason": "Retiré"})
    after = text(client.get(at("session", session.uid)))

    assert page.index(str(two.uid)) < page.index(str(one.uid))
    assert str(two.uid) in after and str(one.uid) not in after


def test_members_read_what_was_known_when_the_point_was_put_on(report, readonly_client):
    item = return_point(called(report.contract.plan), report)
    counted(report.contract.centre, 500, stem="LATE")
    readonly_client.force_login(holder("committee_member"))

    page = text(readonly_client.get(at("point", item.uid)))

    page_of_numbers = page.replace("<bdi>", "").replace("</bdi>", "")
    assert ">42<" in page_of_numbers
    assert ">542<" not in page_of_numbers
    assert f"known_at={item.known_at}" in page


def test_a_call_sent_twice_calls_once_and_writes_once(report, client):
    plan = report.contract.plan
    chair(plan)
    client.force_login(holder("programme_officer"))
    uid = client.get(at("call")).context["form"]["uid"].value()
    said = {
        "day": timezone.localdate() + dt.timedelta(days=30),
        "hour": "10:00",
        "place_fr": "Rabat",
        "uid": uid,
    }

    first, second = (client.post(at("call"), said) for _ in range(2))

    assert first.url == second.url
    assert plan.sessions.count() == 1


def test_a_session_from_call_to_signed_minutes(report, client):
    plan = report.contract.plan
    presiding, other = chair(plan), member(plan)
    writes = secretary()
    session = called(plan, starts_at=timezone.now())
    item = return_point(session, report)
    client.force_login(writes)
    roll = {f"{person.uid}-how": "present" for person in (presiding, other)}

    client.post(at("roll", session.uid), roll)
    client.post(at("opening", session.uid))
    votes = {f"{person.uid}-choice": "for" for person in (presiding, other)}
    client.post(at("votes", item.uid), votes | {"motion": "validate_with_reservation"})
    decided = {"verb": "validate_with_reservation", "reservation": "Factures à produire"}
    client.post(at("decide", item.uid), decided)
    client.post(at("minutes_issue", session.uid))
    client.force_login(presiding)
    client.post(at("minutes_signature", session.uid), {"capacity": "chair"})
    client.force_login(writes)
    client.post(at("minutes_signature", session.uid), {"capacity": "secretary"})

    assert life_of_return(report).state == "validated_with_reservation"
    assert life_of(session).state == "signed"
    minutes = client.get(at("minutes", session.uid)).content
    checked = check(minutes)
    assert checked.holds and len(checked.verdict.signatures) == 2
    page = text(client.get(at("session", session.uid)))
    assert presiding.name in page and writes.name in page


def test_a_refused_decision_says_why_on_the_page_and_keeps_what_was_typed(report, client):
    session = opened(called(report.contract.plan))
    item = return_point(session, report)
    client.force_login(secretary())

    answer = client.post(at("decide", item.uid), {"verb": "validate", "to_do": "Écrire au centre"})

    assert answer.status_code == 422
    assert "Écrire au centre" in text(answer)
    assert not Decision.objects.exists()


def test_the_member_concerned_is_asked_to_leave(report, client):
    plan = report.contract.plan
    chair(plan)
    concerned = member(plan, report.contract.centre.federation)
    item = return_point(called(plan), report)
    client.force_login(concerned)

    asked = text(client.get(at("point", item.uid)))
    client.post(at("withdrawal", item.uid), {"reason": "Ma fédération", "answer": "leave"})
    after = text(client.get(at("point", item.uid)))

    assert 'value="leave"' in asked
    assert 'value="leave"' not in after and "Ma fédération" in after


def test_the_book_is_a_pdf_in_each_language(report, readonly_client):
    item = return_point(called(report.contract.plan), report)
    readonly_client.force_login(holder("committee_member"))

    for language in ("fr", "ar"):
        answer = readonly_client.get(at("book", item.session.uid), {"language": language})
        assert answer.content.startswith(b"%PDF")
        assert answer["Content-Type"] == "application/pdf"


def decided(report, **asked):
    item = return_point(called(report.contract.plan), report)
    opened(item.session)
    follow_up = FollowUpAsked("Produire les factures", report.contract.centre, SESSION_DAY)
    return decide(item, "validate", by=None, on=SESSION_DAY, by_consensus=True, follow_up=follow_up)


def test_what_a_decision_asks_is_late_then_done_with_its_proof(report, client):
    decision = decided(report)
    director = holder("centre_director", report.contract.centre)
    client.force_login(director)

    late = text(client.get(at("decisions")))
    said = {"text": "Factures produites", "is_done": "on"}
    without = client.post(at("follow_up", decision.uid), said)
    client.post(at("follow_up", decision.uid), said | {"file": SimpleUploadedFile("factures.txt", b"12")})
    after = text(client.get(at("decisions")))

    assert "en retard" in late
    assert without.status_code == 422
    assert "fait" in after
    document = decision.follow_ups.get().documents[0]
    assert b"".join(client.get(at("decision_document", decision.uid, document)).streaming_content) == b"12"


def test_a_decision_shows_the_files_it_rests_on_and_so_do_its_minutes(report, client):
    session = opened(called(report.contract.plan))
    item = return_point(session, report)
    said = {"verb": "validate", "by_consensus": "on", "file": SimpleUploadedFile("audit.pdf", b"audit")}
    client.force_login(secretary())

    client.post(at("decide", item.uid), said)

    taken = Decision.objects.get()
    (digest,) = taken.documents
    address = at("decision_document", taken.uid, digest)
    assert all(
        address in text(client.get(at(name, one.uid))) for name, one in (("point", item), ("decision", taken))
    )
    assert b"".join(client.get(address).streaming_content) == b"audit"
    assert minutes.files(taken) == [f"Document, SHA-256 : {digest}"]


def test_another_centre_reads_neither_the_decision_nor_its_documents(report, client):
    decision = decided(report)
    client.force_login(holder("centre_director"))

    assert client.get(at("decision", decision.uid)).status_code == 404
    assert report.contract.centre.code not in text(client.get(at("decisions")))


def test_the_register_is_a_spreadsheet_that_repeats_the_filters(report, readonly_client):
    decided(report)
    readonly_client.force_login(holder("committee_member"))

    def lines(**query):
        content = readonly_client.get(at("decisions_file"), query).content
        return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()

    assert len(lines()) == 2
    assert len(lines(kind="release")) == 1
    assert "Produire les factures" in lines()[1]


def test_the_ministry_keeps_seats_and_rules_with_their_days(plan, client):
    client.force_login(secretary())
    sitting = holder("committee_member")
    seat = {
        "person": sitting.pk,
        "organisation": sitting.memberships.get().organisation_id,
        "since": "2024-01-01",
        "votes": "on",
    }
    rules = {
        "effective_from": "2024-01-01", "quorum": "2/3", "quorum_least": "3", "majority": "absolute",
        "share": "0.75", "notice_days": "15", "proxies": "0", "source": "Règlement",
    }  # fmt: skip

    client.post(at("seats") + f"?plan={plan.code}", seat)
    client.post(at("rules") + f"?plan={plan.code}", rules)
    client.post(at("seat_end", sitting.uid) + f"?plan={plan.code}", {"until": "2024-06-01"})

    assert [seat.until for seat in Seat.objects.order_by("pk")] == [None, dt.date(2024, 6, 1)]
    assert Rules.objects.get().terms["quorum"] == "2/3"
    assert "2/3" in text(client.get(at("rules") + f"?plan={plan.code}"))


def test_a_share_that_is_none_is_refused(plan, client):
    client.force_login(secretary())

    client.post(at("rules") + f"?plan={plan.code}", {"effective_from": "2024-01-01", "quorum": "1/0"})

    assert not Rules.objects.exists()


def test_a_secret_address_gives_the_sessions_and_a_new_one_closes_it(plan, client):
    session = called(plan)
    person = holder("committee_member")
    client.force_login(person)

    def address():
        page = text(client.post(at("calendar")))
        return page.split("/calendar/")[-1].split(".ics")[0] if ".ics" in page else ""

    first, second = address(), address()
    client.logout()

    assert client.get(at("feed", first)).status_code == 404
    answer = client.get(at("feed", second))
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [event["uid"] for event in events] == [f"{session.uid}@jalon"]
    assert second not in str(list(Feed.objects.values()))


def test_an_address_closes_with_the_role(plan, client):
    person = holder("committee_member")
    called(plan)
    client.force_login(person)
    page = text(client.post(at("calendar")))
    token = page.split("/calendar/")[-1].split(".ics")[0]
    person.memberships.update(ends_on=timezone.localdate())

    assert client.get(at("feed", token)).status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_page_opens_in_each_language(report, readonly_client, language):
    decision = decided(report)
    session = decision.item.session
    readonly_client.force_login(secretary())

    pages = [
        *(
            at(name, language=language)
            for name in ("sessions", "call", "seats", "rules", "calendar", "decisions")
        ),
        *(at(name, session.uid, language=language) for name in ("session", "agenda", "roll")),
        at("point", decision.item.uid, language=language),
        at("decision", decision.uid, language=language),
    ]

    assert [readonly_client.get(page).status_code for page in pages] == [200] * len(pages)


def test_a_session_of_many_points_costs_no_more_questions(
    plan, readonly_client, django_assert_max_num_queries
):
    session = called(plan)
    readonly_client.force_login(secretary())

    def asked(count):
        for _number in range(count):
            free_point(session)
        with django_assert_max_num_queries(60) as questions:
            readonly_client.get(at("session", session.uid))
        return len(questions)

    few = asked(2)
    assert asked(20) == few


def test_a_point_of_many_members_costs_no_more_questions(
    report, readonly_client, django_assert_max_num_queries
):
    plan = report.contract.plan
    item = return_point(called(plan), report)
    readonly_client.force_login(secretary())

    def asked(members):
        for _number in range(members):
            member(plan)
        with django_assert_max_num_queries(80) as questions:
            readonly_client.get(at("point", item.uid))
        return len(questions)

    few = asked(1)
    assert asked(10) == few
