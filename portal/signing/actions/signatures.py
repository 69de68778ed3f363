"""Signing a document: one signature more in its file, and after the last the company's seal.

The file is made before the transaction and put in place by it, if nothing moved meanwhile; otherwise it is made again on
what stands there now. So nobody waits for a lock while somebody signs, and two who sign at one moment both do.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pyhanko.sign.timestamps import TimeStamper

from portal.access.models import Staff
from portal.audit import actions as audit
from portal.core import db, time
from portal.core.errors import Refused
from portal.core.files import Store
from portal.core.i18n import _, lazy
from portal.signing import outside, pades, printing, rules, verifying
from portal.signing.actions import certificates, files, turns
from portal.signing.authority import Use
from portal.signing.keyring import Keyring, certificate_of
from portal.signing.models import DONE, SIGNING, Certificate, Document, Signature
from portal.signing.outside import OutsideStamper
from portal.signing.pades import Credential
from portal.signing.queries import certificates as held
from portal.signing.queries import documents as queries
from portal.signing.queries.documents import Standing
from portal.signing.stamper import OwnStamper
from portal.signing.verifying import State

ATTEMPTS = 4
UNSOUND = lazy("The signed file does not stand its own verification, so nothing was kept. Tell whoever runs the portal.")
Effect = Callable[[Document, Staff, datetime], None]
_effects: dict[str, Effect] = {}
Gate = Callable[[Standing, str, Staff], str | None]
_gates: dict[str, Gate] = {}


def when_done(kind: str, effect: Effect) -> None:
    """What happens in the same transaction as the last signature of a kind."""
    _effects[kind] = effect


def before_signing(kind: str, gate: Gate) -> None:
    """What a kind demands beside the order and the roles, given the standing, the slot and the person: a sentence that
    refuses the signature, or None."""
    _gates[kind] = gate


def sign(document: Document, place: int, *, by: Staff, keyring: Keyring, store: Store, at: datetime | None = None) -> Document:
    """Put this person's signature into a place. The caller has asked for the password. Refused, and journalled, where the
    place is not theirs (DM-O1)."""
    for _attempt in range(ATTEMPTS):
        found = queries.standing(Document.get_by_id(document.id))
        demand(found, place, by, at or time.now())
        if _try(found, place, by=by, keyring=keyring, store=store, at=at or time.now()):
            return Document.get_by_id(document.id)
    raise Refused(_("Others are signing this form at this moment. Try again."))


def demand(found: Standing, place: int, by: Staff, at: datetime) -> None:
    roles = by.roles
    refusal = rules.refusal_to_sign(found.document.state, found.places, place, by.id, roles)
    slot = found.kind.slots[place].key
    if refusal is None:
        gate = _gates.get(found.kind.key)
        if gate and (reason := gate(found, slot, by)):
            raise Refused(reason, found.kind.rules[0])
        return
    audit.record("form.signing_refused", found.document, by=by, at=at, reason=refusal, changes={"slot": [None, slot]})
    raise Refused(rules.REFUSALS[refusal], rules.RULE)


def _try(found: Standing, place: int, *, by: Staff, keyring: Keyring, store: Store, at: datetime) -> bool:
    """Whether the signature is in; False when the file has moved on meanwhile."""
    document, certificate = found.document, certificates.for_person(by, keyring, at=at)
    is_last = place == len(found.signatures) - 1
    data = _signed(found, place, certificate, by=by, keyring=keyring, at=at, data=files.content(document, store=store))
    data = _sealed(data, keyring, at) if is_last else data
    state = DONE if is_last else SIGNING
    try:
        with files.kept(store, document, data) as stored, db.atomic():
            same = (Document.id == document.id) & (Document.sha256 == document.sha256) & (Document.state == SIGNING)
            values = {"state": state, "ended_at": at if is_last else None} | files.columns(stored)
            if not Document.update(values).where(same).execute():
                raise _MovedOn
            mine = (Signature.document == document) & (Signature.place == place)
            Signature.update(staff=by, certificate=certificate, signed_at=at).where(mine).execute()
            told = {"slot": [None, found.kind.slots[place].key], "certificate": [None, certificate.serial]}
            audit.record("form.signed", document, by=by, at=at, changes=told)
            if is_last:
                _close(found, stored.sha256, by=by, at=at)
            else:
                turns.tell_next(queries.standing(Document.get_by_id(document.id)), by=by)
    except _MovedOn:
        return False
    return True


class _MovedOn(Exception):
    """The file is not the one that was signed any more."""


def _signed(found: Standing, place: int, row: Certificate, *, by: Staff, keyring: Keyring, at: datetime, data: bytes) -> bytes:
    slot, field = found.kind.slots[place], printing.field_of(place)
    drawn = printing.stamp(by, slot, found.document.language, at, pades.size_of(data, field))
    credential = Credential(certificate_of(row), keyring.key(row), certificates.chain(Use.ISSUING))
    return pades.signed(data, field, credential, stamper=_stamper(keyring, at), drawn=drawn, why=slot.en)


def _sealed(data: bytes, keyring: Keyring, at: datetime) -> bytes:
    """Closed by the company's seal; and looked at as a stranger would before it is kept."""
    closed = pades.sealed(data, _seal(keyring), stamper=_stamper(keyring, at))
    found = verifying.report(closed, *map(pades.as_asn1, (held.root(), *outside.anchors(db.settings()))))
    if found.state is not State.SOUND:
        raise Refused(UNSOUND)
    return closed


def _seal(keyring: Keyring) -> Credential:
    """The company's own where it brought one along, else the portal's."""
    if brought := outside.seal(db.settings()):
        return brought.credential
    row = held.own(Use.SEAL)
    return Credential(certificate_of(row), keyring.key(row), certificates.chain(Use.ISSUING))


def _stamper(keyring: Keyring, at: datetime) -> TimeStamper:
    """The service that the settings name, else the portal's own."""
    if url := db.settings().stamp_url:
        return OutsideStamper(url)
    row = held.own(Use.STAMP)
    return OwnStamper(pades.as_asn1(certificate_of(row)), keyring.key(row), [], at)


def _close(found: Standing, sha256: str, *, by: Staff, at: datetime) -> None:
    document = found.document
    audit.record("form.sealed", document, by=by, at=at, changes={"sha256": [None, sha256]})
    turns.tell_maker(found, DONE, by=by)
    if effect := _effects.get(document.kind):
        effect(document, by, at)
