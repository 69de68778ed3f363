"""Shifts and duty: a shift is handed over on a signed record, the desk is manned and checked before it opens.

Words      handover (what one clerk gives to another at the change of a shift), item (one ticket in it), outcome (handed over,
           kept, closed), outgoing and incoming (the two clerks), section (one of the five of DM-H1), gap (a post that stood
           empty), readiness (the six checks of a region's morning, F-25), opening (when the region's calendar opens that day),
           watch (a desk that must be manned from a moment on), violation (of the rules of handing over), measure (what is decided
           on for it: none, warning, fine), session (a stretch in which the exchange trades).
Rests on   team (shifts), tickets, knowledge, signing (F-12, F-25), clocks, messages.
Decided    2026-11: where a handover stands is read off its form (F-12): no row says it a second time. What it says is
           frozen with the form; acceptances and queries are said about the frozen form and stand beside it.
           2026-11: responsibility moves in the transaction of the second signature and nowhere else, for tickets that are
           still open and still the outgoing clerk's; whatever changed hands meanwhile stays where it is. What came in after
           the freeze stays with the outgoing clerk, who cannot sign without saying what becomes of it.
           2026-11: a handover is never removed and, once signed, never changed: the database itself refuses it. So it is kept
           longer than any setting could ask for (DM-H5). Refused: a setting after which handovers are forgotten.
           2026-11: what is kept is told on the ticket as what is handed over is: the signed note stands where the next
           question is asked.
           2026-11: measures are decided on by people, case by case (DM-H7); the portal finds the cases and shows what stands
           against somebody already. Refused: a ladder that decides.
           2026-11: a handover is due where another shift follows. A region with one shift has nothing to hand over.
           2026-11: the desk of headquarters is manned before the exchange opens, each other desk as long before its own
           region does: DM-H8 speaks of the exchange, and a desk in Frankfurt has none at three in the morning.
           2026-11: who used the portal within the hour before is taken to be there. Refused: a button to say so, which is
           pressed for others.
"""
