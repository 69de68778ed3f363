"""A document from its draft to the frozen form: filled in, frozen, sent back, made anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from peewee import IntegrityError

from portal.access.models import Staff
from portal.audit import actions as audit
from portal.core import db
from portal.core.errors import Refused
from portal.core.files import Store
from portal.core.i18n import HEADQUARTERS, _, both
from portal.signing import pades, printing, rules
from portal.signing.actions import files, turns
from portal.signing.catalogue import Kind
from portal.signing.models import DRAFT, REFUSED, SIGNING, SUPERSEDED, Document, Signature
from portal.signing.queries import documents as queries
from portal.signing.queries.documents import Standing

TAKE = (
    "INSERT INTO document_counter (prefix, last) VALUES (?, 1) "
    "ON CONFLICT (prefix) DO UPDATE SET last = document_counter.last + 1 RETURNING last"
)


class ChangedMeanwhile(Refused):
    """Somebody else changed the draft after this person opened it."""

    def __init__(self):
        super().__init__(_("Somebody changed this form meanwhile. Look at it again, then send yours once more."))


class Incomplete(Refused):
    """Something that must be there is missing; `names` are the pairs of its fields' names."""

    def __init__(self, names: list[tuple[str, str]]):
        listed = both("、", ", ").join(both(*pair) for pair in names)
        super().__init__(_("Not complete yet: %(fields)s", fields=listed))


def begin(
    kind: Kind, facts: Mapping[str, Any], *, region: str, about: str = "", language: str, by: Staff, at: datetime,
    named: Mapping[str, Staff] | None = None,
) -> Document:
    """A new draft. `named` says who alone may sign a slot."""
    with db.atomic():
        made = Document.create(
            number=_next_number(kind, at), kind=kind.key, edition=kind.edition, region=region, about=about,
            language=language, facts=dict(facts), made_by=by, made_at=at,
        )  # fmt: skip
        _make_places(made, kind, named or {})
        audit.record("form.begun", made, by=by, at=at, changes={"kind": [None, kind.key]})
    return made


def draft(
    before: Document | None, kind: Kind, facts: Mapping[str, Any], *, region: str, about: str, language: str,
    named: Mapping[str, Staff], by: Staff, at: datetime,
) -> Document:
    """The draft of a form that its area makes, with these facts: the first, the one that an interrupted freeze left behind, or
    a new version of what came back."""
    if before is None:
        return begin(kind, facts, region=region, about=about, language=language, by=by, at=at, named=named)
    if before.state == DRAFT:
        found = before
        _name(found, named)
    else:
        found = renew(queries.standing(before), by=by, at=at, named=named)
    fill(found, facts, language=language, revision=found.revision, by=by, at=at)
    return Document.get_by_id(found.id)


def fill(document: Document, facts: Mapping[str, Any], *, language: str, revision: int, by: Staff, at: datetime) -> None:
    """Change what stands in a draft. Raises ChangedMeanwhile; refused once it is frozen."""
    with db.atomic():
        changed = _only_if(document, Document.state == DRAFT, Document.revision == revision)
        if not changed(facts=dict(facts), language=language, revision=Document.revision + 1):
            still_a_draft = Document.get_by_id(document.id).state == DRAFT
            _refuse_unless(still_a_draft, _("What is frozen is not changed; make a new version."))
            raise ChangedMeanwhile
        fields = sorted(name for name in {*facts, *document.facts} if facts.get(name) != document.facts.get(name))
        audit.record("form.filled", document, by=by, at=at, changes={"filled": [None, fields]})


def freeze(found: Standing, *, store: Store, by: Staff, at: datetime) -> Document:
    """From now on nothing in it changes: rendered once, with an empty field for each signature. What it replaces is
    superseded. Refused while something that must be there is missing."""
    document, kind = found.document, found.kind
    _refuse_unless(document.state == DRAFT, _("This form is frozen already."))
    if gaps := rules.missing(kind.fields, document.facts):
        names = {one.key: one.names for one in kind.fields}
        raise Incomplete([names[key] for key in gaps])
    document.digest = rules.content_digest(document.number, document.version, kind.key, document.edition, document.facts)
    sheet = printing.sheet(found, marked=False)
    data = pades.with_fields(sheet.pdf, sheet.boxes)
    with files.kept(store, document, data) as stored, db.atomic():
        changed = _only_if(document, Document.state == DRAFT, Document.revision == document.revision)
        if not changed(state=SIGNING, frozen_at=at, digest=document.digest, **files.columns(stored)):
            raise ChangedMeanwhile
        _supersede(document, by=by, at=at)
        audit.record("form.frozen", document, by=by, at=at, changes={"digest": [None, document.digest]})
        turns.tell_next(queries.standing(Document.get_by_id(document.id)), by=by)
    return Document.get_by_id(document.id)


