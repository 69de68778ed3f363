"""Forms on paper: A4, both languages, long content over pages with its heading again, what is not signed says so."""

import shutil
import subprocess
import sys
from dataclasses import replace

import pytest
from PIL import Image

from portal.core import time
from portal.openings.papers import OPINION
from portal.settings import PROJECT, Nonsense, read
from portal.signing import catalogue, paper, printing, rendering
from portal.signing.actions import documents
from portal.signing.queries.documents import standing

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler-utils")
LONG = "\n".join(f"第 {number} 条：资料齐全，证照真实。" for number in range(1, 141))


def text_of(pdf: bytes, tmp_path, *options: str) -> str:
    file = tmp_path / "form.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdftotext", *options, str(file), "-"], capture_output=True, text=True, check=True).stdout


def marked(pdf: bytes, tmp_path) -> bool:
    """Whether the mark of a draft lies across it; poppler reads what is turned sign by sign."""
    return set("草稿") <= set(text_of(pdf, tmp_path))


@pytest.fixture
def opinion(cast):
    def made(language="zh", **facts):
        given = {"customer": "Müller & Söhne <GmbH>", "opinion": "pass", "reason": "资料齐全。"} | facts
        begun = documents.begin(OPINION, given, region="eu", language=language, by=cast.clerk, at=time.now())
        return standing(begun)

    return made


@needs_poppler
def test_long_content_flows_over_pages_with_its_heading_again(opinion, tmp_path):
    sheet = printing.sheet(opinion(reason=LONG))
    assert sheet.pages > 3
    pages = text_of(sheet.pdf, tmp_path, "-layout").split("\f")
    assert all("意见说明" in page for page in pages[: sheet.pages])
    feet = ["".join(page.split()) for page in pages]
    assert [f"第{page + 1}/{sheet.pages}页" in feet[page] for page in range(sheet.pages)] == [True] * sheet.pages
    assert "第 140 条" in "".join(pages)
    assert {box.page for box in sheet.boxes.values()} == {sheet.pages - 1}, "the signatures stand together at the end"


@needs_poppler
@pytest.mark.parametrize(
    ("language", "has", "lacks"),
    [
        ("zh", "交易商入市资格审核意见表", "Review opinion"),
        ("en", "Review opinion on a trader", "审核意见表"),
        ("both", "交易商入市资格审核意见表 Review opinion", "nothing"),
    ],
)
def test_it_speaks_the_language_that_was_chosen(opinion, tmp_path, language, has, lacks):
    told = text_of(printing.sheet(opinion(language)).pdf, tmp_path)
    assert has in told and lacks not in told and "Müller & Söhne <GmbH>" in told


@needs_poppler
def test_a_draft_says_so_and_empty_fields_are_there_to_write_on(opinion, tmp_path):
    found = opinion(licence="")
    assert marked(printing.sheet(found).pdf, tmp_path)
    assert not marked(printing.sheet(found, marked=False).pdf, tmp_path)
    assert "营业执照号" in text_of(printing.sheet(found).pdf, tmp_path)


@needs_poppler
@pytest.mark.parametrize("state", ["signing", "done"])
def test_a_copy_of_what_goes_on_by_its_file_says_so(opinion, tmp_path, state):
    found = opinion()
    found.document.state = state
    assert set("副本") <= set(text_of(printing.sheet(found).pdf, tmp_path))
    assert not set("副本") & set(text_of(printing.sheet(found, marked=False).pdf, tmp_path)), "the file itself is to be signed"


def test_the_same_form_gives_the_same_bytes(opinion):
    found = opinion()
    assert printing.sheet(found).pdf == printing.sheet(found).pdf


