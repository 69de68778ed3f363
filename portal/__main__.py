"""The `portal` command: one line of a table for each thing it can do."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable
from typing import NamedTuple

import peewee

from portal import settings as setup
from portal.audit.actions import origin
from portal.core.db import open_database
from portal.core.errors import Refused
from portal.operations import keys


class Option(NamedTuple):
    """An argument of a command, as argparse takes it."""

    names: tuple[str, ...]
    settings: dict


class Command(NamedTuple):
    """What to type, what it does in one sentence, which function does it, and its arguments."""

    words: str
    does: str
    function: str
    options: tuple[Option, ...] = ()
    needs_home: bool = True


def option(*names: str, **settings) -> Option:
    return Option(names, settings)


HOST = option("--host", help="address to serve on")
PORT = option("--port", type=int, help="port to serve on")
BY = option("--by", metavar="USER", help="the user name in whose name it is done (the first manager's by default)")
IMPORT = (
    option("kind", choices=("enquiries",), help="what the file holds"),
    option("file", help="a CSV or XLSX file"),
    option("--map", action="append", default=[], metavar="FIELD=COLUMN",
           help="which column fills a field; FIELD==VALUE for one value in all rows (may be repeated)"),
    option("--region", help="without --by: in the name of this region's supervisor"),
    BY,
    option("--dry-run", action="store_true", help="check every row and change nothing"),
    option("--skip-bad", action="store_true", help="bring the good rows in and leave the bad ones"),
)

COMMANDS = (
    Command("init", "make a home: keys, database, administrator", "portal.operations.commands:init",
            (option("--demo", action="store_true", help="with the demo company"),
             option("--if-needed", action="store_true", help="leave a home that is ready as it is")), needs_home=False),
    Command("serve", "web and scheduler together", "portal.operations.serving:serve", (HOST, PORT)),
    Command("web", "the web server alone", "portal.operations.serving:web", (HOST, PORT)),
    Command("scheduler", "the scheduler alone", "portal.operations.serving:scheduler"),
    Command("tick", "run every due job once", "portal.operations.serving:tick"),
    Command("migrate", "bring the database to today's shape", "portal.operations.commands:migrate",
            (option("--no-backup", action="store_true", help="do not back up first"),)),
    Command("backup", "back the home up while people work", "portal.operations.backups.commands:back_up",
            (option("--to", metavar="DIR", help="the folder for backups (PORTAL_BACKUPS, or backups/ in the home)"),
             option("--with-key", action="store_true", help="put the master key in, sealed by a passphrase"))),
    Command("restore", "make a home of a backup", "portal.operations.backups.commands:bring_back",
            (option("file", help="a backup, or `latest`"),
             option("--into", metavar="DIR", required=True, help="the folder of the restored home"),
             option("--key", metavar="FILE", help="a copy of the master key (that of the home at hand by default)"),
             option("--database", metavar="ADDRESS", help="postgresql://… of an empty database, for a backup of PostgreSQL"),
             option("--force", action="store_true", help="set aside what stands there")), needs_home=False),
    Command("rehearse", "restore the newest backup beside and look at it", "portal.operations.backups.commands:rehearsal"),
    Command("errands", "carry out the backups and rehearsals that were asked for",
            "portal.operations.backups.commands:carry_out"),
    Command("doctor", "name every missing part in one sentence each", "portal.operations.doctor:run", needs_home=False),
    Command("translations compile", "make the binary catalogues", "portal.operations.commands:translations", needs_home=False),
    Command("access table", "permission by role, and what each permission opens, from the code",
            "portal.operations.access:table",
            (option("--json", action="store_true", help="as JSON"), option("--csv", action="store_true", help="as CSV")),
            needs_home=False),
    Command("access rescue", "a one-time password for somebody who cannot come in; a second factor goes",
            "portal.operations.access:rescue", (option("username", metavar="USER", help="whose account"),)),
    Command("audit verify", "check the journal's chain and anchors", "portal.audit.commands:verify",
            (option("--key", metavar="FILE", help="a public key kept elsewhere: is it the one that signs here?"),)),
    Command("audit anchors", "list the journal's anchors", "portal.audit.commands:list_anchors",
            (option("--key", action="store_true", help="print the public key instead, to keep elsewhere"),
             option("--accept-restore", metavar="REASON", help="go on from a backup that was restored, and say why"))),
    Command("verify", "what a signed PDF is worth: who signed it when, and whether it was changed since",
            "portal.signing.commands:verify", (option("file", help="a PDF"),)),
    Command("fonts build", "cut the fonts of printed forms from the machine's own", "portal.signing.commands:build_fonts",
            (option("--if-possible", action="store_true", help="go on where the machine has no font to cut from"),),
            needs_home=False),
    Command("rules", "each rule: how it is treated, where, and which tests show it", "portal.policy.commands:rules",
            (option("--json", action="store_true", help="as JSON"),), needs_home=False),
    Command("clocks check", "compare a table of due moments with the portal's own", "portal.clocks.commands:check",
            (option("file", help="CSV: calendar, start, target, due, and perhaps pauses, way, reasoning"),),
            needs_home=False),
    Command("import", "bring in records from a file, whole or not at all", "portal.enquiries.commands:bring_in", IMPORT),
    Command("import-revert", "take a whole import back", "portal.enquiries.commands:revert",
            (option("number", type=int, help="the number of the import"), BY)),
    Command("facts rebuild", "count the figures of the reports anew", "portal.reports.commands:rebuild",
            (option("--from", dest="first", metavar="DAY", help="only what happened on or after this day (2026-11-24)"),)),
    Command("procedure", "draw a procedure as a diagram", "portal.enquiries.commands:draw", needs_home=False),
    Command("seed", "synthetic load for benchmarks", "portal.enquiries.commands:seed",
            (option("--tickets", type=int, required=True, help="how many tickets"),)),
)


def main(words: list[str] | None = None) -> int:
    """0 done · 1 refused or failed, one sentence on standard error · 2 wrong usage."""
    args = parser().parse_args(words)
    command: Command = args.command
    token = origin.set("command")
    try:
        settings = setup.read(home=args.home, host=getattr(args, "host", None), port=getattr(args, "port", None))
        if command.needs_home and not settings.master_key_file.exists():
            raise Refused(f"{settings.home} is not a portal home yet; `portal init` makes it one.")
        if command.needs_home:
            open_database(settings, keys.existing(settings))
        return _function(command)(args, settings)
    except (Refused, setup.Nonsense) as reason:
        print(reason, file=sys.stderr)
        return 1
    except OSError as wrong:
        print(f"{wrong.filename or 'The system'} cannot be used: {wrong.strerror or wrong}.", file=sys.stderr)
        return 1
    except peewee.DatabaseError as wrong:
        print(f"The database cannot be used ({wrong}); `portal doctor` says more.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1
    finally:
        origin.reset(token)


def parser() -> argparse.ArgumentParser:
    """The command's grammar, from the table."""
    top = argparse.ArgumentParser(prog="portal", description=__doc__)
    top.add_argument("--home", help="the home folder (PORTAL_HOME, or var/ in the project)")
    groups: dict[str, argparse._SubParsersAction] = {"": top.add_subparsers(required=True, metavar="COMMAND")}
    for command in COMMANDS:
        *group, last = command.words.split()
        name = " ".join(group)
        if name not in groups:
            groups[name] = groups[""].add_parser(name).add_subparsers(required=True)
        sub = groups[name].add_parser(last, help=command.does, description=command.does)
        for names, how in command.options:
            sub.add_argument(*names, **how)
        sub.add_argument("--home", default=argparse.SUPPRESS, help="the home folder")
        sub.set_defaults(command=command)
    return top


def _function(command: Command) -> Callable:
    module, name = command.function.split(":")
    return getattr(importlib.import_module(module), name)


if __name__ == "__main__":
    sys.exit(main())
