"""Codes against the published tables, against a phone made by the book, and at the edges of the half minute."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from portal.access import codes
from portal.core import crypto
from tests.access.phone import digits

SECRET = b"12345678901234567890"  # of RFC 6238, appendix B
NOON = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)
KEY = b"k" * 32


@pytest.mark.parametrize(
    ("seconds", "code"),  # RFC 6238, appendix B, SHA-1, the last six of its eight digits
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_table_of_the_standard(seconds, code):
    at = datetime.fromtimestamp(seconds, UTC)
    assert codes.code_of(SECRET, codes.step_at(at)) == digits(SECRET, seconds // 30) == code
    assert codes.step_of(code, SECRET, at=at, after=0) == seconds // 30


@pytest.mark.parametrize(("away", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_of_drift_each_way(away, taken):
    step = codes.step_at(NOON) + away
    assert (codes.step_of(digits(SECRET, step), SECRET, at=NOON, after=0) == step) is taken


@pytest.mark.parametrize(("used", "taken"), [(-1, True), (0, False), (1, False)])
def test_a_step_that_was_used_and_those_before_it_are_refused(used, taken):
    here = codes.step_at(NOON)
    assert (codes.step_of(digits(SECRET, here), SECRET, at=NOON, after=here + used) is not None) is taken


def test_the_half_minute_ends_when_it_ends():
    code = digits(SECRET, codes.step_at(NOON))
    late = NOON + timedelta(seconds=59.999)
    assert codes.step_of(code, SECRET, at=late, after=0) is not None
    assert codes.step_of(code, SECRET, at=NOON + timedelta(seconds=60), after=0) is None


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12a456", "１２３４５６", "-12345", "+12345", "12.456", "\0" * 6])
def test_what_is_no_code_is_no_code(typed):
    assert codes.step_of(typed, SECRET, at=NOON, after=0) is None


def test_blanks_in_a_code_do_not_matter():
    code = digits(SECRET, codes.step_at(NOON))
    assert codes.step_of(f" {code[:3]} {code[3:]} ", SECRET, at=NOON, after=0) is not None


def test_a_secret_is_kept_sealed_and_for_its_owner_alone():
    secret = codes.new_secret()
    kept = codes.sealed(secret, key=KEY, username="agent.eu")
    assert secret not in kept
    assert codes.unsealed(kept, key=KEY, username="agent.eu") == secret
    for key, name in ((KEY, "agent.us"), (b"x" * 32, "agent.eu")):
        with pytest.raises(crypto.Unreadable):
            codes.unsealed(kept, key=key, username=name)


def test_what_a_phone_scans_says_the_same_as_what_is_typed():
    secret = codes.new_secret()
    address = urlsplit(codes.address(secret, "agent.eu"))
    said = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert (address.scheme, address.netloc, unquote(address.path)) == ("otpauth", "totp", "/Portal:agent.eu")
    assert said["issuer"] == "Portal"
    assert (said.get("digits", "6"), said.get("period", "30"), said.get("algorithm", "SHA1")) == ("6", "30", "SHA1")
    assert base64.b32decode(said["secret"]) == base64.b32decode(codes.as_text(secret).replace(" ", "")) == secret
    assert len(secret) == 20


def test_recovery_codes_are_ten_different_ones_without_letters_that_read_alike():
    made = codes.new_recovery_codes()
    assert len(set(made)) == 10
    for code in made:
        assert len(code.replace("-", "")) == 12
        assert set(code) <= set("abcdefghjkmnpqrstuvwxyz23456789-")


def test_a_recovery_code_is_read_however_it_is_typed_and_only_with_the_key():
    kept = codes.recovery_hash("abcd-efgh-jkmn", key=KEY)
    assert codes.recovery_hash(" ABCD EFGH jkmn ", key=KEY) == kept
    assert codes.recovery_hash("abcd-efgh-jkmn", key=b"x" * 32) != kept
    assert codes.recovery_hash("abcd-efgh-jkmm", key=KEY) != kept
    assert "abcd" not in kept
