"""A state of a page that only a test reaches: fit for everybody, as `test_every_page` asks of those with an address."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser_runs import axe
from tests.browser_runs.measures import too_wide

PHONE = {"width": 390, "height": 844}
TWICE_AS_LARGE = {"width": 640, "height": 450}  # what a desk of 1280 by 900 shows at 200 %


def faults(page: Page) -> list[str]:
    """What axe finds in both themes, and what is wider than a phone or a desk at 200 %; the page is left as it was."""
    size, found = page.viewport_size, []
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)
        found += [f"{theme}: {fault}" for fault in axe.faults(page)]
    for smaller in (PHONE, TWICE_AS_LARGE):
        page.set_viewport_size(smaller)
        found += [f"at {smaller['width']}: {fault}" for fault in too_wide(page)]
    page.set_viewport_size(size)
    return found
