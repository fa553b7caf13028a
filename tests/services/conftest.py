"""What tests of the work of centres may ask for."""

import pytest
from django.utils import translation


@pytest.fixture
def french(settings, tmp_path):
    """Pages in French, and documents in a folder of the test."""
    settings.JALON_DOCUMENTS = tmp_path
    with translation.override("fr"):
        yield
