"""A backup as bytes: it comes back as it was, and nothing of it can be changed, cut, reordered, continued or mixed."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core import crypto
from portal.operations.backups import sealed
from portal.operations.backups.contents import Manifest, parts_in
from portal.operations.backups.sealed import DATA, END, NAME, Broken, Foreign, Frame

MASTER, OTHER = b"m" * 32, b"o" * 32
FRAMES = [Frame(NAME, b"one"), Frame(DATA, b"first"), Frame(DATA, b"second"), Frame(NAME, b"two"), Frame(END, b"{}")]


def written(frames=FRAMES, **options) -> bytes:
    file = io.BytesIO()
    sealed.write(file, {"at": "2026-11-24T03:00:00+08:00"}, frames, master=MASTER, **options)
    return file.getvalue()


def read(data: bytes, master: bytes = MASTER) -> list[Frame]:
    return list(sealed.read(io.BytesIO(data), master=master))


def test_it_comes_back_as_it_was():
    assert read(written()) == FRAMES


@settings(max_examples=30, deadline=None)
@given(st.lists(st.binary(max_size=3_000), max_size=5))
def test_any_bytes_come_back(chunks):
    frames = [*sealed.parts("part", chunks), Frame(END, b"")]
    back = read(written(frames))
    assert b"".join(frame.content for frame in back if frame.kind == DATA) == b"".join(chunks)


def test_a_long_chunk_is_cut_into_frames():
    (name, *data) = sealed.parts("part", [b"x" * (sealed.FRAME_BYTES + 1)])
    assert name == Frame(NAME, b"part")
    assert [len(frame.content) for frame in data] == [sealed.FRAME_BYTES, 1]


def test_nothing_of_the_content_is_in_clear():
    data = written([Frame(NAME, b"one"), Frame(DATA, "王芳 Müller".encode()), Frame(END, b"{}")])
    assert "王芳".encode() not in data and b"ller" not in data


def test_every_changed_byte_is_seen():
    good = written()
    for place in range(len(good)):
        bad = bytearray(good)
        bad[place] ^= 1
        with pytest.raises(Broken):
            read(bytes(bad))


def test_every_cut_is_seen():
    good = written()
    for length in range(len(good)):
        with pytest.raises(Broken):
            read(good[:length])


def test_what_is_added_behind_the_end_is_seen():
    with pytest.raises(Broken, match="added behind"):
        read(written() + b"x")


def frames_of(data: bytes) -> tuple[bytes, list[bytes]]:
    """The clear line, and each sealed frame with its length."""
    line, _, rest = data.partition(b"\n")
    found = []
    while rest:
        length = 4 + int.from_bytes(rest[:4], "big")
        found.append(rest[:length])
        rest = rest[length:]
    return line + b"\n", found


def test_frames_cannot_change_places_nor_be_left_out():
    line, frames = frames_of(written())
    for other in ([frames[0], frames[2], frames[1], *frames[3:]], [frames[0], *frames[2:]], [frames[-1]]):
        with pytest.raises(Broken):
            read(line + b"".join(other))


def test_frames_of_another_backup_with_the_same_key_do_not_fit():
    line, frames = frames_of(written())
    _line, others = frames_of(written())
    with pytest.raises(Broken):
        read(line + b"".join([frames[0], others[1], *frames[2:]]))


def test_another_master_key_is_told_apart_from_damage():
    with pytest.raises(Foreign, match=sealed.fingerprint(MASTER)):
        read(written(), OTHER)


@pytest.mark.parametrize("data", [b"", b"{}\n", b"[]\n", b"PK\x03\x04", b'{"portal backup": 2, "salt": "00"}\n', b"\xff\xfe\n"])
def test_what_is_no_backup_is_said_to_be_none(data):
    with pytest.raises(Broken, match="no backup of the portal"):
        read(data)


def test_the_master_key_lies_in_it_only_with_a_passphrase_and_opens_only_with_that():
    assert "master" not in json.loads(written().partition(b"\n")[0])
    head = json.loads(written(passphrase="correct horse battery").partition(b"\n")[0])
    assert MASTER.hex() not in json.dumps(head)
    assert sealed.opened_master(head, "correct horse battery") == MASTER
    with pytest.raises(crypto.Unreadable):
        sealed.opened_master(head, "correct horse batterie")
    with pytest.raises(Broken):
        sealed.opened_master({}, "correct horse battery")


def test_the_parts_are_read_one_after_the_other():
    manifest = Manifest("at", "zone", "0", "sqlite", {"a": 1}, (1, "x"), [], {})
    frames = [*sealed.parts("one", [b"1", b"2"]), *sealed.parts("two", []), Frame(END, manifest.to_json())]
    found = [part if isinstance(part, Manifest) else (part[0], b"".join(part[1])) for part in parts_in(iter(frames))]
    assert found == [("one", b"12"), ("two", b""), manifest]
