"""Second factors: who has one, who owes one, and sign-ins that wait for a code."""

from __future__ import annotations

from datetime import datetime

from portal.access import rules
from portal.access.models import FactorDemand, HalfSignIn, RecoveryCode, SecondFactor, Staff
from portal.access.queries.sessions import digest


def half_of(token: str, *, at: datetime) -> HalfSignIn | None:
    """The sign-in that this token's browser has half done, its person with it; None when it is over."""
    found = HalfSignIn.select(HalfSignIn, Staff).join(Staff)
    return found.where(HalfSignIn.token_hash == digest(token), HalfSignIn.ends_at > at, Staff.active).first()


def factor_of(person: Staff) -> SecondFactor | None:
    """The person's second factor, once a first code has confirmed it."""
    return SecondFactor.get_or_none((SecondFactor.staff == person) & SecondFactor.confirmed_at.is_null(False))


def unconfirmed_factor_of(person: Staff, *, at: datetime) -> SecondFactor | None:
    """The second factor that the person is setting up, or None."""
    begun = (SecondFactor.staff == person) & SecondFactor.confirmed_at.is_null()
    return SecondFactor.get_or_none(begun & (SecondFactor.created_at > at - rules.SETTING_UP_LASTS))


def recovery_codes_left(person: Staff) -> int:
    """How many recovery codes of a person still work."""
    return RecoveryCode.select().where(RecoveryCode.staff == person, RecoveryCode.used_at.is_null()).count()


def demanding_roles() -> list[str]:
    """The keys of the roles whose holders must have a second factor."""
    return [demand.role for demand in FactorDemand.select().order_by(FactorDemand.role)]


def owes_factor(person: Staff) -> bool:
    """Whether a role of this person demands a second factor and the person has none."""
    return not set(demanding_roles()).isdisjoint(person.roles) and factor_of(person) is None


def with_factor() -> set[int]:
    """The ids of everybody who has a second factor."""
    return {factor.staff_id for factor in SecondFactor.select(SecondFactor.staff).where(SecondFactor.confirmed_at.is_null(False))}
