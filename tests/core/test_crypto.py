"""Keys and sealing."""

from __future__ import annotations

import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from portal.core import crypto

KEY = bytes(range(32))


@settings(max_examples=50, deadline=None)
@given(plain=some.binary(max_size=200), about=some.text(max_size=20))
def test_what_is_sealed_opens_again(plain, about):
    sealed = crypto.seal(KEY, plain, about)
    assert crypto.unseal(KEY, sealed, about) == plain
    assert sealed != crypto.seal(KEY, plain, about)


@settings(max_examples=50, deadline=None)
@given(about=some.text(max_size=20), other=some.text(max_size=20))
def test_it_belongs_to_one_subject(about, other):
    sealed = crypto.seal(KEY, b"secret", about)
    if about != other:
        with pytest.raises(crypto.Unreadable):
            crypto.unseal(KEY, sealed, other)


def test_any_changed_byte_is_noticed():
    sealed = crypto.seal(KEY, b"plain", "customer:1")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(crypto.Unreadable):
            crypto.unseal(KEY, bytes(changed), "customer:1")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + bytes(12), b"\x02" + bytes(40), b"plain text"])
def test_what_was_never_sealed_does_not_open(sealed):
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(KEY, sealed, "")


def test_another_key_does_not_open_it():
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(bytes(32), crypto.seal(KEY, b"plain", ""), "")


def test_it_says_its_version_and_shows_nothing():
    sealed = crypto.seal(KEY, b"plain text", "")
    assert sealed[:1] == crypto.VERSION == b"\x01"
    assert b"plain" not in sealed
    assert len(sealed) == 1 + 12 + len(b"plain text") + 16


def test_each_purpose_has_its_own_key():
    keys = {crypto.derive(KEY, purpose) for purpose in ("database", "cookies", "file-keys")}
    assert len(keys) == 3
    assert KEY not in keys
    assert all(len(key) == 32 for key in keys)
    assert crypto.derive(KEY, "database") == crypto.derive(KEY, "database")


def test_a_master_key_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "keys" / "master.key"
    key = crypto.make_master_key(path)
    assert crypto.read_master_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with pytest.raises(FileExistsError):
        crypto.make_master_key(path)
    assert crypto.read_master_key(path) == key


@pytest.mark.parametrize("text", ["", "abcd", "zz" * 32, "00" * 33])
def test_a_file_that_holds_no_key_is_refused(tmp_path, text):
    (tmp_path / "master.key").write_text(text)
    with pytest.raises(ValueError):  # noqa: PT011  (hex or length)
        crypto.read_master_key(tmp_path / "master.key")
