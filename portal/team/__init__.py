"""The team: who works which shift, and how somebody leaves.

Words      shift (hours of a region's day, with its members), turn (a shift on one day, with its two moments), relief (those
           whose turn begins when another one ends), departure (somebody leaves and hands over), successor (who takes over),
           taker (who takes over one thing, where that is not the successor), group (customers, papers, accounts, equipment).
Rests on   archive (whose customers), tickets (whose tickets), signing (F-13), clocks (days on which a region works).
Decided    2026-11: a shift is worked on every day on which its region's desk is open, by the wall of the region. What
           differs from day to day is for the full roster.
           2026-11: everybody reads and signs the forms that name them, whatever their role, so that everybody can leave by
           F-13; who answers customers hands over to somebody who does.
           2026-11: a customer and a ticket of somebody who leaves go to their takers in the transaction of the third
           signature (TM-3.4c), and what came in after the list was frozen goes to the successor: nothing is left without
           somebody. Refused: moving what the list names alone.
"""
