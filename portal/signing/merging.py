"""Several PDFs as one to print: their pages one after the other, with the signatures that stand on them as pictures.

What comes out is for paper and proves nothing; the signed files stay what proves something.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

INHERITED = ("/Resources", "/MediaBox")
SHOWN = ("/Rect", "/AP", "/F")  # of a signature's box


def merged(files: Iterable[bytes]) -> bytes:
    """All their pages in order. The files are our own: whatever else stands in them is left out."""
    writer = PdfFileWriter()
    for data in files:
        for page in _pages(PdfFileReader(BytesIO(data)).root["/Pages"], {}):
            writer.insert_page(_copied(page, writer))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _pages(node: DictionaryObject, above: dict) -> Iterator[dict]:
    """The pages below a node of the tree, each with what it has from above."""
    known = above | {key: node[key] for key in INHERITED if key in node}
    if node["/Type"] == "/Page":
        boxes = [box.get_object() for box in node.get("/Annots", ())]
        yield known | {"/Contents": node.raw_get("/Contents"), "/Annots": boxes}
        return
    for child in node["/Kids"]:
        yield from _pages(child.get_object(), known)


def _copied(page: dict, writer: PdfFileWriter) -> PageObject:
    contents = writer.import_object(page["/Contents"])
    contents = contents if isinstance(contents, generic.IndirectObject) else writer.add_object(contents)
    made = PageObject(contents=contents, media_box=generic.ArrayObject(page["/MediaBox"]))
    made[pdf_name("/Resources")] = writer.import_object(page["/Resources"])
    if boxes := [_stamped(box, writer) for box in page["/Annots"] if "/AP" in box]:
        made[pdf_name("/Annots")] = ArrayObject(boxes)
    return made


def _stamped(box: DictionaryObject, writer: PdfFileWriter) -> generic.IndirectObject:
    """The picture of a signature, without the signature."""
    shown = {NameObject(key): writer.import_object(box.raw_get(key)) for key in SHOWN if key in box}
    marks = {pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/Stamp")}
    return writer.add_object(DictionaryObject(shown | marks))
