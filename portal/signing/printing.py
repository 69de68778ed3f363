"""A document as it is printed: the HTML of its form, the stamp of a signature, and the picture that leads back to it."""

from __future__ import annotations

import base64
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

from portal.access.models import Staff
from portal.core import db
from portal.core.qr import picture
from portal.signing import paper, press, rules
from portal.signing.catalogue import Slot
from portal.signing.models import DRAFT, REFUSED, SIGNING, SUPERSEDED, Document
from portal.signing.paper import Sheet
from portal.signing.queries.documents import Standing

COPY = ("副本 · 不含签名", "Copy · without the signatures")
MARKS = {
    DRAFT: ("草稿 · 未签署", "Draft · not signed"),
    SIGNING: ("副本 · 尚未全部签名", "Copy · not signed by everybody yet"),
    REFUSED: ("已退回 · 无效", "Sent back · void"),
    SUPERSEDED: ("已被新版本取代", "Superseded by a newer version"),
}


def sheet(found: Standing, *, marked: bool = True) -> Sheet:
    """The form rendered; a copy that is not the signed file says so across its pages."""
    return press.sheet(html(found, marked=marked))


def html(found: Standing, *, marked: bool = True) -> str:
    document, kind = found.document, found.kind
    mark = MARKS.get(document.state, COPY) if marked else None
    return paper.filled(
        kind.template,
        kind=kind,
        document=document,
        facts=document.facts,
        say=partial(_said, document.language),
        company=_said(document.language, db.settings().company_zh, db.settings().company_en),
        logo=_logo(db.settings().logo_file),
        mark=_said(document.language, *mark) if mark else "",
        digest=rules.short(document.digest) if document.digest else "",
        code=picture(verification(document)) if document.digest else None,
        key_words=f"portal-form:{document.number}/{document.version}",
        signatures=_places(found),
    )


@lru_cache(maxsize=1)
def _logo(file: str) -> str:
    """The company's logo as an address that holds it; "" without one. A new one is shown after a restart."""
    return paper.PICTURE + base64.b64encode(Path(file).read_bytes()).decode() if file else ""


def _places(found: Standing) -> list[tuple[str, Slot]]:
    slots = {slot.key: slot for slot in found.kind.slots}
    return [(field_of(one.place), slots[one.slot]) for one in found.signatures]


def field_of(place: int) -> str:
    """The name of the signature field of a place."""
    return f"sign{place + 1}"


def stamp(person: Staff, slot: Slot, language: str, at: datetime, size: tuple[float, float]) -> bytes:
    """What stands in the box of a signature: name, in which role, when by the person's own clock. A PDF of one page."""
    drawn = paper.filled(
        "paper/stamp.html",
        language=language,
        name=_said(language, person.name, person.name_en or person.name),
        role=_said(language, *slot.names),
        moment=wall(at, person.zone),
        said=_said(language, "电子签名", "Signed electronically"),
    )
    return press.sheet(drawn, size).pdf


def wall(moment: datetime, zone: str) -> str:
    """A moment by the wall of a zone, with its distance from UTC: on paper nobody can ask which clock is meant."""
    here = moment.astimezone(ZoneInfo(zone))
    minutes = int(here.utcoffset().total_seconds()) // 60
    return f"{here:%Y-%m-%d %H:%M} UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def verification(document: Document) -> str:
    """Where somebody who holds the paper asks about it; where the portal does not know its own address, what to type there."""
    start, address = "".join(rules.short(document.digest).split()), db.settings().address.rstrip("/")
    return f"{address}/verify?digest={start}" if address else f"{document.number} {start}"


def _said(language: str, zh: str, en: str) -> str:
    """In the document's language; in both, one after the other where they differ."""
    if language == "both" and zh != en:
        return f"{zh} {en}"
    return en if language == "en" else zh

