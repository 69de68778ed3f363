"""Writes: the table of shifts, and departures."""
