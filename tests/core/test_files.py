"""Uploaded files: which are taken, which lie, and what is left of them on disk."""

from __future__ import annotations

import hashlib
import stat

import pytest

from portal.core import crypto, files
from portal.core.files import FileKey, NotAccepted, Store, accepted_type, decoded
from tests.core import samples

SUBJECT = "customer:1"


@pytest.fixture
def store(database, tmp_path):
    return Store(tmp_path / "files", bytes(32))


def test_there_is_a_sample_of_every_kind():
    assert set(samples.HONEST) == set(files.MEDIA_TYPES)


@pytest.mark.parametrize(("suffix", "data"), samples.HONEST.items())
def test_an_honest_file_is_taken(suffix, data):
    assert accepted_type(f"报价 1.{suffix}", data) == files.MEDIA_TYPES[suffix]
    assert accepted_type(f"QUOTE.{suffix.upper()}", data) == files.MEDIA_TYPES[suffix]


@pytest.mark.parametrize("suffix", samples.OFFICE)
def test_an_office_file_of_another_program_is_taken(suffix):
    assert accepted_type(f"a.{suffix}", samples.office_of_others(suffix)) == files.MEDIA_TYPES[suffix]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("编号.csv", "编号,内容\n1,咨询\n".encode("gb18030")),
        ("menu.csv", b"BM,II,MZ\n1,2,3\n"),
        ("tags.csv", b"ID3,GIF8,PK\n1,2,3\n"),
        ("note.txt", "Grüße aus Köln, Stückzahl für\n".encode("cp1252")),
        ("note.txt", "見積もり".encode("shift-jis")),
        ("note.eml", samples.MAIL.replace(b"Hello", "注文番号".encode("iso-2022-jp"))),
        ("note.txt", "مرحبا 😀\n\tשלום\f".encode()),
        ("note.txt", b"\xef\xbb\xbfwith a mark"),
    ],
)
def test_text_is_taken_in_every_encoding(name, data):
    assert accepted_type(name, data).startswith(("text/", "message/"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("invoice.pdf", samples.EXE),
        ("invoice.txt", samples.EXE),
        ("picture.png", samples.HTML),
        ("picture.png", samples.HONEST["jpg"]),
        ("picture.jpg", samples.HTML),
        ("letter.docx", samples.HONEST["zip"]),
        ("letter.docx", samples.HONEST["xlsx"]),
        ("table.xlsx", samples.HONEST["docx"]),
        ("table.xlsx", b"PK\x03\x04" + bytes(200)),
        ("all.zip", samples.PDF),
        ("all.zip", samples.HTML),
        ("song.mp3", samples.HTML),
        ("film.mp4", samples.HONEST["wav"]),
        ("table.csv", samples.HONEST["xlsx"]),
        ("table.csv", samples.HONEST["png"]),
        ("note.txt", b"half\0text"),
    ],
)
def test_a_file_that_lies_is_not(name, data):
    with pytest.raises(NotAccepted) as no:
        accepted_type(name, data)
    assert no.value.kind == "content"


@pytest.mark.parametrize(
    "name", ["a.exe", "a.html", "a.svg", "a.js", "a.docm", "a.pdf.exe", "noname", ".pdf", "", "a.", "a.pdf\0"]
)
def test_other_kinds_are_not_kept(name):
    with pytest.raises(NotAccepted) as no:
        accepted_type(name, samples.PDF)
    assert no.value.kind == "type"


@pytest.mark.parametrize("suffix", files.MEDIA_TYPES)
def test_an_empty_file_is_named_as_such(suffix):
    with pytest.raises(NotAccepted) as no:
        accepted_type(f"a.{suffix}", b"")
    assert no.value.kind == "empty"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_chinese_text_is_read_in_what_an_office_saves(encoding):
    assert decoded("编号,咨询内容".encode(encoding)) == "编号,咨询内容"


