"""Every change of the clocks: stopwatches, and the calendars they count on."""

from portal.clocks.actions.calendars import clear_day, import_year, install, set_day, type_prayers, untype_prayers
from portal.clocks.actions.handing import give_back, set_aside, take_along, take_up
from portal.clocks.actions.planning import hold, plan, release, take_step
from portal.clocks.actions.rounds import make_good, next_round
from portal.clocks.actions.stopwatches import (
    OF_THE_REGION,
    counted_anew,
    forget,
    mark_breached,
    mark_warned,
    put_back,
    rebase,
    reckoned,
    repause,
    start,
    stop,
    supersede,
)

__all__ = [
    "OF_THE_REGION",
    "clear_day",
    "forget",
    "import_year",
    "install",
    "mark_breached",
    "mark_warned",
    "rebase",
    "set_day",
]
__all__ += ["hold", "make_good", "next_round", "plan", "release", "take_step"]
__all__ += ["counted_anew", "put_back", "reckoned", "repause", "start", "stop", "supersede", "type_prayers", "untype_prayers"]
__all__ += ["give_back", "set_aside", "take_along", "take_up"]
