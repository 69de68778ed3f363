"""`portal doctor`: every missing part in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from portal.core import i18n
from portal.operations.checks import BAD, Finding, home, journal, machine, note, paper, parts, sources
from portal.settings import PROJECT, Settings


class Check(NamedTuple):
    """Something to look at. Without what is `essential` the portal does not run; `of_home` waits for `portal init`."""

    name: str
    look: Callable[[Settings], Finding]
    essential: bool = True
    of_home: bool = False


CHECKS = (
    Check("Python", lambda _: machine.python()),
    Check("Libraries", lambda _: machine.libraries(PROJECT)),
    Check("Database engine", lambda settings: machine.database_engine(settings.database)),
    Check("Time zones", lambda _: machine.zones()),
    Check("Pango", lambda _: paper.pango()),
    Check("HarfBuzz", lambda _: paper.harfbuzz_subset(), essential=False),
    Check("Chinese font", lambda _: paper.han_glyph(), essential=False),
    Check("Browser parts", lambda _: parts.browser_parts(PROJECT / "static")),
    Check("Translations", lambda _: parts.translations(i18n.CATALOGUES), essential=False),
    Check("Clock", home.clock),
    Check("Master key", lambda settings: home.master_key(settings.master_key_file), of_home=True),
    Check("Database", home.database, of_home=True),
    Check("Disk", lambda settings: home.disk(settings.home), of_home=True),
    Check("Sign-in", sources.sources, essential=False),
    Check("Scheduler", home.scheduler, essential=False, of_home=True),
    Check("Journal anchors", journal.journal_anchors, essential=False, of_home=True),
    Check("Calendars", home.calendars, essential=False, of_home=True),
)


def run(_args, settings: Settings) -> int:
    """Print one line for each check; 1 when something essential is missing."""
    results = [(check, finding(check, settings)) for check in CHECKS]
    for check, (mark, text) in results:
        print(f"{mark} {check.name}: {text}")
    return 1 if any(check.essential and found.mark == BAD for check, found in results) else 0


def finding(check: Check, settings: Settings) -> Finding:
    """What a check finds; a home that is not there yet is nobody's fault."""
    if check.of_home and not settings.master_key_file.exists():
        return note("not made yet; `portal init` makes it.")
    return check.look(settings)
