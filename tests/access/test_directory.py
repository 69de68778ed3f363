"""A real directory (slapd): whose password it proves, and what happens where it cannot."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace

import pytest

from portal.access import directory
from portal.access.directory import Proof
from portal.access.sources import Directory, Fault, Unreachable
from tests import slapd

pytestmark = pytest.mark.skipif(not slapd.is_installed(), reason="slapd is not installed")
PASSWORD = "right horse battery"
GROUPS = {f"cn=desk,{slapd.BASE}": "clerk", f"cn=leads,{slapd.BASE}": "supervisor", f"cn=gone,{slapd.BASE}": "manager"}
YES = Proof(frozenset())


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """One server for the tests that leave it as it is."""
    with start(tmp_path_factory.mktemp("slapd")) as there:
        yield there


def start(home, **how):
    entries = (
        slapd.person("agent.eu", PASSWORD),
        slapd.person("two", PASSWORD),
        slapd.person("two again", PASSWORD, uid="two"),
        slapd.person("locked", ""),
        slapd.person("star*)(uid=", PASSWORD, uid="star"),
        slapd.group("desk", "agent.eu", "two"),
        slapd.group("leads", "two"),
    )
    return slapd.server(home, *entries, **how)


def at(there, **changes) -> Directory:
    """How the portal asks this server: encrypted from the start."""
    known = Directory(there.ldaps, slapd.PEOPLE, slapd.PORTAL, slapd.PORTAL_PASSWORD, ca_file=there.ca)
    return replace(known, **changes)


@pytest.mark.parametrize(
    ("username", "password", "proof"),
    [
        ("agent.eu", PASSWORD, YES),
        ("AGENT.EU", PASSWORD, YES),
        ("agent.eu", "wrong", None),
        ("agent.eu", "", None),
        ("agent.eu", PASSWORD + " ", None),
        ("nobody", PASSWORD, None),
        ("two", PASSWORD, None),
        ("locked", PASSWORD, None),
        ("locked", "", None),
        ("*", PASSWORD, None),
        ("agent*", PASSWORD, None),
        ("*)(uid=*", PASSWORD, None),
        ("agent.eu)(|(uid=*", PASSWORD, None),
        ("agent.eu\x00", PASSWORD, None),
        ("\\61gent.eu", PASSWORD, None),
        ("", PASSWORD, None),
        ("star", PASSWORD, YES),
    ],
)
def test_whose_password_it_is(running, username, password, proof):
    assert directory.prove(at(running), username, password) == proof


@pytest.mark.parametrize("ways", [{"starttls": True}, {"starttls": False}], ids=["StartTLS", "plain on this machine"])
def test_by_starttls_and_plain_on_this_machine(running, ways):
    there = at(running, url=running.ldap, **ways)
    assert directory.prove(there, "agent.eu", PASSWORD) == YES
    assert directory.prove(there, "agent.eu", "wrong") is None


def test_an_empty_password_is_never_sent(running, monkeypatch):
    """slapd says yes to a bind with a name and no password where it is allowed to; the portal does not ask."""
    monkeypatch.setattr(directory, "_bound", lambda *_: pytest.fail("the directory was asked"))
    assert directory.prove(at(running), "agent.eu", "") is None


def test_groups_give_roles_only_where_they_are_named(running):
    there = at(running, group_roles=GROUPS)
    assert directory.prove(there, "agent.eu", PASSWORD) == Proof(frozenset({"clerk"}))
    assert directory.prove(there, "star", PASSWORD) == YES
    assert directory.prove(there, "agent.eu", "wrong") is None


def test_a_good_connection_passes_the_check(running):
    directory.check(at(running))
    directory.check(at(running, url=running.ldap, starttls=True))


BAD = {
    "password of the portal": ({"bind_password": "wrong"}, Fault.PORTAL_REFUSED),
    "a search without a name that is not allowed": ({"bind_dn": "", "bind_password": ""}, Fault.NO_BASE),
    "base": ({"base": "ou=nowhere,dc=example,dc=com"}, Fault.NO_BASE),
    "filter": ({"user_filter": "(&(uid={name})(|)"}, Fault.NO_BASE),
    "trusted by nobody": ({"ca_file": ""}, Fault.INSECURE),
    "StartTLS with another authority": ({"url": "ldap", "starttls": True, "ca_file": ""}, Fault.INSECURE),
    "closed port": ({"url": "ldap://127.0.0.1:1"}, Fault.SILENT),
    "no such host": ({"url": "ldaps://directory.invalid"}, Fault.SILENT),
    "plain where TLS is spoken": ({"url": "plain"}, Fault.SILENT),
    "TLS where plain is spoken": ({"url": "secure"}, Fault.INSECURE),
}


@pytest.mark.parametrize(("changes", "fault"), BAD.values(), ids=BAD)
def test_what_is_wrong_has_a_name_and_lets_nobody_in(running, changes, fault):
    urls = {"ldap": running.ldap, "plain": running.ldaps.replace("ldaps", "ldap")}
    urls["secure"] = running.ldap.replace("ldap:", "ldaps:")
    if changes.get("url") in urls:
        changes = changes | {"url": urls[changes["url"]]}
    there = at(running, **changes)
    for ask in (lambda: directory.check(there), lambda: directory.prove(there, "agent.eu", PASSWORD)):
        with pytest.raises(Unreachable) as told:
            ask()
        assert told.value.fault is fault, told.value.detail
        assert str(told.value.reason)
        assert PASSWORD not in str(told.value) and slapd.PORTAL_PASSWORD not in str(told.value)


def test_a_certificate_of_another_authority_is_refused(running, tmp_path):
    slapd.make_certificates(tmp_path, "localhost")
    with pytest.raises(Unreachable) as told:
        directory.check(at(running, ca_file=str(tmp_path / "ca.pem")))
    assert told.value.fault is Fault.INSECURE


@pytest.mark.parametrize("starttls", [False, True])
def test_a_certificate_for_another_host_is_refused(tmp_path, starttls):
    with start(tmp_path / "other", host="ldap.example.com") as there:
        url = there.ldap if starttls else there.ldaps
        with pytest.raises(Unreachable) as told:
            directory.prove(at(there, url=url, starttls=starttls), "agent.eu", PASSWORD)
        assert told.value.fault is Fault.INSECURE


def test_starttls_that_is_refused_sends_no_password(tmp_path):
    with start(tmp_path / "no-tls", tls=False) as there:
        with pytest.raises(Unreachable) as told:
            directory.prove(at(there, url=there.ldap, starttls=True), "agent.eu", PASSWORD)
        assert told.value.fault is Fault.INSECURE


def test_who_is_renamed_disabled_or_gone_is_not_proved(tmp_path):
    with start(tmp_path / "changing") as there:
        assert directory.prove(at(there), "agent.eu", PASSWORD) == YES
        dn = f"dn: cn=agent.eu,{slapd.PEOPLE}\n"
        there.modify(f"{dn}changetype: modify\nreplace: uid\nuid: agent.new\n")
        assert directory.prove(at(there), "agent.eu", PASSWORD) is None
        assert directory.prove(at(there), "agent.new", PASSWORD) == YES
        there.modify(f"{dn}changetype: modify\nreplace: userPassword\nuserPassword: another one altogether\n")
        assert directory.prove(at(there), "agent.new", PASSWORD) is None
        there.modify(f"{dn}changetype: modify\ndelete: userPassword\n")
        assert directory.prove(at(there), "agent.new", "another one altogether") is None
        there.modify(f"dn: cn=two again,{slapd.PEOPLE}\nchangetype: delete\n")
        assert directory.prove(at(there), "two", PASSWORD) == YES


def test_a_server_that_dies_is_noticed_at_once(tmp_path):
    with start(tmp_path / "dying") as there:
        assert directory.prove(at(there), "agent.eu", PASSWORD) == YES
        there.process.kill()
        there.process.wait()
        with pytest.raises(Unreachable) as told:
            directory.prove(at(there), "agent.eu", PASSWORD)
        assert told.value.fault is Fault.SILENT


def test_a_server_that_dies_between_search_and_bind(tmp_path, monkeypatch):
    with start(tmp_path / "dying") as there:
        takes = directory._takes

        def die_first(*given):
            there.process.kill()
            there.process.wait()
            return takes(*given)

        monkeypatch.setattr(directory, "_takes", die_first)
        with pytest.raises(Unreachable) as told:
            directory.prove(at(there), "agent.eu", PASSWORD)
        assert told.value.fault is Fault.SILENT


@pytest.fixture
def mute():
    """A server that takes connections and says nothing: its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        held = []
        threading.Thread(target=_take_and_hold, args=(listener, held), daemon=True).start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        for one in held:
            one.close()


