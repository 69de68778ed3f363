"""`portal audit verify` and `portal audit anchors`."""

from __future__ import annotations

import sys
from pathlib import Path

from portal.audit import SYSTEM, anchors, faults, queries
from portal.audit import actions as audit
from portal.audit.anchor_files import Place
from portal.core import db, time
from portal.core.errors import Refused
from portal.core.i18n import local
from portal.settings import Settings


def verify(args, settings: Settings) -> int:
    """Check the whole journal and its anchors; 1 and the first thing that is wrong when something is."""
    db.ready()
    if args.key:
        _demand_the_same_key(Path(args.key), Place(settings))
    verdict = queries.verify(lambda rows: print(f"{rows} rows …", file=sys.stderr))
    if verdict.fault is None:
        print(f"The journal is whole: {verdict.rows} rows, {verdict.anchors} anchors.")
        return 0
    place = "broken at " if verdict.broken else "not what its anchors say: "
    print(f"The journal is {place}{faults.pair(*verdict.fault)[1]} {verdict.rows} rows before it hold.", file=sys.stderr)
    return 1


def list_anchors(args, settings: Settings) -> int:
    """Print the anchors, or the public key; or accept that a backup was restored."""
    db.ready()
    place = Place(settings)
    if args.accept_restore:
        made = audit.accept_restore(args.accept_restore, by=SYSTEM, now=time.now())
        print(f"The journal goes on from row {made.number}; the anchors say so, with your reason.")
    elif args.key:
        print(_key(place), end="")
    else:
        for line in place.lines():
            print(_shown(line))
    return 0


def _shown(line: str) -> str:
    anchor = anchors.parsed(line)
    if anchor is None:
        return f"no anchor: {line[:80]!r}"
    restored = f"  restored: {anchor.restored}" if anchor.restored else ""
    return f"{anchor.day}  row {anchor.number}  {anchor.digest}  written {local(time.from_ms(anchor.at))}{restored}"


def _key(place: Place) -> str:
    if not place.public_pem():
        raise Refused("There is no key yet; the first anchor makes it (`portal tick`).")
    return place.public_pem()


def _demand_the_same_key(file: Path, place: Place) -> None:
    if file.read_text("utf-8", "replace").split() != _key(place).split():
        raise Refused(f"{place.public_file} is not the key in {file}: the anchors here are signed with another one.")
