"""What may be done with a document, and by whom: pure. Each refusal is a key of `REFUSALS` or None."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from portal.core.i18n import lazy

# Nobody signs for another, papers are received against two signatures (DM-O1).
RULE = "DM-O1"
REFUSALS: Mapping[str, str] = {
    "not_open": lazy("This form is not waiting for signatures."),
    "not_role": lazy("This place is for another role; nobody signs for another."),
    "not_named": lazy("This place is for somebody else; nobody signs for another."),
    "signed_already": lazy("You have signed this form in another place; each place is for another person."),
    "place_taken": lazy("This place is signed already."),
    "not_yet": lazy("Others sign before you."),
}
SHORT = 16  # hexadecimal digits of a digest on paper


class Place(NamedTuple):
    """A slot as it stands: who may sign it (roles, or the one named), and who has."""

    roles: tuple[str, ...]
    named: int | None
    signer: int | None


def refusal_to_sign(state: str, places: Sequence[Place], number: int, person: int, roles: Sequence[str]) -> str | None:
    """Why this person may not sign place `number` now. Places are signed in their order."""
    if state != "signing":
        return "not_open"
    here = places[number]
    may = here.named == person if here.named is not None else bool(set(here.roles) & set(roles))
    refusals = (
        ("place_taken", here.signer is not None),
        ("not_named", not may and here.named is not None),
        ("not_role", not may),
        ("signed_already", person in {place.signer for place in places}),
        ("not_yet", any(place.signer is None for place in places[:number])),
    )
    return next((refusal for refusal, holds in refusals if holds), None)


def content_digest(number: str, version: int, kind: str, edition: int, facts: Mapping[str, Any]) -> str:
    """The SHA-256 in hex of what a document says, whatever file it is in."""
    whole = {"number": number, "version": version, "kind": kind, "edition": edition, "facts": facts}
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def short(digest: str) -> str:
    """The first digits of a digest in groups of four, as they stand on paper."""
    return " ".join(digest[at : at + 4] for at in range(0, SHORT, 4)).upper()


def typed_digest(text: str) -> str:
    """What somebody typed from paper: hexadecimal digits alone, in lower case; "" when it is too little or something else."""
    digits = "".join(text.split()).replace("-", "").lower()
    return digits if SHORT <= len(digits) <= 64 and set(digits) <= set("0123456789abcdef") else ""


def missing(fields: Sequence[Any], facts: Mapping[str, Any]) -> list[str]:
    """The keys of what must be filled in and is not."""
    return [one.key for one in fields if one.required and not filled(facts.get(one.key))]


def filled(value: Any) -> bool:
    """Whether something stands there; a table needs one cell."""
    if isinstance(value, list):
        return any(cell for row in value for cell in row)
    return bool(value)
