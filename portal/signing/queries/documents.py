"""Documents: one, a list, and whose signature is waited for. All inside what the person may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from peewee import Expression, ModelSelect, fn

from portal.access.models import Staff
from portal.access.queries import regions_seen_by
from portal.core import paging
from portal.core.errors import Missing
from portal.signing.catalogue import Kind, every, kind
from portal.signing.models import SIGNING, SUPERSEDED, Document, Signature
from portal.signing.rules import Place, refusal_to_sign

MOST_OPEN = 500


class Standing(NamedTuple):
    """A document with its kind and the places for its signatures, in order."""

    document: Document
    kind: Kind
    signatures: Sequence[Signature]

    @property
    def places(self) -> list[Place]:
        slots = {slot.key: slot for slot in self.kind.slots}
        return [
            Place(slots[one.slot].roles, None if one.signed_at else one.staff_id, one.staff_id if one.signed_at else None)
            for one in self.signatures
        ]

    @property
    def next_place(self) -> int | None:
        """The first place that nobody has signed."""
        return next((one.place for one in self.signatures if one.signed_at is None), None)


def visible_to(person: Staff) -> ModelSelect:
    """The documents of every region that the person sees, those they made, and those they signed or are to sign."""
    regions = regions_seen_by(person)
    if regions is None:
        return Document.select()
    theirs = Signature.select(Signature.document).where(Signature.staff == person)
    seen = Document.region.in_(regions) | (Document.made_by == person) | Document.id.in_(theirs)
    return Document.select().where(seen if regions else seen | _handed_to(person))


def _handed_to(person: Staff) -> Expression:
    """Documents whose next signature is for a role of somebody who works for every region and sees only what is handed to
    them: settlement, legal, finance."""
    earlier = Signature.alias()
    open_before = earlier.select().where(
        earlier.document == Signature.document, earlier.place < Signature.place, earlier.signed_at.is_null()
    )
    slots = [(kind, slot) for kind in every() for slot in kind.slots if set(slot.roles) & set(person.roles)]
    theirs = [(Document.kind == kind.key) & (Signature.slot == slot.key) for kind, slot in slots]
    if not theirs:
        return Document.id.is_null()
    next_ones = Signature.select(Signature.document).join(Document).where(
        Document.state == SIGNING, reduce(or_, theirs), Signature.signed_at.is_null(), ~fn.EXISTS(open_before)
    )
    return Document.id.in_(next_ones)


def one(person: Staff, number: str, version: int | None = None) -> Standing:
    """A document in this version, the newest by default. Raises Missing, also where the person may not see it."""
    found = visible_to(person).where(Document.number == number)
    if version is not None:
        found = found.where(Document.version == version)
    row = found.order_by(Document.version.desc()).first()
    if row is None:
        raise Missing
    return standing(row)


def standing(document: Document) -> Standing:
    """Raises Missing when the catalogue does not know its kind any more."""
    known = kind(document.kind)
    if known is None:
        raise Missing
    return Standing(document, known, _signatures_of([document])[document.id])


def _signatures_of(documents: Sequence[Document]) -> Mapping[int, list[Signature]]:
    """The places of each document in their order, in one query."""
    found: dict[int, list[Signature]] = {document.id: [] for document in documents}
    rows = Signature.select(Signature, Staff).left_outer_join(Staff).where(Signature.document.in_(list(found)))
    for row in rows.order_by(Signature.document, Signature.place):
        found[row.document_id].append(row)
    return found


def versions(document: Document) -> list[Document]:
    """All versions of it, the newest first."""
    return list(Document.select().where(Document.number == document.number).order_by(Document.version.desc()))


def is_newest(document: Document) -> bool:
    """Whether no later version has gone to be signed."""
    later = (Document.number == document.number) & (Document.version > document.version) & (Document.frozen_at.is_null(False))
    return not Document.select().where(later).exists()


def listed(person: Staff, *, kind: str = "", state: str = "", after: str | None = None) -> paging.Page:
    """Documents, the newest first."""
    found = narrowed(person, kind=kind, state=state)
    if place := paging.unmark(after, (int,)):
        found = found.where(Document.id < place[0])
    rows = list(found.order_by(Document.id.desc()).limit(paging.SIZE + 1))
    return paging.cut(rows, lambda row: (row.id,))


def narrowed(person: Staff, *, kind: str, state: str) -> ModelSelect:
    """The documents that the person sees, of a kind and in a state; all kinds, and all states but superseded, where none is
    given."""
    found = visible_to(person)
    found = found.where(Document.kind == kind) if kind else found
    return found.where(Document.state == state) if state else found.where(Document.state != SUPERSEDED)


def waiting_for(person: Staff) -> list[Standing]:
    """The documents whose next signature is this person's to give, the oldest first."""
    open_ones = list(visible_to(person).where(Document.state == SIGNING).order_by(Document.id).limit(MOST_OPEN))
    signatures = _signatures_of(open_ones)
    kinds = {one.key: one for one in every()}
    found = [Standing(row, kinds[row.kind], signatures[row.id]) for row in open_ones if row.kind in kinds]
    return [one for one in found if may_sign_next(one, person)]


def may_sign_next(found: Standing, person: Staff) -> bool:
    """Whether the next place is this person's."""
    place = found.next_place
    if place is None:
        return False
    return refusal_to_sign(found.document.state, found.places, place, person.id, person.roles) is None


def with_sha256(digest: str) -> Document | None:
    """The document whose file has this SHA-256."""
    return Document.get_or_none(Document.sha256 == digest)


def with_digest(start: str) -> list[Document]:
    """The documents whose content's digest begins like this."""
    return list(Document.select().where(Document.digest.startswith(start), Document.frozen_at.is_null(False)).limit(2))


def numbered(number: str, version: int) -> Document | None:
    """One by its number and version, for whoever holds its file."""
    return Document.get_or_none((Document.number == number) & (Document.version == version))
