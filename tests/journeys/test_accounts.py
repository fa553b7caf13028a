"""An account is protected: a second factor for who wants one, a pause after too many attempts."""

import base64
import hashlib
import hmac
import re
import struct
import time


def code_of(secret: str) -> str:
    """The six digits of now (RFC 6238), as a telephone computes them."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def test_a_second_factor_is_turned_on_and_asked_at_the_next_sign_in(visitor):
    page = visitor.signs_in("verifier", then="/fr/account/factor/totp/activate/")
    if page.locator("input[type=password]").count():
        page.locator("input[type=password]").fill(visitor.accounts["verifier"])
        visitor.sends()
    secret = re.search(r"\b[A-Z2-7]{32}\b", page.locator("main").inner_text())[0]

    page.locator("input[name=code]").fill(code_of(secret))
    visitor.sends()
    assert "/factor/" in visitor.where

    visitor.goes_to("/fr/account/factor/recovery-codes/")
    spare = re.findall(r"\b[0-9a-f]{8}\b", page.locator("main").inner_text())

    visitor.signs_out()
    visitor.signs_in("verifier")
    assert "/factor/authenticate/" in visitor.where
    page.locator("input[name=code]").fill(spare[0])  # the telephone's code serves once, for thirty seconds
    visitor.sends()
    assert visitor.where == "/fr/"


def test_too_many_attempts_are_followed_by_a_pause(visitor):
    visitor.expected.update((400, 429))
    page = visitor.page
    for _attempt in range(5):
        visitor.signs_in("committee_member", password="pas le bon")

    visitor.signs_in("committee_member")

    assert visitor.where.startswith("/fr/account/login/")
    assert page.locator("input[type=password]").count() == 0
    assert "pendant 15 minutes" in page.locator("main").inner_text()
    assert visitor.goes_to("/fr/contracts/").locator("input[type=password]").count() == 1


def test_signing_out_closes_the_pages(visitor):
    page = visitor.signs_in("coordinator")

    page.locator(".person-menu summary").click()
    page.locator(".person-menu form button").click()
    page.wait_for_load_state()

    assert visitor.goes_to("/fr/contracts/").locator("input[type=password]").count() == 1
