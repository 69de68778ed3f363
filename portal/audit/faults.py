"""What can be wrong with the journal, in words: a sentence for each kind, with the place put in."""

from __future__ import annotations

from portal.core.i18n import lazy

FAULTS = {
    "row_missing": lazy("row %(place)s: the row is missing."),
    "row_changed": lazy("row %(place)s: the row was changed after it was written."),
    "row_rewritten": lazy("row %(place)s: it is not the row that was anchored; the journal was rewritten."),
    "anchor_beyond": lazy("the anchor of %(place)s speaks of a later row than the newest one; the newest rows were taken out."),
    "anchor_unreadable": lazy("line %(place)s of the anchors is no anchor."),
    "anchor_not_signed": lazy("the anchor of %(place)s was altered, or signed with another key."),
    "anchor_out_of_line": lazy("the anchor of %(place)s does not follow the line before it; a line was changed or taken out."),
    "anchor_out_of_order": lazy("the anchor of %(place)s does not come after the one before it."),
    "anchor_lost": lazy("the anchor of %(place)s stands in the journal, and not in the file of anchors."),
    "anchor_copy": lazy("the copy of the anchors in %(place)s says something else."),
}


def sentence(kind: str, place: str) -> str:
    """What is wrong and where, in the reader's language; it begins with the place."""
    return str(FAULTS[kind]) % {"place": place} if kind in FAULTS else f"{kind} {place}"
