"""What paper needs: the libraries that draw, and a font with Chinese. A PDF of boxes comes without any error."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from pathlib import Path

from portal.core.i18n import _
from portal.operations.checks import Finding, bad, good
from portal.signing import fonts

PANGO, PANGOFT2, HARFBUZZ_SUBSET = "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"
HAN = "中"


def pango(load: Callable[[str], object] = ctypes.CDLL) -> Finding:
    missing = [name for name in (PANGO, PANGOFT2) if not _loads(name, load)]
    if missing:
        return bad(_("%(names)s cannot be loaded; install libpango-1.0-0 and libpangoft2-1.0-0.", names=", ".join(missing)))
    return good(_("Pango can be loaded."))


def harfbuzz_subset(load: Callable[[str], object] = ctypes.CDLL) -> Finding:
    if not _loads(HARFBUZZ_SUBSET, load):
        return bad(_("%(name)s cannot be loaded, so PDFs are large and slow; install libharfbuzz-subset0.", name=HARFBUZZ_SUBSET))
    return good(_("HarfBuzz can cut fonts down."))


def han_glyph(unknown: Callable[[str], int] | None = None) -> Finding:
    """Whether the fonts of this machine draw a Chinese character; Pango, which sets the text of PDFs, is asked."""
    try:
        boxes = (unknown or unknown_glyphs)(HAN)
    except OSError:
        return bad(_("Without Pango nobody can say whether Chinese can be printed; install Pango first."))
    if boxes:
        return bad(_("No font here has %(sign)s, so Chinese is printed as boxes; install fonts-noto-cjk.", sign=HAN))
    return good(_("Chinese can be printed."))


def form_fonts(folder: Path) -> Finding:
    """Whether the fonts of printed forms were cut; without them forms are large and slow."""
    missing = [path.name for path in fonts.files(folder).values() if not path.exists()]
    if missing:
        return bad(_("The fonts of forms are missing (%(names)s); `portal fonts build` makes them.", names=", ".join(missing)))
    return good(_("The fonts of forms are there."))


def unknown_glyphs(text: str) -> int:
    """How many characters of `text` Pango would print as boxes. Raises OSError where there is no Pango."""
    layout_library, font_library = ctypes.CDLL(PANGO), ctypes.CDLL(PANGOFT2)
    fonts = _pointer(font_library.pango_ft2_font_map_new)()
    context = _pointer(layout_library.pango_font_map_create_context)(fonts)
    layout = _pointer(layout_library.pango_layout_new)(context)
    layout_library.pango_layout_set_text(layout, text.encode(), -1)
    count = layout_library.pango_layout_get_unknown_glyphs_count(layout)
    for thing in (layout, context, fonts):
        layout_library.g_object_unref(thing)
    return count


def _pointer(function: Callable) -> Callable[..., ctypes.c_void_p]:
    """The function with a pointer as its answer; ctypes would cut it to 32 bits."""
    function.restype = ctypes.c_void_p
    return lambda *values: ctypes.c_void_p(function(*values))


def _loads(name: str, load: Callable[[str], object]) -> bool:
    try:
        load(name)
    except OSError:
        return False
    return True
