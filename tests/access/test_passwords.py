"""Hashes: argon2id, the same work for nobody as for somebody, few at a time."""

import re
import threading

from portal.access import passwords


def test_a_hash_is_argon2id_and_matches_its_password_alone():
    kept = passwords.hashed("portal-demo")
    assert kept.startswith("$argon2id$")
    assert passwords.matches(kept, "portal-demo")
    assert not passwords.matches(kept, "portal-dem0")
    assert not passwords.is_outdated(kept)


def test_nobody_has_no_password():
    assert not passwords.matches(None, "portal-demo")
    assert not passwords.matches("not a hash", "portal-demo")


def test_nobody_costs_a_hash_as_well(monkeypatch):
    verified = []

    class Counting:
        def verify(self, kept, _password):
            verified.append(kept)
            return True

        def hash(self, _password):
            return "$argon2id$stand-in"

    monkeypatch.setattr(passwords, "hasher", Counting())
    passwords._nobody.cache_clear()
    assert not passwords.matches(None, "anything")
    assert verified == ["$argon2id$stand-in"]
    passwords._nobody.cache_clear()


def test_few_are_hashed_at_once(monkeypatch):
    running, most, gate = 0, 0, threading.Lock()
    release = threading.Event()

    class Slow:
        def verify(self, _kept, _password):
            nonlocal running, most
            with gate:
                running += 1
                most = max(most, running)
            release.wait(0.2)
            with gate:
                running -= 1
            return True

    monkeypatch.setattr(passwords, "hasher", Slow())
    threads = [threading.Thread(target=passwords.matches, args=("hash", "x")) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == passwords.AT_ONCE


def test_a_one_time_password_is_long_and_never_the_same():
    seen = {passwords.one_time() for _ in range(50)}
    assert len(seen) == 50
    assert all(re.fullmatch(r"(?:[a-hj-km-np-z2-9]{4}-){3}[a-hj-km-np-z2-9]{4}", password) for password in seen)
