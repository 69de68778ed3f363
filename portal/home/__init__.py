"""Home: what a person opens in the morning, the language switch, and whether the portal is well.

Rests on   enquiries and tickets (what is due), messages (notices).
"""
