"""`portal import enquiries`, `import-revert`, `procedure` and `seed`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from portal.access import queries as access
from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.core import db, time
from portal.core.errors import Refused
from portal.enquiries import seed as load
from portal.enquiries.imports import actions, checking, mapping, reading
from portal.enquiries.imports.fields import FIELDS
from portal.enquiries.imports.staging import Brought
from portal.enquiries.models import Import
from portal.enquiries.procedure import ENQUIRY
from portal.settings import Settings
from portal.tickets import engine

MOST_TOLD = 50
IMPORTERS = ("manager", "supervisor")


def bring_in(args: argparse.Namespace, _settings: Settings) -> int:
    """Check every row of a file; without --dry-run bring it in, whole or not at all. 1 when rows are bad."""
    db.ready()
    brought = _brought(Path(args.file))
    by = _importer(args.by, args.region)
    _say(f"Reading {brought.name} …")
    sheet = reading.read(brought.name, brought.data)
    plan = mapping.guessed(sheet)
    plan = mapping.changed(plan, mapping.asked_for(args.map, sheet))
    _demand_all_fields(plan)
    _say(f"Checking {len(sheet.rows)} rows …")
    checked = checking.check(sheet, plan, by=by, now=time.now())
    _tell_faults(checked.bad)
    print(f"{len(checked.good)} of {len(sheet.rows)} rows are good, {len(checked.bad)} are not.")
    if args.dry_run:
        return 1 if checked.bad else 0
    _say(f"Bringing in {len(checked.good)} rows …")
    made = actions.bring_in(checked, brought, by=by, skip_bad=args.skip_bad)
    print(f"Import {made.id}: {made.rows} enquiries in the name of {by}. `portal import-revert {made.id}` takes them back.")
    return 0


def revert(args: argparse.Namespace, _settings: Settings) -> int:
    """Take a whole import back."""
    db.ready()
    by = _importer(args.by, None)
    found = Import.get_or_none(Import.id == args.number)
    if found is None:
        raise Refused(f"There is no import {args.number}.")
    actions.revert(found, by=by)
    print(f"Import {found.id} is taken back: {found.rows} enquiries.")
    return 0


def draw(_args: argparse.Namespace, _settings: Settings) -> int:
    """The procedure of an enquiry as a Mermaid diagram."""
    print(engine.diagram(ENQUIRY))
    return 0


def seed(args: argparse.Namespace, _settings: Settings) -> int:
    """Synthetic load for benchmarks."""
    if args.tickets < 1:
        raise Refused("Say how many tickets: at least one.")
    db.ready()
    load.seed(args.tickets, progress=lambda done: _say(f"{done} of {args.tickets} tickets …"))
    print(f"{args.tickets} tickets are loaded.")
    return 0


def _brought(path: Path) -> Brought:
    try:
        return Brought(path.name, path.read_bytes())
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None


def _importer(username: str | None, region: str | None) -> Staff:
    """In whose name: the one named, else the first manager, or the first supervisor who sees the region."""
    if username:
        person = access.staff_named(username)
        if person is None or not person.active or not person.may(Permission.ENQUIRIES_IMPORT):
            raise Refused(f"{username} may not import; name a manager or supervisor with --by.")
        return person
    if region and region not in {known.code for known in access.regions()}:
        raise Refused(f"There is no region {region}; there are {', '.join(known.code for known in access.regions())}.")
    holders = (person for role in _roles(region) for person in access.in_role(role))
    likely = [person for person in holders if not region or access.sees_region(person, region)]
    if not likely:
        raise Refused("Nobody here is a manager or supervisor yet; name somebody who may import with --by.")
    return likely[0]


def _roles(region: str | None) -> tuple[str, ...]:
    return tuple(reversed(IMPORTERS)) if region else IMPORTERS


def _demand_all_fields(plan: mapping.Plan) -> None:
    if plan.missing:
        hints = " ".join(f"--map {key}=COLUMN" for key in plan.missing)
        names = ", ".join(FIELDS[key].en for key in plan.missing)
        raise Refused(f"No column was found for: {names}. Name each with {hints}, or one value for all rows with FIELD==VALUE.")


def _tell_faults(bad: tuple[checking.Bad, ...]) -> None:
    for row in bad[:MOST_TOLD]:
        print(f"row {row.number}: {'; '.join(str(fault) for fault in row.faults)}", file=sys.stderr)
    if len(bad) > MOST_TOLD:
        _say(f"… and {len(bad) - MOST_TOLD} more bad rows")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
