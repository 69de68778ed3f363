"""Languages and local times: Chinese unless the reader chose English; moments in the reader's zone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, force_locale, refresh
from flask_babel import ngettext as plural
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

__all__ = ["LANGUAGES", "_", "both", "compile_catalogues", "force_locale", "in_language", "language", "lazy", "local"]
__all__ += ["plural", "use", "zone"]

LANGUAGES = {"zh": "中文", "en": "English"}
LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
CATALOGUES = Path(__file__).resolve().parent.parent / "translations"
HEADQUARTERS = "Asia/Shanghai"
COOKIE = "portal-language"


def init_app(app: Flask) -> None:
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(CATALOGUES))
    Babel(app, default_locale="zh_Hans_CN", locale_selector=lambda: LOCALES[language()])
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals.update(both=both, local=local, size=size, _=_marked, gettext=_marked)


def _(message: str, **values: object) -> str:
    """A message in the reader's language; English outside of a request.

    The same as Babel's own, which looks the catalogue up anew for every word: a page of fifty rows says a hundred.
    """
    said = _said(language(), message) if has_request_context() else message
    return said % values if values else said


def noted(message: str) -> str:
    """A text that the catalogue must know although it stands here as a key: whoever shows it says it with `_`."""
    return message


class Later(LazyString):
    """A message that is said when it is shown. Babel's own declares itself safe for pages, whatever was put into it."""

    def __html__(self) -> str:
        return str(escape(str(self)))

    def said_in(self, code: str) -> str:
        """The message in language "zh" or "en", whoever reads: for what is kept in both."""
        (message,), values = self._args, self._kwargs
        said = _said(code, message)
        return said % values if values else said


def in_both(text: str | Later) -> tuple[str, str]:
    """A message in Chinese and in English; a text that is no message is the same in both."""
    return (text.said_in("zh"), text.said_in("en")) if isinstance(text, Later) else (str(text), str(text))


def lazy(message: str, **values: object) -> Later:
    """A message that is said when it is shown, for words that are written down before anybody reads."""
    return Later(_, message, **values)


@lru_cache(maxsize=4096)
def _said(code: str, message: str) -> str:
    return _catalogue(code).gettext(message)


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(code: str) -> NullTranslations:
    return Translations.load(CATALOGUES, [LOCALES[code]])


def _marked(message: str, **values: object) -> Markup:
    """The same for a template: what is put into the message is escaped."""
    if not values:
        return _whole(language(), message)
    return Markup(_said(language(), message)) % values  # noqa: S704 — a message of the catalogue


@lru_cache(maxsize=4096)
def _whole(code: str, message: str) -> Markup:
    return Markup(_said(code, message)) % {}  # noqa: S704


def language() -> str:
    """The reader's language, "zh" or "en": their own setting, else the cookie of the switch, else Chinese."""
    if not has_request_context():
        return "zh"
    known = g.get("language")
    if known is None:
        known = g.language = request.cookies.get(COOKIE, "zh")
    return known if known in LANGUAGES else "zh"


def zone() -> str:
    """The IANA zone in which the reader sees times; headquarters' outside of a request."""
    return g.get("zone", HEADQUARTERS) if has_request_context() else HEADQUARTERS


def use(*, language: str, zone: str) -> None:
    """From here on this request speaks the reader's language and shows the reader's zone."""
    g.language, g.zone = language, zone
    refresh()


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """A block in which texts come in language "zh" or "en" whoever reads."""
    before, g.language = language(), code
    try:
        with force_locale(LOCALES[code]):
            yield
    finally:
        g.language = before


def both(zh: str, en: str) -> str:
    """Whichever of two texts the reader reads."""
    return zh if language() == "zh" else en


def named(zh: str, en: str) -> str:
    """Like `both`, and English where nobody reads a page: for the command line."""
    return both(zh, en) if has_request_context() else en


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


STYLES = {"full": "%Y-%m-%d %H:%M", "day": "%Y-%m-%d", "short": "%m-%d %H:%M", "time": "%H:%M", "second": "%Y-%m-%d %H:%M:%S"}


def local(moment: datetime | None, zone_name: str | None = None, style: str = "full") -> str:
    """A moment as text in a zone (the reader's by default): full, day, short, time or second; "" for none."""
    return _shown(moment, zone_name or zone(), style) if moment else ""


@lru_cache(maxsize=8192)
def _shown(moment: datetime, zone_name: str, style: str) -> str:
    return moment.astimezone(_zone(zone_name)).strftime(STYLES[style])


def size(number: int) -> str:
    """A number of bytes as text, the same in every language: "4 B", "12 kB", "3.4 MB", "80 GB"."""
    for unit, step in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if number >= step:
            return f"{number / step:.1f}".removesuffix(".0") + f" {unit}"
    return f"{number} B"


def compile_catalogues() -> list[Path]:
    """Make the binary catalogue beside every text catalogue that is newer; the paths written."""
    written = []
    for source in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text, target.open("wb") as binary:
            write_mo(binary, read_po(text))
        written.append(target)
    return written
