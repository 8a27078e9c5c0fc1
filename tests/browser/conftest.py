"""Debian's Chromium for the tests that look at pages as people do, and axe-core to look for barriers."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# Nobody looks at a graphics card, and no process is started in advance for a page that may never be opened.
SPARING = ("--disable-gpu", "--in-process-gpu", "--disable-software-rasterizer", "--renderer-process-limit=1")
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 800}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a worker; no address but this machine's own can be reached from it."""
    program = shutil.which("chromium")
    assert program, "Chromium is missing: `make test` installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=[
                "--no-sandbox",
                *SPARING,
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages in windows of their own; at the end none of them may have reported an error of a script or the CSP."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_(url: str, viewport: dict[str, int] | None = None, **options: Any) -> Page:
        context = chromium.new_context(viewport=viewport or WIDE, locale="vi-VN", **options)  # type: ignore[arg-type] # a mapping of sizes
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if is_fault(message) else None)
        page.goto(url)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


def is_fault(message: Any) -> bool:
    """An error in the console, save the notes that an answer was a refusal or that a test took the network or the server away."""
    notes = (
        "the server responded with a status of 4",
        "the server responded with a status of 503",
        "ERR_INTERNET_DISCONNECTED",
        "ERR_CONNECTION_REFUSED",
        "htmx:sendError",
        "htmx:afterRequest",
    )
    return message.type == "error" and not any(note in message.text for note in notes)


def barriers(page: Page, within: str = "html") -> list[str]:
    """What axe-core finds wrong on the page, one line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    # No rule that is asked reads style sheets, and no page plays anything: neither need be fetched again for it.
    found = page.evaluate(f"axe.run({json.dumps(within)}, {{resultTypes: ['violations'], preload: false}})")
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def barriers_at_both_widths(page: Page) -> list[str]:
    """What is wrong with the page as it stands, in a wide and in a narrow window; it is left in the narrow one."""
    found = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a mapping of sizes
        width = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{size['width']}: {line}" for line in barriers(page)]
        found += [f"{width} px wide in a window of {size['width']}"] if width > size["width"] else []
    return found


def hidden_when_focused(page: Page) -> list[str]:
    """What takes the focus, forwards and backwards through the page, and is then covered by something that sticks."""
    page.emulate_media(reduced_motion="reduce")  # else the page is still on its way there
    return page.evaluate(
        """() => {
        const away = ".visually-hidden, details:not([open])";
        const all = [...document.querySelector("main").querySelectorAll("a[href], button, input, select, textarea")]
            .filter((one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility() && !one.closest(away));
        const isSeen = (one) => {
            const box = one.getBoundingClientRect();
            return [0.1, 0.5, 0.9].some((x) => [0.1, 0.5, 0.9].some((y) => {
                const hit = document.elementFromPoint(box.x + x * box.width, box.y + y * box.height);
                return hit && (one.contains(hit) || hit.contains(one) && !hit.matches(".actions, #tin-luu *, .tray"));
            }));
        };
        const hidden = [];
        for (const one of [...all, ...all.toReversed()]) {
            one.focus();
            if (!isSeen(one)) hidden.push(`${one.tagName} ${one.name || one.textContent.trim().slice(0, 40)}`);
        }
        return [...new Set(hidden)];
        }"""
    )


def hidden_at_both_widths(page: Page) -> list[str]:
    """The same in a wide and in a narrow window; it is left in the narrow one."""
    found = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a mapping of sizes
        found += [f"{size['width']}: {line}" for line in hidden_when_focused(page)]
    return found
