"""QR codes as pictures drawn in a page or on paper."""

from __future__ import annotations

from typing import NamedTuple

import segno

QUIET = 4  # modules of white around a QR code, as ISO 18004 asks


class Picture(NamedTuple):
    """For an SVG: the width with the quiet border it must have, and the path of the dark modules."""

    width: int
    path: str


def picture(text: str) -> Picture:
    """The QR code of a text."""
    code = segno.make(text, error="m", micro=False)
    rows = enumerate(code.matrix_iter(border=QUIET))
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in rows for x, dark in enumerate(row) if dark)
    return Picture(code.symbol_size(border=QUIET)[0], path)
