"""Signed files made without a database: a small authority, a form of a page, people who sign it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from types import SimpleNamespace

from portal.signing import authority, pades, paper, rendering
from portal.signing.authority import Issuer, Use
from portal.signing.pades import Credential
from portal.signing.stamper import OwnStamper

COMPANY = "示例进出口有限公司"
AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
NAMES = ("赵明轩", "李思远", "陈婉莹")
FORM = """<html lang="zh"><head><title>确认单</title><meta name="keywords" content="portal-form:F03-2026-00001/1"></head>
<body><h1>确认单</h1><p>资料齐全，共三份。</p>{boxes}</body></html>"""


def company(number: int = 0) -> SimpleNamespace:
    """An authority with its time-stamp service, its seal and three people; another one for each number."""
    return _company(number)


@lru_cache(maxsize=4)
def _company(number: int) -> SimpleNamespace:
    root = _made(Use.ROOT, f"Root {number}")
    below = Issuer(root.certificate, root.key)
    issuing = _made(Use.ISSUING, "Issuing", below)
    issuer = Issuer(issuing.certificate, issuing.key)
    return SimpleNamespace(
        root=pades.as_asn1(root.certificate),
        certificate=root.certificate,
        chain=(issuing.certificate,),
        stamp=_made(Use.STAMP, "Stamps", below),
        seal=_made(Use.SEAL, COMPANY, issuer),
        people=[_made(Use.PERSON, name, issuer) for name in NAMES],
    )


def _made(use: Use, name: str, issuer: Issuer | None = None):
    return authority.make(use, name, company=COMPANY, at=AT, issuer=issuer)


def blank(people: int = 2) -> bytes:
    """The form with an empty field for each."""
    boxes = "".join(f'<div class="signature" id="sign{number + 1}"></div>' for number in range(people))
    sheet = rendering.sheet(FORM.format(boxes=boxes))
    return pades.with_fields(sheet.pdf, sheet.boxes)


def stamper(of: SimpleNamespace, at: datetime = AT) -> OwnStamper:
    return OwnStamper(pades.as_asn1(of.stamp.certificate), of.stamp.key, [], at)


def signed(data: bytes, place: int, of: SimpleNamespace, *, who: int | None = None, at: datetime = AT) -> bytes:
    """The file with place (from 0) signed by the person of this number, its own by default."""
    person = of.people[place if who is None else who]
    credential = Credential(person.certificate, person.key, of.chain)
    drawn = rendering.sheet(paper.filled("paper/stamp.html", name="签名", role="", moment="", said=""), (160, 45)).pdf
    return pades.signed(data, f"sign{place + 1}", credential, stamper=stamper(of, at), drawn=drawn)


def sealed(data: bytes, of: SimpleNamespace, *, at: datetime = AT) -> bytes:
    return pades.sealed(data, Credential(of.seal.certificate, of.seal.key, of.chain), stamper=stamper(of, at))


@lru_cache(maxsize=1)
def whole() -> bytes:
    """Signed by two and sealed."""
    return sealed(signed(signed(blank(), 0, company()), 1, company()), company())


__all__ = ["AT", "COMPANY", "NAMES", "blank", "company", "sealed", "signed", "stamper", "whole"]
