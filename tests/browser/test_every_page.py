"""Every page of the project in Chromium: no barrier that axe-core knows, no script or style against the policy, no page
wider than its window. The pages and who sees them come from the table of access, so that no address is left out.

The browser's requests are answered by Django's own test client inside the test's transaction; everything else is real.
A page whose parts have all been looked at before, words, numbers and the number of like rows aside, is not loaded again:
most accounts get most pages in one shape.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from tests.access.addresses import PUBLIC, TABLE
from tests.access.table import EVERYBODY, Case
from tests.access.world import World, build_world
from tests.browser.conftest import AXE, NARROW, WIDE, barriers, is_fault
from tests.test_access import address_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SITE = "http://localhost"
WRITERS = ("canbo", "bithu", "thuky", "thuky_khac")
COMMITTEES = ("thuongtruc", "chuyenvien", "quantri", "trunguong", "kiemtra", "mattran")


@dataclass
class Window:
    """One browser window; `client` answers what it asks for, `faults` is what its console reported."""

    page: Page
    client: Client = field(default_factory=Client)
    document: Any = None
    faults: list[str] = field(default_factory=list)
    shapes: set[tuple[Any, ...]] = field(default_factory=set)

    def show(self, client: Client, address: str, *, again: bool = False) -> bool:
        """Open the address as this client; False where the answer is no page (a file, or a part of one) or, unless it
        is to be shown again, has the shape of one shown before."""
        self.client, self.faults[:] = client, []
        self.document = client.get(address)
        if self.document.streaming or self.document.content.lstrip()[:9].lower() != b"<!doctype":
            return False
        frame, _, content = self.document.text.partition("<main")
        (main, *beside) = pieces_of(f"<main{content}")
        shapes = {pieces_of(frame), tuple(beside), *main[1]}
        if shapes <= self.shapes and not again:
            return False
        self.shapes |= shapes
        self.page.goto(SITE + address)
        return True

    def answer(self, route: Route) -> None:
        """Hand the request to Django, files under /static/ to their folder."""
        parts = urlsplit(route.request.url)
        if parts.path.startswith("/static/") and (file := finders.find(parts.path.removeprefix("/static/"))):
            route.fulfill(path=file)
            return
        kept, self.document = self.document, None
        response: Any = kept or self.client.get(parts.path + (f"?{parts.query}" if parts.query else ""))
        headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
        body = b"".join(response.streaming_content) if response.streaming else response.content
        route.fulfill(status=response.status_code, headers=headers, body=body)


Piece = tuple[tuple[str, ...], tuple[Any, ...]]


class Tree(HTMLParser):
    """The elements of a page as they stand in each other: what a rule about them, the style or a script can go by."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[tuple[str, ...], list[Piece]]] = [((), [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        telling = ("class", "id", "type", "role")
        told = (f"{name}={_NUMBER.sub('0', value or '')}" for name, value in attrs if name in telling)
        self.open.append(((tag, *told, *sorted(name for name, value in attrs if value and name not in telling)), []))
        if tag in _NEVER_CLOSED:
            self._close()

    def handle_endtag(self, tag: str) -> None:
        while any(element[:1] == (tag,) for element, _ in self.open) and self._close() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self._add((("words",), ()))

    def pieces(self) -> tuple[Piece, ...]:
        """What stands side by side at the top."""
        while len(self.open) > 1:
            self._close()
        return tuple(self.open[0][1])

    def _close(self) -> str:
        element, inside = self.open.pop()
        self._add((element, tuple(inside)))
        return element[0]

    def _add(self, piece: Piece) -> None:
        beside = self.open[-1][1]
        if piece not in beside:  # a hundred rows of one kind are as good as one
            beside.append(piece)


_NUMBER = re.compile("[0-9]+")
_NEVER_CLOSED = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


def pieces_of(part: str) -> tuple[Piece, ...]:
    """What two pages share that differ in words, numbers, addresses and the number of like rows alone."""
    tree = Tree()
    tree.feed(part)
    return tree.pieces()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """One world for the whole module, rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Window]:
    """The one window through which all pages are looked at."""
    context = chromium.new_context(viewport=WIDE, locale="vi-VN")  # type: ignore[arg-type]  # a mapping of sizes
    window = Window(context.new_page())
    window.page.on("pageerror", lambda error: window.faults.append(str(error)))
    window.page.on("console", lambda message: window.faults.append(message.text) if is_fault(message) else None)
    context.route("**/*", window.answer)
    context.add_init_script(path=AXE)
    yield window
    context.close()


def lookers(case: Case) -> list[str]:
    """One who writes and one who works for a committee, of those who see the page."""
    seeing = [name for name in sorted(EVERYBODY) if case.expected("get", name) == 200]
    chosen = [next((name for name in group if name in seeing), None) for group in (WRITERS, COMMITTEES)]
    return [name for name in chosen if name] or seeing[:1]


def faults_of(window: Window, client: Client, address: str) -> list[str]:
    """Everything wrong with the page at both widths; empty too where the address gives no whole page of a new shape."""
    window.page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # a mapping of sizes
    if not window.show(client, address):
        return []
    found = [f"{address}: {line}" for line in barriers(window.page)]
    for size in (WIDE, NARROW):
        window.page.set_viewport_size(size)  # type: ignore[arg-type]  # a mapping of sizes
        width = window.page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            found.append(f"{address}: {width} px wide in a window of {size['width']}")
    return found + [f"{address}: {fault}" for fault in window.faults]


@pytest.mark.parametrize("case", [case for case in TABLE if lookers(case)], ids=str)
def test_the_page_has_no_barrier_and_fits_its_window(world, window, case):
    address = address_of(world, case)

    assert [fault for name in lookers(case) for fault in faults_of(window, world.browsers[name], address)] == []


@pytest.mark.parametrize("address", ["/dang-nhap/", "/quen-mat-khau/", "/phim-tat/", "/khong-co-trang-nay/"])
def test_pages_before_the_log_in_have_no_barrier(world, window, address):
    assert PUBLIC
    assert faults_of(window, Client(raise_request_exception=False), address) == []


def test_the_check_sees_a_barrier_and_a_page_too_wide(world, window):
    window.show(world.browsers["thuky"], "/", again=True)
    window.page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend',"
        " '<input><table><tr><td><pre>' + 'rộng'.repeat(400) + '</pre></td></tr></table>')"
    )

    assert [line.split(":")[0] for line in barriers(window.page)] == ["label"]
    assert window.page.evaluate("document.documentElement.scrollWidth") > WIDE["width"]
