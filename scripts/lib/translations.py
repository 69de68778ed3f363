"""What is said in code and templates, and how the Chinese catalogue says it.

`missing` prints each text without a translation once; `check` names everything wrong with the catalogue and ends with 1;
`update` rewrites it from today's texts: translations are kept, new ones come from files of "text = 译文" lines, and what
nobody says any more is dropped.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).resolve().parent.parent.parent
CATALOGUE = PROJECT / "portal" / "translations" / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"
LOCALE = "zh_Hans_CN"
METHODS = [("portal/**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
KEYWORDS = DEFAULT_KEYWORDS | {"lazy": None, "noted": None, "plural": (1, 2)}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-0-9.]*[a-zA-Z]")
WIDTH = 120

Said = str | tuple[str, str]


def said(project: Path = PROJECT) -> Catalog:
    """Every text of code and templates, in the order of files."""
    template = Catalog(locale=LOCALE, project="Portal", charset="utf-8", fuzzy=False)
    for name, line, message, comments, context in _found(project):
        template.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return template


def _found(project: Path) -> Iterator[tuple]:
    for name, *rest in extract_from_dir(project, METHODS, OPTIONS, KEYWORDS, directory_filter=_is_ours):
        yield Path(name).as_posix(), *rest


def _is_ours(folder: str) -> bool:
    """Extraction starts in the project's folder; only two of its parts are read."""
    inside = Path(folder).absolute().relative_to(PROJECT).parts  # a folder may be a link to elsewhere
    return not inside or inside[0] in {"portal", "templates"}


def known(path: Path = CATALOGUE) -> Catalog:
    """The catalogue as it stands; an empty one where there is none yet."""
    if not path.exists():
        return Catalog(locale=LOCALE)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def missing(template: Catalog, catalogue: Catalog) -> list[Said]:
    """The texts without a translation, each once."""
    return [message.id for message in _messages(template) if not _translated(catalogue, message.id)]


def faults(template: Catalog, catalogue: Catalog) -> Iterator[str]:
    """Everything wrong with the catalogue, a sentence each."""
    for text in missing(template, catalogue):
        yield f"not translated: {shown(text)}"
    for message in _messages(catalogue):
        if message.fuzzy:
            yield f"fuzzy: {shown(message.id)}"
        if message.id not in template:
            yield f"said nowhere any more: {shown(message.id)}"
        yield from _placeholder_faults(message)
    for text in catalogue.obsolete:
        yield f"obsolete: {shown(text)}"


def _placeholder_faults(message: Message) -> Iterator[str]:
    wanted = placeholders(message.id[-1] if isinstance(message.id, tuple) else message.id)
    for translation in _strings(message.string):
        if translation and placeholders(translation) != wanted:
            yield f"other placeholders: {shown(message.id)} = {translation}"


def placeholders(text: str) -> list[str]:
    """The %-placeholders of a text, sorted, so that the order of words is free."""
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def updated(template: Catalog, catalogue: Catalog, pairs: dict[str, str]) -> Catalog:
    """Today's texts with the translations known and those given, which win."""
    fresh = Catalog(locale=LOCALE, project="Portal", charset="utf-8", fuzzy=False, header_comment="# Portal in Chinese.")
    for message in _messages(template):
        first = message.id[0] if isinstance(message.id, tuple) else message.id
        before = catalogue.get(message.id)
        string = pairs.get(first) or (before.string if before else "")
        fresh.add(message.id, _as_plural(string) if isinstance(message.id, tuple) else string, message.locations)
    return fresh


def pairs_of(lines: Iterable[str]) -> dict[str, str]:
    """{text: translation} of "text = 译文" lines, "one | many = 译文" for a plural; other lines are passed over."""
    split = (line.strip().rpartition(" = ") for line in lines)
    return {text.split(" | ")[0].strip(): words.strip() for text, mark, words in split if mark and text.strip()}


def shown(text: Said) -> str:
    """A text on one line; the plural behind a bar."""
    return " | ".join(_strings(text)).replace("\n", "\\n")


def _as_plural(string: str | tuple) -> tuple:
    return string if isinstance(string, tuple) else (string,)


def _strings(text: Said) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def _translated(catalogue: Catalog, text: Said) -> bool:
    message = catalogue.get(text)
    return message is not None and all(_strings(message.string))


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _print_missing(_args) -> int:
    for text in missing(said(), known()):
        print(shown(text))
    return 0


def _check(_args) -> int:
    found = list(faults(said(), known()))
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


def _update(args) -> int:
    lines = [line for file in args.pairs for line in file.read_text("utf-8").splitlines()]
    fresh = updated(said(), known(), pairs_of(lines))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, fresh, width=WIDTH, include_lineno=False, omit_header=False)
    print(f"{len(fresh)} texts, {len(missing(fresh, fresh))} without a translation.")
    return 0


def main() -> int:
    """0 done · 1 the catalogue has faults · 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="scripts/translations", description=__doc__)
    commands = parser.add_subparsers(required=True)
    commands.add_parser("missing").set_defaults(does=_print_missing)
    commands.add_parser("check").set_defaults(does=_check)
    update = commands.add_parser("update")
    update.add_argument("pairs", nargs="*", type=Path, help='files of "text = 译文" lines')
    update.set_defaults(does=_update)
    args = parser.parse_args()
    return args.does(args)


if __name__ == "__main__":
    sys.exit(main())
