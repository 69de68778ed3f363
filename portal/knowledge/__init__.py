"""Knowledge: what may be said to a customer and what may not. For now the list of forbidden wording (TM-4.3).

Words      phrase (words on the list), severity ("block": never leaves; "warn": leaves once somebody has looked), folded (a
           text as it is compared: width, case, dashes, blanks and invisible characters make no difference), hit (where a
           phrase stands in a text), signature (which phrases somebody was warned of).
Rests on   access (who keeps the list), audit, core. Desks ask `queries.said_in` and have a gate of their own.
Decided    2026-11: a phrase is looked for in every text, whatever the language of the ticket: people write in several
           languages in one letter. Its language only sorts the list.
           2026-11: phrases are plain words, not patterns. Whoever keeps the list is no programmer, and a pattern can make
           the server think for minutes. Letters and digits must stand alone ("risk-free" is not in "brisk-free"); Chinese,
           Japanese and Korean run on, so there a phrase is found anywhere.
           2026-11: a confirmed warning holds for the phrases that were shown. Another one in the next version of the text
           is shown again.
           2026-11: a phrase taken off the list stays as a row: what was forbidden when an answer left can be told.
"""
