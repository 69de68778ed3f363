"""On paper there are no bars, buttons or forms: only what was said, when it is due, and the rule."""

from __future__ import annotations

import subprocess

import pytest

from tests.browser_runs.places import HANDED_ON

pytestmark = pytest.mark.once("a page looks the same whatever keeps its rows")


@pytest.fixture
def printed(signed_in, tmp_path):
    """`printed(path)` is the text of the page as it lies in the printer."""

    def text(path: str) -> str:
        clerk = signed_in("clerk", "en").opens(path)
        clerk.page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
        try:
            words = ["pdftotext", "-layout", str(tmp_path / "page.pdf"), "-"]
            return subprocess.run(words, capture_output=True, text=True, check=True, timeout=30).stdout
        except FileNotFoundError:
            pytest.skip("pdftotext is not installed; it reads the page back")

    return text


BARS = ("Sign out", "New enquiry", "Search number", "Keyboard shortcuts", "Skip to")


def test_a_ticket_on_paper_tells_its_story(printed):
    paper = printed(HANDED_ON)
    for told in ("Lieferzeit der Pumpe P-200", "Wann kann die Pumpe", "Guten Tag, wir prüfen es.", "First answer", "CS-3.1a"):
        assert told in paper
    for bar in (*BARS, "To the customer\n", "Choose Files", "Why this moment?"):
        assert bar not in paper


def test_a_rule_on_paper_tells_what_it_demands(printed):
    paper = printed("/policy/CS-3.1a")
    assert "What it demands" in paper and "CS-3.1a" in paper
    assert not [bar for bar in BARS if bar in paper]