@needs_poppler
def test_it_is_a4_and_brings_its_fonts(opinion, tmp_path):
    file = tmp_path / "form.pdf"
    file.write_bytes(printing.sheet(opinion()).pdf)
    info = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in info and "portal-form:F04-" in info
    fonts = subprocess.run(["pdffonts", str(file)], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert fonts and all(line.split()[-5:-3] == ["yes", "yes"] for line in fonts), "embedded, and cut down"


def test_a_rare_character_of_a_name_is_there(opinion, tmp_path):
    """𬱖 and 㛃 are not in the small fonts; the machine's Noto has them."""
    told = text_of(printing.sheet(opinion(customer="陈𬱖㛃")).pdf, tmp_path)
    assert "陈𬱖㛃" in told


def test_what_was_typed_draws_nothing_in(opinion):
    """A picture or a stylesheet from elsewhere is refused, whoever asks for it."""
    with pytest.raises(paper.NotAllowed):
        rendering.sheet('<html><body><img src="https://example.com/x.png"></body></html>')
    with pytest.raises(paper.NotAllowed):
        rendering.sheet('<html><head><link rel="stylesheet" href="file:///etc/passwd"></head><body>x</body></html>')
    html = printing.html(opinion(reason="<img src='file:///etc/passwd'>"))
    assert "&lt;img src=" in html


SLOTS = {"F-03": 2, "F-04": 3, "F-10": 1, "F-12": 2, "F-13": 3, "F-25": 1}  # signatures, as the rulebook counts them


def test_every_schema_is_sound():
    assert {kind.key for kind in catalogue.every()} == set(SLOTS)
    assert {key: len(catalogue.kind(key).slots) for key in SLOTS} == SLOTS
    for kind in catalogue.every():
        assert all(named.zh and named.en for named in (kind, *kind.parts, *kind.fields, *kind.slots))


KINDS = "import {module}; from portal.signing import catalogue; print(*[kind.key for kind in catalogue.every()])"


@pytest.mark.parametrize("module", ["portal.areas", "portal.schedule"])
def test_web_and_scheduler_know_every_kind(module):
    """Each is a process of its own: what only the other imports is not in its catalogue."""
    command = [sys.executable, "-c", KINDS.format(module=module)]
    told = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    assert set(told.split()) == set(SLOTS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"slots": []},
        {"parts": [{"key": "a", "zh": "甲", "en": "A", "fields": [{"key": "x", "zh": "乙", "en": "B", "kind": "picture"}]}]},
        {"parts": [{"key": "a", "zh": "甲", "en": "A", "fields": [{"key": "x", "zh": "乙", "en": "B", "kind": "table"}]}]},
        {"parts": [{"key": "a", "zh": "甲", "en": "A", "fields": [{"key": "x", "zh": "乙", "en": "B"}] * 2}]},
    ],
    ids=["nobody signs", "no such kind", "a table without columns", "one key twice"],
)
def test_a_schema_that_cannot_be_meant_is_refused(wrong):
    good = {"key": "F-99", "zh": "表", "en": "Form", "slots": [{"key": "one", "zh": "人", "en": "one", "roles": ["clerk"]}]}
    assert catalogue.read(good).key == "F-99"
    with pytest.raises(catalogue.Wrong):
        catalogue.read(good | wrong)


def _picture(folder, size=(240, 80)):
    file = folder / "logo.png"
    Image.new("RGBA", size, (30, 60, 140, 255)).save(file)
    return file


def test_the_logo_stands_on_every_form(app, cast, tmp_path, monkeypatch):
    made = documents.begin(OPINION, {"customer": "Kunde"}, region="eu", language="zh", by=cast.clerk, at=time.now())
    found = standing(made)
    without = printing.html(found)
    settings = replace(app.extensions["settings"], logo_file=str(_picture(tmp_path)))
    monkeypatch.setattr(printing.db, "settings", lambda: settings)
    with_logo = printing.html(found)
    assert 'class="logo"' in with_logo and 'class="logo"' not in without
    file = tmp_path / "form.pdf"
    file.write_bytes(printing.sheet(found).pdf)
    told = subprocess.run(["pdfimages", "-list", file], capture_output=True, text=True, check=True).stdout
    assert " 240 " in told and " 80 " in told


TOO_LARGE = b"\x89PNG\r\n\x1a\n" + b"0" * 100_000


@pytest.mark.parametrize("content", [None, b"GIF89a", TOO_LARGE], ids=["no file", "no PNG", "too large"])
def test_what_is_no_logo_stops_the_portal(tmp_path, content):
    file = tmp_path / "logo.png"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Nonsense, match="PORTAL_LOGO_FILE"):
        read({"PORTAL_LOGO_FILE": str(file)}, home=tmp_path)
