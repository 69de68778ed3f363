"""`portal backup`: hot, whole or not at all, encrypted, each upload once, old ones removed after a good new one."""

import shutil
import signal
import threading
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from portal.archive import actions as archive
from portal.audit import SYSTEM
from portal.audit import queries as journal
from portal.audit.actions import anchoring, record
from portal.audit.models import JournalRow
from portal.core import crypto, db, time
from portal.core.errors import Refused
from portal.core.files import Store
from portal.migrations import FOLDER
from portal.operations.backups import databases, making, rehearsing, restoring
from portal.operations.backups.shelf import Shelf
from portal.operations.models import Errand
from portal.settings import read
from tests import postgres
from tests.audit.tampering import tamper
from tests.operations import companies
from tests.operations.homes import opened, portal, started, until

pytestmark = pytest.mark.once("each kind of database has its home here")


@pytest.fixture
def server():
    """The address of a PostgreSQL database of the test's own."""
    if not postgres.is_installed():
        pytest.skip("no PostgreSQL is installed here")
    address = postgres.new_database()
    yield address
    postgres.drop(address)


@pytest.fixture(params=companies.KINDS)
def company(request, tmp_path):
    """Settings of a small home of each kind."""
    address = request.getfixturevalue("server") if request.param == "postgresql" else request.param
    return companies.made(tmp_path / "home", address)


def master_of(settings) -> bytes:
    return crypto.read_master_key(settings.master_key_file)


def backed_up(settings, **options) -> making.Made:
    with opened(settings.home):
        return making.make(settings, master_of(settings), **options)


def test_it_restores_to_what_it_was(company, tmp_path):
    made = backed_up(company)
    assert made.manifest.steps[-1] == max(path.stem for path in FOLDER.glob("0*.py"))
    assert made.manifest.counts["ticket"] == made.manifest.counts["ticket_attachment"] == 1
    assert made.manifest.at.endswith("+08:00")
    with opened(company.home):
        done = rehearsing.rehearse(company, master_of(company))
        assert db.settings() == company
    assert (done.path, done.files, done.opened) == (made.path, 1, 1)
    assert done.journal == made.manifest.journal[0] > 0
    assert [path.name for path in Shelf(company.backup_folder).folder.iterdir() if path.name.startswith(".")] == [".lock"]


def test_what_people_write_meanwhile_is_in_it_whole_or_not_at_all(company, tmp_path):
    """A card and its row in the journal come in one transaction: a backup under load holds as many of one as of the other."""
    stop, wrote = threading.Event(), []

    def write():
        db.ready()
        while not stop.is_set():
            archive.register(name=f"Kunde {len(wrote)}", country="DE", by=SYSTEM)
            wrote.append(1)
        db.database.close()

    with opened(company.home):
        writer = threading.Thread(target=write)
        writer.start()
        until(lambda: len(wrote) > 5)
        before = len(wrote)
        made = making.make(company, master_of(company))
        after = len(wrote)
        stop.set()
        writer.join()
        registered = made.manifest.counts["customer"]
        assert before <= registered <= after + 2
        rehearsing.rehearse(company, master_of(company))
    if company.is_postgresql:
        return
    restoring.restore(made.path, tmp_path / "back", master=master_of(company))
    with opened(tmp_path / "back"):
        assert JournalRow.select().where(JournalRow.what == "customer.registered").count() == registered


def test_nothing_in_it_can_be_read_without_the_key(tmp_path):
    settings = companies.made(tmp_path / "home", "sqlite")
    made = backed_up(settings)
    assert "王芳".encode() in settings.database_file.read_bytes()
    everything = b"".join(path.read_bytes() for path in settings.backup_folder.rglob("*") if path.is_file())
    secrets = "王芳".encode(), companies.LETTER, master_of(settings).hex().encode()
    for word in (*secrets, b"agent.eu", b"Lieferzeit", b"SQLite format"):
        assert word not in everything
    assert made.path.stat().st_mode & 0o077 == 0


