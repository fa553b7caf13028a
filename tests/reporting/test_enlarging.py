"""A drawn sample is made larger by its own seed: its first things stay the first."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from jalon.evidence.models import Evidence
from jalon.journal.queries import latest
from jalon.kernel import sampling
from jalon.reporting.actions import Refused, draw, enlarge, find, verify
from jalon.reporting.models import Enlargement
from jalon.reporting.queries.returns import life_of
from jalon.reporting.queries.values import values
from tests.factories.network import NetworkFactory, holder
from tests.factories.people import UserFactory
from tests.factories.reporting import AFTER, PERIOD, counted, promising, received, submitted
from tests.factories.verification import calendar_kept

pytestmark = pytest.mark.django_db
WHY = "Trop de lignes fausses."


@pytest.fixture
def verifier():
    return holder("verifier", NetworkFactory())


@pytest.fixture
def report():
    """A return of 30 rows of one test each, of which 6 are drawn."""
    contract = promising()
    counted(contract.centre, *[1] * 30)
    received(contract.centre)
    calendar_kept(contract.plan, share="0.2", least=1)
    return submitted(contract)


@pytest.fixture
def sample(report, verifier):
    return draw(report, by=verifier, on=AFTER)


def things(sample):
    return list(sample.things.values_list("thing", flat=True))


def larger(sample, size, by, why=WHY):
    return enlarge(sample, sizes={sample.strata[0]["key"]: size}, reason=why, by=by, on=AFTER)


def accepted(sample, by, wrong=0):
    for place, thing in enumerate(sample.things.filter(findings=None)):
        said = {"outcome": "rejected", "reason": "Doublon."} if place < wrong else {"outcome": "accepted"}
        find(thing, **said, by=by, on=AFTER)


def test_a_larger_sample_begins_with_the_one_before_and_is_drawn_again_by_the_seed(sample, verifier):
    before = things(sample)

    larger(sample, 15, verifier)

    every = [f"row:{uid}" for uid in Evidence.objects.values_list("uid", flat=True)]
    seed = bytes.fromhex(sample.seed)
    assert things(sample) == sorted(every, key=lambda uid: sampling.place(seed, uid))[:15]
    assert things(sample)[:6] == before


def test_what_was_added_is_checked_before_the_verification_is_closed(sample, verifier):
    accepted(sample, verifier)
    larger(sample, 10, verifier)

    with pytest.raises(Refused) as refused:
        verify(sample.report, by=verifier, on=AFTER)
    accepted(sample, verifier)

    assert refused.value.reasons == ("every_item_has_a_finding",)
    assert verify(sample.report, by=verifier, on=AFTER).state == "verified"


def test_the_values_follow_from_the_larger_sample(sample, verifier):
    accepted(sample, verifier, wrong=1)
    larger(sample, 30, verifier)
    accepted(sample, verifier)

    verify(sample.report, by=verifier, on=AFTER)

    assert values(sample.report.contract, PERIOD)["TESTS"].verified.value == 29


@pytest.mark.parametrize(
    ("size", "reason"), [(6, "nothing_added"), (5, "size_out_of_bounds"), (31, "size_out_of_bounds")]
)
def test_a_sample_only_grows_and_never_beyond_what_there_is(sample, verifier, size, reason):
    with pytest.raises(Refused) as refused:
        larger(sample, size, verifier)

    assert refused.value.reasons == (reason,)


def test_a_larger_sample_has_its_reason_and_a_verifier_who_recorded_nothing(sample):
    author = UserFactory()
    counted(sample.report.contract.centre, 1, stem="L", by=author)

    with pytest.raises(Refused) as refused:
        larger(sample, 10, author, why=" ")

    assert refused.value.reasons == ("verifier_is_no_author", "reason_given")


def test_a_closed_verification_is_not_enlarged(sample, verifier):
    accepted(sample, verifier)
    verify(sample.report, by=verifier, on=AFTER)

    with pytest.raises(Refused) as refused:
        larger(sample, 10, verifier)

    assert refused.value.reasons == ("not_from_here",)


# the pages


def at(name, report):
    return reverse(f"reporting:{name}", args=[report.contract.code, report.period])


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def test_what_the_errors_call_for_is_proposed_and_drawn_from_the_page(sample, verifier):
    accepted(sample, verifier, wrong=2)
    client, address = browser(verifier), at("enlargement", sample.report)
    page = client.get(address)
    proposed = page.context["form"].fields["size_0"].initial

    done = client.post(address, {"size_0": proposed, "reason": WHY})

    assert proposed > 6 and done.status_code == 302
    assert len(things(sample)) == proposed
    assert WHY in client.get(at("sample", sample.report)).content.decode()


def test_the_page_as_known_before_shows_the_sample_as_it_was(sample, verifier):
    before = latest()
    larger(sample, 20, verifier)

    page = browser(verifier).get(at("sample", sample.report), {"known_at": before})

    assert (page.context["total"], page.context["page"].paginator.count) == (6, 6)


def test_the_population_file_says_the_sizes_of_the_larger_sample(sample, verifier):
    larger(sample, 20, verifier)

    answer = browser(verifier).get(at("population", sample.report))

    lines = b"".join(answer.streaming_content).decode().splitlines()[1:]
    assert {line.split(",")[1] for line in lines} == {"20"}


@pytest.mark.parametrize(
    ("said", "status"), [({"size_0": 40, "reason": WHY}, 422), ({"size_0": 10, "reason": ""}, 422)]
)
def test_what_was_typed_wrong_is_said_and_kept(sample, verifier, said, status):
    answer = browser(verifier).post(at("enlargement", sample.report), said)

    assert answer.status_code == status and not Enlargement.objects.exists()
    assert re.search(rf'name="size_0" value="{said["size_0"]}"', answer.content.decode())


def test_only_a_verifier_enlarges_a_sample(sample):
    director = holder("centre_director", sample.report.contract.centre)

    assert browser(director).get(at("enlargement", sample.report)).status_code == 403
    assert "enlargement" not in browser(director).get(at("sample", sample.report)).content.decode()


def test_a_return_without_a_sample_has_nothing_to_enlarge(report, verifier):
    assert browser(verifier).get(at("enlargement", report)).status_code == 404
    assert life_of(report).state == "submitted"
