"""How the journal's rows about forms and certificates are told."""

from __future__ import annotations

from collections.abc import Collection

from portal.audit.words import Field, Kind, Verb, Words, enter
from portal.core.i18n import both
from portal.signing import catalogue
from portal.signing.authority import Use
from portal.signing.models import Certificate
from portal.signing.rules import REFUSALS
from portal.signing.words import USES


def _documents(found: Collection[str]) -> dict[str, str]:
    return {word: _document(*word.rsplit("/", 1)) for word in found}


def _document(number: str, version: str) -> str:
    return number if version == "1" else both(f"{number} 第 {version} 版", f"{number}, version {version}")


def _certificates(found: Collection[str]) -> dict[str, str]:
    rows = Certificate.select().where(Certificate.serial.in_(list(found)))
    return {row.serial: _certificate(row) for row in rows}


def _certificate(row: Certificate) -> str:
    return row.staff.name if row.staff else both(*USES[Use(row.use)])


def _kind(key: str) -> str:
    known = catalogue.kind(key)
    return both(*known.names) if known else key


def _slot(key: str) -> str:
    slots = [slot for kind in catalogue.every() for slot in kind.slots if slot.key == key]
    return both(*slots[0].names) if slots else key


def _fields(keys: list[str]) -> str:
    names = {field.key: field.names for kind in catalogue.every() for field in kind.fields}
    return both("、", ", ").join(both(*names[key]) if key in names else key for key in keys)


def _refusal(key: str) -> str:
    return str(REFUSALS.get(key, key))


WORDS = enter(
    Words(
        topics={"form": ("表单", "Forms"), "certificate": ("签名证书", "Certificates of signature")},
        kinds={
            "form": Kind("表单", "form", pattern=r"form:(.+/\d+)", seen_with="signing:view", names=_documents),
            "certificate": Kind("证书", "certificate", pattern=r"certificate:([0-9a-f]+)", names=_certificates),
        },
        verbs={
            "certificate.made": Verb("生成了{subject}的签名证书", "made a certificate of signature for {subject}"),
            "certificate.revoked": Verb("吊销了{subject}的签名证书", "took back the certificate of signature of {subject}"),
            "form.begun": Verb("开始填写{subject}", "began {subject}"),
            "form.filled": Verb("填写了{subject}", "filled {subject} in"),
            "form.frozen": Verb("冻结{subject}，待签名", "froze {subject} for signing"),
            "form.printed": Verb("打开了{subject}的文件", "opened the file of {subject}"),
            "form.refused": Verb("退回了{subject}，未签名", "sent {subject} back unsigned"),
            "form.renewed": Verb("为{subject}新建了版本", "made {subject} as a new version"),
            "form.sealed": Verb("{subject}签署完成，加盖印章", "completed {subject}, which was sealed"),
            "form.signed": Verb("签署了{subject}", "signed {subject}"),
            "form.signing_refused": Verb(
                "试图签署{subject}，被拒绝", "tried to sign {subject} and was refused", because=_refusal
            ),
            "form.withdrawn": Verb("撤回了待签名的{subject}", "took {subject} back before it was signed"),
            "form.superseded": Verb("{subject}被新版本取代", "superseded {subject} by a newer version"),
        },
        fields={
            "certificate.use": Field("用途", "use", lambda key: both(*USES[Use(key)])),
            "certificate.person": Field("本人", "person"),
            "certificate.ends": Field("有效期至", "holds until"),
            "form.kind": Field("表单", "form", _kind),
            "form.filled": Field("填写的内容", "filled in", _fields),
            "form.digest": Field("内容摘要", "digest of the content"),
            "form.version": Field("版本", "version"),
            "form.slot": Field("签名位置", "place", _slot),
            "form.certificate": Field("证书", "certificate"),
            "form.sha256": Field("文件摘要", "digest of the file"),
        },
    )
)
