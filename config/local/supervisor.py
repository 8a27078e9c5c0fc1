"""Keeps a set of child processes alive, and ends them in order."""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

LOOK_EVERY_SECONDS = 0.25
QUICK_DEATH_SECONDS = 3.0
LONGEST_PAUSE_SECONDS = 30.0

Child = subprocess.Popen[bytes]


@dataclass(slots=True)
class Part:
    """One process of the copy: how to start it, how to stop it, what it is called on screen."""

    name: str
    start: Callable[[], Child]
    stop: Callable[[Child], None]
    child: Child | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    quick_deaths: int = 0


@dataclass(slots=True)
class Supervisor:
    """Starts parts in order, starts again those that died, stops them in the opposite order."""

    say: Callable[[str], None]
    parts: list[Part] = field(default_factory=list)

    def add(self, part: Part) -> None:
        """Start the part now and watch it from here on."""
        self.parts.append(part)
        self._start(part)

    def watch(self) -> None:
        """Start again whatever dies; returns only by the exception that ends the run."""
        while True:
            time.sleep(LOOK_EVERY_SECONDS)
            for part in self.parts:
                self._look_at(part)

    def stop(self) -> None:
        """End every part, the last started first; nothing of them is left when this returns."""
        for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(ignored, signal.SIG_IGN)  # an impatient second Ctrl-C must not leave half of them behind
        for part in reversed(self.parts):
            if part.child is not None:
                part.stop(part.child)
                part.child = None

    def _start(self, part: Part) -> None:
        part.started_at = time.monotonic()
        part.child = part.start()

    def _look_at(self, part: Part) -> None:
        if part.child is not None and part.child.poll() is None:
            return
        if part.child is not None:
            self._note_death(part, part.child.returncode)
            part.stop(part.child)  # what the dead process left of its group
            part.child = None
        if time.monotonic() >= part.start_again_at:
            try:
                self._start(part)
            except Exception as problem:  # noqa: BLE001 - whatever keeps it down now, the next try may succeed
                self.say(f"{part.name} chưa khởi động lại được: {problem}")
                self._note_death(part, None)
            else:
                self.say(f"{part.name} đã chạy lại")

    def _note_death(self, part: Part, code: int | None) -> None:
        lived = time.monotonic() - part.started_at
        part.quick_deaths = part.quick_deaths + 1 if lived < QUICK_DEATH_SECONDS else 0
        pause = min(2.0 ** (part.quick_deaths - 1), LONGEST_PAUSE_SECONDS) if part.quick_deaths else 0
        part.start_again_at = time.monotonic() + pause
        if code is not None:
            cause = f"bị tín hiệu {-code}" if code < 0 else f"thoát với mã {code}"
            when = f"khởi động lại sau {pause:.0f} giây (lý do ở var/log/)" if pause else "đang khởi động lại …"
            self.say(f"{part.name} dừng ({cause}), {when}")
