"""Forms of the company: a slip that both have signed, one that waits for the service clerk, one sent back, one begun."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from portal.access.models import Staff
from portal.archive.cards import CustomerCard
from portal.core import time
from portal.core.files import Store
from portal.demo.moments import moment
from portal.openings.papers import OPINION, SLIP
from portal.signing.actions import documents, signatures
from portal.signing.keyring import Keyring
from portal.signing.models import Document
from portal.signing.queries import documents as queries

PAPERS = [
    ["营业执照", "1", "复印件", "加盖公章"],
    ["开户合同", "2", "原件", "一式两份"],
    ["法定代表人身份证件", "1", "复印件", ""],
]


class Desk:
    """Who signs with what, at moments of the past."""

    def __init__(self, store: Store, keyring: Keyring, now: datetime):
        self.store, self.keyring, self.now = store, keyring, now

    def sign(self, document: Document, place: int, by: Staff, told: str) -> None:
        at = moment(told, self.now)
        with time.frozen(at):
            signatures.sign(document, place, by=by, keyring=self.keyring, store=self.store, at=at)

    def frozen(self, document: Document, by: Staff, told: str) -> Document:
        at = moment(told, self.now)
        with time.frozen(at):
            return documents.freeze(queries.standing(document), store=self.store, by=by, at=at)

    def slip(self, card: CustomerCard, by: Staff, told: str, **more) -> Document:
        at = moment(told, self.now)
        facts = {
            "customer": card.name,
            "country": card.country_name,
            "contact": card.contact,
            "handed_on": f"{at:%Y-%m-%d}",
            "papers": PAPERS,
            "complete": True,
        }
        about = f"customer:{card.id}"
        with time.frozen(at):
            return documents.begin(SLIP, facts | more, region=card.region, about=about, language="zh", by=by, at=at)


def play(
    company: Mapping[str, Staff], cards: Mapping[str, CustomerCard], store: Store, keyring: Keyring, *, now: datetime
) -> None:
    """What stands on the page of forms, each in another state."""
    desk, market, clerk = Desk(store, keyring, now), company["market"], company["agent.eu"]
    first, second, third = [card for card in cards.values() if card.region == clerk.region][:3]
    signed = desk.frozen(desk.slip(first, market, "3d ago"), market, "3d ago")
    desk.sign(signed, 0, market, "2d ago")
    _sent_back(desk, first, clerk, company["manager"])
    desk.sign(signed, 1, clerk, "19h ago")
    waiting = desk.frozen(desk.slip(second, market, "3h ago"), market, "2h ago")
    desk.sign(waiting, 0, market, "1h ago")
    desk.slip(third, market, "40m ago", complete=False, remark="法定代表人身份证件待补。")


def _sent_back(desk: Desk, card: CustomerCard, clerk: Staff, manager: Staff) -> None:
    """An opinion that the manager did not sign."""
    began, signed, read = (moment(told, desk.now) for told in ("26h ago", "25h ago", "20h ago"))
    facts = {"customer": card.name, "country": card.country_name, "contract": True, "clean": True, "opinion": "pass"}
    facts["reason"] = "合同与证照已核对，建议同意入市。"
    with time.frozen(began):
        begun = documents.begin(
            OPINION, facts, region=card.region, about=f"customer:{card.id}", language="both", by=clerk, at=began
        )
    opinion = desk.frozen(begun, clerk, "26h ago")
    with time.frozen(signed):
        desk.sign(opinion, 0, clerk, "25h ago")
    with time.frozen(read):
        standing = queries.standing(Document.get_by_id(opinion.id))
        documents.refuse(standing, "证照真伪一栏未核对，请补充后再送签。", by=manager, at=read)
