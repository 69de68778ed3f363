"""Writes: handovers from their preparation to the second signature, and what is arranged while a post stands empty."""
