"""What tests of the work of centres may ask for."""

import pytest
from django.utils import translation

from jalon.services.validation.actions import opinions
from tests.factories import validation as making


@pytest.fixture
def french(settings, tmp_path):
    """Pages in French, and documents in a folder of the test."""
    settings.JALON_DOCUMENTS = tmp_path
    with translation.override("fr"):
        yield


@pytest.fixture
def short_papers(french, monkeypatch):
    """Opinions on a page drawn at once, where the paper is not what is tested."""
    monkeypatch.setattr(opinions, "opinion_paper", making.short_paper)
