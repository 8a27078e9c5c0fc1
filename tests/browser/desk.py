"""One person at a real browser: finds things by the words on screen and waits until the page has answered."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import barriers
from tests.factories.organisation import PASSWORD

PATIENCE = 60_000  # milliseconds; other tests may be using both cores
SAVED = re.compile(r"Đã lưu lúc \d\d:\d\d:\d\d")
expect.set_options(timeout=PATIENCE)


@dataclass
class Desk:
    """A window of somebody who is logged in."""

    page: Page
    url: str

    @classmethod
    def of(cls, page: Page, url: str, username: str, password: str = PASSWORD) -> Desk:
        """Log in through the page, as everybody."""
        page.context.set_default_timeout(PATIENCE)
        desk = cls(page, url)
        desk.go("/dang-nhap/")
        desk.fill("Tên đăng nhập", username)
        desk.fill("Mật khẩu", password)
        desk.press("Đăng nhập")
        expect(page.locator("h1")).to_have_text("Việc của tôi")
        return desk

    def go(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(self.url + path)

    def follow(self, words: str, within: str = "main") -> None:
        """Click the link with these words."""
        self.page.locator(within).get_by_role("link", name=words).first.click()

    def press(self, words: str, within: str = "main", *, confirm: str = "") -> None:
        """Click the button with exactly these words; with `confirm`, also the button of the question that follows."""
        self.button(words, within).click()
        if confirm:
            self.page.get_by_role("dialog").get_by_role("button", name=confirm, exact=True).click()

    def button(self, words: str, within: str = "main") -> Locator:
        """The button with exactly these words."""
        return self.page.locator(within).get_by_role("button", name=words, exact=True)

    def field(self, label: str, within: str = "main") -> Locator:
        """The control with this label, `(nếu có)` left aside."""
        exactly = re.compile(rf"^\s*{re.escape(label)}\s*(\(nếu có\))?\s*$")
        return self.page.locator(within).get_by_label(exactly)

    def fill(self, label: str, text: str, within: str = "main") -> None:
        """Type a text as a whole."""
        self.field(label, within).fill(text)

    def choose(self, label: str, option: str, within: str = "main") -> None:
        """Choose the entry that begins with these words."""
        field = self.field(label, within)
        words = [one for one in field.locator("option").all_inner_texts() if one.strip().startswith(option)]
        assert words, f"{label!r} does not offer {option!r}"
        field.select_option(label=words[0].strip())

    def told(self, words: str) -> None:
        """Wait for the page to report this."""
        expect(self.page.locator("#thong-bao")).to_contain_text(words)

    def reads(self, *sentences: str) -> None:
        """Wait until each of these stands on the page."""
        for sentence in sentences:
            expect(self.page.locator("main")).to_contain_text(sentence)

    def saved(self) -> None:
        """Wait until the form says that everything typed is on the server."""
        expect(self.page.locator("[data-saved-all]")).to_have_text(SAVED)

    def download(self, words: str, folder: Path) -> bytes:
        """The file behind a link, as the browser stores it."""
        with self.page.expect_download() as download:
            self.follow(words)
        target = folder / download.value.suggested_filename
        download.value.save_as(target)
        return target.read_bytes()

    def looks_right(self) -> None:
        """The page as it is now, full of what was typed, has no barrier and is no wider than its window."""
        assert barriers(self.page) == []
        beside = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beside <= 0, f"{self.page.url} is {beside} px wider than its window"


def texts_kept(page: Page) -> list[list[str]]:
    """(user, text) of everything that this browser keeps for the case of a failure."""
    return page.evaluate(
        """() => new Promise((resolve) => { const asked = indexedDB.open("ban-nhap", 1); asked.onsuccess = () => {
        if (!asked.result.objectStoreNames.length) return resolve([]);
        const all = asked.result.transaction("o-chu").objectStore("o-chu").getAll();
        all.onsuccess = () => { asked.result.close(); resolve(all.result.map((one) => [one.user, one.value[0]])); }; }; })"""
    )


def eventually(is_so: Callable[[], object], page: Page) -> None:
    """Wait until something holds in the database or in what the browser keeps."""
    for _ in range(100):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came to hold")
