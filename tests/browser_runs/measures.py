"""What a ruler says of a page: wider than the screen, or a target that a finger misses."""

from __future__ import annotations

from playwright.sync_api import Page

WIDTH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TARGETS = "a, button, input:not([type=hidden]), select, textarea, summary"
SMALL = """(targets) => {
    const isInText = (element) => getComputedStyle(element).display === "inline" && element.closest("p, dd, dt, td, th, li");
    const answers = (element, x, y) => {
        const hit = document.elementFromPoint(x, y);
        return hit && (element.contains(hit) || hit.closest("label")?.control === element);
    };
    const isThere = (element) => {
        const box = element.getBoundingClientRect();
        return element.checkVisibility({ visibilityProperty: true }) && box.width > 2 && box.bottom > 0;
    };
    const isSmall = (element) => {
        const area = element.matches(".row-link") ? element.closest("tr, .card, .notice") : element;
        const box = area.getBoundingClientRect();
        const x = box.left + box.width / 2, y = box.top + box.height / 2;
        return ![-21, 21].every((step) => answers(element, x, y + step));
    };
    return [...document.querySelectorAll(targets)]
        .filter((element) => isThere(element) && !isInText(element) && isSmall(element))
        .map((element) => element.outerHTML.slice(0, 140));
}"""


def too_wide(page: Page) -> list[str]:
    """By how much one has to scroll sideways, as a sentence; nothing when the page fits."""
    pixels = page.evaluate(WIDTH)
    return [f"{pixels} px too wide"] if pixels > 0 else []


def too_small(page: Page) -> list[str]:
    """Whatever does not answer a finger 21 px above and below its middle, so is less than about 44 px high. Links in
    running text may be as high as their line. The window must be high enough to show the whole page."""
    return page.evaluate(SMALL, TARGETS)