def refuse(found: Standing, reason: str, *, by: Staff, at: datetime) -> None:
    """Send it back instead of signing it: nobody signs this version any more. Only who could sign next may."""
    document, place = found.document, found.next_place
    if place is None or not queries.may_sign_next(found, by):
        raise Refused(_("This signature is not yours to give or refuse."), rules.RULE)
    with db.atomic():
        if not _only_if(document, Document.state == SIGNING, Document.sha256 == document.sha256)(state=REFUSED, ended_at=at):
            raise ChangedMeanwhile
        mine = (Signature.document == document) & (Signature.place == place)
        Signature.update(staff=by, refused_at=at, reason=reason).where(mine).execute()
        audit.record("form.refused", document, by=by, at=at, reason=reason)
        turns.tell_maker(found, REFUSED, by=by)


def withdraw(found: Standing, reason: str, *, by: Staff, at: datetime) -> None:
    """Take a form back that waits for signatures: nobody signs this version any more. Who may, the caller has asked."""
    document = found.document
    with db.atomic():
        if not _only_if(document, Document.state == SIGNING, Document.sha256 == document.sha256)(state=REFUSED, ended_at=at):
            raise ChangedMeanwhile
        audit.record("form.withdrawn", document, by=by, at=at, reason=reason)


def renew(found: Standing, *, by: Staff, at: datetime, named: Mapping[str, Staff] | None = None) -> Document:
    """A new version to change, with what stood in the old one; it needs new signatures. There is one draft at a time."""
    document = found.document
    _refuse_unless(document.state != DRAFT, _("This version can still be changed; no new one is needed."))
    try:
        return _renewed(found, named or {}, by=by, at=at)
    except IntegrityError as twice:  # two at one moment
        raise Refused(_("There is a newer version already.")) from twice


def _renewed(found: Standing, named: Mapping[str, Staff], *, by: Staff, at: datetime) -> Document:
    document = found.document
    with db.atomic():
        newest = Document.select().where(Document.number == document.number).order_by(Document.version.desc()).first()
        _refuse_unless(newest.id == document.id, _("There is a newer version already."))
        made = Document.create(
            number=document.number, version=document.version + 1, kind=document.kind, edition=found.kind.edition,
            region=document.region, about=document.about, language=document.language, facts=document.facts,
            made_by=by, made_at=at,
        )  # fmt: skip
        _make_places(made, found.kind, named)
        audit.record("form.renewed", made, by=by, at=at, changes={"version": [document.version, made.version]})
    return made


def _only_if(document: Document, *conditions):
    """A change of the document's row that happens only while the conditions hold; it says whether it did."""

    def change(**values) -> bool:
        return bool(Document.update(values).where(Document.id == document.id, *conditions).execute())

    return change


def _name(document: Document, named: Mapping[str, Staff]) -> None:
    """Say anew who alone may sign the places of a draft."""
    for slot, person in named.items():
        unsigned = (Signature.document == document) & (Signature.slot == slot) & Signature.signed_at.is_null()
        Signature.update(staff=person).where(unsigned).execute()


def _make_places(document: Document, kind: Kind, named: Mapping[str, Staff]) -> None:
    for place, slot in enumerate(kind.slots):
        Signature.create(document=document, place=place, slot=slot.key, staff=named.get(slot.key))


def _supersede(document: Document, *, by: Staff, at: datetime) -> None:
    earlier = (Document.number == document.number) & (Document.version < document.version) & (Document.state != SUPERSEDED)
    for row in Document.select().where(earlier):
        Document.update(state=SUPERSEDED, ended_at=at).where(Document.id == row.id).execute()
        audit.record("form.superseded", row, by=by, at=at, changes={"version": [row.version, document.version]})


def _next_number(kind: Kind, at: datetime) -> str:
    """F03-2026-00012; without gaps, in the year that it is at headquarters."""
    prefix = f"{kind.key.replace('-', '')}-{at.astimezone(ZoneInfo(HEADQUARTERS)).year}-"
    return f"{prefix}{db.select(TAKE, prefix)[0][0]:05d}"


def _refuse_unless(holds: bool, reason: str) -> None:
    if not holds:
        raise Refused(reason)
