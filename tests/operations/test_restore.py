"""`portal restore`: every checksum first, never over what stands there, and a refusal is one sentence."""

import re
import shutil

import pytest

from portal.audit import queries as journal
from portal.operations.backups.shelf import Shelf
from portal.tickets.models import Ticket
from tests.operations import companies
from tests.operations.homes import opened, portal
from tests.operations.test_backup import backed_up, server  # noqa: F401

pytestmark = pytest.mark.once("each kind of database has its home here")
PASSPHRASE = "correct horse battery"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A home with one backup that carries its key; nobody changes either."""
    settings = companies.made(tmp_path_factory.mktemp("kept") / "home", "sqlcipher")
    backed_up(settings, passphrase=PASSPHRASE)
    return settings


@pytest.fixture
def shelf(kept, tmp_path):
    """A copy of the shelf to break."""
    shutil.copytree(kept.backup_folder, tmp_path / "shelf")
    return Shelf(tmp_path / "shelf")


def the_backup(shelf):
    (backup,) = shelf.backups()
    return backup.path


def restored(path, into, kept, *more, **variables):
    words = "restore", str(path), "--into", str(into), "--key", str(kept.master_key_file)
    return portal(*words, *more, home=into.parent / "none", **variables)


def refused(answer, words: str) -> None:
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert re.search(words, answer.stderr), answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_a_restored_home_works(kept, shelf, tmp_path):
    answer = restored(the_backup(shelf), tmp_path / "back", kept)
    assert answer.returncode == 0, answer.stderr
    assert (tmp_path / "back" / "keys" / "master.key").stat().st_mode & 0o077 == 0
    with opened(tmp_path / "back"):
        assert Ticket.select().count() == 1
        assert journal.verify().broken is None
    assert portal("tick", home=tmp_path / "back").returncode == 0


def test_latest_is_the_newest_of_the_home_at_hand(kept, tmp_path):
    answer = portal("restore", "latest", "--into", str(tmp_path / "back"), home=kept.home)
    assert answer.returncode == 0, answer.stderr
    answer = portal("restore", "latest", "--into", str(tmp_path / "other"), home=tmp_path / "back")
    refused(answer, "There is no backup in")


def test_it_never_goes_over_what_stands_there(kept, shelf, tmp_path):
    (tmp_path / "living").mkdir()
    (tmp_path / "living" / "letter").write_text("mine")
    refused(restored(the_backup(shelf), tmp_path / "living", kept), "is not empty")
    assert [path.name for path in (tmp_path / "living").iterdir()] == ["letter"]
    answer = restored(the_backup(shelf), tmp_path / "living", kept, "--force")
    assert answer.returncode == 0, answer.stderr
    (aside,) = tmp_path.glob("living.replaced-*")
    assert (aside / "letter").read_text() == "mine"
    assert not (tmp_path / "living" / "letter").exists()


def test_the_shelf_of_a_home_that_is_replaced_stays_with_it(tmp_path):
    settings = companies.made(tmp_path / "home", "sqlcipher")
    backed_up(settings)
    answer = portal("restore", "latest", "--into", str(settings.home), "--force", home=settings.home)
    assert answer.returncode == 0, answer.stderr
    assert len(Shelf(settings.backup_folder).backups()) == 1


def break_byte(path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(bytes(data))


BREAK = {
    "a changed byte": (lambda path: break_byte(path, path.stat().st_size // 2), "cut off or damaged"),
    "a changed last byte": (lambda path: break_byte(path, -1), "cut off or damaged"),
    "cut": (lambda path: path.write_bytes(path.read_bytes()[:-100]), "cut off or damaged"),
    "empty": (lambda path: path.write_bytes(b""), "no backup of the portal"),
    "something else": (lambda path: path.write_bytes(b"PK\x03\x04" * 99), "no backup of the portal"),
    "longer": (lambda path: path.write_bytes(path.read_bytes() + b"x"), "added behind its end"),
    "gone": (lambda path: path.unlink(), "No such file"),
}


@pytest.mark.parametrize("how", BREAK)
def test_a_broken_one_is_refused_and_nothing_is_made(kept, shelf, tmp_path, how):
    path = the_backup(shelf)
    damage, words = BREAK[how]
    damage(path)
    refused(restored(path, tmp_path / "back", kept), words)
    assert not list(tmp_path.glob("back*"))


def damaged(upload):
    data = upload.read_bytes()
    upload.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


@pytest.mark.parametrize("damage", [lambda upload: upload.unlink(), damaged], ids=["missing", "changed"])
def test_a_broken_upload_is_refused(kept, shelf, tmp_path, damage):
    (upload,) = shelf.folder.glob("files/??/*")
    damage(upload)
    refused(restored(the_backup(shelf), tmp_path / "back", kept), f"{upload.name} is missing or damaged")
    assert not list(tmp_path.glob("back*"))


def test_a_foreign_one_is_refused_by_name(shelf, tmp_path):
    other = companies.made(tmp_path / "other", "sqlite")
    refused(restored(the_backup(shelf), tmp_path / "back", other), "sealed with the master key [0-9a-f]{16}, and this one is")


def test_with_the_passphrase_no_key_is_needed(shelf, tmp_path):
    words = ["restore", str(the_backup(shelf)), "--into", str(tmp_path / "back")]
    wrong = portal(*words, home=tmp_path / "none", PORTAL_BACKUP_PASSPHRASE="wrong horse battery")
    refused(wrong, "This passphrase does not open the backup")
    answer = portal(*words, home=tmp_path / "none", PORTAL_BACKUP_PASSPHRASE=PASSPHRASE)
    assert answer.returncode == 0, answer.stderr
    assert portal("audit", "verify", home=tmp_path / "back").returncode == 0


def test_without_key_and_passphrase_the_key_is_asked_for_by_name(tmp_path):
    settings = companies.made(tmp_path / "home", "sqlite")
    path = backed_up(settings).path
    answer = portal("restore", str(path), "--into", str(tmp_path / "back"), home=tmp_path / "none")
    refused(answer, "needs the master key [0-9a-f]{16}")


@pytest.fixture
def on_server(server, tmp_path):  # noqa: F811
    """A backup of PostgreSQL, the address of its server, and its settings."""
    settings = companies.made(tmp_path / "home", server)
    return settings, backed_up(settings)


def test_postgresql_goes_to_an_empty_database_or_sets_aside_what_is_there(on_server, tmp_path):
    settings, made = on_server
    words = ["restore", str(made.path), "--into", str(tmp_path / "back"), "--key", str(settings.master_key_file)]
    refused(portal(*words, home=tmp_path / "none"), "name an empty one with --database")
    words += ["--database", settings.database]
    refused(portal(*words, home=tmp_path / "none"), "holds tables")
    answer = portal(*words, "--force", home=tmp_path / "none")
    assert answer.returncode == 0, answer.stderr
    with opened(settings.home):
        assert Ticket.select().count() == 1
        assert journal.verify().broken is None
    assert portal("audit", "verify", home=tmp_path / "back", PORTAL_DATABASE=settings.database).returncode == 0
