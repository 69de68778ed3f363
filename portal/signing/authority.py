"""The portal's own certificate authority: keys and certificates, made and not kept. Pure, but for what chance is asked.

Words      root (signs the two below it, and is what people trust), issuing (signs people and the seal), stamp (the time-stamp
           service's), seal (the company's), person.
Decided    2026-11: RSA-3072 with SHA-256. Curves of NIST would make the files PDF 2.0, which PDF/A-3 is not. Refused: a key
           that only a passphrase of its own opens: people forget it, and a form of last year could not be signed again.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

BITS = 3072
BEFORE = timedelta(minutes=5)  # a clock that is a little slow does not see a certificate of the future
YEAR = timedelta(days=365)


class Use(StrEnum):
    """What a certificate is for."""

    ROOT = "root"
    ISSUING = "issuing"
    STAMP = "stamp"
    SEAL = "seal"
    PERSON = "person"


YEARS: Mapping[Use, int] = {Use.ROOT: 20, Use.ISSUING: 12, Use.STAMP: 12, Use.SEAL: 6, Use.PERSON: 3}
AUTHORITIES = {Use.ROOT: 1, Use.ISSUING: 0}  # how many authorities may stand below


class Issuer(NamedTuple):
    """Who signs a certificate: its own, and the key."""

    certificate: x509.Certificate
    key: RSAPrivateKey


class Made(NamedTuple):
    """A new certificate with its key."""

    certificate: x509.Certificate
    key: RSAPrivateKey

    @property
    def serial(self) -> str:
        """The serial number in hex, by which the portal keeps it."""
        return f"{self.certificate.serial_number:x}"


def make(use: Use, name: str, *, company: str, at: datetime, issuer: Issuer | None = None, mail: str = "") -> Made:
    """A certificate for `name` of `company`, signed by `issuer`, or by itself."""
    key = generate_private_key(public_exponent=65537, key_size=BITS)
    subject = _subject(use, name, company)
    signs = issuer or Issuer(None, key)
    above = issuer.certificate.subject if issuer else subject
    ends = at + YEARS[use] * YEAR
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(secrets.token_bytes(16)) >> 1)
        .not_valid_before(at - BEFORE)
        .not_valid_after(min(ends, issuer.certificate.not_valid_after_utc) if issuer else ends)
        .add_extension(x509.BasicConstraints(use in AUTHORITIES, AUTHORITIES.get(use)), critical=True)
        .add_extension(_key_usage(use), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signs.key.public_key()), critical=False)
    )
    for extension, critical in _more(use, mail):
        builder = builder.add_extension(extension, critical=critical)
    return Made(builder.sign(signs.key, SHA256()), key)


def _subject(use: Use, name: str, company: str) -> x509.Name:
    """Names of 64 characters at most, as X.520 wants them."""
    attributes = [(NameOID.COMMON_NAME, name), (NameOID.ORGANIZATION_NAME, company), (NameOID.ORGANIZATIONAL_UNIT_NAME, use)]
    return x509.Name([x509.NameAttribute(oid, text[:64]) for oid, text in attributes])


def _key_usage(use: Use) -> x509.KeyUsage:
    """An authority signs certificates, everything else documents."""
    above = use in AUTHORITIES
    return x509.KeyUsage(
        digital_signature=not above,
        content_commitment=not above,
        key_cert_sign=above,
        crl_sign=above,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _more(use: Use, mail: str) -> list[tuple[x509.ExtensionType, bool]]:
    if use is Use.STAMP:  # RFC 3161 wants it alone, and critical
        return [(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)]
    named = use is Use.PERSON and mail.isascii() and "@" in mail
    return [(x509.SubjectAlternativeName([x509.RFC822Name(mail)]), False)] if named else []


def key_bytes(key: RSAPrivateKey) -> bytes:
    """PKCS #8 in DER, without a passphrase: whoever keeps it seals it."""
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def read_key(data: bytes) -> RSAPrivateKey:
    """The key of `key_bytes`. Reading costs as much as three signatures: keep what it returns."""
    return load_der_private_key(data, password=None)


def certificate_bytes(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
