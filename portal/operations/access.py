"""`portal access table` and `portal access rescue`."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable
from datetime import timedelta

from portal.access import actions, queries
from portal.access.roles import ROLES
from portal.access.table import Line, lines
from portal.areas import addresses
from portal.audit import SYSTEM
from portal.core.db import atomic
from portal.core.errors import Missing, Refused
from portal.settings import Settings


def table(args, _settings: Settings) -> int:
    """Every permission with its roles and what it opens; needs no home and no database."""
    app = addresses()
    found = lines(app.url_map, app.view_functions)
    if args.json:
        print(json.dumps([_as_record(line) for line in found], ensure_ascii=False, indent=2))
    elif args.csv:
        csv.writer(sys.stdout, lineterminator="\n").writerows(_as_cells(found))
    else:
        print("\n\n".join(_as_text(line) for line in found))
    return 0


def _as_record(line: Line) -> dict:
    zh, en = line.names
    return {
        "permission": line.permission.value,
        "zh": zh,
        "en": en,
        "roles": list(line.roles),
        "opens": [f"{door.method} {door.address}" for door in line.doors],
        "steps": [{"zh": zh, "en": en} for zh, en in line.steps],
    }


def _as_cells(found: Iterable[Line]) -> Iterable[list[str]]:
    yield ["permission", "zh", "en", *ROLES, "opens", "steps"]
    for line in found:
        record = _as_record(line)
        marks = ["yes" if key in line.roles else "" for key in ROLES]
        steps = "; ".join(step["en"] for step in record["steps"])
        yield [record["permission"], record["zh"], record["en"], *marks, "; ".join(record["opens"]), steps]


def _as_text(line: Line) -> str:
    record = _as_record(line)
    told = [f"{record['permission']}  {record['en']}  {record['zh']}", f"    roles: {', '.join(record['roles'])}"]
    told += [f"    {door}" for door in record["opens"]]
    return "\n".join([*told, *(f"    {step['en']}" for step in record["steps"])])


def rescue(args, settings: Settings) -> int:
    """Let somebody in again who lost password or phone, when no administrator can: the operator's own way, journaled."""
    works_for = timedelta(hours=settings.one_time_hours)
    try:
        person = queries.named(args.username)
    except Missing:
        raise Refused(f"Nobody has the user name {args.username}.") from None
    with atomic():
        if not person.active:
            raise Refused(f"{person.username} has left; an administrator can activate the account again.")
        if queries.factor_of(person) is not None:
            actions.remove_for(person, by=SYSTEM, reason="portal access rescue")
        password = actions.reset_password(person, by=SYSTEM, works_for=works_for)
    print(f"{person.username} is signed out everywhere.\nOne-time password (shown only now): {password}")
    print(f"It works for {settings.one_time_hours} hours.")
    return 0
