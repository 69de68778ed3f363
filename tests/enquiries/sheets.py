"""Small files for the tests of imports: CSV as bytes, and workbooks made by hand."""

from __future__ import annotations

import csv
import io
import zipfile
from xml.sax.saxutils import escape

ZH = ("客户名称", "国家", "渠道", "类型", "分类", "等级", "标题", "内容", "收到时间")
ROW = ("Nordwind GmbH", "DE", "邮件", "业务咨询", "产品类", "2", "泵的交期", "泵什么时候能到？", "2026-11-20 09:30")
CFPB = ("date_received", "product", "sub_product", "issue", "sub_issue", "consumer_complaint_narrative", "company", "state",
        "submitted_via", "complaint_id")  # fmt: skip
COMPLAINTS = (
    ("2016-12-01", "Card", "Gift card", "Late fee", "", "They charged me twice.", "Sample Bank, N.A.", "TX", "Web", "1001"),
    ("2017-01-02", "Loan", "", "Wrong balance", "Not mine", "", "Sample Bank, N.A.", "", "Phone", "1002"),
    ("2017-01-03", "Loan", "", "Wrong balance", "", "", "Other Lender, LLC", "CA", "Postal mail", "1003"),
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def csv_bytes(*rows, headers=ZH, encoding="utf-8", delimiter=",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([headers, *(rows or [ROW])])
    return text.getvalue().encode(encoding)


def complaints(*rows) -> bytes:
    """A file in the shape of the CFPB's."""
    return csv_bytes(*(rows or COMPLAINTS), headers=CFPB)


def row(**changes) -> tuple:
    """ROW with other cells, named by their place in ZH."""
    return tuple(changes.get(f"c{place}", cell) for place, cell in enumerate(ROW))


def workbook(*rows, more: dict[str, bytes] | None = None, sheet: str | None = None) -> bytes:
    """A workbook with one sheet of texts and numbers; `more` are further parts of the package."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
        'PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets><sheet name="Data" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATED}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet or _sheet(rows),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (parts | (more or {})).items():
            archive.writestr(name, text)
    return packed.getvalue()


def _sheet(rows) -> str:
    lines = "".join(f'<row r="{number}">{_cells(number, cells)}</row>' for number, cells in enumerate(rows, start=1))
    return f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _cells(number: int, cells) -> str:
    return "".join(_cell(f"{chr(65 + place)}{number}", cell) for place, cell in enumerate(cells))


def _cell(where: str, cell) -> str:
    if isinstance(cell, int | float):
        return f'<c r="{where}"><v>{cell}</v></c>'
    return f'<c r="{where}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
