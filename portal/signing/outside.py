"""What a company brings along by setting: its own seal (PKCS #12), and a time-stamp service of somebody else (RFC 3161)."""

from __future__ import annotations

import urllib.error
import urllib.request
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from portal.core.errors import Refused
from portal.core.i18n import lazy
from portal.settings import Settings
from portal.signing.pades import Credential

SECONDS = 10
MOST_BYTES = 1_000_000
SILENT = lazy("The time-stamp service does not answer, so nothing was signed. Try again in a moment.")
UNREADABLE = lazy("The company's seal cannot be opened, so nothing was signed. Tell whoever runs the portal.")


class Seal(NamedTuple):
    """A seal from a file, and the certificates that vouch for it."""

    credential: Credential
    anchors: tuple[x509.Certificate, ...]


def seal(settings: Settings) -> Seal | None:
    """The company's own seal; None where the portal's is used. Raises Refused when the file cannot be opened."""
    if not settings.seal_file:
        return None
    path = Path(settings.seal_file)
    try:
        return _read(path, settings.seal_password, path.stat().st_mtime_ns)
    except (OSError, ValueError) as wrong:
        raise Refused(UNREADABLE) from wrong


@lru_cache(maxsize=2)
def _read(path: Path, password: str, _changed: int) -> Seal:
    key, certificate, others = pkcs12.load_key_and_certificates(path.read_bytes(), password.encode() or None)
    if not isinstance(key, RSAPrivateKey) or certificate is None:
        raise ValueError(f"{path} holds no RSA key with its certificate")
    own = [one for one in others if one.issuer == one.subject]
    between = tuple(one for one in others if one.issuer != one.subject)
    return Seal(Credential(certificate, key, between), tuple(own) or (between[-1] if between else certificate,))


def anchors(settings: Settings) -> tuple[x509.Certificate, ...]:
    """Whom a signature may lead back to besides the portal's own root."""
    own = seal(settings)
    stamps = x509.load_pem_x509_certificates(Path(settings.stamp_ca_file).read_bytes()) if settings.stamp_ca_file else []
    return (*(own.anchors if own else ()), *stamps)


class OutsideStamper(TimeStamper):
    """Asks a service by HTTP. Raises Refused when it does not answer as it should."""

    def __init__(self, url: str):
        super().__init__(include_nonce=True)
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        kind = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        request = urllib.request.Request(self.url, data=req.dump(), headers=kind)  # noqa: S310 — a setting, http(s) alone
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                return tsp.TimeStampResp.load(answer.read(MOST_BYTES), strict=True)
        except (urllib.error.URLError, OSError, ValueError) as wrong:
            raise Refused(SILENT) from wrong

    async def async_timestamp(self, message_digest, md_algorithm):
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except (TimestampRequestError, ValueError, KeyError, TypeError) as wrong:
            raise Refused(SILENT) from wrong
