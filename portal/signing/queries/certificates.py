"""Which certificates there are, and which hold."""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from peewee import JOIN, ModelSelect

from portal.access.models import Staff
from portal.core.errors import Missing
from portal.signing.authority import Use
from portal.signing.keyring import certificate_of
from portal.signing.models import Certificate


def own(use: Use) -> Certificate | None:
    """The portal's own certificate of this use; None before there is one."""
    return Certificate.get_or_none(Certificate.use == use, Certificate.staff.is_null(), Certificate.revoked_at.is_null())


def of_person(person: Staff, at: datetime) -> Certificate | None:
    """With which this person signs at this moment."""
    holds = (Certificate.starts_at <= at) & (Certificate.ends_at > at) & Certificate.revoked_at.is_null()
    mine = Certificate.select().where((Certificate.staff == person) & holds)
    return mine.order_by(Certificate.ends_at.desc()).first()


def root() -> x509.Certificate:
    """What people trust. Raises Missing in a home that has no authority yet."""
    row = own(Use.ROOT)
    if row is None:
        raise Missing
    return certificate_of(row)


def with_serial(serial: str) -> Certificate | None:
    """The certificate with this serial number (hex)."""
    return Certificate.get_or_none(Certificate.serial == serial)


def listed() -> ModelSelect:
    """Every certificate with its person, the portal's own first, then the newest."""
    return (
        Certificate.select(Certificate, Staff)
        .join(Staff, JOIN.LEFT_OUTER)
        .order_by(Certificate.staff.is_null(False), Certificate.id.desc())
    )
