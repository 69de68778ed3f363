"""What a form costs: a page of Chinese rendered warm, signed by three, sealed, verified; beside WeasyPrint alone on the
same HTML. Keys are made before; nothing of the database is in the figures."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median

from weasyprint import HTML

from portal.openings.papers import OPINION
from portal.settings import PROJECT
from portal.signing import pades, printing, rendering, rules, verifying
from portal.signing.models import Document, Signature
from portal.signing.queries.documents import Standing
from tests.bench.table import Line
from tests.signing.files import AT, company, sealed, stamper

ROUNDS = 15
REASON = "合同一式两份，内容一致，无涂改、无空白；证照与信用代码核对无误，经营范围包含所申请的交易品类。" * 5
FACTS = {
    "customer": "宁波东方进出口有限公司",
    "country": "中国",
    "licence": "330200000012345",
    "code": "91330200MA2XXXXX0X",
    "contract": True,
    "clean": True,
    "genuine": True,
    "opinion": "pass",
    "reason": REASON,
}
FIRST = """
import time
from portal.signing import rendering
html = open({file!r}, encoding="utf-8").read()
def once():
    began = time.perf_counter(); rendering.sheet(html); return time.perf_counter() - began
first = once(); warm = sorted(once() for _ in range(7))[3]
print(first, warm)
"""


def lines(folder) -> Iterator[Line]:
    """Inside an open home: the company's name on paper is a setting."""
    found = _opinion()
    html = printing.html(found, marked=False)
    floor = _ms(lambda: _weasyprint_alone(html))
    yield Line("floor: WeasyPrint alone, one page", f"{floor:6.1f} ms")
    yield _against(floor, "the form rendered, told where its boxes lie", _ms(lambda: printing.sheet(found, marked=False)), None)
    sheet = printing.sheet(found, marked=False)
    blank = pades.with_fields(sheet.pdf, sheet.boxes)
    yield _against(floor, "one signature with time stamp", _ms(lambda: _sign(blank, found, 0)), 0.8)
    yield _against(floor, "the whole: rendered, three signatures, sealed", _ms(lambda: _whole(found)), 3)
    done = _whole(found)
    yield Line("its size", f"{len(done) / 1000:6.1f} kB", "<= 160 kB", len(done) <= 160_000)
    checked = _ms(lambda: verifying.report(done, company().root))
    yield Line("verifying it", f"{checked:6.1f} ms", "<= 500 ms", checked <= 500)
    yield _first(html, folder)


def _opinion() -> Standing:
    digest = rules.content_digest("F04-2026-00001", 1, OPINION.key, OPINION.edition, FACTS)
    document = Document(
        number="F04-2026-00001", version=1, kind=OPINION.key, edition=1, state="signing", language="zh", facts=FACTS,
        made_at=AT, frozen_at=AT, digest=digest,
    )  # fmt: skip
    return Standing(document, OPINION, [Signature(place=place, slot=slot.key) for place, slot in enumerate(OPINION.slots)])


def _weasyprint_alone(html: str) -> bytes:
    configuration, style = rendering._configured()
    rendered = HTML(string=html, url_fetcher=rendering.OnlyFonts()).render(stylesheets=style, font_config=configuration)
    return rendered.write_pdf(pdf_variant=rendering.VARIANT)


class Signer:
    """As much of a person as a stamp shows."""

    name, name_en, zone = "赵明轩", "Zhao Mingxuan", "Asia/Shanghai"


def _sign(data: bytes, found: Standing, place: int) -> bytes:
    person, field = company().people[place], printing.field_of(place)
    drawn = printing.stamp(Signer, found.kind.slots[place], "zh", AT, pades.size_of(data, field))
    credential = pades.Credential(person.certificate, person.key, company().chain)
    return pades.signed(data, field, credential, stamper=stamper(company()), drawn=drawn)


def _whole(found: Standing) -> bytes:
    sheet = printing.sheet(found, marked=False)
    data = pades.with_fields(sheet.pdf, sheet.boxes)
    for place in range(len(found.signatures)):
        data = _sign(data, found, place)
    return sealed(data, company())


def _first(html: str, folder) -> Line:
    """The first form of a new process, its imports done, against one of the next."""
    file = folder / "form.html"
    file.write_text(html, "utf-8")
    command = [sys.executable, "-c", FIRST.format(file=str(file))]
    told = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    first, warm = map(float, told.split())
    figure = f"{first / warm:6.2f} x ({first * 1000:.0f} ms)"
    return Line("first form of a process against a warm one", figure, "<= 3 x", first <= 3 * warm)


def _against(floor: float, what: str, ms: float, goal: float | None) -> Line:
    ratio = ms / floor
    return Line(what, f"{ms:6.1f} ms ({ratio:4.2f} x)", f"<= {goal:g} x" if goal else "", ratio <= goal if goal else None)


def _ms(once: Callable[[], object]) -> float:
    """CPU milliseconds of one call, the median of the rounds; the first call of all is not counted."""
    once()
    return median(_cpu(once) for _ in range(ROUNDS))


def _cpu(once: Callable[[], object]) -> float:
    began = time.process_time()
    once()
    return (time.process_time() - began) * 1000
