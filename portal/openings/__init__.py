"""Opening accounts. So far its two forms, which can be filled in by hand, signed and printed."""
