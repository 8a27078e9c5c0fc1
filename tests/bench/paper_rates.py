"""`make bench-papers`: papers at the rate of the engine, against the naive way, for hours, beside people who type, after
a kill in the middle of a pack, and with 5,000 rows.

Needs seven minutes of a quiet machine. Prints one table, writes JSON to `var/bench/papers.json`.
"""

import json
import os
import shutil
import signal
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import django

from config.local import processes, valkey
from tests.bench import environment
from tests.bench.databases import FOLDER, Databases

PEOPLE: Final = 1000
REPORTS: Final = 8
NAIVE_LETTERS: Final = 24
PACKS_OF_A_THOUSAND: Final = 6  # of 166 letters each
ISSUES: Final = 17  # a letter is printed once and handed out afterwards: each pack needs a suggestion of its own
PACKS_QUEUED: Final = 20  # of the suggestions that are left, in two faces
SAVES: Final = 60
# What a figure has to keep to: at least for rates and ratios of them, at most for what grows or slows down.
AT_LEAST: Final = {
    "report_to_engine": 0.95,
    "report_to_naive": 2.0,
    "letter_to_engine": 0.85,
    "letter_to_naive": 4.0,
}
AT_MOST: Final = {
    "memory_growth": 1.10,
    "typing_beside_packs": 1.5,
    "letters_missing": 0,
    "letters_twice": 0,
    "long_list_megabytes": 400,
}
WORDS: Final = {
    "report_to_engine": "Báo cáo có bảng 27 và 135, so với riêng bộ máy in",
    "report_to_naive": "Báo cáo, so với mỗi bản một tiến trình mới",
    "letter_to_engine": "Công văn một trang, so với riêng bộ máy in",
    "letter_to_naive": "Công văn, so với mỗi bản một tiến trình mới",
    "two_to_one": "Hai tiến trình so với một",
    "memory_growth": "Bộ nhớ sau 996 văn bản so với sau 166",
    "letters_missing": "Thiếu trong tập 166 công văn khi tiến trình nền bị kill -9",
    "letters_twice": "Lặp trong tập ấy",
    "long_list_megabytes": "Bộ nhớ (MB) khi in sổ 5.000 dòng",
    "typing_beside_packs": f"p95 của tự lưu khi {PACKS_QUEUED} tập đang chờ in",
}


def main() -> None:
    """A province of 1,000 in a corner of its own, cleared away afterwards."""
    broker = valkey.Broker("bench")
    broker_process = broker.start()
    databases = Databases()
    name = databases.name(PEOPLE)
    try:
        environment.lay(databases.url(name), broker.socket)
        databases.make_bare()
        databases.copy_bare(PEOPLE)
        django.setup()
        from tests.bench import run  # needs Django, and Django the environment

        run.turn_to(name)
        run.seed(PEOPLE)
        figures = measure()
    finally:
        broker.stop(broker_process)
        databases.drop(PEOPLE)
        shutil.rmtree(FOLDER / "storage", ignore_errors=True)
    (FOLDER / "papers.json").write_text(json.dumps(figures, indent=1))
    print(_table(figures))


def measure() -> dict[str, float]:
    """All figures by name; rates are papers a second."""
    from reviews.models import Cycle
    from reviews.states import CycleState
    from tests.bench import killed_pack, letters, long_list, printing
    from tests.bench.province import PASSWORD

    cycle = Cycle.objects.get(state=CycleState.OPEN)
    actor = letters.actor_called("thuongtruc")
    issued = letters.issue_letters(cycle, PASSWORD, ISSUES)
    figures = _reports(cycle)
    figures |= _letters(issued.rows[:PACKS_OF_A_THOUSAND], actor)
    figures |= killed_pack.measure(issued.rows[-1], actor, lambda: printing.start_worker(_environment(2)))
    figures |= _typing(issued.rows[PACKS_OF_A_THOUSAND:-1], actor)
    figures |= long_list.measure()
    return figures | {
        "report_to_engine": figures["report_rate"] / figures["report_engine_rate"],
        "report_to_naive": figures["report_rate"] / figures["report_naive_rate"],
        "two_to_one": figures["report_rate"] / figures["report_rate_of_one"],
        "letter_to_engine": figures["letter_rate"] / figures["letter_engine_rate"],
        "letter_to_naive": figures["letter_rate"] / figures["letter_naive_rate"],
    }


def _reports(cycle: Any) -> dict[str, float]:
    from tests.bench import printing

    reviews = printing.reviews_to_print(cycle)[:REPORTS]
    folder = _emptied(FOLDER / "reports")
    for number, review in enumerate(reviews):
        (folder / f"{number:02}.html").write_text(printing.html_of(review, appendix=True))

    def ours() -> float:
        return printing.rate_of_worker(reviews, appendix=True)

    with _worker(1):
        one = _best(ours)
    with _worker(2), _engines(folder) as engine_rate:
        two, engine = _best_in_turns(ours, engine_rate)
    naive = printing.naive_rate(folder)
    shutil.rmtree(folder)
    return {
        "report_rate": two,
        "report_rate_of_one": one,
        "report_engine_rate": engine,
        "report_naive_rate": naive,
    }