def _take_and_hold(listener, held) -> None:
    while True:
        try:
            held.append(listener.accept()[0])
        except OSError:
            return


@pytest.mark.parametrize("how", [{"url": "ldap"}, {"url": "ldap", "starttls": True}, {"url": "ldaps"}], ids=str)
def test_a_slow_server_is_not_waited_for(mute, how, monkeypatch):
    monkeypatch.setattr(directory, "RECEIVING", 1)
    there = Directory(f"{how['url']}://{mute}", slapd.PEOPLE, slapd.PORTAL, "x", starttls=how.get("starttls", False))
    began = time.monotonic()
    with pytest.raises(Unreachable):
        directory.prove(there, "agent.eu", PASSWORD)
    assert time.monotonic() - began < 4


def test_a_slow_server_does_not_hold_up_everybody(mute, monkeypatch):
    monkeypatch.setattr(directory, "PATIENCE", 0.1)
    there, said = Directory(f"ldap://{mute}", slapd.PEOPLE), []

    def ask():
        try:
            directory.prove(there, "agent.eu", PASSWORD)
        except Unreachable as unreachable:
            said.append(unreachable.fault)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [Fault.BUSY] * 4 + [Fault.SILENT] * 2


def test_the_password_is_in_no_text_of_the_directory(running):
    assert slapd.PORTAL_PASSWORD not in repr(at(running))
