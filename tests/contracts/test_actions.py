"""A draft is prepared, takes the place of the one before, and is discarded: one act each."""

from dataclasses import replace

import pytest

from jalon.contracts import actions
from jalon.contracts.models import ContractVersion
from jalon.contracts.queries.terms import draft_of, terms_in_force, terms_of, terms_to_prepare
from jalon.contracts.terms import Objective, Target
from jalon.journal.models import Event
from jalon.kernel.words import Words
from tests.factories.contracts import contract, contract_version, whole_terms
from tests.factories.network import holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    return contract()


@pytest.fixture
def director(held):
    return holder("centre_director", held.centre)


def test_a_draft_says_exactly_its_terms(held, director):
    terms = whole_terms(held, reason=Words("Avenant"))

    version = actions.draft(held, terms=terms, by=director)

    assert terms_of(version) == terms
    assert (version.number, version.status) == (1, "draft")


def test_a_draft_is_one_event_with_its_author_and_no_name(held, director):
    before = Event.objects.count()

    version = actions.draft(held, terms=whole_terms(held), by=director)

    event = Event.objects.latest("number")
    assert Event.objects.count() == before + 1
    assert (event.pk, event.verb, event.actor) == (version.event_id, "contract.drafted", director)
    assert event.payload == {"contract": held.code, "version": 1, "digest": whole_terms(held).digest}


def test_the_next_draft_takes_the_place_of_the_first(held, director):
    contract_version(held)
    actions.draft(held, terms=whole_terms(held, source="un"), by=director)

    actions.draft(held, terms=whole_terms(held, source="deux"), by=director)

    drafts = held.versions.filter(status="draft")
    assert [(one.number, one.source) for one in drafts] == [(2, "deux")]


def test_a_draft_leaves_the_version_in_force_as_it_was(held, director):
    signed = contract_version(held)
    before = terms_of(signed)

    actions.draft(held, terms=whole_terms(held, allocations=()), by=director)

    assert terms_in_force(held, on=before.effective_from) == before
    assert terms_to_prepare(held, on=before.effective_from).allocations == ()


def test_terms_no_version_may_have_are_refused_whole(held, director):
    unknown = Target("NOTHING", 2024, "level", 1)
    terms = whole_terms(held)
    terms = replace(terms, objectives=(*terms.objectives, Objective("O1", Words("x"), "9", "", (unknown,))))

    with pytest.raises(actions.TermsRefused) as refusal:
        actions.draft(held, terms=terms, by=director)

    codes = {one.code for one in refusal.value.objections}
    assert codes == {"unknown_indicator", "unknown_axis", "objective_twice"}
    assert not ContractVersion.objects.exists()


def test_a_discarded_draft_leaves_its_trace_alone(held, director):
    actions.draft(held, terms=whole_terms(held), by=director)

    actions.discard_draft(held, by=director)

    assert draft_of(held) is None
    assert Event.objects.latest("number").verb == "contract.draft_discarded"
    with pytest.raises(actions.NoDraft):
        actions.discard_draft(held, by=director)


def test_the_digest_changes_with_any_word():
    held = contract()
    terms = whole_terms(held)

    assert terms.digest == whole_terms(held).digest
    assert terms.digest != replace(terms, note=Words("", "", "x")).digest
