"""The two fonts of printed forms, cut once from the machine's Noto Sans CJK SC: small, static, with TrueType outlines.

Noto itself holds 65,000 glyphs with PostScript outlines; cutting those anew for each form takes longer than setting it.
Made at set-up (`portal fonts build`), kept in `static/vendor/fonts`. Characters that are not in here, of rare names, come
from Noto itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

from portal.core.errors import Refused

FACE = "Noto Sans CJK SC"
SOURCES = {"regular": "NotoSansCJK-Regular.ttc", "bold": "NotoSansCJK-Bold.ttc"}
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
FAMILY = "Portal Sans"
ERROR = 1.0  # of 1000 units: how far a curve may lie from the original's
MORE = "镕堃赟喆淼犇鑫骉瑀玥婳玘祎昉旻暐琮璟珺翀彧晟洺骐〇※★☆✓✗□■○●←↑→↓−×÷≤≥≠±°·…—–‘’“”«»€£¥₽₹₩₫฿"


class NoSource(Refused):
    """The machine has no Noto Sans CJK to cut from."""


def characters() -> set[int]:
    """What the fonts hold: Latin with its accents, Greek, Cyrillic, signs, and every character of GB 2312."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    chinese = {ord(sign) for pair in pairs if len(sign := pair.decode("gb2312", "ignore")) == 1}
    return chinese | set(map(ord, MORE)) | {*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x386, 0x3CF), *range(0x400, 0x460)}


def build(folder: Path) -> list[Path]:
    """Cut the fonts that are not there yet; the new ones. Takes half a minute each. Raises NoSource."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_cut(_source(name), target) for name, target in _missing(folder)]


def files(folder: Path) -> dict[str, Path]:
    """Weight → file."""
    return {name: folder / f"portal-sans-{name}.ttf" for name in SOURCES}


def _missing(folder: Path) -> Iterator[tuple[str, Path]]:
    return ((SOURCES[name], path) for name, path in files(folder).items() if not path.exists())


def _source(name: str) -> Path:
    for folder in FOLDERS:
        if found := next(folder.rglob(name), None):
            return found
    raise NoSource(f"{name} is nowhere in {', '.join(map(str, FOLDERS))}; install fonts-noto-cjk.")


def _cut(source: Path, target: Path) -> Path:
    """Half a file is never left where a whole one is looked for."""
    font = _face(source)
    options = Options(layout_features=["kern", "vert"], name_IDs=["*"], notdef_outline=True, hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    begun = target.with_suffix(f".{os.getpid()}.part")
    _with_truetype_outlines(font).save(begun)
    begun.replace(target)
    return target


def _face(source: Path) -> TTFont:
    for font in TTCollection(source, lazy=True).fonts:
        if font["name"].getDebugName(1) == FACE or font["name"].getDebugName(16) == FACE:
            return font
    raise NoSource(f"{source} does not hold {FACE}.")


def _with_truetype_outlines(font: TTFont) -> TTFont:
    """The same font with its cubic curves laid out as quadratic ones, under the name of the portal's own family."""
    order, drawn = font.getGlyphOrder(), font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(drawn)
        drawn[name].draw(Cu2QuPen(pen, ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    bold = font["OS/2"].usWeightClass >= 600
    builder = FontBuilder(font["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(font.getBestCmap())
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: font["hmtx"][name] for name in order})
    builder.setupHorizontalHeader(ascent=font["hhea"].ascent, descent=font["hhea"].descent)
    named = {"familyName": FAMILY, "styleName": "Bold" if bold else "Regular", "licenseDescription": "SIL OFL 1.1"}
    builder.setupNameTable(named)
    builder.setupOS2(
        sTypoAscender=font["OS/2"].sTypoAscender,
        sTypoDescender=font["OS/2"].sTypoDescender,
        usWinAscent=font["OS/2"].usWinAscent,
        usWinDescent=font["OS/2"].usWinDescent,
        usWeightClass=font["OS/2"].usWeightClass,
    )
    builder.setupPost()
    return builder.font
