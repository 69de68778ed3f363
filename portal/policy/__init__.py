"""Policy: the company's regulations as data, and the one door to their figures.

Words      regulation (never "policy document"), chapter, rule (one id, for ever), form (a rule of the regulation F),
           figure (a number with its unit and calendar; not "limit" or "SLA"), how (what the portal does with a rule),
           citation (a place in the code that names a rule's id), evidence (citations and the tests that show it),
           version (a change of figures as a whole, never "revision"), target (what a version can change: a figure, or
           which of two rivals applies), rivals (rules that set the same limit), effective day (of headquarters),
           propose, approve, refuse, withdraw, confirm (to have read it; "reading" is the row).
Rests on   access (who proposes and approves), audit, core; the shipped text, the search and the command need neither
           database nor web.
Decided    2026-11: figures are asked for by rule id through `figure()` alone, and a version with an effective day stands
           behind it. Refused: constants in the areas, which nobody could change or explain.
           2026-11: the shipped text stays as it is, and versions are rows above it. Refused: copying the regulations
           into tables, which would make two sources of one text and take `portal rules` its independence.
           2026-11: a version is in force by its day alone; no job switches it on. What approved versions change is read
           once in each request or job that asks for a figure. Refused: a cache with a time to live, by which two
           processes would disagree for a while; and a counter to compare, as the few rows cost as little to read.
           2026-11: a duty that arose before a version took effect keeps the older figure: a stopwatch takes the figure
           of the moment from which it counts.
           2026-11: never the same person proposes and approves (CS-6), and the database says so too. Withdrawing is
           the proposer's, refusing the approver's; an approved version may be withdrawn until its day begins, after
           that only another version changes anything. A proposal whose day has gone by is not approved any more.
           2026-11: of a figure there is one open proposal, and one approved change for a day; a partial unique index
           each. Refused: asking first alone, which two people do at the same moment.
           2026-11: who is asked to confirm a version is who worked here when it was approved; whoever came later has
           read the regulations as they stood. Reminders follow the figure of CS-6, which a version can change.
           2026-11: the pure decisions are called `refusals` here, as `rules` is the door to the rules of the book.
           2026-11: telling people is above this area (`messages.jobs`), as notices are.
           2026-11: a figure has a `sense` (within, every, at least …): "every 3 working days" and "within 3 working
           days" are the same number and not the same demand.
           2026-11: the forms are rules of a regulation of their own, F: cited, searched and shown like any other.
           2026-11: unknown ids in a test's mark are errors, in code they are not: code may name a whole section.
"""

from typing import Any

from portal.policy.book import UnknownFigure, UnknownRule, regulations, rule, rules
from portal.policy.regulation import Chapter, Figure, Regulation, Rule, Text
from portal.policy.targets import compete

IN_FORCE = ("applying", "figure", "look_again", "supposing")

__all__ = ["Chapter", "Figure", "Regulation", "Rule", "Text", "UnknownFigure", "UnknownRule"]
__all__ += ["applying", "compete", "figure", "look_again", "regulations", "rule", "rules", "supposing"]


def __getattr__(name: str) -> Any:
    """The doors behind which the database stands open when they are first used: `portal rules` needs none of them."""
    if name not in IN_FORCE:
        raise AttributeError(f"portal.policy has no {name}")
    from portal.policy import in_force

    globals().update({door: getattr(in_force, door) for door in IN_FORCE})
    return globals()[name]
