"""A phone with an authenticator application, made by the book (RFC 4226 and 6238) and not from the portal's code."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct

from portal.core import time


def digits(secret: bytes, counter: int, length: int = 6) -> str:
    """RFC 4226, section 5.3."""
    mac = hmac.new(secret, struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = mac[-1] & 0x0F
    number = struct.unpack(">I", mac[offset : offset + 4])[0] & 0x7FFFFFFF
    return str(number % 10**length).zfill(length)


class Phone:
    """Keeps a secret as its owner typed it, and shows the code of now, or of some half minutes away."""

    def __init__(self, text: str):
        plain = text.replace(" ", "")
        self.secret = base64.b32decode(plain + "=" * (-len(plain) % 8))

    def code(self, away: int = 0) -> str:
        return digits(self.secret, int(time.now().timestamp()) // 30 + away)

    def wrong(self) -> str:
        """Six digits that are not the code of any half minute around now."""
        near = {self.code(away) for away in range(-3, 4)}
        return next(code for code in (str(digit) * 6 for digit in range(8)) if code not in near)
