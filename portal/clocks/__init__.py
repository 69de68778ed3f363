"""Clocks: when a desk is open, by when something must be done, and why by then.

Words      calendar (when a desk is open), window (from when to when on a day), make-up workday (a weekend day that
           is worked, 调休), prayers (their times are left out of the windows), target (how much time of which unit),
           stopwatch (a target that runs for a subject), due (never "deadline" in code), claim (the due moment one
           rule asks for), rival (a rule that lost), pause (time that does not count), miss (a due moment that passed,
           a row that stays), ledger (the count, day by day), edit (a change of a calendar as plain data, looked at before
           it is saved), re-base (to count open stopwatches on other figures or another calendar, never "recalculate"),
           run (one re-base: looked at, confirmed, done, undone), move (what a run makes of one stopwatch).
Rests on   access (who may keep the calendars), audit (changes of calendars and every miss are journaled), core.
Decided    2026-11: `calendar`, `working_time` and `ledger` are pure. Due moments, thresholds and ledgers are the same
           walk over open time, so an explanation cannot differ from what it explains.
           2026-11: a calendar is edited as rows and published whole under a version. A stopwatch names the version it
           was set by, so that an old miss can be explained after the calendar changed. Refused: rows with validity
           periods, which every count would have to join.
           2026-11: pauses are handed in by whoever has the history (tickets); nothing of them is stored here. The
           rules that lost are kept with their targets and asked again with every pause, as a pause may change who is
           the stricter.
           2026-11: starting and stopping are part of journaled steps and write no journal of their own; a miss
           ("clock.missed"), a due moment that a change of calendar moved ("clock.rebased") and edits of calendars do.
           2026-11: China's 2027 is "not announced". Its rows are only the dates the law itself fixes (New Year, Spring
           Festival's eve to third day, Qingming, 1 and 2 May, Dragon Boat, Mid-Autumn, 1 to 3 October): nobody will
           work on them. The bridge days and make-up workdays of the coming notice are left out, and every due moment
           that touches the year says that it may move. Refused: the library's "observed" days, which the notice may
           put elsewhere, and an empty year, which would let something fall due on Spring Festival.
           2026-11: a customer's clocks count on the calendar of the customer's country, and where there is none on that
           of the region. The calendars of five desks (hq us sea me jk) are those of their countries as well. Refused:
           a second row for such a country, whose days would drift from the first as soon as one is corrected by hand.
           2026-11: a calendar leaves out the times of prayer of its city: whole minutes cut out of the windows, so that
           every count, working days too, goes on as before. They are computed (adhanpy) unless typed, and both are
           part of the published version. Refused: a computation of our own, as the library agrees with the printed
           table of Makkah to the minute; and rows of computed times, which would be copies.
           2026-11: a stopwatch under an unfinished pause that began before it was due has no due moment.
           2026-11: whoever keeps calendars may read them all, and changes those of the regions they see; the head
           office's only who sees every region, since targets of every region count on it; the administrator each.
           2026-11: an open stopwatch keeps its figure and its calendar version; a wait recounts it on both. Only a run
           re-bases: it looks first, on a draft of the calendar that nobody has saved or on a version of the policy,
           says what would move and what would be late at once, is confirmed by a person, and is undone whole. Refused:
           re-basing by itself after every edit, as it was before, which moved due moments that nobody had looked at.
           2026-11: a draft of a calendar is the edit carried out and taken back in a savepoint, so that what was looked
           at is what is saved. Refused: a second way to apply an edit to a value, which would drift from the first.
           2026-11: a run works in slices, each one transaction that locks the run's row and moves its cursor: the
           scheduler and a page that waits may work at the same run, and a killed one is gone on with. Refused: one long
           transaction (nobody could write for a minute) and a queue beside the database.
           2026-11: carrying out counts every stopwatch anew under the lock of its ticket, so that a wait since the
           preview is in it. A move keeps the whole setting before and after; undoing puts it back where nothing but a
           warning has come between, and lists the others with the word for why. A miss stays.
           2026-11: the journal tells a run (begun, confirmed, done, undone, with reason, versions and counts); what
           became of each stopwatch stands in its moves. Refused: a line of the journal for each of 20,000.
           2026-11: the figures come from above (`tickets.actions.rebases`), as policy and clocks do not know each other.
           2026-11: `window`, `prayers`, `calendar`, `working_time`, `ledger`, `conformance`, `resetting` (all pure),
           `almanac` (what libraries know of a year), `shipped` (the table's calendars as values), `explanation` and
           `tell` (its words) are files beside the usual ones, each one noun.
"""
