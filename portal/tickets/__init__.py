"""Tickets: what every desk shares. A ticket has a number, a customer, people, a timeline, files, stopwatches, a place.

Words      ticket, entry (a line of the timeline; nothing in it is ever changed), stage, move (a step of a procedure),
           gate (what a move demands), owner (who is responsible now), clerk (who took it in and keeps the contact),
           lead (who leads a matter of level 3 or 4), contact group, waiting (with a reason), presence (looking, answering),
           pulse, fact (what a ticket says of itself and may be corrected), clash (a fact that two people gave different
           values), draft (typed and not sent), offered (whoever is free may claim it), to claim, to assign, run (one change
           of many tickets), view (what a list shows and how), saved view, pin, way (back to the list one came from),
           regrouping (a merge or a split), parent and child, one answer to all.
Rests on   archive (customers), messages (notices), clocks, policy, access, audit.
Decided    2026-11: a procedure is a TOML table run by `engine`, which is pure; a desk adds named gates, never an engine.
           2026-11: `next_due` is kept on the ticket and recomputed with every change of its stopwatches, because the
           list is opened all day; a ticket without a running stopwatch sorts last with the year 9999.
           2026-11: lists and board run kept SQL text: the ORM's own building of a query costs as much as the page.
           2026-11: an offered ticket keeps its owner until somebody claims it, since responsibility never vanishes (DM-H4).
           Refused: tickets without an owner in a queue.
           2026-11: list and board are one page of all desks, whose address says everything (`view`). A row is rendered once
           and kept for all readers of a language and zone; what differs from list to list is set into its gaps. What a list
           may be narrowed by stands inside its indexes. The numbers of the tabs are asked for afterwards, so no list waits
           for them. Which views somebody has pinned is theirs alone and not journaled.
           2026-11: a poll rests while somebody changes a row in its place. Whether a row is marked as another one is told by
           a digest of what is kept of its ticket, so that a pill that counts down marks nothing.
           2026-11: a change of many makes the single steps of the procedure, each with its gates; what a run reads again
           and again is remembered for its length (`core.memo`), and rows are written by kept text. Refused: statements
           over many tickets, which would know no gate.
           2026-11: the customer's name is kept on the ticket, because the list is opened all day; the archive says when
           it is corrected (`hooks`). Refused: joining the customers, whose table nobody outside the archive reads.
           2026-11: a merge changes the place of entries, never a word (TM-4.4): `Entry.ticket` is where it is shown, `origin`
           where it was written, every relocation a row. Refused: copies, of which search and reports would find two.
           2026-11: of a merged ticket's stopwatches those live on that are a promise to the customer (the first answer, the
           answer promised for a moment), with their miss, where they are due before the other ticket's own: the stricter
           moment holds. All others are set aside, neither met nor missed. The solution's limit cannot go along, since its
           waits stay behind; a merge is therefore refused where that limit, the level or an answer still owed would be
           loosened, and the other way round is offered. Undoing lets all run again as if they had run all the time.
           2026-11: "merged" is a stage of every desk that no move leads away from, so that the engine refuses every step.
           2026-11: a split opens the new ticket through the desk's own taking in, with all its gates, by whoever splits. Its
           limits count from the customer's first word among what goes along, else from the old ticket's, so that no limit is
           loosened; a reply that goes along was its first answer. Words go along, steps do not, and a ticket keeps what it
           began with. A split is undone while nothing passed between the customer and the new ticket since: then that one is
           over as "merged", leads to the old one, and keeps what was noted in it. Else it is merged into the old one.
           2026-11: an offer ends with a merge, since nobody could claim it; undoing offers it anew, counted from then. A change
           of many that is undone leaves what was merged since as it is.
           2026-11: parent and children are one level, of one desk, of any customer; a ticket with children is not merged into
           another. One answer to all is an ordinary step of each ticket: a refusal of one does not hold the others back, and
           the form's token lets it reach each ticket once. Refused: a step of the parent that answers for its children, which
           would know no gate.
           2026-11: presence is not journaled and leaves no history: it serves those who work now, and is no measure of
           them. It ends half a minute after the last sign of life, at once when the page is left, and rests while the page
           is not looked at. Of two windows of one person the last one heard of counts. A sign of life keeps no session
           alive. The pulse is a row of its own, written when somebody comes, goes, begins or ends answering, so that a
           list that looks again asks for one row.
           2026-11: corrected are title, channel, kind, matter, language and urgency. Level and owner have their own steps
           with gates; when the customer's word came in is not corrected, because every limit counts from it. A limit that
           is chosen by a corrected fact is set anew from its beginning while it runs; what was met or missed stays. A closed
           ticket is taken up again first. Refused: locking a ticket while somebody edits it; the form says what its reader
           saw, and only a fact that both changed differently is asked. A former title stands in the entry's text, which
           can be destroyed; the journal learns only that it is another.
           2026-11: a draft belongs to one person and one form. Each window writes on in its own, and one that finds its
           draft written by another window begins a new one, so nothing is overwritten; of one form five are kept. Refused:
           one row for each form, which would make people decide in the middle of a sentence. Drafts are not journaled and
           not in the index of words, shown with a ticket that its writer still sees, and deleted after PORTAL_DRAFT_DAYS.
"""

from portal.tickets import hooks  # noqa: F401  (listens to the archive)
