"""The pages of the journal: who may reads what was done, takes it out as a file, and has it verified; its daily jobs.

Words      journal, row, sentence, narrowing (what a list is narrowed to), export, anchor, check (a run of verifying).
Rests on   audit (recording, telling, verifying), access (the guard, names), messages (what is wrong is told).
Decided    2026-11: an area of its own on the top line, since audit stands below the guard that its pages need.
           Refused: pages in operations, which an auditor has no business with.
           2026-11: ticket numbers are withheld on screen and in the CSV from whoever may not open tickets (auditor,
           administrator): "all rows about this" still leads through one ticket's rows. The JSON lines hold rows as
           they were hashed, numbers too, because nobody could check them otherwise; so they need the right to
           export, a reason, and leave a row of their own.
           2026-11: an export that is too long is refused with its limit, not cut: half of an evidence is none.
"""
