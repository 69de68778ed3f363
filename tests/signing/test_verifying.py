"""What a PDF says of itself: sound, open, altered, added to, cut off, foreign; and that poppler's `pdfsig` agrees."""

import io
import random
import shutil
import subprocess
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from portal.signing import pades, verifying
from portal.signing.verifying import State
from tests.signing.files import AT, NAMES, blank, company, sealed, signed, whole

pytestmark = [pytest.mark.rule("DM-O1"), pytest.mark.once("no database is asked")]


def state(data: bytes, of: int = 0) -> State:
    return verifying.report(data, company(of).root).state


def test_a_form_that_everybody_signed_is_sound():
    found = verifying.report(whole(), company().root)
    assert found.state is State.SOUND
    assert [one.name for one in found.people] == list(NAMES[:2])
    assert [one.at for one in found.people] == [AT, AT]
    assert (found.number, found.version, found.empty) == ("F03-2026-00001", 1, ())


def test_it_stays_sound_when_the_certificates_have_run_out():
    """People's certificates hold for three years; what they signed before says so for ever."""
    assert company().people[0].certificate.not_valid_after_utc < AT + timedelta(days=4 * 365)
    assert state(whole()) is State.SOUND


def test_before_the_seal_it_is_open():
    first = signed(blank(), 0, company())
    found = verifying.report(first, company().root)
    assert (found.state, found.empty) == (State.OPEN, ("sign2", "seal"))
    assert state(signed(first, 1, company())) is State.OPEN
    assert state(blank()) is State.UNSIGNED


def test_the_order_of_signatures_is_told_as_they_came():
    data = signed(signed(blank(), 1, company()), 0, company(), at=AT + timedelta(minutes=1))
    assert [one.field for one in verifying.report(data, company().root).people] == ["sign2", "sign1"]


def test_somebody_elses_signature_is_foreign():
    assert state(whole(), of=1) is State.FOREIGN
    mixed = sealed(signed(signed(blank(), 0, company()), 1, company(1)), company())
    found = verifying.report(mixed, company().root)
    assert found.state is State.FOREIGN and [one.trusted for one in found.people] == [True, False]


def test_what_is_no_signed_pdf():
    assert state(b"") is state(b"hello") is state(b"\x89PNG\r\n") is State.NO_PDF
    assert state(b"%PDF-1.7\n" + b"x" * 5000) is State.CUT_OFF
    assert state(b"%PDF-1.7\nnothing here\n%%EOF\n") is State.NO_PDF


def test_a_file_cut_off_is_told():
    data = whole()
    assert state(data[: len(data) // 2]) in (State.CUT_OFF, State.ALTERED, State.NO_PDF)
    assert state(data[:-2_000]) is State.CUT_OFF
    first = signed(blank(), 0, company())
    assert state(data[: data.index(b"%%EOF", len(first) - 100) + 6]) is not State.SOUND


def test_no_changed_byte_of_what_was_signed_goes_unseen():
    """Flips single bits all over the file, but in the hexadecimal of the signatures themselves, which hold padding."""
    data, chance = whole(), random.Random(26)
    signatures = [range(place, data.index(b">", place)) for place in _starts(data, b"/Contents <")]
    places = [place for place in chance.sample(range(9, len(data) - 1100), 60) if not any(place in one for one in signatures)]
    assert len(places) > 15
    for place in places:
        changed = bytearray(data)
        changed[place] ^= 1 << chance.randrange(8)
        assert state(bytes(changed)) is not State.SOUND, place


def _starts(data: bytes, piece: bytes) -> list[int]:
    found, place = [], data.find(piece)
    while place >= 0:
        found.append(place + len(piece))
        place = data.find(piece, place + 1)
    return found


def drawn_over(data: bytes) -> bytes:
    """A white box over the page, as a later revision of the file."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    box = writer.add_object(generic.StreamObject(stream_data=b"q 1 1 1 rg 50 600 400 100 re f Q"))
    contents = page.raw_get("/Contents")
    old = list(contents) if isinstance(contents, generic.ArrayObject) else [contents]
    page["/Contents"] = generic.ArrayObject([*old, box])
    writer.update_container(page)
    return pades._written(writer)


def noted(data: bytes) -> bytes:
    """A note stuck on the page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    note = {"/Type": "/Annot", "/Subtype": "/Text"}
    added = generic.DictionaryObject({generic.pdf_name(key): generic.pdf_name(value) for key, value in note.items()})
    added[generic.pdf_name("/Rect")] = generic.ArrayObject([generic.NumberObject(place) for place in (50, 50, 90, 90)])
    added[generic.pdf_name("/Contents")] = generic.pdf_string("no")
    page["/Annots"].append(writer.add_object(added))
    writer.update_container(page)
    return pades._written(writer)


def keyed(data: bytes) -> bytes:
    """A key more in the catalogue of the file."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    writer.root["/Wanted"] = generic.pdf_string("yes")
    writer.update_root()
    return pades._written(writer)


@pytest.mark.parametrize("attack", [drawn_over, noted, keyed])
def test_what_is_added_after_the_seal_is_told(attack):
    """Where `pdfsig` goes on calling every signature valid."""
    assert state(attack(whole())) is State.ADDED_TO


@pytest.mark.parametrize("attack", [drawn_over, noted])
def test_what_is_added_between_two_signatures_is_told(attack):
    first = attack(signed(blank(), 0, company()))
    assert state(sealed(signed(first, 1, company()), company())) is State.ADDED_TO


def test_a_signature_after_the_seal_is_told():
    data = sealed(signed(blank(), 0, company()), company())
    assert state(signed(data, 1, company())) is State.ADDED_TO


@pytest.fixture
def trusting(tmp_path):
    """A folder of NSS that trusts the company's root; skipped where `certutil` or `pdfsig` is missing."""
    if not (shutil.which("certutil") and shutil.which("pdfsig")):
        pytest.skip("needs certutil (libnss3-tools) and pdfsig (poppler-utils)")
    root = tmp_path / "root.pem"
    root.write_bytes(company().certificate.public_bytes(Encoding.PEM))
    folder = tmp_path / "nss"
    folder.mkdir()
    for words in (["-N", "--empty-password"], ["-A", "-n", "root", "-t", "CT,C,C", "-i", str(root)]):
        subprocess.run(["certutil", "-d", str(folder), *words], check=True, capture_output=True)
    return folder


def test_pdfsig_agrees(trusting, tmp_path):
    file = tmp_path / "form.pdf"
    file.write_bytes(whole())
    told = subprocess.run(["pdfsig", "-nssdir", str(trusting), str(file)], capture_output=True, text=True, check=False).stdout
    assert told.count("Signature is Valid.") == 3 and told.count("Certificate is Trusted.") == 3
    assert [name in told for name in NAMES] == [True, True, False]
    assert told.count("Total document signed") == 1 and "ETSI.CAdES.detached" in told