def _letters(rows: list[Any], actor: Any) -> dict[str, float]:
    from tests.bench import letters, printing

    folder = _emptied(FOLDER / "letters")
    number = len(letters.write_letters(rows[-1], actor, folder))
    with _worker(2) as worker, _engines(folder) as engine_rate:
        left = iter(rows)
        letters.print_pack(next(left), actor)
        early = printing.peak_of_pool(worker.pid)
        ours, engine = _best_in_turns(lambda: number / letters.print_pack(next(left), actor), engine_rate)
        for row in left:
            letters.print_pack(row, actor)
        late = printing.peak_of_pool(worker.pid)
    for surplus in sorted(folder.glob("*.html"))[NAIVE_LETTERS:]:
        surplus.unlink()
    naive = printing.naive_rate(folder)
    shutil.rmtree(folder)
    return {
        "letter_rate": ours,
        "letter_engine_rate": engine,
        "letter_naive_rate": naive,
        "megabytes_after_one_pack": early,
        "megabytes_after_six": late,
        "memory_growth": late / early,
    }


def _typing(rows: list[Any], actor: Any) -> dict[str, float]:
    """The autosave of one answer, while nothing is printed and while packs wait and are printed."""
    from core import jobs
    from core.models import OPEN_JOB_STATES, Job
    from reviews.actions.reports import request_report
    from tests.bench import run

    page = next(page for page in run.open_pages()[0] if page.name == "save of one answer")
    with _worker(2):
        _saves(page)
        alone = _saves(page)
        for face in ("pdf", "word"):
            for row in rows:
                request_report(kind="suggestion_letters", about=row.pk, actor=actor, face=face)
        time.sleep(2)  # both processes are at work
        beside = _saves(page)
        waiting = Job.objects.filter(state__in=OPEN_JOB_STATES)
        if not waiting.exists():
            raise SystemExit("Không còn tập nào chờ in trong khi đo việc gõ.")
        for job in waiting:
            jobs.cancel(job_id=job.pk)
    return {"save_p95_ms": alone, "save_p95_ms_beside_packs": beside, "typing_beside_packs": beside / alone}


def _saves(page: Any) -> float:
    """Milliseconds within which 95 of 100 saves are answered; a person's next one comes a while later."""
    page.begin()
    took = []
    for _ in range(SAVES):
        answer = page.visitor.send(page.prepare())
        page.take(answer)
        took.append(1000 * answer.seconds)
        time.sleep(0.05)
    return statistics.quantiles(took, n=20)[-1]


@contextmanager
def _worker(number: int) -> Iterator[Any]:
    """The worker as it runs everywhere, with so many processes, warm."""
    from tests.bench import printing

    worker = printing.start_worker(_environment(number))
    try:
        yield worker
    finally:
        processes.stop(worker, signal.SIGTERM, patience=10)


def _environment(number: int) -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "WORKER_PROCESSES": str(number)}


@contextmanager
def _engines(folder: Path) -> Iterator[Callable[[], float]]:
    """The bare engine in two processes on the documents of the folder: its rate, as often as asked."""
    from tests.bench import printing

    engines = [printing.start_engine(folder, share) for share in range(printing.PROCESSES)]
    try:
        for engine in engines:
            printing.said(engine)
        documents = len(list(folder.glob("*.html")))
        yield lambda: printing.rate_of_engines(engines, documents)
    finally:
        for engine in engines:
            processes.stop(engine, signal.SIGTERM, patience=10)


def _best(rate: Callable[[], float]) -> float:
    """The better of two, after one to get warm."""
    rate()
    return max(rate(), rate())


def _best_in_turns(ours: Callable[[], float], theirs: Callable[[], float]) -> tuple[float, float]:
    """Both warm already; in turns, so that what else the machine does meets both."""
    turns = [(ours(), theirs()) for _ in range(2)]
    return max(mine for mine, _ in turns), max(other for _, other in turns)


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _table(figures: dict[str, float]) -> str:
    lines = []
    for name, words in WORDS.items():
        value = figures[name]
        target, met = "", ""
        if name in AT_LEAST:
            target, met = f"≥ {AT_LEAST[name]:g}", "đạt" if value >= AT_LEAST[name] else "KHÔNG ĐẠT"
        elif name in AT_MOST:
            target, met = f"≤ {AT_MOST[name]:g}", "đạt" if value <= AT_MOST[name] else "KHÔNG ĐẠT"
        lines.append(f"{words:52} {value:6.2f}  {target:7} {met}".rstrip())
    rates = {name: round(value, 2) for name, value in figures.items() if name not in WORDS}
    return "\n".join([*lines, "", json.dumps(rates, ensure_ascii=False)])


if __name__ == "__main__":
    main()
