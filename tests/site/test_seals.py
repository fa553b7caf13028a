"""`jalon verify` reads every seal: what was changed of it is named."""

from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.db import connection

from jalon.evidence.queries.sealable import path_of_document
from jalon.kernel.periods import parse
from jalon.reporting.actions import seal
from jalon.site.seals import wrong_seals
from jalon.site.verification import changed_records
from tests.factories.reporting import PERIOD, counted, promising, received, submitted
from tests.factories.verification import SESSION_DAY, validated_return

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(settings, tmp_path):
    settings.JALON_KEYS = tmp_path / "keys"
    settings.JALON_DOCUMENTS = tmp_path / "documents"
    contract = promising()
    counted(contract.centre, 3)
    received(contract.centre)
    validated_return(submitted(contract))
    return seal(contract.plan, parse(PERIOD), by=None, on=SESSION_DAY)


def said(problems):
    return "\n".join(f"{one.place}: {one.what}" for one in problems)


def test_a_seal_that_was_left_alone_holds(sealed):
    assert list(wrong_seals()) == []


def test_a_bundle_signed_anew_is_found(sealed):
    path = path_of_document(sealed.bundle_id)
    with ZipFile(path) as before:
        files = {name: before.read(name) for name in before.namelist()}
    files["manifest.json"] = files["manifest.json"].replace(b'"rows":1', b'"rows":2')
    with ZipFile(path, "w", ZIP_DEFLATED) as after:
        for name, content in files.items():
            after.writestr(name, content)

    assert "its manifest is not the one that was sealed" in said(wrong_seals())


def test_a_bundle_that_is_gone_is_named(sealed):
    path_of_document(sealed.bundle_id).unlink()

    assert f"seal 1 of {sealed.plan.code}, {PERIOD}: its bundle cannot be read" in said(wrong_seals())


def test_a_changed_value_of_a_return_is_named(sealed):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reporting_value DISABLE TRIGGER reporting_value_keep_rows")
        cursor.execute("UPDATE reporting_value SET value = 4 WHERE stage = 'validated'")
        cursor.execute("ALTER TABLE reporting_value ENABLE ALWAYS TRIGGER reporting_value_keep_rows")

    assert "its content does not match its digest" in said(changed_records())
