"""Paper: the HTML of a form, and the sheet that it becomes. Knows nothing of how it is rendered (`rendering`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader

from portal.settings import PROJECT

FONTS = PROJECT / "static" / "vendor" / "fonts"
PICTURE = "data:image/png;base64,"


@dataclass(frozen=True)
class Box:
    """Where something lies: page from 0, and left, bottom, right, top in points from the lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Sheet:
    """A rendered form: the file, how many pages it has, and where its signatures go."""

    pdf: bytes
    pages: int
    boxes: Mapping[str, Box]


class NotAllowed(Exception):
    """A page asked for something beside the fonts and the logo."""


def filled(template: str, **given: object) -> str:
    """A template of `templates/paper` as HTML; whatever was typed is escaped."""
    return _templates().get_template(template).render(given)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    """Paper is made without a web server, too: by the command line, and for the demo company."""
    return Environment(loader=FileSystemLoader(PROJECT / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
