"""Uploaded files, sealed on disk: a key per owner of the data, so that destroying the key destroys the files."""

from __future__ import annotations

import hashlib
import io
import re
import secrets
import zipfile
from dataclasses import dataclass
from pathlib import Path

import filetype
import peewee

from portal.core import crypto, disk, time
from portal.core.db import Row, UtcField

CSV_ENCODINGS = ("utf-8-sig", "gb18030")
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip",
    "mp3": "audio/mpeg",
    "wav": "audio/x-wav",
    "mp4": "video/mp4",
    "csv": "text/csv",
    "txt": "text/plain",
    "eml": "message/rfc822",
}
TEXT_SUFFIXES = {"csv", "txt", "eml"}
OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
# Everything below a blank but tab, line ends, form feed, and the escape that Japanese mail is full of.
NOT_IN_TEXT = re.compile(rb"[\0-\x08\x0b\x0e-\x1a\x1c-\x1f]")


class FileKey(Row):
    """The key of one subject's files, wrapped by the master key."""

    subject = peewee.TextField(unique=True)
    wrapped = peewee.BlobField()
    created_at = UtcField()

    class Meta:
        table_name = "file_key"


class NotAccepted(ValueError):
    """A file the portal does not keep. `kind` is "type" (not on the list), "content" (it lies) or "empty"."""

    def __init__(self, kind: str):
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Stored:
    """What the database keeps of a sealed file."""

    place: str
    size: int
    sha256: str
    media_type: str


class Store:
    """The folder of sealed files and the master key that wraps their keys."""

    def __init__(self, folder: Path, master: bytes):
        self.folder = folder
        self.wrapping = crypto.derive(master, "file-keys")

    def put(self, data: bytes, *, name: str, subject: str) -> Stored:
        """Seal `data` for `subject`. Raises NotAccepted. The file is on disk before this returns."""
        media_type = accepted_type(name, data)
        place = secrets.token_hex(16)
        path, sealed = self._path(place), crypto.seal(self._key(subject), data, place)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        disk.write_new(path, [sealed])
        return Stored(place, len(data), hashlib.sha256(data).hexdigest(), media_type)

    def get(self, place: str, *, subject: str) -> bytes:
        """The plain bytes. Raises FileNotFoundError, or crypto.Unreadable when the key is destroyed or bytes changed."""
        return crypto.unseal(self._key(subject, make=False), self._path(place).read_bytes(), place)

    def discard(self, place: str) -> None:
        """Remove what a step wrote that then came to nothing; there may be nothing to remove."""
        self._path(place).unlink(missing_ok=True)

    def _path(self, place: str) -> Path:
        return self.folder / place[:2] / place

    def _key(self, subject: str, make: bool = True) -> bytes:
        row = FileKey.get_or_none(FileKey.subject == subject)
        if row is None and not make:
            raise crypto.Unreadable("The key of these files is destroyed.")
        return crypto.unseal(self.wrapping, bytes((row or self._made(subject)).wrapped), subject)

    def _made(self, subject: str) -> FileKey:
        """The row of a new key. Of two uploads that come first at one moment, both take the key of the quicker."""
        wrapped = crypto.seal(self.wrapping, secrets.token_bytes(32), subject)
        FileKey.insert(subject=subject, wrapped=wrapped, created_at=time.now()).on_conflict_ignore().execute()
        return FileKey.get(FileKey.subject == subject)


def accepted_type(name: str, data: bytes) -> str:
    """The media type of an upload whose name and content agree. Raises NotAccepted."""
    suffix = Path(name).suffix.lower().lstrip(".")
    if suffix not in MEDIA_TYPES:
        raise NotAccepted("type")
    if not data:
        raise NotAccepted("empty")
    if not _is_what_it_says(suffix, data):
        raise NotAccepted("content")
    return MEDIA_TYPES[suffix]


def _is_what_it_says(suffix: str, data: bytes) -> bool:
    """Text has no rule but to be readable: customers write it in every encoding there is."""
    if suffix in TEXT_SUFFIXES:
        return NOT_IN_TEXT.search(data) is None
    if suffix in OFFICE_PARTS:
        return OFFICE_PARTS[suffix] in _names_in_zip(data)
    if suffix == "zip":
        return bool(_names_in_zip(data))
    guess = filetype.guess(data)
    return guess is not None and guess.mime == MEDIA_TYPES[suffix]


def _names_in_zip(data: bytes) -> list[str]:
    """From the archive's table of contents; nothing is unpacked. Empty for what is no ZIP."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return []


def decoded(data: bytes) -> str:
    """Text in UTF-8 or GB18030, the two a Chinese office saves. Raises UnicodeDecodeError."""
    for encoding in CSV_ENCODINGS[:-1]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(CSV_ENCODINGS[-1])
