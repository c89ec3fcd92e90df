"""What holds for every page in a real browser: nothing runs, fits, is named, is reached by keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect
from serving import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.confinement, pytest.mark.office_suite]
Open = Callable[..., Page]
WIDTHS = ({"width": 390, "height": 800}, {"width": 1366, "height": 768})

# What a page does wrong for somebody who hears it, or sees little of it at once.
_UNNAMED = """() => [...document.querySelectorAll('input, select, textarea')]
  .filter(one => !['hidden', 'submit', 'button'].includes(one.type))
  .filter(one => ![...(one.labels || [])].some(label => label.textContent.trim())
                 && !(one.getAttribute('aria-label') || '').trim()
                 && !one.getAttribute('aria-labelledby'))
  .map(one => one.outerHTML)"""
_NAMELESS_DOORS = """() => [...document.querySelectorAll('a[href], button, img, th, summary')]
  .filter(one => one.tagName === 'IMG' ? !one.hasAttribute('alt')
     : one.tagName === 'TH' ? !one.hasAttribute('scope')
     : !(one.textContent.trim() || one.getAttribute('aria-label')
         || one.querySelector('img[alt]:not([alt=""])')))
  .map(one => one.outerHTML)"""
_TOO_WIDE = """() => document.documentElement.scrollWidth > document.documentElement.clientWidth
  ? [...document.querySelectorAll('main *, header *')]
      .filter(one => one.getBoundingClientRect().right > innerWidth + 1
                     && !one.closest('.bang') && !one.closest('.an'))
      .slice(0, 3).map(one => one.outerHTML.slice(0, 200)) : []"""
_HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4')]
  .map(one => Number(one.tagName[1]))"""
_TWICE = """() => { const ids = [...document.querySelectorAll('[id]')].map(one => one.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at); }"""


@pytest.mark.parametrize("name", ["van-thu", "lanh-dao", "quan-tri", "xem"])
def test_every_page_is_named_fits_and_runs_nothing(
    open_page: Open, addresses: Mapping[str, list[str]], name: str
) -> None:
    page, wrong = open_page(name), []
    for address in addresses[name]:
        page.set_viewport_size(WIDTHS[1])
        page.goto(address, wait_until="load")
        assert page.evaluate("() => typeof window.__bi_chay") == "undefined", address
        for fault, look in (("no label", _UNNAMED), ("no name", _NAMELESS_DOORS), ("id", _TWICE)):
            wrong += [f"{address}: {fault}: {one[:160]}" for one in page.evaluate(look)]
        levels = page.evaluate(_HEADINGS)
        if levels[:1] != [1] or any(after > level + 1 for level, after in pairwise(levels)):
            wrong.append(f"{address}: headings {levels}")
        for size in WIDTHS:
            page.set_viewport_size(size)
            wide = page.evaluate(_TOO_WIDE)
            wrong += [f"{address} at {size['width']}: too wide: {one}" for one in wide]
    assert wrong == []


def test_signing_in_and_searching_need_no_mouse(open_page: Open) -> None:
    page = open_page()
    page.goto("/dang-nhap")
    expect(page.get_by_label("Tên đăng nhập")).to_be_focused()
    page.keyboard.type("van-thu")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/trang-chu"))
    page.goto("/tra-cuu")
    assert tab_to(page, lambda focus: focus["name"] == "q"), "the box is not reached by Tab"
    page.keyboard.type("đảng viên")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize(
    ("address", "wanted"),
    [("/trang-chu", ["Đến nội dung", "Soạn văn bản", "Tra cứu", "Đăng xuất"]),
     ("/soan/moi/cong-van", ["trich_yeu", "noi_dung", "kinh_gui"]),
     ("/so-van-ban-di", ["q"]), ("/dot-in/moi", ["tep"]), ("/van-ban-den", ["tep"])],
)  # fmt: skip
def test_the_controls_of_a_page_are_reached_by_tab(
    open_page: Open, address: str, wanted: list[str]
) -> None:
    page = open_page("van-thu")
    page.goto(address)
    page.keyboard.press("Escape")
    reached = []
    for _ in range(80):
        page.keyboard.press("Tab")
        focus = focused(page)
        reached.append(f"{focus['name']} {focus['text']}")
    for one in wanted:
        assert any(one in name for name in reached), (one, reached)


def tab_to(page: Page, wanted: Callable[[dict[str, str]], bool], most: int = 60) -> bool:
    """Press Tab until the focus is where it should be."""
    for _ in range(most):
        if wanted(focused(page)):
            return True
        page.keyboard.press("Tab")
    return False


def focused(page: Page) -> dict[str, str]:
    """What has the focus: the name of its field, what stands on it."""
    found: dict[str, str] = page.evaluate(
        "() => ({name: document.activeElement.name || '',"
        " text: document.activeElement.textContent.trim().slice(0, 80)})"
    )
    return found
