"""Writing: the journal's rows, its daily anchors, the runs of verifying it."""

from portal.audit.actions.anchoring import accept_restore, anchor, day_of
from portal.audit.actions.checking import advance, begin
from portal.audit.actions.recording import origin, record

__all__ = ["accept_restore", "advance", "anchor", "begin", "day_of", "origin", "record"]
