"""`portal init`: a home with and without the demo company; once; and whole, however often it is interrupted."""

import stat

import pytest

from portal.access.models import Region, Staff
from portal.archive.models import Customer
from portal.audit import queries as journal
from portal.clocks.models import Calendar
from portal.tickets.models import Ticket
from tests import postgres
from tests.operations.homes import opened, portal, started, until


def test_a_home_has_key_database_ground_and_an_administrator(tmp_path):
    answer = portal("init", home=tmp_path / "home")
    assert answer.returncode == 0, answer.stderr
    key = tmp_path / "home" / "keys" / "master.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    if not postgres.is_chosen():
        assert b"SQLite format" not in (tmp_path / "home" / "data" / "portal.db").read_bytes()[:100]
    with opened(tmp_path / "home"):
        assert {region.code for region in Region.select()} == {"hq", "eu", "us", "sea", "me", "jk"}
        countries = {"de", "gb", "fr", "br", "id", "th", "ae", "kr"}
        assert {calendar.code for calendar in Calendar.select()} == {"hq", "eu", "us", "sea", "me", "jk"} | countries
        admin = Staff.get()
        assert (admin.username, admin.roles, admin.must_change_password) == ("admin", ["admin"], True)
        assert Ticket.select().count() == Customer.select().count() == 0


def test_the_administrators_password_is_shown_once_and_kept_nowhere(tmp_path):
    shown = portal("init", home=tmp_path / "home").stdout
    password = shown.split("(shown only now): ")[1].split()[0]
    assert len(password) == 19
    kept = [
        path for path in (tmp_path / "home").rglob("*") if path.is_file() and password.encode() in path.read_bytes()
    ]
    assert kept == []


def test_a_home_is_made_once(made_demo):
    before = (made_demo / "keys" / "master.key").read_bytes()
    for words in (["init"], ["init", "--demo"]):
        answer = portal(*words, home=made_demo)
        assert answer.returncode == 1
        assert answer.stderr.strip() == f"{made_demo} is a portal home already; nothing was changed."
    assert (made_demo / "keys" / "master.key").read_bytes() == before


def test_the_demo_company_says_that_it_is_one(made_demo):
    assert (made_demo / "settings.toml").read_text("utf-8") == "demo = true\n"
    with opened(made_demo):
        assert journal.verify().broken is None


@pytest.mark.parametrize("done", ["a key half written", "a key", "the setting"])
def test_what_was_begun_is_completed(tmp_path, done):
    home = tmp_path / "home"
    begin(home, done)
    answer = portal("init", "--demo", home=home)
    assert answer.returncode == 0, answer.stderr
    assert (home / "settings.toml").read_text("utf-8") == "demo = true\n"
    with opened(home):
        assert Staff.select().count() == 30


def begin(home, done: str) -> None:
    (home / "keys").mkdir(parents=True)
    if done == "a key half written":
        (home / "keys" / "master.unfinished").write_text("00", "ascii")
        return
    (home / "keys" / "master.key").write_text("5a" * 32, "ascii")
    if done == "the setting":
        (home / "settings.toml").write_text("demo = true\n", "utf-8")


def test_a_demo_that_was_begun_stays_a_demo(tmp_path):
    """Its public passwords must never be in a home that does not know about them."""
    begin(tmp_path / "home", "the setting")
    assert portal("init", home=tmp_path / "home").returncode == 0
    with opened(tmp_path / "home"):
        assert Staff.select().count() == 30


@pytest.mark.parametrize("sight", ["keys/master.key", "settings.toml", "files"])
def test_killed_in_the_middle_it_is_completed_by_the_next(tmp_path, sight):
    """Killed when the key is there, when the database has its tables, and in the middle of the demo company."""
    home = tmp_path / "home"
    first = started("init", "--demo", home=home)
    until((home / sight).exists)
    first.kill()
    first.communicate()
    answer = portal("init", "--demo", home=home)
    assert answer.returncode == 0, answer.stderr
    with opened(home):
        assert Staff.select().count() == 30
        assert journal.verify().broken is None
