"""The words of documents' states, and of what a verified file is worth."""

from __future__ import annotations

from collections.abc import Mapping

from portal.core.i18n import both
from portal.signing.authority import Use
from portal.signing.models import DONE, DRAFT, REFUSED, SIGNING, SUPERSEDED
from portal.signing.weighing import Verdict

Names = tuple[str, str]
STATES: Mapping[str, Names] = {
    DRAFT: ("填写中", "Being filled in"),
    SIGNING: ("待签名", "Waiting for signatures"),
    DONE: ("已签署", "Signed"),
    REFUSED: ("已退回", "Sent back"),
    SUPERSEDED: ("已被取代", "Superseded"),
}
USES: Mapping[Use, Names] = {
    Use.ROOT: ("根证书", "Root"),
    Use.ISSUING: ("签发证书", "Issuing authority"),
    Use.STAMP: ("时间戳", "Time stamps"),
    Use.SEAL: ("公司印章", "Company seal"),
    Use.PERSON: ("个人", "Person"),
}
VERDICTS: Mapping[Verdict, Names] = {
    Verdict.GOOD: ("真实有效：已全部签名并加盖印章，此后未改动。", "Genuine: signed by everybody, sealed, and unchanged since."),
    Verdict.OPEN: ("目前无误，但尚未全部签名。", "Sound so far, but not everybody has signed yet."),
    Verdict.SUPERSEDED: ("真实且未改动，但已被新版本取代。", "Genuine and unchanged, but superseded by a newer version."),
    Verdict.ANOTHER: (
        "不是系统保存的文件：可能是签署过程中的早期文件，也可能在别处重新签过名。",
        "Not the file that the portal keeps of this form: perhaps an earlier stage of it, perhaps signed anew elsewhere.",
    ),
    Verdict.UNKNOWN: ("签名有效，但本系统没有这份表单。", "The signatures hold, but no such form is kept here."),
    Verdict.REVOKED: ("所用证书在签名之前已被吊销。", "Signed with a certificate that had been taken back before."),
    Verdict.FOREIGN: ("签名人不在本系统担保之列。", "Signed by somebody for whom this portal does not vouch."),
    Verdict.ADDED_TO: ("已被改动：签名之后又添加了内容。", "Changed: something was added after it was signed."),
    Verdict.ALTERED: ("已被改动：文件内容与签名时不一致。", "Changed: what was signed is not what stands in the file."),
    Verdict.UNSIGNED: ("没有任何人签名。", "Not signed by anybody."),
    Verdict.CUT_OFF: ("文件末尾缺失。", "The end of the file is missing."),
    Verdict.NO_PDF: ("这不是可读取的 PDF 文件。", "This is no PDF that can be read."),
}


def state_of(key: str) -> str:
    return both(*STATES[key])