def test_each_upload_is_copied_once(tmp_path):
    settings = companies.made(tmp_path / "home", "sqlcipher")
    assert backed_up(settings).files == 1
    (copy,) = settings.backup_folder.glob("files/??/*")
    touched = copy.stat().st_ino
    with opened(settings.home):
        companies.with_a_file(Store(settings.files, master_of(settings)), "zweiter.txt", b"zwei")
    second = backed_up(settings)
    assert (second.files, second.new_files) == (2, 1)
    assert copy.stat().st_ino == touched


def test_a_copy_on_the_shelf_that_was_cut_is_made_anew(tmp_path):
    settings = companies.made(tmp_path / "home", "sqlcipher")
    backed_up(settings)
    (copy,) = settings.backup_folder.glob("files/??/*")
    copy.write_bytes(b"cut")
    assert backed_up(settings).new_files == 1
    with opened(settings.home):
        rehearsing.rehearse(settings, master_of(settings))


def test_old_ones_go_after_a_good_new_one_and_their_uploads_with_them(tmp_path):
    settings = companies.made(tmp_path / "home", "sqlcipher")
    few = "backup_daily = 2\nbackup_weekly = 0\nbackup_monthly = 0\n"
    (settings.home / "settings.toml").write_text(f'database = "sqlcipher"\n{few}')
    settings = read({}, home=settings.home)
    (upload,) = settings.files.glob("??/*")
    start = time.now() + timedelta(days=1)
    with time.frozen(start):
        oldest = backed_up(settings).path
    upload.unlink()  # as a destruction does
    with time.frozen(start + timedelta(days=1)):
        assert backed_up(settings).removed == 0
    assert list(settings.backup_folder.glob("files/??/*"))
    with time.frozen(start + timedelta(days=2)):
        assert backed_up(settings).removed == 1
    assert not oldest.exists()
    assert len(Shelf(settings.backup_folder).backups()) == 2
    assert not list(settings.backup_folder.glob("files/??/*"))


def test_a_failed_one_removes_nothing(tmp_path, monkeypatch):
    settings = companies.made(tmp_path / "home", "sqlcipher")
    first = backed_up(settings).path

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making.sealed, "write", full)
    with time.frozen(time.now() + timedelta(days=400)), pytest.raises(OSError, match="No space"):
        backed_up(settings)
    assert [backup.path for backup in Shelf(settings.backup_folder).backups()] == [first]
    assert not (settings.backup_folder / ".unfinished").exists()


def test_without_room_it_is_refused_before_it_begins(tmp_path, monkeypatch):
    settings = companies.made(tmp_path / "home", "sqlcipher")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**9, 10**9, 1_000_000))
    with pytest.raises(Refused, match="1 MB of free space, and a backup needs"):
        backed_up(settings)
    assert not Shelf(settings.backup_folder).backups()


def test_two_do_not_work_on_one_shelf(tmp_path):
    settings = companies.made(tmp_path / "home", "sqlcipher")
    with Shelf(settings.backup_folder).taken(), pytest.raises(Refused, match="at work"):
        backed_up(settings)
    backed_up(settings)


def test_two_in_one_second_are_two(tmp_path):
    settings = companies.made(tmp_path / "home", "sqlcipher")
    with time.frozen(time.now()):
        assert backed_up(settings).path != backed_up(settings).path


def test_settings_go_in_without_secrets(tmp_path):
    settings = companies.made(tmp_path / "home", "sqlcipher")
    told = 'workers = 5\nbackup_passphrase = "of the shelf"\ncompany_zh = "港湾\\"公司"\n'
    (settings.home / "settings.toml").write_text(told, "utf-8")
    settings = read({}, home=settings.home)
    restoring.restore(backed_up(settings).path, tmp_path / "back", master=master_of(settings))
    assert (tmp_path / "back" / "settings.toml").read_text("utf-8") == (
        'company_zh = "港湾\\"公司"\ndatabase = "sqlcipher"\nworkers = 5\n'
    )
    assert read({}, home=tmp_path / "back").company_zh == '港湾"公司'


