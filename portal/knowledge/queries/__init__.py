"""Reads: the list of wording, canned answers, notes on countries and what the hour is there."""
