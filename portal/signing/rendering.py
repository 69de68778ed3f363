"""HTML to a PDF/A that can be signed: rendered by WeasyPrint with the portal's own fonts, told where its signature boxes lie.

An element of class `signature` is such a box; its id names the field. Nothing outside is fetched but the two fonts: what
people typed can draw in nothing. Imported where something is rendered alone: reading WeasyPrint in takes time and memory.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.settings import PROJECT
from portal.signing import fonts
from portal.signing.paper import FONTS, PICTURE, Box, NotAllowed, Sheet

SHEET = PROJECT / "static" / "paper.css"
VARIANT = "pdf/a-3u"
POINTS = 0.75  # of a CSS pixel
WEIGHTS = {"regular": 400, "bold": 700}
one_at_a_time = threading.Lock()  # a page is laid out by Python alone: threads would only make each other slow


class Refused(FatalURLFetchingError):
    """What ends the rendering when a page asks for something that it may not have."""


class OnlyFonts(URLFetcher):
    """Gives the portal's own fonts and what stands in the page itself, the logo, and refuses the rest of the world."""

    def fetch(self, url, headers=None):  # noqa: ARG002
        if url.startswith(PICTURE):
            return URLFetcherResponse(url, base64.b64decode(url.removeprefix(PICTURE)), {"Content-Type": "image/png"})
        known = {path.as_uri(): path for path in fonts.files(FONTS).values()}
        if url not in known:
            raise Refused(f"A form may not fetch {url[:200]}.")
        return URLFetcherResponse(url, known[url].read_bytes(), {"Content-Type": "font/ttf"})


def sheet(html: str, size: tuple[float, float] | None = None) -> Sheet:
    """The form as a PDF; `size` is width and height of its pages in points, A4 by default. The same text gives the same
    bytes. Raises NotAllowed."""
    with one_at_a_time:
        try:
            document = _laid_out(html, size)
        except Refused as refusal:
            raise NotAllowed(str(refusal)) from refusal
        return Sheet(document.write_pdf(pdf_variant=VARIANT), len(document.pages), dict(_boxes(document)))


def _laid_out(html: str, size: tuple[float, float] | None) -> Document:
    configuration, style = _configured()
    more = [CSS(string=f"@page stamp {{ size: {size[0]}pt {size[1]}pt }}")] if size else []
    return HTML(string=html, url_fetcher=OnlyFonts()).render(stylesheets=[*style, *more], font_config=configuration)


@lru_cache(maxsize=1)
def _configured() -> tuple[FontConfiguration, list[CSS]]:
    """Made once for a process: reading fonts anew costs more than a form."""
    configuration = FontConfiguration()
    texts = [_faces(), SHEET.read_text("utf-8")]
    return configuration, [CSS(string=text, font_config=configuration, url_fetcher=OnlyFonts()) for text in texts]


def _faces() -> str:
    """Without the fonts cut at set-up the machine's Noto does it, three times as slowly."""
    there: dict[str, Path] = {weight: path for weight, path in fonts.files(FONTS).items() if path.exists()}
    return "".join(
        f"@font-face {{ font-family: '{fonts.FAMILY}'; font-weight: {WEIGHTS[name]}; src: url('{path.as_uri()}') }}\n"
        for name, path in there.items()
    )


def _boxes(document: Document) -> Iterator[tuple[str, Box]]:
    """WeasyPrint has no public way to ask where an element came to lie; a test pins this one."""
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            element = getattr(box, "element", None)
            if element is not None and box.element_tag == "div" and "signature" in element.get("class", "").split():
                x, y = box.border_box_x(), box.border_box_y()
                right, bottom = x + box.border_width(), y + box.border_height()
                lies = (x, page.height - bottom, right, page.height - y)
                yield element.get("id"), Box(number, *(round(length * POINTS, 2) for length in lies))
