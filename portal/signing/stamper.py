"""The portal's own time stamps (RFC 3161): a certificate that does nothing else says when a signature was there."""

from __future__ import annotations

import secrets
from datetime import datetime

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps import TimeStamper

POLICY = "1.3.6.1.4.1.63457.1.1"  # of this portal alone: the time is that of the server
GRANTED = tsp.PKIStatusInfo({"status": tsp.PKIStatus("granted")})


class OwnStamper(TimeStamper):
    """Answers pyHanko's requests in this process; `at` is the moment it says."""

    def __init__(self, certificate: asn1.Certificate, key: RSAPrivateKey, chain: list[asn1.Certificate], at: datetime):
        super().__init__(include_nonce=True)
        self.certificate, self.key, self.chain, self.at = certificate, key, chain, at

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        token = cms.ContentInfo({"content_type": "signed_data", "content": self._signed(self._told(req).dump())})
        return tsp.TimeStampResp({"status": GRANTED, "time_stamp_token": token})

    def _told(self, request: tsp.TimeStampReq) -> tsp.TSTInfo:
        return tsp.TSTInfo(
            {
                "version": "v1",
                "policy": POLICY,
                "message_imprint": request["message_imprint"],
                "serial_number": int.from_bytes(secrets.token_bytes(8)) >> 1,
                "gen_time": self.at,
                "nonce": request["nonce"],
                "tsa": asn1.GeneralName(name="directory_name", value=self.certificate.subject),
            }
        )

    def _signed(self, told: bytes) -> cms.SignedData:
        digest = Hash(SHA256())
        digest.update(told)
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(self.at)})),
                simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self.certificate)),
                simple_cms_attribute("message_digest", digest.finalize()),
            ]
        )
        sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
        who = {"issuer": self.certificate.issuer, "serial_number": self.certificate.serial_number}
        signer = {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber(who)}),
            "digest_algorithm": sha256,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15"}),
            "signed_attrs": attributes,
            "signature": self.key.sign(attributes.dump(), PKCS1v15(), SHA256()),
        }
        return cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [sha256],
                "encap_content_info": {"content_type": "tst_info", "content": cms.ParsableOctetString(told)},
                "certificates": [self.certificate, *self.chain],
                "signer_infos": [signer],
            }
        )
