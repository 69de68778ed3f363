"""How a value is taken from a regulation file: by name and kind, or with an error that says where it is wrong."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from portal.policy.regulation import Text


class Broken(ValueError):
    """A regulation file that cannot be trusted. The message names the file, the rule and what is wrong."""


@dataclass(frozen=True)
class Place:
    """Where we are reading: a file, and the rule in it."""

    file: str
    id: str = ""

    def fault(self, what: str) -> Broken:
        return Broken(": ".join(part for part in (self.file, self.id, what) if part))

    def knows(self, row: dict, names: Collection[str]) -> None:
        """Refuse a name that nobody reads: it is a slip of the pen."""
        for name in row:
            if name not in names:
                raise self.fault(f"nothing is called {name!r} here")

    def required(self, row: dict, name: str, kind: type) -> Any:
        value = row.get(name)
        # bool is an int to Python, and no number to us
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.fault(f"{name} is missing or not of the kind {kind.__name__}")
        return value

    def one_of(self, name: str, value: object, allowed: Collection[str]) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise self.fault(f"{name} is {value!r}, which is none of {', '.join(sorted(allowed))}")
        return value


def read_text(place: Place, row: dict, name: str) -> Text:
    """A text in both languages; a missing or blank one is an error."""
    text = place.required(row, name, dict)
    place.knows(text, Text._fields)
    for language in Text._fields:
        if not str(text.get(language, "")).strip():
            raise place.fault(f"{name} has no {language}")
    return Text(**text)
