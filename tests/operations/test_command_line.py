"""The `portal` command: wrong usage is 2, a refusal is 1 and one sentence on standard error."""

import pytest

from portal import migrations
from portal.operations import serving
from portal.operations.ticking import Ran
from portal.schedule import SCHEDULE
from portal.settings import Settings
from tests.operations.homes import opened, portal

USAGE = [
    ("no command", []),
    ("an unknown command", ["fly"]),
    ("an unknown option", ["serve", "--colour", "blue"]),
    ("a port that is no number", ["serve", "--port", "eighty"]),
    ("half a command", ["audit"]),
    ("a kind that cannot be imported", ["import", "dreams", "file.csv"]),
    ("a seed without a number", ["seed"]),
]


@pytest.mark.parametrize("words", [words for _why, words in USAGE], ids=[why for why, _words in USAGE])
def test_wrong_usage_is_2_and_says_how_it_goes(tmp_path, words):
    answer = portal(*words, home=tmp_path)
    assert answer.returncode == 2
    assert answer.stderr.startswith("usage: portal")


@pytest.mark.parametrize("words", [["serve"], ["web"], ["scheduler"], ["tick"], ["migrate"], ["audit", "verify"]])
def test_what_needs_a_home_says_that_there_is_none(tmp_path, words):
    answer = portal(*words, home=tmp_path / "nowhere")
    refused(answer, f"{tmp_path / 'nowhere'} is not a portal home yet; `portal init` makes it one.")
    assert not (tmp_path / "nowhere").exists()


def test_a_nonsense_setting_is_one_sentence(tmp_path):
    refused(
        portal("doctor", home=tmp_path, PORTAL_PORT="eighty"), "PORTAL_PORT is 'eighty'; it must be a whole number."
    )


def test_the_demo_company_is_not_served_to_others(demo_home):
    answer = portal("serve", "--host", "0.0.0.0", home=demo_home)
    refused(answer)
    assert "PORTAL_HOST is 0.0.0.0" in answer.stderr


@pytest.mark.once("a server's database is not sealed by the key")
def test_another_key_opens_nothing(demo_home):
    (demo_home / "keys" / "master.key").write_text("00" * 32, "ascii")
    answer = portal("tick", home=demo_home)
    assert answer.returncode == 1
    assert answer.stderr == "The database cannot be used (file is not a database); `portal doctor` says more.\n"


@pytest.mark.parametrize("content", ["", "words", "00" * 31])
def test_a_file_that_holds_no_key_is_named(demo_home, content):
    (demo_home / "keys" / "master.key").write_text(content, "ascii")
    for words in (["tick"], ["init"]):
        answer = portal(*words, home=demo_home)
        refused(answer)
        assert "master.key does not hold a master key" in answer.stderr


def test_a_home_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way", "ascii")
    answer = portal("init", home=tmp_path / "file" / "home")
    refused(answer)
    assert "file" in answer.stderr


def test_migrate_says_what_it_did(bare_home):
    with opened(bare_home):
        last = migrations.runner().down()[0]
    step, backup = portal("migrate", home=bare_home).stdout.splitlines()
    assert step == last
    assert backup.startswith(f"Backed up first: {bare_home}/backups/portal-")
    assert portal("migrate", home=bare_home).stdout.strip() == "The database has today's shape."


def test_tick_tells_what_each_job_did_and_is_1_when_one_failed(bare_home, monkeypatch, capsys):
    answer = portal("tick", home=bare_home)
    assert answer.returncode == 0
    assert [line.partition(": ")[0] for line in answer.stdout.splitlines()] == [job.name for job in SCHEDULE]
    ran = [Ran("good", 3, ""), Ran("bad", 0, "LookupError: gone")]
    monkeypatch.setattr(serving, "tick_by_hand", lambda term: ran)
    with opened(bare_home):
        assert serving.tick(None, Settings()) == 1
    assert capsys.readouterr().out.splitlines() == ["good: 3", "bad: LookupError: gone"]


def refused(answer, sentence: str | None = None) -> None:
    assert answer.returncode == 1
    assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr
    assert sentence is None or answer.stderr.strip() == sentence
