"""Every life of the work has its words."""

import pytest
from django.utils import translation

from jalon.kernel.states import roles
from jalon.services.words import ROLES, TELLINGS


@pytest.mark.parametrize("telling", TELLINGS, ids=lambda telling: telling.machine.name)
def test_every_state_verb_and_guard_of_a_life_has_its_words(telling):
    assert telling.unsaid() == []


def test_everybody_who_takes_part_has_a_name():
    assert set(roles.ROLES) == set(ROLES)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_refusal_is_a_sentence_of_the_readers_language(language):
    with translation.override(language):
        said = [telling.sentences(telling.machine.guards) for telling in TELLINGS]

    assert all(sentence.endswith(".") for sentences in said for sentence in sentences)
    with translation.override("en"):
        assert all(telling.sentences(telling.machine.guards) not in said for telling in TELLINGS)
