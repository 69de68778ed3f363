"""Every change to a customer's record, each in the journal: with before and after, except what is personal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portal.access.models import Staff
from portal.archive import rules
from portal.archive.cards import CustomerCard, card_of
from portal.archive.hooks import tell_renamed
from portal.archive.models import Customer
from portal.audit.actions import record
from portal.core.db import atomic
from portal.core.errors import Refused
from portal.core.time import now

WITHHELD = "…"


def register(
    *,
    name: str,
    country: str,
    language: str = "",
    zone: str = "",
    contact: str = "",
    email: str = "",
    phone: str = "",
    owner: Staff | None = None,
    by,
) -> CustomerCard:
    """A new customer, served by the region of its country (ISO 3166-1 alpha-2).

    `language` (ISO 639-1) and `zone` (IANA) are the country's first unless given, `owner` looks after it
    from now on. A field that will not do is Refused.
    """
    fields = _sound(
        {
            "name": name,
            "country": country,
            "language": language,
            "zone": zone,
            "contact": contact,
            "email": email,
            "phone": phone,
        }
    )
    with atomic():
        customer = Customer.create(**fields, **_derived(fields), owner=owner, created_at=now(), created_by=str(by))
        record("customer.registered", customer, by=by, changes=_told({name: [None, fields[name]] for name in fields}))
    return card_of(customer)


def hand_over(numbers: Iterable[int], giver: Staff, taker: Staff, *, paper: str, by: Staff) -> int:
    """Make `taker` look after those of these customers that are the giver's, in the caller's transaction; how many. `paper`
    is the number of the form they have signed."""
    handed = list(Customer.select().where(Customer.id.in_(list(numbers)), Customer.owner == giver))
    for customer in handed:
        Customer.update(owner=taker).where(Customer.id == customer.id).execute()
        changes = {"owner": [giver.username, taker.username]}
        record("customer.handed", customer, by=by, reason=paper, changes=changes)
    return len(handed)


def withdraw(numbers: Iterable[int], *, by) -> int:
    """Take back customers that should never have been registered (a reverted import); how many.

    One that somebody has corrected since stays. The caller knows that nothing else belongs to them.
    """
    with atomic():
        gone = list(Customer.select().where(Customer.id.in_(list(numbers)), Customer.version == 1))
        for customer in gone:
            record("customer.withdrawn", customer, by=by)
            customer.delete_instance()
    return len(gone)


def correct(customer: Customer, *, version: int, changes: Mapping[str, str], by) -> dict[str, list]:
    """Give some of `rules.FIELDS` new values; what changed, as {field: [before, after]}.

    `version` is that of the row the editor saw; Refused when it has changed since, or when a field will not do.
    """
    with atomic():
        before = Customer.get_by_id(customer.id)
        fields = _sound({name: getattr(before, name) for name in rules.FIELDS} | dict(changes))
        changed = {
            name: [getattr(before, name), value] for name, value in fields.items() if getattr(before, name) != value
        }
        if changed:
            _save(before, version, fields)
            record("customer.corrected", before, by=by, changes=_told(changed))
        if "name" in changed:
            tell_renamed(before.id, fields["name"])
    return changed


def _told(changes: Mapping[str, list]) -> dict[str, list]:
    """What the journal learns: of a personal value only that it is another, or that there was none."""
    personal = Customer._meta.personal
    return {name: [_withheld(value) for value in pair] if name in personal else pair for name, pair in changes.items()}


def _withheld(value: str | None) -> str | None:
    return WITHHELD if value else value


def _save(customer: Customer, version: int, fields: dict) -> None:
    """For the one editor whose version is still the row's; the others are Refused."""
    values = fields | _derived(fields) | {"version": version + 1}
    if not Customer.update(values).where(Customer.id == customer.id, Customer.version == version).execute():
        raise Refused(rules.STALE)


def _sound(fields: Mapping[str, str]) -> dict[str, str]:
    complete = rules.completed(fields)
    for reason in rules.faults(complete).values():
        raise Refused(reason)
    return complete


def _derived(fields: Mapping[str, str]) -> dict[str, str]:
    return {
        "name_key": rules.key(fields["name"]),
        "phone_key": rules.phone_key(fields["phone"]),
        "region": rules.region_of(fields["country"]),
    }
