"""Every page: readable for everybody by axe, light and dark, on a desk and on a phone, in both languages; never wider than
the screen; and made for fingers where there is a touch screen."""

from __future__ import annotations

import pytest

from tests.browser_runs import axe
from tests.browser_runs.conftest import DESK, PHONE
from tests.browser_runs.measures import too_small, too_wide
from tests.browser_runs.places import EVERYWHERE, READ, Place

pytestmark = pytest.mark.once("a page looks the same whatever keeps its rows")

SCREENS = {"on a desk, light": (DESK, "light"), "on a phone, dark": (PHONE, "dark")}


@pytest.fixture
def visitor(signed_in, browser_of, watch):
    """`visitor(place, language)` is somebody on that page; one browser for each part of the cast."""
    known = {}
    watch.expected |= {403, 404}

    def someone(part: str, language: str, **options):
        if part:
            return signed_in(part, language, **options)
        stranger = browser_of("", **options)
        stranger.page.context.add_cookies([{"name": "portal-language", "value": language, "url": stranger.address}])
        return stranger

    def on(place: Place, language: str, **options):
        if place.part not in known:
            known[place.part] = someone(place.part, language, **options)
        page, address = known[place.part].page, known[place.part].address
        answer = page.goto(address + place.path)
        assert answer.status == place.status, f"{place} answers {answer.status}"
        return page

    return on


@pytest.mark.timeout(600)
def test_everybody_can_use_every_page(visitor):
    """In Chinese, which is the default: a desk by day and a phone by night. Colours do not change with the screen."""
    found = []
    for place in EVERYWHERE:
        page = visitor(place, "zh")
        for screen, (size, theme) in SCREENS.items():
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=theme)
            found += [f"{place} {screen}: {fault}" for fault in axe.faults(page) + too_wide(page)]
    assert not found, "\n".join(found)


@pytest.mark.timeout(600)
def test_every_page_in_english(visitor):
    """Names and labels are others and words are longer; a desk by night."""
    found = []
    for place in EVERYWHERE:
        page = visitor(place, "en")
        page.set_viewport_size(DESK)
        page.emulate_media(color_scheme="dark")
        found += [f"{place}: {fault}" for fault in axe.faults(page)]
        page.set_viewport_size(PHONE)
        found += [f"{place} on a phone: {fault}" for fault in too_wide(page)]
    assert not found, "\n".join(found)


@pytest.mark.timeout(600)
def test_a_finger_hits_every_target(visitor):
    found = []
    for place in READ:
        page = visitor(place, "zh", phone=True)
        page.set_viewport_size(PHONE | {"height": 6000})
        found += [f"{place}: {target}" for target in too_small(page)]
    assert not found, "\n".join(found)


def test_axe_and_the_measures_find_what_is_wrong(visitor):
    """The tests above would see a fault: here is one of each kind."""
    page = visitor(Place("/policy/CS-3.1a"), "zh", phone=True)
    page.set_viewport_size(PHONE | {"height": 6000})
    page.evaluate("""document.querySelector("main").insertAdjacentHTML("beforeend", `<div>
        <img src="${document.querySelector("link[rel=icon]").href}"><summary>small</summary>
        <p class="nowrap">${"wide ".repeat(99)}</p></div>`)""")
    assert any(fault.startswith("image-alt") for fault in axe.faults(page))
    assert too_wide(page)
    assert too_small(page) == ["<summary>small</summary>"]
