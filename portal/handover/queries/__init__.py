"""Reads: handovers, what the portal puts into them, and empty posts."""
