"""Keys of certificates, sealed by the master key at rest and read once by a process.

A key that is read stays in memory, as reading one costs more than signing with it. Who may use it is decided before: a
person's after their password was proved again, each time.
"""

from __future__ import annotations

import threading

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from portal.core import crypto
from portal.signing import authority
from portal.signing.models import Certificate

PURPOSE = "certificate-keys"


class Keyring:
    """Opens and seals the keys of one home."""

    def __init__(self, master: bytes):
        self._wrapping = crypto.derive(master, PURPOSE)
        self._read: dict[str, RSAPrivateKey] = {}
        self._lock = threading.Lock()

    def sealed(self, made: authority.Made) -> bytes:
        """The key of a new certificate, to be kept beside it."""
        return crypto.seal(self._wrapping, authority.key_bytes(made.key), made.serial)

    def key(self, row: Certificate) -> RSAPrivateKey:
        """Raises crypto.Unreadable when the row was changed or belongs to another home."""
        with self._lock:
            if row.serial not in self._read:
                plain = crypto.unseal(self._wrapping, bytes(row.sealed), row.serial)
                self._read[row.serial] = authority.read_key(plain)
            return self._read[row.serial]

    def issuer(self, row: Certificate) -> authority.Issuer:
        return authority.Issuer(certificate_of(row), self.key(row))


def certificate_of(row: Certificate) -> x509.Certificate:
    """The certificate that a row keeps."""
    return x509.load_der_x509_certificate(bytes(row.data))
