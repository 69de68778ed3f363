"""Writes: certificates made and taken back; documents filled in, frozen, signed, refused, made anew."""
