"""`portal doctor`: every missing part in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from portal.core import i18n
from portal.core.i18n import _, lazy
from portal.operations.checks import BAD, Finding, home, journal, machine, note, paper, parts, sources
from portal.settings import PROJECT, Settings
from portal.signing.paper import FONTS


class Check(NamedTuple):
    """Something to look at. Without what is `essential` the portal does not run; `of_home` waits for `portal init`."""

    name: str  # in the reader's language
    look: Callable[[Settings], Finding]
    essential: bool = True
    of_home: bool = False


CHECKS = (
    Check(lazy("Python"), lambda _: machine.python()),
    Check(lazy("Libraries"), lambda _: machine.libraries(PROJECT)),
    Check(lazy("Database engine"), lambda settings: machine.database_engine(settings.database)),
    Check(lazy("Time zones"), lambda _: machine.zones()),
    Check(lazy("Pango"), lambda _: paper.pango()),
    Check(lazy("HarfBuzz"), lambda _: paper.harfbuzz_subset(), essential=False),
    Check(lazy("Chinese font"), lambda _: paper.han_glyph(), essential=False),
    Check(lazy("Fonts of forms"), lambda _: paper.form_fonts(FONTS), essential=False),
    Check(lazy("Browser parts"), lambda _: parts.browser_parts(PROJECT / "static")),
    Check(lazy("Translations"), lambda _: parts.translations(i18n.CATALOGUES), essential=False),
    Check(lazy("Clock"), home.clock),
    Check(lazy("Master key"), lambda settings: home.master_key(settings.master_key_file), of_home=True),
    Check(lazy("Database"), home.database, of_home=True),
    Check(lazy("Disk"), lambda settings: home.disk(settings.home), of_home=True),
    Check(lazy("Sign-in"), sources.sources, essential=False),
    Check(lazy("Scheduler"), home.scheduler, essential=False, of_home=True),
    Check(lazy("Journal anchors"), journal.journal_anchors, essential=False, of_home=True),
    Check(lazy("Calendars"), home.calendars, essential=False, of_home=True),
)


def run(_args, settings: Settings) -> int:
    """Print one line for each check; 1 when something essential is missing."""
    results = findings(settings)
    for check, (mark, text) in results:
        print(f"{mark} {check.name}: {text}")
    return 1 if any(check.essential and found.mark == BAD for check, found in results) else 0


def findings(settings: Settings) -> list[tuple[Check, Finding]]:
    """Every check with what it finds, in the reader's language."""
    return [(check, finding(check, settings)) for check in CHECKS]


def finding(check: Check, settings: Settings) -> Finding:
    """What a check finds; a home that is not there yet is nobody's fault."""
    if check.of_home and not settings.master_key_file.exists():
        return note(_("not made yet; `portal init` makes it."))
    return check.look(settings)
