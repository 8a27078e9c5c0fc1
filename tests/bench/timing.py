"""Measuring pages: each request has a bare one right before it, so that what else the machine does meets both."""

import gzip
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from tests.bench.pages import Page
from tests.bench.visitor import Answer

SECONDS_FOR_A_PAGE = 1.2
FEWEST, MOST = 8, 40


@dataclass
class Sample:
    """The times of one page in one province, and those of the bare page beside it."""

    page: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    bare_cpu: list[float] = field(default_factory=list)
    queries: int = 0
    gzip_bytes: int = 0

    def figures(self) -> dict[str, Any]:
        """Milliseconds, ratios, queries, bytes."""
        return {
            "p50_ms": 1000 * statistics.median(self.page),
            "p95_ms": 1000 * _percentile(self.page, 0.95),
            "bare_p50_ms": 1000 * statistics.median(self.bare),
            "ratio": statistics.median(self.page) / statistics.median(self.bare),
            "fastest_ratio": min(self.page) / min(self.bare),
            "cpu_ratio": statistics.median(self.cpu) / statistics.median(self.bare_cpu),
            "queries": self.queries,
            "gzip_bytes": self.gzip_bytes,
            "samples": len(self.page),
        }


def measure(page: Page, bare: Page, sample: Sample) -> None:
    """Add to the sample for a while; the first request is only counted and weighed."""
    page.begin()
    request = page.prepare()
    with counting_queries() as statements:
        answer = page.visitor.send(request)
    page.take(answer)
    sample.queries, sample.gzip_bytes = len(statements), len(gzip.compress(answer.body, 6))
    _send(bare)
    until, taken = time.monotonic() + SECONDS_FOR_A_PAGE, 0
    while taken < FEWEST or (taken < MOST and time.monotonic() < until):
        beside, answer = _send(bare), _send(page)
        sample.bare.append(beside.seconds)
        sample.bare_cpu.append(beside.cpu_seconds)
        sample.page.append(answer.seconds)
        sample.cpu.append(answer.cpu_seconds)
        taken += 1


def _send(page: Page) -> Answer:
    answer = page.visitor.send(page.prepare())
    page.take(answer)
    return answer


@contextmanager
def counting_queries() -> Iterator[list[tuple[str, float]]]:
    """Every statement with its seconds, as the application sends them."""
    statements: list[tuple[str, float]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            statements.append((sql, time.perf_counter() - begun))

    with connection.execute_wrapper(note):
        yield statements


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, round(share * len(values)))]
