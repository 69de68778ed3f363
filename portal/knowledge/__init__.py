"""Knowledge: what may be said to a customer and how: wording, canned answers, manners of countries.

Words      phrase (words on the list), severity ("block": never leaves; "warn": leaves once somebody has looked), folded (a
           text as it is compared: width, case, dashes, blanks and invisible characters make no difference), hit (where a
           phrase stands in a text), signature (which phrases somebody was warned of), canned answer (a text of the
           script handbook, 标准话术; never "macro" or "template"), series (its versions), scenario, variable (what stands
           in braces), note (what to know of a country, on a topic), hour (what a moment is there), spoken (the language
           a text is surely written in).
Rests on   access (who keeps what), archive (countries, languages, the customer's card), clocks (a country's calendar),
           tickets (words of forms), audit, core. Desks ask `queries.said_in` and have a gate of their own.
Decided    2026-11: a phrase is looked for in every text, whatever the language of the ticket: people write in several
           languages in one letter. Its language only sorts the list.
           2026-11: phrases are plain words, not patterns. Whoever keeps the list is no programmer, and a pattern can make
           the server think for minutes. Letters and digits must stand alone ("risk-free" is not in "brisk-free"); Chinese,
           Japanese and Korean run on, so there a phrase is found anywhere.
           2026-11: a confirmed warning holds for the phrases that were shown. Another one in the next version of the text
           is shown again.
           2026-11: a phrase taken off the list stays as a row: what was forbidden when an answer left can be told.
           2026-11: a canned answer with a phrase of the list is not taken, a phrase to look at twice included: nobody looks
           at what is sent a hundred times. Nor is one with a variable that is none, or in another language than it says.
           2026-11: a version is offered once somebody who keeps the wording has read it (TM-10); who does keeps it out of
           no queue of their own. Variables are filled in the answer's language and by the customer's clock; one without a
           value stays as it is written, and the desk's gate holds it back.
           2026-11: what general knowledge gives (26 canned answers, notes on 49 countries) comes with every new home, by
           the migration: a desk that begins without it would have no reason to open the page. Refused: the demo alone.
           2026-11: the language of a text is told by our own function: script, then words hardly a sentence does without
           and letters (`rules/speech.toml`). Refused: langdetect (a megabyte of profiles, another answer on another run
           unless seeded, silent about why), lingua and fastText (a hundred megabytes, or a model to fetch). What decides
           about a refusal must be explained, and be silent rather than wrong.
           2026-11: the language of the ticket is the agreed one. Indonesian and Malay are not told apart unless it is
           plain; a letter with a whole paragraph in the customer's language passes; who overrides says why.
           2026-11: each noun has a file of its name in rules, queries, actions, forms and views.
"""
