"""One table of everything that was measured, and the same as JSON."""

import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bench.targets import (
    DIGEST_GROWTH,
    DIGEST_SECONDS,
    ISSUE_SECONDS,
    LETTER_RATE,
    PAGE_TARGETS,
    PAPER_CPU,
    PAPER_RATE,
    WORKER_MEGABYTES,
)

PageFigures = Mapping[int, Mapping[str, dict[str, Any]]]  # people → page → figures
_HEADS = ("", "người", "p50 ms", "p95 ms", "× trang trống", "truy vấn", "gzip", "tăng", "")
_PAPERS = {
    "paper of 4 pages": "Bản kiểm điểm cá nhân, CPU",
    "paper with the tables of 27 and 135": "Kèm bảng 27 và 135, CPU",
}


def judge(pages: PageFigures, papers: dict[str, Any]) -> dict[str, Any]:
    """Every figure with its target and whether it is met; `papers` may be empty, where pages alone were measured."""
    smallest, largest = min(pages), max(pages)
    for people, of_pages in pages.items():
        for name, figures in of_pages.items():
            target = PAGE_TARGETS[name]
            missed = [] if figures["ratio"] <= target.ratio else ["ratio"]
            missed += [] if figures["queries"] <= target.queries else ["queries"]
            if people == largest != smallest:
                figures["growth"] = figures["ratio"] / pages[smallest][name]["ratio"]
                missed += ["growth"] if target.growth and figures["growth"] > target.growth else []
            figures |= {"target_ratio": target.ratio, "target_queries": target.queries, "missed": missed}
            figures["target_growth"] = target.growth
    if papers:
        _judge_papers(papers)
    return {"pages": pages, "papers": papers, "load": os.getloadavg()[0]}


def _judge_papers(papers: dict[str, Any]) -> None:
    for name in _PAPERS:
        papers[name]["missed"] = [] if papers[name]["ratio"] <= PAPER_CPU else ["ratio"]
    work = papers["worker"]
    work["missed"] = [] if work["ratio"] >= PAPER_RATE else ["rate"]
    work["missed"] += [] if work["worker_mb_after_long_papers"] <= WORKER_MEGABYTES else ["memory"]
    letters = papers["letters"]
    letters["missed"] = [] if letters["issue_s"] <= ISSUE_SECONDS else ["issue"]
    letters["missed"] += [] if letters["ratio"] >= LETTER_RATE else ["rate"]
    digests = papers["digests"]
    digests["growth"] = digests["mb_last_chunk"] / digests["mb_second_chunk"]
    digests["missed"] = [] if digests["seconds"] <= DIGEST_SECONDS else ["seconds"]
    digests["missed"] += [] if digests["growth"] <= DIGEST_GROWTH else ["memory"]


def table(measured: dict[str, Any]) -> str:
    """The figures, a line each, those of the two provinces below each other."""
    pages: PageFigures = measured["pages"]
    lines: list[tuple[str, ...]] = [_HEADS]
    for name in next(iter(pages.values())):
        lines += [_page_line(name, people, pages[people][name]) for people in sorted(pages)]
    return "\n".join([*_aligned(lines), "", *(_paper_lines(measured["papers"]) if measured["papers"] else [])])


def _page_line(name: str, people: int, figures: dict[str, Any]) -> tuple[str, ...]:
    growth = f"{figures['growth']:.2f}" if "growth" in figures else ""
    if growth and figures["target_growth"]:
        growth += f" ≤ {figures['target_growth']}"
    return (
        PAGE_TARGETS[name].label,
        str(people),
        f"{figures['p50_ms']:.1f}",
        f"{figures['p95_ms']:.1f}",
        f"{figures['ratio']:.1f} ≤ {figures['target_ratio']:g}",
        f"{figures['queries']} ≤ {figures['target_queries']}",
        f"{figures['gzip_bytes'] / 1024:.1f} KB",
        growth,
        _verdict(figures["missed"]),
    )


def _paper_lines(papers: dict[str, Any]) -> list[str]:
    work = papers["worker"]
    rows = [
        (
            f"{label} ({papers[name]['pages']} trang)",
            f"{papers[name]['cpu_s']:.2f} s, riêng bộ máy in {papers[name]['engine_cpu_s']:.2f} s",
            f"{papers[name]['ratio']:.2f} ≤ {PAPER_CPU:.2f}",
            _verdict(papers[name]["missed"]),
        )
        for name, label in _PAPERS.items()
    ]
    speed = f"{work['papers_a_second']:.1f} bản/s, riêng bộ máy in {work['engine_papers_a_second']:.1f} bản/s"
    rows.append(
        ("Hai tiến trình nền", speed, f"{work['ratio']:.2f} ≥ {PAPER_RATE}", _verdict(set(work["missed"]) & {"rate"}))
    )
    size = f"{work['worker_mb']:.0f} MB, sau bản dài {work['worker_mb_after_long_papers']:.0f} MB"
    rows.append(("Bộ nhớ tiến trình nền", size, f"≤ {WORKER_MEGABYTES} MB", _verdict(set(work["missed"]) & {"memory"})))
    return _aligned([*rows, *_letter_lines(papers["letters"]), *_digest_lines(papers["digests"])])


def _letter_lines(letters: dict[str, Any]) -> list[tuple[str, ...]]:
    issue = f"{letters['issue_s']:.2f} s, {letters['issue_queries']} truy vấn"
    rate = f"{letters['letters_a_second']:.1f} bản/s, riêng bộ máy in {letters['engine_letters_a_second']:.1f} bản/s"
    missed = set(letters["missed"])
    return [
        (f"Ban hành đến {letters['targets']} nơi", issue, f"≤ {ISSUE_SECONDS:g} s", _verdict(missed & {"issue"})),
        (
            f"Bộ {letters['letters']} văn bản, hai tiến trình",
            rate,
            f"{letters['ratio']:.2f} ≥ {LETTER_RATE}",
            _verdict(missed & {"rate"}),
        ),
    ]


def _digest_lines(digests: dict[str, Any]) -> list[tuple[str, ...]]:
    spent = f"{digests['seconds']:.1f} s, bộ xử lý {digests['cpu_seconds']:.1f} s"
    size = f"{digests['mb_second_chunk']:.0f} MB, cuối {digests['mb_last_chunk']:.0f} MB"
    missed = set(digests["missed"])
    return [
        (
            f"Thư nhắc việc {digests['people']} người, {digests['entries']} việc",
            spent,
            f"≤ {DIGEST_SECONDS:g} s",
            _verdict(missed & {"seconds"}),
        ),
        ("Bộ nhớ khi lập thư", size, f"{digests['growth']:.2f} ≤ {DIGEST_GROWTH}", _verdict(missed & {"memory"})),
    ]


def _verdict(missed: Any) -> str:
    return "KHÔNG ĐẠT" if missed else "đạt"


def _aligned(lines: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column in (0, len(line) - 1) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]


def keep(measured: dict[str, Any], folder: Path, latest: str = "latest") -> Path:
    """Write the JSON, under its time and as the latest of its kind."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    text = json.dumps(measured, ensure_ascii=False, indent=1)
    file.write_text(text)
    (folder / f"{latest}.json").write_text(text)
    return file
