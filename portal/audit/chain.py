"""The arithmetic of the chain: pure, so that another program can check it from this page alone."""

from __future__ import annotations

import hashlib
import json

ROOT = "0" * 64


def digest(before: str, *, number: int, at_ms: int, who: str, origin: str, what: str, subject: str, reason: str, changes) -> str:
    """SHA-256 in hex over the digest before and the row as compact JSON with sorted keys, in UTF-8."""
    row = {
        "number": number,
        "at": at_ms,
        "who": who,
        "origin": origin,
        "what": what,
        "subject": subject,
        "reason": reason,
        "changes": changes,
    }
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
