"""What a PDF says of itself: who signed it when, and whether a byte has changed since. Needs the root alone.

pyHanko's difference analysis decides, since a checksum alone calls a page valid that somebody has drawn over later.
"""

from __future__ import annotations

import asyncio
import io
import logging
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import ValueErrorWithMessage, find_cms_attribute_iter
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from portal.signing.pades import SEAL

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what is wrong with an uploaded file is the report's to say
NAMED = re.compile(r"portal-form:([A-Z0-9-]{3,24})/(\d{1,6})")
BROKEN = (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, zlib.error)  # as readers fail


class State(StrEnum):
    """What a file is, the first that fits."""

    NO_PDF = "no_pdf"  # nothing that a reader could open
    CUT_OFF = "cut_off"  # its end is missing
    UNSIGNED = "unsigned"
    FOREIGN = "foreign"  # signed by somebody whom this root does not vouch for
    ALTERED = "altered"  # a signed byte is another
    ADDED_TO = "added_to"  # something came after a signature that may not have
    OPEN = "open"  # sound so far; not everybody has signed, or the seal is missing
    SOUND = "sound"


@dataclass(frozen=True)
class Signed:
    """One signature: its field, who (name and serial number of the certificate in hex), when by the time stamp."""

    field: str
    name: str
    serial: str
    at: datetime | None
    intact: bool
    trusted: bool
    unchanged: bool


@dataclass(frozen=True)
class Report:
    """What a file says. `number` and `version` are those of the form it claims to be; `empty` are fields nobody signed."""

    state: State
    signatures: tuple[Signed, ...] = ()
    empty: tuple[str, ...] = ()
    number: str = ""
    version: int = 0

    @property
    def people(self) -> tuple[Signed, ...]:
        """The signatures but for the seal."""
        return tuple(one for one in self.signatures if one.field != SEAL)


def report(data: bytes, *roots: asn1.Certificate) -> Report:
    """What these bytes say to whoever trusts these roots. Never raises for what somebody may upload."""
    if not data.startswith(b"%PDF-"):
        return Report(State.NO_PDF)
    if b"%%EOF" not in data[-1024:]:
        return Report(State.CUT_OFF)
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        found = list(reader.embedded_regular_signatures)
        number, version = _named(reader)
        empty = tuple(_empty_fields(reader))
    except BROKEN:
        return Report(State.NO_PDF)
    signatures = tuple(_signed(one, roots) for one in found)
    return Report(_state(signatures, empty), signatures, empty, number, version)


def _state(signatures: Sequence[Signed], empty: Sequence[str]) -> State:
    if not signatures:
        return State.UNSIGNED
    for wrong, state in (("intact", State.ALTERED), ("trusted", State.FOREIGN), ("unchanged", State.ADDED_TO)):
        if not all(getattr(one, wrong) for one in signatures):
            return state
    return State.OPEN if empty or signatures[-1].field != SEAL else State.SOUND


def _named(reader: PdfFileReader) -> tuple[str, int]:
    """The form that the file says it is, in its key words."""
    info = reader.trailer["/Info"] if "/Info" in reader.trailer else {}  # noqa: SIM401 — it has no `get`
    found = NAMED.search(str(info.get("/Keywords", "")))
    return (found[1], int(found[2])) if found else ("", 0)


def _empty_fields(reader: PdfFileReader) -> list[str]:
    form = reader.root["/AcroForm"] if "/AcroForm" in reader.root else {}  # noqa: SIM401 — `get` gives a reference
    every = [field.get_object() for field in form.get("/Fields", ())]
    return [str(field["/T"]) for field in every if field.get("/FT") == "/Sig" and "/V" not in field]


def _signed(signature: EmbeddedPdfSignature, roots: Sequence[asn1.Certificate]) -> Signed:
    try:
        certificate, at = signature.signer_cert, _stamped(signature)
        status = asyncio.run(_status(signature, roots, at))
    except (SignatureValidationError, ValueErrorWithMessage, *BROKEN):
        return Signed(str(signature.field_name), "", "", None, intact=False, trusted=False, unchanged=False)
    return Signed(
        field=str(signature.field_name),
        name=str(certificate.subject.native.get("common_name", "")),
        serial=f"{certificate.serial_number:x}",
        at=at,
        intact=status.intact and status.valid,
        trusted=status.trusted and _is_stamped(status),
        unchanged=_is_unchanged(status),
    )


async def _status(
    signature: EmbeddedPdfSignature, roots: Sequence[asn1.Certificate], at: datetime | None
) -> PdfSignatureStatus:
    """As of the moment of signing: a certificate that has run out since has signed all the same."""
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False, moment=at, revocation_mode="soft-fail")
    return await async_validate_pdf_signature(signature, context, context)


def _stamped(signature: EmbeddedPdfSignature) -> datetime | None:
    """When the time-stamp service saw it; None without a stamp."""
    beside = signature.signer_info["unsigned_attrs"]
    tokens = find_cms_attribute_iter(beside, "signature_time_stamp_token") if beside else ()
    return next((token["content"]["encap_content_info"]["content"].parsed["gen_time"].native for token in tokens), None)


def _is_stamped(status: PdfSignatureStatus) -> bool:
    stamp = status.timestamp_validity
    return bool(stamp and stamp.valid and stamp.intact and stamp.trusted)


def _is_unchanged(status: PdfSignatureStatus) -> bool:
    """Nothing came later but further signatures in the fields that were there."""
    covers = status.coverage is not None and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    level = status.modification_level
    return covers and bool(status.docmdp_ok) and level is not None and level <= ModificationLevel.FORM_FILLING

