"""Imports: enquiries from a file, whole or not at all, and back again.

Words      sheet (what was read: headers and rows), row (by its number in the file, as a spreadsheet shows it), field (what
           an enquiry needs), source (which column, fixed value or sentence fills a field), profile (the sources of a
           known kind of file), fault (what is wrong with a row), revert (never "undo" or "delete").
Rests on   tickets (bulk), archive, clocks.
Decided    2026-11: limits count from the import, not from the day on the file, unless the file names another moment
           (`counted_from`). The day of receipt is kept as a fact and told on the timeline. Refused: counting from the
           receipt, which would make every old enquiry a miss that nobody here could have prevented.
           2026-11: the first answer is only timed for what was received less than a day before the limits count, and
           never on a live channel: before that it was given, or missed, elsewhere; and nobody answers a telephone call
           out of a file. The limit of the solution runs for all.
           2026-11: whoever imports owns the enquiries, unless a column names user names. Those who get some are told once.
           2026-11: an import is one line of the journal; its rows are told by the table of imported rows. Customers it
           registers are journaled one by one, as always.
           2026-11: a reverted import gives its numbers back to nobody; the journal's line explains the gap.
           2026-11: a file waits between preview and import sealed in the home, for at most a day.
"""
