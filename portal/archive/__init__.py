"""Archive: who the customers are. For now the simple record that every desk needs.

Words      customer (never "client" or "account"), country (label 国家/地区), region (who serves it), card (what other
           areas are given of a customer), correct (never "update").
Rests on   access (whose region a person sees), audit (every change is journaled), core.
Decided    2026-11: the table of customers is read and written inside this area alone. Other areas keep a customer's id
           and ask `queries` for a card, so that secrecy is decided in one place. Refused: a model others join.
           2026-11: the region follows from the country and cannot be chosen: a customer nobody serves cannot be made.
           2026-11: two customers may have the same name in the same country; the form shows the namesake and asks.
           2026-11: the journal is never changed, and a customer's data must be destroyed when its time is over (TM-4.8d,
           DM-I11). So the journal says that a personal value (`Meta.personal`) changed, never which it was. Refused:
           values in clear, which could then not be destroyed without breaking the chain.
           2026-11: countries and languages are tables beside the usual files, as other areas name them.
"""
