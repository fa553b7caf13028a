"""The pages of money, read in three languages: every figure opens onto its entries."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from python_calamine import CalamineWorkbook

from jalon.fund.actions import ledger as books
from jalon.fund.actions import ledger_payments, ledger_sources
from jalon.fund.models import Entry, Pledge, Receipt
from jalon.fund.queries.ledger import along
from jalon.journal.models import Event
from jalon.journal.queries import latest
from jalon.kernel import ledger
from jalon.ui import formats
from tests.factories.contracts import contract, contract_version
from tests.factories.fund import DAY, post
from tests.factories.network import CentreFactory, FederationFactory, OrganisationFactory, holder
from tests.factories.people import UserFactory
from tests.factories.plan import plan_version

pytestmark = pytest.mark.django_db
LANGUAGES = ("fr", "ar", "en")


def address(name, *args, language="fr"):
    with translation.override(language):
        return reverse(f"fund:{name}", args=args)


def read(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status, response
    return response.content.decode()


@pytest.fixture
def plan():
    return plan_version().plan


@pytest.fixture
def held(plan):
    found = contract(CentreFactory(code="CTPC", federation=FederationFactory()), plan=plan)
    contract_version(found)
    return found


@pytest.fixture
def funder():
    return OrganisationFactory(kind="funder", code="MIN")


@pytest.fixture
def filled(plan, held, funder):
    """5 MDH pledged, 3 opened, 2 committed, 1.5 paid, of which 0.5 justified."""
    place = ledger.Place("1", 2024, held.code, "1")
    million = 1_000_000_00
    people = books.People(*(UserFactory() for _ in range(3)))
    told = {"by": None, "on": DAY}
    ledger_sources.pledge(plan, funder=funder, amount=5 * million, document="Convention", **told)
    ledger_sources.receive(plan, funder=funder, amount=million, document="Virement", **told)
    ledger_sources.allocate(plan, funder=funder, place=place, amount=3 * million, **told)
    post(plan, ledger.commit(place, 2 * million, on=DAY))
    sum_ = 3 * million // 2
    told |= {"place": place, "document": "D"}
    ledger_payments.release(plan, amount=sum_, people=replace(people, payer=None), **told)
    ledger_payments.order(plan, amount=sum_, people=replace(people, payer=None), **told)
    ledger_payments.pay(plan, amount=sum_, people=people, **told)
    ledger_payments.justify(plan, amount=million // 2, activity="general", **told)
    return plan


@pytest.fixture
def officer(client):
    client.force_login(holder("fund_officer"))
    return client


@pytest.fixture
def reader(readonly_client):
    readonly_client.force_login(holder("coordinator"))
    return readonly_client


def seen(plan, held):
    entry = Entry.objects.filter(plan=plan).last()
    return {
        "plan": (), "line": ("1",), "contract": (held.code,), "journal": (), "entry": (entry.uid,),
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["plan", "line", "contract", "journal", "entry"])
def test_a_page_reads_in_three_languages_and_writes_nothing(reader, filled, held, name, language):
    page = read(reader, address(name, *seen(filled, held)[name], language=language))

    assert f'lang="{language}"' in page
    assert ("MAD" in page or "DH" in page or "د" in page) or name == "journal"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["plan", "line", "contract", "journal"])
def test_empty_books_say_how_to_fill_them(reader, plan, held, name, language):
    arguments = {"line": ("1",), "contract": (held.code,)}.get(name, ())

    assert 'class="empty' in read(reader, address(name, *arguments, language=language))


def test_the_title_says_what_is_committed_and_paid(reader, filled):
    page = read(reader, address("plan", language="en"))

    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.S)[1]
    with translation.override("en"):
        for amount in (200_000_000, 150_000_000, 25_000_000_000):
            assert formats.million(amount) in heading


def amounts_linked(page):
    """The figures of tables that are links, with the address of the entries behind each."""
    return re.findall(r'<td[^>]*><a href="([^"]+journal[^"]+)">(.*?)</a></td>', page, re.S)


@pytest.mark.parametrize("name", ["plan", "line", "contract"])
def test_every_figure_opens_onto_entries_that_sum_to_it(reader, filled, held, name):
    page = read(reader, address(name, *seen(filled, held)[name]))

    linked = amounts_linked(page)
    assert len(linked) >= 6
    for href, shown in set(linked):
        behind = read(reader, href.replace("&amp;", "&"))
        foot = re.search(r"<tfoot>.*?<strong>(.*?)</strong>", behind, re.S)[1]
        assert foot.lstrip("-−\u200e") == shown or foot.replace("−", "") == shown, href


def test_pages_read_what_was_known_at_a_moment(reader, filled, held):
    moment = latest()
    post(filled, ledger.uncommit(ledger.Place("1", 2024, held.code, "1"), 40_000_000, on=DAY))

    now = read(reader, address("contract", held.code))
    then = read(reader, address("contract", held.code) + f"?known_at={moment}")

    with translation.override("fr"):
        assert formats.million(200_000_000) in then
        assert formats.million(160_000_000) in now
        assert formats.million(200_000_000) not in re.search(r"<h1.*?</h1>", now, re.S)[0]


def test_the_journal_is_cut_into_pages(reader, filled, held):
    place = ledger.Place("1", 2024, held.code, "1")
    post(filled, *(ledger.uncommit(place, 1, on=DAY) for _ in range(60)))
    url = address("journal")

    page = read(reader, url)
    older = re.search(r'href="([^"]*before=\d+[^"]*)"', page)[1].replace("&amp;", "&")
    second = read(reader, url.split("?")[0] + older if older.startswith("?") else older)

    numbers = [set(re.findall(r"/entries/([0-9a-f-]{36})/", one)) for one in (page, second)]
    assert all(numbers)
    assert len(numbers[0] & numbers[1]) <= 1


def test_the_journal_goes_out_as_a_workbook(reader, filled):
    response = reader.get(address("journal_workbook") + "?account=spent")

    (sheet,) = [CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0)]
    rows = sheet.to_python()
    assert [row[10] for row in rows[2:]] == [500000.0]


def test_the_books_go_out_as_plain_text(officer, filled):
    response = officer.get(address("books", "hledger"))

    assert b"decimal-mark ." in b"".join(response.streaming_content)
    assert officer.get(address("books", "gnucash")).status_code == 404


def test_a_centre_reads_its_own_money_only(client, filled, held, plan):
    other = CentreFactory(code="CTTH", federation=FederationFactory())
    contract(other, plan=plan)
    client.force_login(holder("centre_director", other))

    assert client.get(address("contract", held.code)).status_code == 404
    assert client.get(address("entry", Entry.objects.last().uid)).status_code == 404
    assert held.code not in read(client, address("plan"))
    assert held.code not in read(client, address("journal"))


PLEDGE = {"amount": "1 250 000,50", "document": "Convention", "on": "2024-03-01"}


def test_a_step_is_said_back_before_it_is_written(officer, plan, funder):
    url = address("pledge")

    first = officer.post(url, PLEDGE | {"funder": funder.pk})
    assert "Organisme MIN" in first.content.decode()
    assert Pledge.objects.count() == 0

    second = officer.post(url, PLEDGE | {"funder": funder.pk, "confirmed": "1"})
    assert second.status_code == 302
    assert Pledge.objects.get().amount == 1_250_000_50


@pytest.mark.parametrize("name", ["pledge", "receipt", "allocation"])
def test_a_page_sent_twice_writes_once(officer, plan, funder, name):
    ledger_sources.pledge(plan, funder=funder, amount=10**9, document="Convention", by=None, on=DAY)
    said = PLEDGE | {"funder": funder.pk, "line": "1", "axis": "1", "year": "2024"}
    uid = officer.post(address(name), said).context["uid"]
    before = Event.objects.count()

    first, second = (officer.post(address(name), said | {"uid": uid, "confirmed": "1"}) for _ in range(2))

    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert Event.objects.count() == before + 1


@pytest.mark.parametrize(
    "amount", ["1234,5", "١٢٣٤٫٥٠", "\u20661\u202f234,50\u2069", "1\u200b234.5", "١٬٢٣٤٫٥"]
)
def test_an_amount_is_read_as_it_is_written_or_pasted(officer, plan, funder, amount):
    officer.post(address("pledge"), PLEDGE | {"funder": funder.pk, "amount": amount, "confirmed": "1"})

    assert Pledge.objects.get().amount == 123_450


@pytest.mark.parametrize("amount", ["1e400", "=1+1", "NaN", "1.234", "1,234,567.8", "", "0", "12 DH"])
def test_what_is_no_amount_writes_nothing(officer, plan, funder, amount):
    page = officer.post(address("pledge"), PLEDGE | {"funder": funder.pk, "amount": amount, "confirmed": "1"})

    assert page.status_code == 422
    assert Pledge.objects.count() == 0


def test_no_more_is_taken_back_of_a_receipt_than_came(officer, plan, funder):
    said = PLEDGE | {"funder": funder.pk, "confirmed": "1"}
    officer.post(address("receipt"), said | {"amount": "100"})

    refused = officer.post(address("receipt"), said | {"amount": "-150"})
    corrected = officer.post(address("receipt"), said | {"amount": "-40"})

    assert (refused.status_code, corrected.status_code) == (422, 302)
    assert sum(row.amount for row in Receipt.objects.all()) == 6000


def test_the_paper_of_a_pledge_is_kept_through_its_confirmation(officer, plan, funder, settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path
    letter = SimpleUploadedFile("lettre.pdf", b"%PDF-1.4 lettre")

    first = officer.post(address("pledge"), PLEDGE | {"funder": funder.pk, "file": letter})
    kept = first.context["kept"]
    officer.post(address("pledge"), PLEDGE | {"funder": funder.pk, "kept": kept.token, "confirmed": "1"})
    said = Pledge.objects.get()
    page = officer.get(address("funder", funder.code)).content.decode()
    href = address("file", "pledge", said.uid, kept.sha256)
    file = officer.get(href)

    assert "lettre.pdf" in first.content.decode()
    other = address("file", "pledge", said.uid, "b" * 64)
    assert said.documents == [kept.sha256]
    assert href in page and officer.get(other).status_code == 404
    assert b"".join(file.streaming_content) == b"%PDF-1.4 lettre"


def test_a_file_nobody_sent_is_not_attached(officer, plan, funder):
    made_up = PLEDGE | {"funder": funder.pk, "kept": "a" * 64, "confirmed": "1"}

    officer.post(address("pledge"), made_up)

    assert Pledge.objects.get().documents == []


def test_letters_of_a_funder_are_not_for_a_centre(client, plan, held, funder):
    said = ledger_sources.pledge(
        plan, funder=funder, amount=1, document="C", documents=("a" * 64,), by=None, on=DAY
    )
    client.force_login(holder("centre_director", CentreFactory()))

    assert client.get(address("file", "pledge", said.uid, "a" * 64)).status_code == 404


def test_going_back_loses_nothing_typed(officer, plan, funder):
    page = officer.post(address("pledge"), PLEDGE | {"funder": funder.pk, "again": "1"}).content.decode()

    assert 'value="1 250 000,50"' in page
    assert Pledge.objects.count() == 0


def test_money_is_allocated_moved_and_carried_from_the_pages(officer, plan, funder):
    officer.post(address("pledge"), PLEDGE | {"funder": funder.pk, "confirmed": "1"})
    common = {"line": "1", "axis": "1", "year": "2024", "on": "2024-03-01", "confirmed": "1"}

    officer.post(address("allocation"), common | {"funder": funder.pk, "amount": "1000"})
    moved = {"to_line": "2", "to_axis": "", "amount": "300", "authority": "Comité du 1er mars"}
    officer.post(address("transfer"), common | moved)
    officer.post(address("carry_forward"), common | {"to_year": "2025", "amount": "200"})

    assert along(plan, "line", "year", account="line") == {
        ("1", 2024): 500_00,
        ("2", 2024): 300_00,
        ("1", 2025): 200_00,
    }


@pytest.mark.parametrize(
    ("name", "said", "words"),
    [
        ("pledge", {"amount": "douze"}, "1250000,50"),
        ("pledge", {"amount": "0,001"}, "1250000,50"),
        ("pledge", {"on": "2999-01-01"}, "n’est pas encore"),
    ],
)
def test_what_cannot_be_read_is_said_in_its_place(officer, plan, funder, name, said, words):
    response = officer.post(address(name), PLEDGE | {"funder": funder.pk} | said)

    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()


def test_what_the_books_refuse_is_said_in_words(officer, plan, funder):
    said = {"line": "1", "axis": "", "year": "2024", "on": "2024-03-01", "funder": funder.pk}

    response = officer.post(address("allocation"), said | {"amount": "1000", "confirmed": "1"})

    assert response.status_code == 422
    assert "Le bailleur n&#x27;a pas promis autant" in response.content.decode()


def test_a_contract_is_committed_from_its_page(officer, plan, held, funder):
    ledger_sources.pledge(plan, funder=funder, amount=9 * 10**9, document="C", by=None, on=DAY)
    for year in (2023, 2024, 2025):
        place = ledger.Place("1", year)
        ledger_sources.allocate(plan, funder=funder, place=place, amount=10**9, by=None, on=DAY)
    url = address("commitment", held.code)

    assert read(officer, url).count("<tr>") == 4
    officer.post(url)

    assert along(plan, "contract", account="commitment") == {(held.code,): 3_000_000_00}
    assert officer.post(url).status_code == 422


def test_an_entry_is_reversed_from_its_page_with_a_reason(officer, filled):
    entry = Entry.objects.filter(plan=filled).last()
    url = address("reversal", entry.uid)

    officer.post(url, {"reason": ""})
    assert not hasattr(Entry.objects.get(pk=entry.pk), "reversed_by")

    officer.post(url, {"reason": "Pièce refusée"})
    assert Entry.objects.get(pk=entry.pk).reversed_by.reason == "Pièce refusée"
    assert officer.post(url, {"reason": "Encore"}).status_code == 422


@pytest.mark.parametrize(
    ("name", "budget"), [("plan", 30), ("line", 25), ("contract", 36), ("journal", 22), ("entry", 22)]
)
def test_a_page_asks_as_many_questions_whatever_the_books_hold(reader, filled, held, name, budget):
    url = address(name, *seen(filled, held)[name])
    before = questions(reader, url)
    for number in range(4):
        place = ledger.Place("1", 2024, held.code, str(number))
        post(filled, ledger.commit(place, 5_00, on=DAY), ledger.uncommit(place, 1_00, on=DAY))

    assert questions(reader, url) == before <= budget


def questions(client, url):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        read(client, url)
    return len(asked)


def test_a_day_before_the_money_shows_none(reader, filled):
    assert 'class="empty' in read(reader, address("plan") + f"?on={date(2024, 2, 1)}")
