"""Messages: what the portal tells people by itself. For now notices inside the portal.

Words      notice (in the portal; never "notification"), occasion (what it is told for), tell, bell (how many unread).
Rests on   access (whom), policy (versions to confirm), core.
Decided    2026-11: an occasion is told a person once, and the database sees to it: a job that runs twice tells nothing
           twice. Refused: asking first, which two processes do at the same moment.
           2026-11: telling and reading write no journal. The row itself says whom, when, why and when it was read, it
           is never changed otherwise, and the event it tells of is in the journal already.
           2026-11: a notice may be told for a moment ahead, the reader's next hours, and is not there before. Refused:
           holding it back in a job, which would have to ask again whether it was told.
           2026-11: a notice keeps its text in both languages, as its reader may switch.
"""
