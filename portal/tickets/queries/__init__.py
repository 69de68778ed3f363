"""Reads of tickets: whom may this person see (`visible`), lists and board (`lists`), words (`search`), one ticket (`one`)."""
