"""What a backup says of itself, and reading it: the head in clear, the list of uploads, the manifest at the end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from portal.core.errors import Refused
from portal.operations.backups import sealed
from portal.operations.backups.shelf import Files

FILES, DATABASE, SETTINGS, ANCHOR = "files.json", "database", "settings.toml", "anchors/"
ANCHOR_KEYS = ("keys/anchor.key", "keys/anchor.pub")  # the first sealed by the master key


class Part(NamedTuple):
    """A part of a backup as the manifest tells it."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: rows by table, the journal's newest row, steps of the schema, and each part's checksum.

    `database` is the kind ("sqlcipher", "sqlite", "postgresql"); `at` ISO 8601 with the offset of `zone`.
    """

    at: str
    zone: str
    version: str
    database: str
    counts: dict[str, int]
    journal: tuple[int, str]
    steps: list[str]
    parts: dict[str, Part]

    @classmethod
    def from_json(cls, text: bytes) -> Manifest:
        told = json.loads(text)
        parts = {name: Part(*part) for name, part in told.pop("parts").items()}
        return cls(**told | {"parts": parts, "journal": tuple(told["journal"])})

    def to_json(self) -> bytes:
        return json.dumps(self.__dict__, ensure_ascii=False, sort_keys=True).encode()


def sealed_by(path: Path) -> dict:
    """The clear line of a backup. Refused with a sentence when it is none."""
    try:
        with path.open("rb") as file:
            return sealed.head_of(file)
    except sealed.Broken as fault:
        raise Refused(f"{path} cannot be restored: {fault}.") from fault
    except FileNotFoundError as lost:
        raise Refused(f"There is no backup {path}.") from lost


def listed_files(path: Path, master: bytes) -> Files:
    """The uploads that a backup lists; only its first frames are read."""
    text = bytearray()
    with path.open("rb") as file:
        for frame in sealed.read(file, master=master):
            if frame.kind == sealed.NAME and frame.content != FILES.encode():
                break
            text += frame.content if frame.kind == sealed.DATA else b""
    return files_from_json(bytes(text))


def files_from_json(text: bytes) -> Files:
    return {place: (size, digest) for place, (size, digest) in json.loads(text).items()}


def parts_in(frames: Iterator[sealed.Frame]) -> Iterator[tuple[str, Iterator[bytes]] | Manifest]:
    """The parts in order, each to be read before the next is asked for, and the manifest last."""
    frame = next(frames)
    while frame.kind == sealed.NAME:
        rest: list[sealed.Frame] = []
        yield frame.content.decode(), _bytes(frames, rest)
        frame = rest[0]
    if frame.kind != sealed.END:
        raise sealed.Broken("its parts are in disorder")
    list(frames)  # looks for what stands behind the end
    yield Manifest.from_json(frame.content)


def _bytes(frames: Iterator[sealed.Frame], rest: list[sealed.Frame]) -> Iterator[bytes]:
    for frame in frames:
        if frame.kind != sealed.DATA:
            rest.append(frame)
            return
        yield frame.content


def checked(path: Path, master: bytes, told: Callable[[int], None] = lambda _bytes: None) -> tuple[Manifest, Files]:
    """Read a whole backup without writing anything: every frame, every part's checksum. Raises sealed.Broken."""
    found: dict[str, Part] = {}
    files, done = b"", 0
    with path.open("rb") as file:
        for part in parts_in(sealed.read(file, master=master)):
            if isinstance(part, Manifest):
                break
            name, chunks = part
            digest, size = hashlib.sha256(), 0
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                files += chunk if name == FILES else b""
                told(done + size)
            done += size
            found[name] = Part(size, digest.hexdigest())
    if found != part.parts or {FILES, DATABASE} - found.keys():
        raise sealed.Broken("its parts are not those of its manifest")
    return part, files_from_json(files)
