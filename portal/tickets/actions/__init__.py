"""Every change of a ticket: its number, entries, people, files, stopwatches, and the steps of its procedure."""
