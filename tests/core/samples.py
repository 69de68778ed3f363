"""The smallest honest file of each kind, and archives as office programs write them."""

from __future__ import annotations

import io
import zipfile

from PIL import Image

CONTENT_TYPES = "[Content_Types].xml"
OFFICE = {
    "docx": ["word/document.xml", "word/styles.xml"],
    "xlsx": ["xl/workbook.xml", "xl/worksheets/sheet1.xml"],
    "pptx": ["ppt/presentation.xml", "ppt/slides/slide1.xml"],
}


def archive(*names: str) -> bytes:
    """A ZIP with these files in this order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in names:
            made.writestr(name, f"<{name}/>")
    return buffer.getvalue()


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2), "red").save(buffer, kind)
    return buffer.getvalue()


def office(suffix: str) -> bytes:
    """As Word and its siblings write them: the table of types first."""
    return archive(CONTENT_TYPES, "_rels/.rels", *OFFICE[suffix])


def office_of_others(suffix: str) -> bytes:
    """As libraries write them: whatever comes first, the table of types last."""
    return archive("docProps/app.xml", "docProps/core.xml", "theme/a.xml", "media/b.png", *OFFICE[suffix], CONTENT_TYPES)


EXE = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" + bytes(64)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
HTML = b"<!doctype html><script>alert(1)</script>"
MAIL = b"From: a@example.com\r\nTo: b@example.com\r\nSubject: =?utf-8?B?5L2g5aW9?=\r\n\r\nHello\r\n"

HONEST = {
    "pdf": PDF,
    "png": picture("PNG"),
    "jpg": picture("JPEG"),
    "jpeg": picture("JPEG"),
    "gif": picture("GIF"),
    "webp": picture("WEBP"),
    "docx": office("docx"),
    "xlsx": office("xlsx"),
    "pptx": office("pptx"),
    "zip": archive("notes.txt"),
    "mp3": b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\0" + bytes(64),
    "wav": b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0\x88\x58\x01\0\x02\0\x10\0data\0\0\0\0",
    "mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(64),
    "csv": "编号,内容\n1,咨询\n".encode(),
    "txt": b"Plain words.\n",
    "eml": MAIL,
}
