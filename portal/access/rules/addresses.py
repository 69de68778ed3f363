"""Addresses that a browser or another site names: which stay with the portal, and which page they mean."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit


def is_local_address(address: str) -> bool:
    """Whether a browser stays with the portal when it is sent there: a path of this host and nothing else."""
    if not address.startswith("/") or address.startswith("//"):
        return False
    return not ("\\" in address or any(unicodedata.category(character) == "Cc" for character in address))


def page_of(url: str) -> str:
    """Path and query of a page of the portal; "/" when the address cannot be read or leads elsewhere."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "/"
    address = parts.path + (f"?{parts.query}" if parts.query else "")
    return address if is_local_address(address) else "/"
