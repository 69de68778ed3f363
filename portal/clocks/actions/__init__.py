"""Every change of the clocks: stopwatches, and the calendars they count on."""

from portal.clocks.actions.calendars import clear_day, import_year, install, set_day
from portal.clocks.actions.stopwatches import (
    OF_THE_REGION,
    mark_breached,
    mark_warned,
    rebase,
    start,
    stop,
    supersede,
)

__all__ = ["OF_THE_REGION", "clear_day", "import_year", "install", "mark_breached", "mark_warned", "rebase", "set_day"]
__all__ += ["start", "stop", "supersede"]
