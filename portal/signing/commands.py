"""`portal verify` and `portal fonts build`."""

from __future__ import annotations

import sys
from pathlib import Path

from portal.core import crypto, db, time
from portal.core.errors import Refused
from portal.core.i18n import local
from portal.settings import Settings
from portal.signing import fonts, outside, paper, weighing, words
from portal.signing.actions import certificates
from portal.signing.keyring import Keyring, certificate_of
from portal.signing.verifying import Signed
from portal.signing.weighing import Verdict

MOST_BYTES = 100_000_000


def verify(args, settings: Settings) -> int:
    """Say what a PDF is worth, who signed it when, and whether a byte has changed since; 0 when it is genuine."""
    data = _read(Path(args.file))
    db.ready()
    keyring = Keyring(crypto.read_master_key(settings.master_key_file))
    own = certificate_of(certificates.found(keyring, at=time.now()))
    found = weighing.weigh(data, own, *outside.anchors(settings))
    genuine = found.verdict is Verdict.GOOD
    print(words.VERDICTS[found.verdict][1], file=sys.stdout if genuine else sys.stderr)
    if found.document:
        print(f"{found.document.number}, version {found.document.version}")
    for signed in found.report.signatures:
        print(_told(signed))
    print(f"SHA-256 {found.sha256}")
    return 0 if genuine else 1


def build_fonts(args, _settings: Settings) -> int:
    """Cut the fonts of printed forms that are not there yet. Without Noto on the machine there is nothing to cut from."""
    try:
        made = fonts.build(paper.FONTS)
    except fonts.NoSource as missing:
        if args.if_possible:
            print(missing)
            return 0
        raise
    print("\n".join(map(str, made)) or "The fonts of forms are there.")
    return 0


def _read(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES:
        raise Refused(f"{path} is too large for a form.")
    return path.read_bytes()


def _told(signed: Signed) -> str:
    when = local(signed.at) if signed.at else "no time stamp"
    state = "unchanged since" if signed.intact and signed.unchanged else "CHANGED SINCE"
    trust = "" if signed.trusted else ", not vouched for"
    return f"{signed.name or signed.field}, {when}, {state}{trust}"
