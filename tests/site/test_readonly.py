"""The client that fails a GET which writes does fail it."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.urls import path

from tests.conftest import WRITES, GetThatWrites

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.site.test_readonly")]


def ask(request):
    with connection.cursor() as cursor:
        cursor.execute(request.GET["sql"])
    return HttpResponse("read")


urlpatterns = [path("ask/", ask)]


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO people_user DEFAULT VALUES",
        " update people_user set name = 'x'",
        "DELETE FROM people_user",
        "WITH old AS (SELECT 1) DELETE FROM people_user",
        "SELECT nextval('people_user_id_seq')",
    ],
)
def test_a_get_that_writes_fails(readonly_client, sql):
    with pytest.raises(GetThatWrites):
        readonly_client.get("/ask/", {"sql": sql})


@pytest.mark.parametrize("sql", ["SELECT 1", "WITH a AS (SELECT 'UPDATE') SELECT * FROM a", "SAVEPOINT a"])
def test_a_get_that_reads_is_answered(readonly_client, sql):
    assert readonly_client.get("/ask/", {"sql": sql}).content == b"read"


def test_sessions_are_not_counted():
    assert WRITES.match('UPDATE "django_session" SET expire_date = now()')
