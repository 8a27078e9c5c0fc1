"""The chapters of the demo on the screen: which of how many, how long it took, how long all that is left will take."""

import time
from collections.abc import Callable, Sequence
from typing import Final

from core import formats

STORY: Final = (22, 51, 7, 5, 4, 15, 5)
"""Seconds of each chapter of the story on two idle cores; at another pace the proportions still hold."""

LARGE: Final = (5, 14, 136, 9)
"""Seconds of each chapter that fills the province up to 60,000 people."""
LARGE_PEOPLE: Final = 60_000


def expected(people: int = 0) -> tuple[float, ...]:
    """Seconds of every chapter; those of the large province too where it is to have this many people."""
    return (*STORY, *(seconds * people / LARGE_PEOPLE for seconds in LARGE if people))


class Chapters:
    """Announces each chapter as it begins, and ends its line with the seconds that it took."""

    def __init__(
        self, write: Callable[[str], object], seconds: Sequence[float], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._write, self._seconds, self._clock = write, seconds, clock
        self._told = 0
        self._first_began = self._began = clock()

    def begin(self, chapter: str) -> None:
        """The next chapter; the pace of those before tells how long is left."""
        self._end_line()
        left = formats.duration(sum(self._seconds[self._told :]) * self._pace())
        self._told += 1
        self._write(f"  {self._told}/{len(self._seconds)} {chapter} (còn {left}) …")
        self._began = self._clock()

    def end(self) -> float:
        """All is told; how many seconds it took."""
        self._end_line()
        return self._clock() - self._first_began

    def _end_line(self) -> None:
        if self._told:
            self._write(f" {self._clock() - self._began:.0f} giây\n")

    def _pace(self) -> float:
        """How many times longer it took so far than it takes on an idle machine."""
        return (self._clock() - self._first_began) / sum(self._seconds[: self._told]) if self._told else 1.0
