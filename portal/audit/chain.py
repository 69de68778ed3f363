"""The arithmetic of the chain: pure, so that another program can check it from this page alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from json.encoder import encode_basestring as quoted

ROOT = "0" * 64
compact = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def digest(before: str, *, number: int, at_ms: int, who: str, origin: str, what: str, subject: str, reason: str, changes) -> str:
    """SHA-256 in hex over the digest before, a line end, and the row as compact JSON with sorted keys, in UTF-8."""
    return digest_of(before, (number, at_ms, who, origin, what, subject, reason, compact(changes)))


def digest_of(before: str, row: Sequence) -> str:
    """The same of a row as it comes from the table (number, ms, who, origin, what, subject, reason, and the changes as
    compact JSON text): the quick way for whoever checks millions. TypeError or ValueError for what the portal never writes."""
    number, at_ms, who, origin, what, subject, reason, changes = row
    text = (
        f'{before}\n{{"at":{at_ms:d},"changes":{changes},"number":{number:d},"origin":{quoted(origin)},'
        f'"reason":{quoted(reason)},"subject":{quoted(subject)},"what":{quoted(what)},"who":{quoted(who)}}}'
    )
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
