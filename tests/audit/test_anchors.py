"""Anchors: what the chain alone cannot show is seen by what was signed outside of the database."""

from __future__ import annotations

import hashlib
import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from portal.__main__ import main
from portal.audit import SYSTEM, actions, anchors, chain, queries
from portal.audit.actions import record
from portal.audit.anchor_files import CopyFailed, Place
from portal.audit.models import JournalRow
from portal.core import db, time
from portal.core.errors import Refused
from tests.audit.tampering import lift_the_lid, tamper
from tests.core import apart

EVENING = datetime(2026, 11, 24, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
DAY = timedelta(days=1)


def write(rows: int) -> None:
    for number in range(rows):
        record("a.b", f"subject {number}", by=SYSTEM, at=EVENING)


@pytest.fixture
def home(app, tmp_path):
    """A home with two anchors and rows after each; every model reads it."""
    settings = apart.home_at(tmp_path / "home")
    with apart.pointed_at(settings):
        write(5)
        actions.anchor(now=EVENING)
        write(4)
        actions.anchor(now=EVENING + DAY)
        write(3)
        yield settings


def fault() -> tuple[str, str] | None:
    return queries.verify().fault


def lines(home) -> list[str]:
    return (home.anchors / "anchors.jsonl").read_text().splitlines()


def put(home, *kept: str) -> None:
    (home.anchors / "anchors.jsonl").write_text("".join(f"{line}\n" for line in kept))


def test_a_journal_with_its_anchors_is_whole(home):
    verdict = queries.verify()
    assert (verdict.rows, verdict.anchors, verdict.fault) == (14, 2, None)


def test_a_line_says_what_it_should_and_another_program_can_check_it(home):
    first, second = map(json.loads, lines(home))
    assert (first["day"], first["number"], first["digest"]) == ("2026-11-24", 5, JournalRow.get_by_id(5).digest)
    assert (first["before"], second["before"]) == ("0" * 64, hashlib.sha256(lines(home)[0].encode()).hexdigest())
    key = load_pem_public_key((home.home / "keys" / "anchor.pub").read_bytes())
    for anchor in (first, second):
        signature = bytes.fromhex(anchor.pop("signature"))
        key.verify(signature, json.dumps(anchor, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def test_the_day_is_that_of_headquarters_and_twice_the_same_day_does_nothing(home):
    assert actions.anchor(now=EVENING + DAY) is None
    later = EVENING + DAY + timedelta(minutes=2)  # past midnight in Shanghai
    assert actions.anchor(now=later).day == "2026-11-26"
    assert actions.anchor(now=later - DAY) is None  # a clock that was set back
    assert len(lines(home)) == 3


def test_missed_days_are_made_up_by_one(home):
    assert actions.anchor(now=EVENING + 9 * DAY).day == "2026-12-03"
    assert len(lines(home)) == 3
    assert fault() is None


def test_it_is_in_the_journal(home):
    row = JournalRow.get(JournalRow.what == "journal.anchored")
    assert (row.who, row.subject) == ("system", "journal")
    line = hashlib.sha256(lines(home)[0].encode()).hexdigest()
    assert row.changes == {"day": [None, "2026-11-24"], "number": [None, 5], "line": [None, line]}


def test_nothing_that_may_be_taken_back_is_signed(home):
    with db.atomic():
        assert actions.anchor(now=EVENING + 5 * DAY) is None


def test_the_key_is_sealed_and_its_owner_s_alone(home):
    path = home.home / "keys" / "anchor.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    raw = Place(home).private_key().private_bytes_raw()
    assert raw not in path.read_bytes()


def test_newest_rows_taken_out_are_seen(home):
    tamper("DELETE FROM journal WHERE id > 9")
    assert fault() == ("anchor_beyond", "2026-11-25")


def test_the_rows_after_the_newest_anchor_are_what_nobody_vouches_for(home):
    """The limit of a daily anchor, said here so that nobody believes otherwise."""
    tamper("DELETE FROM journal WHERE id > 11")
    assert fault() is None


def test_a_table_that_was_emptied_is_seen(home):
    tamper("DELETE FROM journal")
    assert fault() == ("anchor_beyond", "2026-11-24")


def rewrite(upto: int) -> None:
    """A fresh chain over all rows, one of which says something else."""
    before = chain.ROOT
    for row in JournalRow.select().order_by(JournalRow.id):
        fields = {name: getattr(row, name) for name in ("origin", "what", "subject", "reason", "changes")}
        who = "nobody" if row.id == upto else row.who
        before = chain.digest(before, number=row.id, at_ms=time.to_ms(row.at), who=who, **fields)
        db.run("UPDATE journal SET who = ?, digest = ? WHERE id = ?", who, before, row.id)


@pytest.mark.parametrize(("changed", "seen"), [(1, "5"), (7, "10")])
def test_a_chain_that_was_rewritten_is_seen(home, changed, seen):
    lift_the_lid()
    rewrite(changed)
    assert fault() == ("row_rewritten", seen)


def test_a_dropped_anchor_is_seen(home):
    whole = lines(home)
    put(home, whole[0])
    assert fault() == ("anchor_lost", "2026-11-25")
    put(home, whole[1])
    assert fault() == ("anchor_out_of_line", "2026-11-25")
    put(home)
    assert fault() == ("anchor_lost", "2026-11-24")
    (home.anchors / "anchors.jsonl").unlink()
    assert fault() == ("anchor_lost", "2026-11-24")


def flipped(text: str) -> str:
    return ("1" if text[:1] == "0" else "0") + text[1:]


@pytest.mark.parametrize("name", ["day", "number", "digest", "at", "before", "restored", "signature"])
def test_an_altered_anchor_is_seen(home, name):
    whole = lines(home)
    facts = json.loads(whole[1])
    facts[name] = facts[name] + 1 if isinstance(facts[name], int) else flipped(facts[name])
    put(home, whole[0], json.dumps(facts, sort_keys=True, separators=(",", ":")))
    assert fault() == ("anchor_not_signed", facts["day"])


@pytest.mark.parametrize("line", ["", "oops", "[]", '{"day": 1}', "1" * 5000])
def test_a_line_that_is_no_anchor_is_seen(home, line):
    put(home, lines(home)[0], line, lines(home)[1])
    assert fault() == ("anchor_unreadable", "2")


def test_swapped_keys_are_seen(home):
    for name in ("anchor.key", "anchor.pub"):
        (home.home / "keys" / name).unlink()
    Place(home)._make_key()
    assert fault() == ("anchor_not_signed", "2026-11-24")


def test_swapped_keys_and_anchors_signed_anew_are_seen(home):
    facts = [json.loads(line) for line in lines(home)]
    for name in ("anchor.key", "anchor.pub", "../anchors/anchors.jsonl"):
        (home.home / "keys" / name).unlink()
    before, key = chain.ROOT, Place(home).private_key()
    for fact in facts:
        del fact["signature"]
        made = anchors.signed(key, **(fact | {"before": before}))
        Place(home).append(made)
        before = anchors.digest_of_line(made.line)
    assert fault() == ("anchor_lost", "2026-11-24")


def test_a_lost_key_is_not_made_anew_while_there_are_anchors(home):
    (home.home / "keys" / "anchor.key").unlink()
    with pytest.raises(Refused, match="is lost"):
        actions.anchor(now=EVENING + 5 * DAY)


def test_a_line_that_a_crash_cut_off_does_not_spoil_the_next(home):
    path = home.anchors / "anchors.jsonl"
    path.write_text(path.read_text() + '{"day":"2026')
    actions.anchor(now=EVENING + 5 * DAY)
    assert json.loads(lines(home)[-1])["day"] == "2026-11-29"
    assert fault() == ("anchor_unreadable", "3")


@pytest.fixture
def copied(app, tmp_path):
    """The same with a second place."""
    settings = replace(apart.home_at(tmp_path / "home"), anchor_copy=str(tmp_path / "share"))
    with apart.pointed_at(settings):
        write(5)
        actions.anchor(now=EVENING)
        yield settings, tmp_path / "share" / "anchors.jsonl"


def test_each_anchor_is_copied(copied):
    settings, copy = copied
    actions.anchor(now=EVENING + DAY)
    assert copy.read_text().splitlines() == lines(settings)
    assert fault() is None


def test_a_copy_tells_what_was_taken_out_everywhere_else(copied):
    """Newest rows, the anchor of them and the row that tells of it: all gone, and the copy still says so."""
    settings, _copy = copied
    actions.anchor(now=EVENING + DAY)
    put(settings, lines(settings)[0])
    tamper("DELETE FROM journal WHERE id > 6")
    assert fault()[0] == "anchor_copy"


def test_a_share_that_was_away_is_brought_up_and_an_anchor_stands_all_the_same(copied):
    settings, copy = copied
    copy.unlink()
    copy.parent.rmdir()
    copy.parent.write_text("no folder")
    with pytest.raises(CopyFailed, match="cannot be written"):
        actions.anchor(now=EVENING + DAY)
    assert len(lines(settings)) == 2
    copy.parent.unlink()
    assert actions.anchor(now=EVENING + DAY) is None
    assert copy.read_text().splitlines() == lines(settings)


def test_a_copy_that_says_something_else_is_left_alone(copied):
    _settings, copy = copied
    copy.write_text("another\n")
    with pytest.raises(CopyFailed, match="other anchors"):
        actions.anchor(now=EVENING + DAY)
    assert copy.read_text() == "another\n"
    assert fault()[0] == "anchor_copy"


def test_after_a_restored_backup_somebody_says_so_and_the_journal_goes_on(home):
    with pytest.raises(Refused, match="nothing to accept"):
        actions.accept_restore("x", by=SYSTEM, now=EVENING)
    tamper("DELETE FROM journal WHERE id > 9")
    actions.accept_restore("disk of 25 November", by=SYSTEM, now=EVENING + DAY)
    write(20)
    assert fault() is None
    actions.anchor(now=EVENING + 2 * DAY)
    assert fault() is None
    assert [json.loads(line)["restored"] for line in lines(home)] == ["", "", "disk of 25 November", ""]


@pytest.fixture
def command(home, capsys, monkeypatch):
    monkeypatch.setenv("PORTAL_DATABASE", home.database)

    def run(*words: str) -> tuple[int, str, str]:
        before = db.database.obj
        try:
            code = main(["--home", str(home.home), "audit", *words])
        finally:
            db.database.obj.close()
            db.database.initialize(before)
            db.ready()
        return code, *capsys.readouterr()

    return run


def test_the_command_lists_anchors_and_names_what_is_wrong(home, command):
    assert command("verify")[:2] == (0, "The journal is whole: 14 rows, 2 anchors.\n")
    code, out, _err = command("anchors")
    assert (code, [line.split("  ")[:2] for line in out.splitlines()]) == (0, [["2026-11-24", "row 5"], ["2026-11-25", "row 10"]])
    tamper("DELETE FROM journal WHERE id > 9")
    code, _out, err = command("verify")
    assert code == 1
    assert "the anchor of 2026-11-25 speaks of a later row" in err


def test_a_key_kept_elsewhere_shows_a_swap_of_everything(home, command, tmp_path):
    code, out, _err = command("anchors", "--key")
    assert code == 0
    assert out.startswith("-----BEGIN PUBLIC KEY-----")
    kept = tmp_path / "kept.pub"
    kept.write_text(out)
    assert command("verify", "--key", str(kept))[0] == 0
    (home.home / "keys" / "anchor.key").unlink()
    Place(home).public_file.unlink()
    Place(home)._make_key()
    code, _out, err = command("verify", "--key", str(kept))
    assert code == 1
    assert "signed with another one" in err


def test_the_file_is_only_ever_added_to(home):
    path = home.anchors / "anchors.jsonl"
    place, content = path.stat().st_ino, path.read_bytes()
    actions.anchor(now=EVENING + 5 * DAY)
    assert path.stat().st_ino == place
    assert path.read_bytes().startswith(content)
