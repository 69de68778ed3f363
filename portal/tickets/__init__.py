"""Tickets: what every desk shares. A ticket has a number, a customer, people, a timeline, files, stopwatches, a place.

Words      ticket, entry (a line of the timeline; nothing in it is ever changed), stage, move (a step of a procedure),
           gate (what a move demands), owner (who is responsible now), clerk (who took it in and keeps the contact),
           lead (who leads a matter of level 3 or 4), contact group, waiting (with a reason), offered (whoever is free may
           claim it), to claim, to assign, run (one change of many tickets).
Rests on   archive (customers), messages (notices), clocks, policy, access, audit.
Decided    2026-11: a procedure is a TOML table run by `engine`, which is pure; a desk adds named gates, never an engine.
           2026-11: `next_due` is kept on the ticket and recomputed with every change of its stopwatches, because the
           list is opened all day; a ticket without a running stopwatch sorts last with the year 9999.
           2026-11: lists and board run kept SQL text: the ORM's own building of a query costs as much as the page.
           2026-11: an offered ticket keeps its owner until somebody claims it, since responsibility never vanishes (DM-H4).
           Refused: tickets without an owner in a queue.
           2026-11: a change of many makes the single steps of the procedure, each with its gates; what a run reads again
           and again is remembered for its length (`core.memo`), and rows are written by kept text. Refused: statements
           over many tickets, which would know no gate.
           2026-11: the customer's name is kept on the ticket, because the list is opened all day; the archive says when
           it is corrected (`hooks`). Refused: joining the customers, whose table nobody outside the archive reads.
"""

from portal.tickets import hooks  # noqa: F401  (listens to the archive)
