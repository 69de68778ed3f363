"""What a file is worth here: what it says of itself, beside what the portal keeps."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from cryptography import x509

from portal.signing import pades, verifying
from portal.signing.models import DONE, SUPERSEDED, Document
from portal.signing.queries import certificates as held
from portal.signing.queries import documents as queries
from portal.signing.verifying import Report, Signed, State


class Verdict(StrEnum):
    """The one sentence. The first that fits."""

    NO_PDF = "no_pdf"
    CUT_OFF = "cut_off"
    UNSIGNED = "unsigned"
    ALTERED = "altered"
    ADDED_TO = "added_to"
    FOREIGN = "foreign"
    REVOKED = "revoked"  # signed by a certificate after it was taken back
    UNKNOWN = "unknown"  # sound by itself, but no such form is kept here
    ANOTHER = "another"  # claims to be a form that is kept here, and is another file
    SUPERSEDED = "superseded"
    OPEN = "open"
    GOOD = "good"


@dataclass(frozen=True)
class Weighed:
    """The verdict, what the file says, the form it is, and the SHA-256 of the bytes."""

    verdict: Verdict
    report: Report
    document: Document | None
    sha256: str


def weigh(data: bytes, *roots: x509.Certificate) -> Weighed:
    """What the file is worth to whoever trusts these roots. Never raises for what somebody may upload."""
    found = verifying.report(data, *map(pades.as_asn1, roots))
    sha256 = hashlib.sha256(data).hexdigest()
    document = queries.with_sha256(sha256) or (queries.numbered(found.number, found.version) if found.number else None)
    return Weighed(_verdict(found, document, sha256), found, document, sha256)


def _verdict(found: Report, document: Document | None, sha256: str) -> Verdict:
    if found.state not in (State.SOUND, State.OPEN):
        return Verdict(found.state)
    if any(map(_is_after_revocation, found.people)):
        return Verdict.REVOKED
    if document is None:
        return Verdict.UNKNOWN
    if document.sha256 != sha256:
        return Verdict.ANOTHER
    if document.state == SUPERSEDED or not queries.is_newest(document):
        return Verdict.SUPERSEDED
    return Verdict.GOOD if document.state == DONE and found.state is State.SOUND else Verdict.OPEN


def _is_after_revocation(signed: Signed) -> bool:
    row = held.with_serial(signed.serial)
    return bool(row and row.revoked_at and signed.at and signed.at >= row.revoked_at)
