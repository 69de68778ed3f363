"""The authority of a home and the certificates it gives: made when they are needed, taken back when somebody leaves."""

from __future__ import annotations

from datetime import datetime, timedelta

from peewee import IntegrityError

from portal.access.hooks import on_leaving
from portal.access.models import Staff
from portal.audit import SYSTEM
from portal.audit import actions as audit
from portal.core import db
from portal.signing import authority
from portal.signing.authority import Issuer, Made, Use
from portal.signing.keyring import Keyring, certificate_of
from portal.signing.models import Certificate
from portal.signing.queries import certificates as queries

NAMES = {
    Use.ROOT: "Portal root",
    Use.ISSUING: "Portal signatures",
    Use.STAMP: "Portal time stamps",
}
RENEWED = timedelta(days=30)  # before its end a new one is made


def found(keyring: Keyring, *, at: datetime) -> Certificate:
    """Make what is missing of the home's authority; its root. Whoever comes second takes what is there."""
    for use, above in ((Use.ROOT, None), (Use.ISSUING, Use.ROOT), (Use.STAMP, Use.ROOT), (Use.SEAL, Use.ISSUING)):
        if queries.own(use) is None:
            issuer = keyring.issuer(queries.own(above)) if above else None
            company = db.settings().company_zh
            made = authority.make(use, NAMES.get(use, company), company=company, at=at, issuer=issuer)
            try:
                _keep(made, use, keyring, staff=None, by=SYSTEM, at=at)
            except IntegrityError:  # another process made it meanwhile
                continue
    return queries.own(Use.ROOT)


def for_person(person: Staff, keyring: Keyring, *, at: datetime) -> Certificate:
    """With which this person signs; made when there is none, and anew shortly before its end."""
    found(keyring, at=at)
    row = queries.of_person(person, at)
    if row and row.ends_at - at > RENEWED:
        return row
    made = authority.make(
        Use.PERSON, person.name, company=db.settings().company_zh, at=at, issuer=_issuing(keyring), mail=person.email
    )
    return _keep(made, Use.PERSON, keyring, staff=person, by=person, at=at)


@on_leaving
def revoke(person: Staff, *, by: object, at: datetime, reason: str) -> int:
    """Take every certificate of a person back, for good; how many. What they signed before stays good."""
    with db.atomic():
        holding = list(Certificate.select().where(Certificate.staff == person, Certificate.revoked_at.is_null()))
        for row in holding:
            row.revoked_at, row.revoked_by, row.reason = at, getattr(by, "username", str(by)), reason
            row.save()
            audit.record("certificate.revoked", row, by=by, at=at, reason=reason, changes={"person": [None, person.name]})
    return len(holding)


def _issuing(keyring: Keyring) -> Issuer:
    return keyring.issuer(queries.own(Use.ISSUING))


def _keep(made: Made, use: Use, keyring: Keyring, *, staff: Staff | None, by: object, at: datetime) -> Certificate:
    certificate = made.certificate
    with db.atomic():
        row = Certificate.create(
            use=use,
            staff=staff,
            serial=made.serial,
            data=authority.certificate_bytes(certificate),
            sealed=keyring.sealed(made),
            starts_at=certificate.not_valid_before_utc,
            ends_at=certificate.not_valid_after_utc,
            made_at=at,
        )
        told = {"use": use.value, "person": staff.name if staff else "", "ends": f"{row.ends_at:%Y-%m-%d}"}
        changes = {name: [None, value] for name, value in told.items() if value}
        audit.record("certificate.made", row, by=by, at=at, changes=changes)
    return row


def chain(*uses: Use) -> tuple:
    """The certificates of these own uses, for whoever has the root and nothing else."""
    return tuple(certificate_of(row) for use in uses if (row := queries.own(use)))
