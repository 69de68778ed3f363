"""Reads: shifts with their turns, and departures."""
