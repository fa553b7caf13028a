"""Where the documents of these tests go, and the centre most of them are about."""

import pytest

from tests.evidence.making import centre


@pytest.fixture(autouse=True)
def documents_folder(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path / "documents"


@pytest.fixture
def where():
    return centre()
