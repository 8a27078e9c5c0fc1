"""kill -9 in the middle of the typing, and the windows of time in which people noticed."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from tests.faults.whole_copy import Copy

WEB: Final = ("Trang web", "gunicorn")
DATABASE: Final = ("PostgreSQL", "bin/postgres -D")
WEB_AT, DATABASE_AT, A_MINUTE = 0.4, 0.7, 60.0
LONGEST_RESTART: Final = 60.0
LOOK_EVERY: Final = 0.1


@dataclass(frozen=True, slots=True)
class Window:
    """From the kill to the first page that is answered again."""

    part: str
    begun: float
    ended: float


async def strike(copy: Copy, seconds: float, works: Callable[[], Awaitable[bool]]) -> list[Window]:
    """Kill the web server (its master and one that works for it), a minute later the database; both come back."""
    until_web = seconds * WEB_AT
    await asyncio.sleep(until_web)
    windows = [await _kill(copy, *WEB, works)]
    spent = windows[0].ended - windows[0].begun
    await asyncio.sleep(max(0.0, min(A_MINUTE, seconds * DATABASE_AT - until_web) - spent))
    return [*windows, await _kill(copy, *DATABASE, works)]


async def _kill(copy: Copy, name: str, words: str, works: Callable[[], Awaitable[bool]]) -> Window:
    master, *others = await asyncio.to_thread(copy.processes, words)
    begun = time.monotonic()
    if words == WEB[1]:
        os.kill(others[-1], signal.SIGKILL)
    os.kill(master, signal.SIGKILL)
    while time.monotonic() < begun + LONGEST_RESTART:
        await asyncio.sleep(LOOK_EVERY)
        started = await asyncio.to_thread(copy.processes, words)
        if started and started[0] != master and await works():
            return Window(name, begun, time.monotonic())
    raise SystemExit(f"{name} không chạy lại trong {LONGEST_RESTART:.0f} giây.")
