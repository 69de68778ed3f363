"""Reading a page with axe-core: what a person with a screen reader, a magnifier or a keyboard would stumble over."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).resolve().parents[2] / "static" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "preload": False}
READ = """async (options) => (await axe.run(document, options)).violations.map(
    (rule) => `${rule.id}: ${rule.nodes.map((node) => node.html).slice(0, 3).join(" | ")}`)"""


def faults(page: Page) -> list[str]:
    """Each violation with up to three of its places. Evaluated from outside, so the content policy stays as it is."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(SCRIPT.read_text("utf-8"))
    return page.evaluate(READ, EVERYTHING)
