"""Core: what every area stands on and no business of any of them.

Words      atomic (one transaction), now (the only clock), page and done (the answers of a view).
Rests on   nothing of the portal but its settings.
Decided    2026-11: connections are kept per thread for the life of the process, because opening an encrypted database
           costs more than a page; `atomic()` always ends its transaction, so nothing is left open behind a request.
           2026-11: static files of our own are joined in memory and addressed by their hash, so no build step exists.
"""
