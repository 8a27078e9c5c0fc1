"""What the figures have to keep to. Times are ratios to the bare page of the same run: machines differ, ratios hardly.

Where no target was set beforehand (log-in, home, detail) the one of the nearest page counts.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PageTarget:
    """At most so many times the bare page, so many queries, so many times the smaller province's ratio."""

    ratio: float
    queries: int
    growth: float | None = None


GROWTH: Final = 1.2
PAGE_TARGETS: Final = {
    "bare page": PageTarget(1, 3),
    "log-in page": PageTarget(10, 2),
    "log-in": PageTarget(12, 20),  # of which the password's hash alone is 21 ms, seven bare pages
    "home of the province": PageTarget(10, 10, GROWTH),
    "home of a secretary": PageTarget(10, 10, GROWTH),
    "list of the province": PageTarget(10, 10, GROWTH),
    "detail": PageTarget(10, 30, GROWTH),
    "form of 135 rows": PageTarget(10, 12),
    "form of the review": PageTarget(10, 30),
    "save of one answer": PageTarget(7, 20),
    "save of the 135 rows": PageTarget(7, 20),
    "save of the whole review": PageTarget(7, 60),
    "dashboard of the province": PageTarget(13, 15),
}

# A 4-page paper costs at most 0.60 s where the bare engine takes 0.72 s for the same HTML.
PDF_CPU: Final = 0.60 / 0.72
PDF_RATE: Final = 1.0  # two worker processes bring out at least as many as two processes of the bare engine
WORKER_MEGABYTES: Final = 120
