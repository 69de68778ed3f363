"""Signatures in a PDF: the empty fields first, then one PAdES signature after another, and the seal that closes the file.

Decided    2026-11: every field is there before the first signature, since a field added later is a change to what was
           signed. The seal is a field too, and locks all the others: after it nothing may change. Refused: closing by the
           last person's signature, which would make their order part of the file's shape.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping
from dataclasses import dataclass

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
)
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from portal.signing.authority import certificate_bytes
from portal.signing.paper import Box

SEAL = "seal"
WHOLE = SimpleBoxLayoutRule(x_align=AxisAlignment.ALIGN_MIN, y_align=AxisAlignment.ALIGN_MIN, margins=Margins.uniform(0))


@dataclass(frozen=True)
class Credential:
    """With what somebody signs: certificate, key, and the authorities between it and the root."""

    certificate: x509.Certificate
    key: RSAPrivateKey
    chain: tuple[x509.Certificate, ...]


class KeptKey(Signer):
    """Signs with a key that is read already; pyHanko's own signer reads it anew for each signature, twice."""

    def __init__(self, credential: Credential):
        known = SimpleCertificateStore()
        known.register_multiple([as_asn1(certificate) for certificate in credential.chain])
        super().__init__(signing_cert=as_asn1(credential.certificate), cert_registry=known, embed_roots=False)
        self.key = credential.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002
        return bytes(self.key.key_size // 8) if dry_run else self.key.sign(data, PKCS1v15(), SHA256())


class Page(ImportedPdfPage):
    """A page of a PDF that is in memory, to be drawn into a signature's box."""

    def __init__(self, pdf: bytes):
        super().__init__(file_name=None)
        self.pdf = pdf

    def render(self) -> bytes:
        drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.pdf)))
        self.resources.xobject["/Drawn"] = drawn
        left, bottom, right, top = drawn.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Drawn Do"


def as_asn1(certificate: x509.Certificate) -> asn1.Certificate:
    """The certificate as pyHanko wants it."""
    return asn1.Certificate.load(certificate_bytes(certificate))


def with_fields(pdf: bytes, boxes: Mapping[str, Box]) -> bytes:
    """The file with an empty field for each signature, and one without a box for the seal."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for name, box in boxes.items():
        lies = (box.left, box.bottom, box.right, box.top)
        append_signature_field(writer, SigFieldSpec(name, on_page=box.page, box=lies))
    closes = FieldMDPSpec(FieldMDPAction.ALL)
    append_signature_field(writer, SigFieldSpec(SEAL, field_mdp_spec=closes, doc_mdp_update_value=MDPPerm.NO_CHANGES))
    return _written(writer)


def signed(pdf: bytes, field: str, credential: Credential, *, stamper: TimeStamper, drawn: bytes, why: str = "") -> bytes:
    """The file with this field signed, and `drawn` (a PDF of one page) shown in its box."""
    return _signed(pdf, field, credential, stamper, reason=why, style=_style(drawn))


def sealed(pdf: bytes, credential: Credential, *, stamper: TimeStamper, why: str = "") -> bytes:
    """The file closed by the company's seal: nothing may change from here on."""
    return _signed(pdf, SEAL, credential, stamper, reason=why, docmdp_permissions=MDPPerm.NO_CHANGES)


def _signed(pdf: bytes, field: str, credential: Credential, stamper: TimeStamper, *, style=None, **about) -> bytes:
    meta = PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, **(about | {"reason": about["reason"] or None})
    )
    signer = PdfSigner(meta, KeptKey(credential), timestamper=stamper, stamp_style=style)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    out = asyncio.run(signer.async_sign_pdf(writer, existing_fields_only=True))
    return out.getvalue()


def _style(drawn: bytes) -> StaticStampStyle:
    return StaticStampStyle(background=Page(drawn), background_layout=WHOLE, border_width=0)


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def size_of(pdf: bytes, field: str) -> tuple[float, float]:
    """Width and height of a field in points. Raises KeyError when there is none of this name."""
    reader = PdfFileReader(io.BytesIO(pdf))
    for entry in reader.root["/AcroForm"]["/Fields"]:
        found = entry.get_object()
        if found["/T"] == field:
            left, bottom, right, top = (float(length) for length in found["/Rect"])
            return right - left, top - bottom
    raise KeyError(field)