def test_text_of_neither_kind_is_an_error():
    with pytest.raises(UnicodeDecodeError):
        decoded(b"\xff\xff\xff")


def test_a_file_comes_back_and_nothing_of_it_is_on_disk(store):
    stored = store.put(samples.PDF, name="报价.pdf", subject=SUBJECT)
    assert (stored.size, stored.media_type) == (len(samples.PDF), "application/pdf")
    assert stored.sha256 == hashlib.sha256(samples.PDF).hexdigest()
    assert store.get(stored.place, subject=SUBJECT) == samples.PDF
    (path,) = [path for path in store.folder.rglob("*") if path.is_file()]
    assert b"PDF" not in path.read_bytes()
    assert "报价" not in str(path) and "pdf" not in path.name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_not_taken_leaves_nothing(store):
    with pytest.raises(NotAccepted):
        store.put(samples.EXE, name="a.pdf", subject=SUBJECT)
    assert not store.folder.exists()
    assert not FileKey.select().exists()


def test_each_customer_has_a_key_of_their_own_and_it_is_wrapped(store):
    for subject in (SUBJECT, SUBJECT, "customer:2"):
        store.put(samples.PDF, name="a.pdf", subject=subject)
    opened = {row.subject: crypto.unseal(store.wrapping, bytes(row.wrapped), row.subject) for row in FileKey.select()}
    assert set(opened) == {SUBJECT, "customer:2"}
    assert len(set(opened.values())) == 2 and all(len(key) == 32 for key in opened.values())


def test_two_first_uploads_at_one_moment_agree_on_one_key(store, monkeypatch):
    """The other upload comes between looking for the key and keeping one."""
    seal, quicker = crypto.seal, []

    def sealed_too_late(*given):
        if not quicker:
            quicker.append("on its way")
            quicker.append(store.put(samples.PDF, name="quicker.pdf", subject=SUBJECT))
        return seal(*given)

    monkeypatch.setattr(crypto, "seal", sealed_too_late)
    slower = store.put(samples.PDF, name="slower.pdf", subject=SUBJECT)
    assert FileKey.select().count() == 1
    for stored in (quicker[1], slower):
        assert store.get(stored.place, subject=SUBJECT) == samples.PDF


def test_what_came_to_nothing_is_discarded(store):
    stored, other = (store.put(samples.PDF, name="a.pdf", subject=SUBJECT) for _ in range(2))
    store.discard(stored.place)
    store.discard(stored.place)
    with pytest.raises(FileNotFoundError):
        store.get(stored.place, subject=SUBJECT)
    assert store.get(other.place, subject=SUBJECT) == samples.PDF


def test_the_file_of_one_customer_does_not_open_as_another_s(store):
    mine = store.put(samples.PDF, name="a.pdf", subject=SUBJECT)
    store.put(samples.PDF, name="a.pdf", subject="customer:2")
    with pytest.raises(crypto.Unreadable):
        store.get(mine.place, subject="customer:2")


def test_without_its_key_a_file_is_gone(store):
    stored = store.put(samples.PDF, name="a.pdf", subject=SUBJECT)
    FileKey.delete().where(FileKey.subject == SUBJECT).execute()
    with pytest.raises(crypto.Unreadable):
        store.get(stored.place, subject=SUBJECT)
    store.put(samples.PDF, name="b.pdf", subject=SUBJECT)
    with pytest.raises(crypto.Unreadable):
        store.get(stored.place, subject=SUBJECT)


def test_a_changed_or_moved_file_is_noticed(store):
    one, two = (store.put(data, name="a.txt", subject=SUBJECT) for data in (b"one", b"two"))
    path = store.folder / one.place[:2] / one.place
    path.write_bytes((store.folder / two.place[:2] / two.place).read_bytes())
    with pytest.raises(crypto.Unreadable):
        store.get(one.place, subject=SUBJECT)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        store.get(one.place, subject=SUBJECT)
