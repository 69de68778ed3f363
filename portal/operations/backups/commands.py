"""`portal backup`, `restore`, `rehearse`, and `errands`, which carries out what was asked for on the pages."""

from __future__ import annotations

import getpass
import logging
import sys
from dataclasses import replace
from pathlib import Path

from portal.audit import SYSTEM
from portal.core import crypto, log, time
from portal.core.errors import Refused
from portal.core.i18n import size
from portal.operations import actions, errands, keys, queries
from portal.operations.backups import sealed
from portal.operations.backups.contents import sealed_by
from portal.operations.backups.restoring import newest_on, restore
from portal.operations.backups.shelf import Shelf
from portal.operations.models import BACKUP, REHEARSAL, Errand
from portal.settings import Settings

LEAST_PASSPHRASE = 12
words = logging.getLogger("portal.errands")


def back_up(args, settings: Settings) -> int:
    """Back the home up now; one line that says where and how much."""
    if args.to:
        settings = replace(settings, backups=str(Path(args.to).resolve()))
    if args.with_key:
        settings = replace(settings, backup_passphrase=settings.backup_passphrase or _new_passphrase())
    made = _demand_good(errands.carry_out(actions.ask(BACKUP, by=SYSTEM, at=time.now()), settings, told=_say))
    facts = made.facts
    print(
        f"{settings.backup_folder / made.name}: {size(made.size)}, {facts['rows']} rows, "
        f"{facts['files']} files ({facts['new_files']} new), {facts['removed']} old backups removed."
    )
    return 0


def rehearsal(_args, settings: Settings) -> int:
    """Rehearse restoring the newest backup; one line that says what was found and how long it took."""
    done = _demand_good(errands.carry_out(actions.ask(REHEARSAL, by=SYSTEM, at=time.now()), settings, told=_say))
    facts = done.facts
    print(
        f"{done.name} restores: {facts['rows']} rows as counted, journal whole with {facts['journal']} rows, "
        f"{facts['files']} files ({facts['opened']} opened), {facts['seconds']} s."
    )
    return 0


def carry_out(_args, settings: Settings) -> int:
    """Every errand that waits, one after the other; 1 when one failed."""
    log.set_up(settings)
    failed = 0
    while errand := queries.waiting():
        done = errands.carry_out(errand, settings)
        failed += not done.went_well
        (words.info if done.went_well else words.error)("%s ended: %s", errand.kind, done.error or "good")
    return 1 if failed else 0


def bring_back(args, settings: Settings) -> int:
    """Restore a backup into a folder; one line that says what is there now."""
    path = newest_on(Shelf(settings.backup_folder)) if args.file == "latest" else Path(args.file).resolve()
    into = Path(args.into).resolve()
    done = restore(path, into, master=_master(args, settings, path), address=args.database or "", force=args.force, told=_say)
    print(f"{into} is restored as of {done.manifest.at}: {sum(done.manifest.counts.values())} rows, {done.files} files.")
    if done.replaced:
        print(f"What stood there is in {done.replaced}.")
    if args.database:
        print("Set PORTAL_DATABASE to the address it was restored to.")
    return 0


def _master(args, settings: Settings, path: Path) -> bytes:
    """The key that opens the backup: from the file named, from the passphrase, or from the home at hand."""
    if args.key:
        return keys.read(Path(args.key))
    head = sealed_by(path)
    if settings.master_key_file.exists():
        master = keys.existing(settings)
        if sealed.fingerprint(master) == head.get("key") or "master" not in head:
            return master
    if "master" not in head:
        raise Refused(f"{path} needs the master key {head.get('key')}; name its file with --key.")
    return _from_passphrase(head, settings.backup_passphrase or getpass.getpass("Passphrase of the backup: "))


def _from_passphrase(head: dict, passphrase: str) -> bytes:
    try:
        return sealed.opened_master(head, passphrase)
    except (crypto.Unreadable, ValueError, KeyError) as wrong:
        raise Refused("This passphrase does not open the backup.") from wrong


def _new_passphrase() -> str:
    chosen = getpass.getpass("Passphrase for the master key in the backup: ")
    if len(chosen) < LEAST_PASSPHRASE:
        raise Refused(f"The passphrase has fewer than {LEAST_PASSPHRASE} characters; choose a longer one.")
    if getpass.getpass("The same again: ") != chosen:
        raise Refused("The two passphrases differ.")
    return chosen


def _demand_good(errand: Errand) -> Errand:
    if not errand.went_well:
        raise Refused(errand.error or "Somebody else has taken it on; look at the operations page.")
    return errand


def _say(step: str, done: int, whole: int) -> None:
    if sys.stderr.isatty():
        far = f" {done * 100 // whole} %" if whole else ""
        print(f"\r{step}{far}   ", end="", file=sys.stderr)
