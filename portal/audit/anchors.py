"""The arithmetic of anchors: pure. An anchor is one line of JSON that says, signed, which row was the newest on a day.

Each line names the SHA-256 of the line before it (`ROOT` for the first), so that none can be taken out of the middle,
and is signed with Ed25519 over itself without the signature, as compact JSON with sorted keys in UTF-8.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from portal.audit.chain import ROOT, compact

TEXTS = ("day", "digest", "before", "restored", "signature")


class Fault(NamedTuple):
    """What is wrong: a key of `telling.FAULTS`, and where (a row's number, an anchor's day)."""

    kind: str
    place: str


@dataclass(frozen=True)
class Anchor:
    """One line: on `day` (of headquarters, ISO) row `number` with `digest` was the newest, written at `at` (ms, UTC).

    `restored` is "" but after a backup was restored: then the reason, and what earlier anchors say of later rows is over.
    """

    day: str
    number: int
    digest: str
    at: int
    before: str
    restored: str
    signature: str

    @property
    def claim(self) -> dict:
        """What is signed."""
        return {name: getattr(self, name) for name in ("day", "number", "digest", "at", "before", "restored")}

    @property
    def line(self) -> str:
        return compact(self.claim | {"signature": self.signature})


def signed(key: Ed25519PrivateKey, **claim) -> Anchor:
    """An anchor with these facts, signed."""
    return Anchor(**claim, signature=key.sign(compact(claim).encode()).hex())


def digest_of_line(line: str) -> str:
    """SHA-256 in hex of a line without its end."""
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()


def parsed(line: str) -> Anchor | None:
    """The anchor a line holds; None for anything else."""
    try:
        facts = json.loads(line)
        anchor = Anchor(**facts)
    except (ValueError, TypeError, RecursionError):
        return None
    whole = all(isinstance(facts[name], str) for name in TEXTS) and type(anchor.number) is type(anchor.at) is int
    return anchor if whole else None


def is_signed(anchor: Anchor, key: Ed25519PublicKey) -> bool:
    """Whether this key signed this anchor."""
    try:
        key.verify(bytes.fromhex(anchor.signature), compact(anchor.claim).encode("utf-8", "surrogatepass"))
    except (InvalidSignature, ValueError):
        return False
    return True


def faults(lines: Sequence[str], key: Ed25519PublicKey | None) -> Iterator[Fault]:
    """What is wrong with the lines themselves, first things first."""
    before, day = ROOT, ""
    for place, line in enumerate(lines, 1):
        anchor = parsed(line)
        if anchor is None:
            yield Fault("anchor_unreadable", str(place))
        elif key is None or not is_signed(anchor, key):
            yield Fault("anchor_not_signed", anchor.day)
        elif anchor.before != before:
            yield Fault("anchor_out_of_line", anchor.day)
        elif not (anchor.day > day or anchor.restored):
            yield Fault("anchor_out_of_order", anchor.day)
        before, day = digest_of_line(line), anchor.day if anchor else day


def standing(lines: Sequence[str]) -> list[Anchor]:
    """The anchors that bind the journal of today: all but those whose rows a restored backup no longer has."""
    kept: list[Anchor] = []
    for anchor in filter(None, map(parsed, lines)):
        if anchor.restored:
            kept = [earlier for earlier in kept if earlier.number <= anchor.number]
        kept.append(anchor)
    return kept


def demanded(anchors: Sequence[Anchor]) -> Mapping[int, tuple[str, str]]:
    """Row number → (digest, day): what the journal's rows must be."""
    return {anchor.number: (anchor.digest, anchor.day) for anchor in anchors}


def is_prefix(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether a copy holds the first lines of the original, and nothing else."""
    return list(shorter) == list(longer[: len(shorter)])
