"""Enquiries: what customers ask, from the first word to the archived case.

Words      enquiry, take in, answer (the final one; before it there are replies), follow up, case, import.
Rests on   tickets, archive, policy, clocks, access.
Decided    2026-11: CR-3 names five channels; chat and social media are kept apart from the rest of the online platform,
           because TM-4.2 gives each its own limit. A video meeting or a visit has only CS-3.1a's general limit.
           2026-11: level 1 is "solved in the same contact" (TM-4.5a): its first answer must be the final one; a reply that
           leaves it open is refused until the level is raised. "The same contact" is counted as the hour in which CS-3.1a
           wants the first answer. Refused: the channel's own limit, since a hotline's 30 seconds are for picking up.
           2026-11: raising or lowering the level keeps the beginning of the solution's stopwatch, and its pauses.
           2026-11: "in treatment" (TM-4.6) stands between CR-4.1's first and second step; a simple enquiry may be answered
           without it, since CR-4.1's own four steps are all made.
"""
