"""Keeping what the area knows: the list of wording, canned answers, notes on countries."""