def test_anchors_go_in(tmp_path):
    settings = companies.made(tmp_path / "home", "sqlcipher")
    day = timedelta(days=1)
    with opened(settings.home):
        anchoring.anchor(now=time.now())
        record("test.went_on", "home", by=SYSTEM)
        path = making.make(settings, master_of(settings)).path
        anchoring.anchor(now=time.now() + day)
        rehearsing.rehearse(settings, master_of(settings))
    restoring.restore(path, tmp_path / "back", master=master_of(settings))
    with opened(tmp_path / "back"):
        verdict = journal.verify()
        assert (verdict.anchors, verdict.fault) == (1, None)
        anchoring.anchor(now=time.now() + 2 * day)
        assert journal.verify().anchors == 2, "signed with the key that came along"


def test_an_anchor_that_is_newer_than_the_copy_of_the_database_stays_out(tmp_path, monkeypatch):
    settings = companies.made(tmp_path / "home", "sqlcipher")
    still = databases.standing_still

    @contextmanager
    def anchored_meanwhile(*given):
        with still(*given) as copy:
            record("test.went_on", "home", by=SYSTEM)
            anchoring.anchor(now=time.now())
            yield copy

    monkeypatch.setattr(databases, "standing_still", anchored_meanwhile)
    with opened(settings.home):
        making.make(settings, master_of(settings))
        rehearsing.rehearse(settings, master_of(settings))


def test_a_copy_whose_journal_does_not_hold_is_not_good(tmp_path):
    settings = companies.made(tmp_path / "home", "sqlcipher")
    with opened(settings.home):
        tamper("UPDATE journal SET who = 'nobody' WHERE id = 3")
        making.make(settings, master_of(settings))
        with pytest.raises(Refused, match="The journal does not hold: row 3"):
            rehearsing.rehearse(settings, master_of(settings))


@pytest.mark.parametrize("moment", ["copying files", "sealing"])
def test_killed_in_the_middle_it_leaves_nothing_that_counts_and_the_next_one_works(tmp_path, moment):
    settings = companies.made(tmp_path / "home", "sqlcipher")
    shelf = Shelf(settings.backup_folder)
    for number in range(600):
        place = settings.files / f"{number % 256:02x}" / f"{number % 256:02x}{number:030x}"
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b"sealed")
    with (settings.home / "keys" / "anchor.pub").open("wb") as large:
        large.truncate(400_000_000)
    backup = started("backup", home=settings.home)
    if moment == "sealing":
        until(lambda: any(shelf.scratch.glob("*.backup")))
    else:
        until(lambda: any(shelf.folder.glob("files/??/*")))
    backup.send_signal(signal.SIGKILL)
    backup.communicate()
    assert backup.returncode == -signal.SIGKILL
    assert shelf.backups() == []
    assert not shelf.is_taken()
    (settings.home / "keys" / "anchor.pub").unlink()
    with opened(settings.home):
        Errand.update(ended_at=time.now(), error="killed").execute()
    assert portal("backup", home=settings.home).returncode == 0
    assert len(shelf.backups()) == 1
    assert not shelf.scratch.exists()
    assert portal("rehearse", home=settings.home).returncode == 0


def test_the_command_says_where_and_keeps_a_row(tmp_path):
    settings = companies.made(tmp_path / "home", "sqlcipher")
    answer = portal("backup", "--to", str(tmp_path / "shelf"), home=settings.home)
    assert answer.returncode == 0, answer.stderr
    (path,) = Path(tmp_path / "shelf").glob("*.backup")
    assert answer.stdout.startswith(f"{path}: ")
    assert "1 files (1 new)" in answer.stdout
    with opened(settings.home):
        (errand,) = Errand.select()
        assert (errand.kind, errand.by, errand.name, errand.error) == ("backup", "system", path.name, "")
        assert errand.size == path.stat().st_size
        newest = JournalRow.select().order_by(JournalRow.id.desc()).limit(2)
        assert [row.what for row in newest] == ["backup.made", "backup.asked"]
        record("test.went_on", "home", by=SYSTEM)
