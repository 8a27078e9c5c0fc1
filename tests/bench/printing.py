"""Measuring papers: processor time against the bare engine, papers a second with two worker processes, their memory."""

import io
import json
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from django.db import transaction

from cadres.actors import actor_of
from config.local import paths, processes
from core import localtime, printed
from core.models import OPEN_JOB_STATES, Job, JobState
from core.pdf import html_to_pdf
from reviews.actions.reports import request_report
from reviews.models import Cycle, Review
from reviews.reports import individual_review
from reviews.reports.rendering import render
from tests.bench.engine import print_plainly

PAPERS = 16
PROCESSES = 2
TIMES = {"paper of 4 pages": 8, "paper with the tables of 27 and 135": 3}
PATIENCE = 180.0
SELDOM = 0.3
LOG = paths.VAR / "log" / "bench.log"


def reviews_to_print(cycle: Cycle) -> list[Review]:
    """Written reviews of ordinary members, the most frequent paper of all: four pages."""
    written = Review.objects.filter(cycle=cycle, template__code="2A", started_at__isnull=False)
    return list(written.select_related("cadre__user").order_by("pk")[:PAPERS])


def cpu_of_papers(review: Review) -> dict[str, Any]:
    """From the rows to the file, against the bare engine on HTML of the same content with tables of automatic widths."""
    found = {}
    for (name, times), appendix in zip(TIMES.items(), (False, True), strict=True):
        html = html_of(review, appendix=appendix)
        plain = html.replace("table-layout: fixed", "table-layout: auto")
        ours, engine = partial(_printed, review, appendix=appendix), partial(print_plainly, plain)
        spent = _in_turns(ours, engine, times)
        with pikepdf.open(io.BytesIO(ours())) as printed:
            pages = len(printed.pages)
        found[name] = {"pages": pages, "cpu_s": spent[0], "engine_cpu_s": spent[1], "ratio": spent[0] / spent[1]}
    return found


def _printed(review: Review, *, appendix: bool) -> bytes:
    return html_to_pdf(html_of(review, appendix=appendix))


def html_of(review: Review, *, appendix: bool = False) -> str:
    """What the engine gets."""
    assert review.cadre is not None
    return render(individual_review.collect(actor_of(review.cadre.user), review=review.pk, appendix=appendix))


def _in_turns(first: Callable[[], bytes], second: Callable[[], bytes], times: int) -> tuple[float, float]:
    """The median processor time of each, warm, one after the other again and again."""
    spent: tuple[list[float], list[float]] = ([], [])
    for turn in range(times + 1):
        for work, kept in zip((first, second), spent, strict=True):
            begun = time.process_time()
            work()
            if turn:
                kept.append(time.process_time() - begun)
    return statistics.median(spent[0]), statistics.median(spent[1])


def papers_a_second(reviews: Sequence[Review], folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    """Worker and bare engine in turns, with two processes each, on the same papers; and what the worker's hold."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, review in enumerate(reviews):
        (folder / f"{number:02}.html").write_text(html_of(review))
    engines = [start_engine(folder, share) for share in range(PROCESSES)]
    worker = start_worker(environment)
    try:
        for engine in engines:
            said(engine)
        print_all(reviews[: 2 * PROCESSES])
        turns = [(rate_of_worker(reviews), rate_of_engines(engines, len(reviews))) for _ in range(2)]
        usual = peak_of_pool(worker.pid)
        print_all(reviews[: 2 * PROCESSES], appendix=True)
        return {
            "papers_a_second": max(ours for ours, _ in turns),
            "engine_papers_a_second": max(theirs for _, theirs in turns),
            "ratio": max(ours for ours, _ in turns) / max(theirs for _, theirs in turns),
            "worker_mb": usual,
            "worker_mb_after_long_papers": peak_of_pool(worker.pid),
        }
    finally:
        for child in (*engines, worker):
            processes.stop(child, signal.SIGTERM, patience=10)
        shutil.rmtree(folder)


def start_engine(folder: Path, share: int) -> "subprocess.Popen[bytes]":
    """A bare engine with its share of the documents in the folder; it says so when it is warm."""
    command = [sys.executable, "-m", "tests.bench.engine", str(folder), str(share), str(PROCESSES)]
    with paths.log(LOG) as log:
        return subprocess.Popen(
            command,
            cwd=paths.ROOT,
            stdin=subprocess.PIPE,  # it ends with us: its input then ends
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
        )


def start_worker(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """The worker as it runs everywhere, with its two processes."""
    command = [sys.executable, "-m", "config.background", "worker"]
    with paths.log(LOG) as log:
        return processes.spawn(
            command, death_signal=signal.SIGKILL, folder=paths.ROOT, environment=environment, output=log
        )


def said(engine: "subprocess.Popen[bytes]") -> dict[str, float]:
    """Its next line; stops the run where it has ended."""
    assert engine.stdout is not None
    line = engine.stdout.readline()
    if not line:
        raise SystemExit("Tiến trình in để so sánh đã dừng, xem var/log/bench.log.")
    return dict(json.loads(line))


def rate_of_engines(engines: Sequence["subprocess.Popen[bytes]"], papers: int) -> float:
    """Papers a second, all engines together, until the last one is done."""
    for engine in engines:
        assert engine.stdin is not None
        engine.stdin.write(b"\n")
        engine.stdin.flush()
    return papers / max(said(engine)["seconds"] for engine in engines)


def naive_rate(folder: Path) -> float:
    """Documents a second where each has a process of its own, two of them at a time."""
    files = sorted(folder.glob("*.html"))
    begun = time.monotonic()
    with ThreadPoolExecutor(PROCESSES) as pool:
        list(pool.map(_print_in_a_process, files))
    return len(files) / (time.monotonic() - begun)


def _print_in_a_process(file: Path) -> None:
    subprocess.run([sys.executable, "-m", "tests.bench.engine", "once", str(file)], cwd=paths.ROOT, check=True)


def rate_of_worker(reviews: Sequence[Review], *, appendix: bool = False) -> float:
    """Papers a second, from the moment the worker knows of them."""
    return len(reviews) / print_all(reviews, appendix=appendix)


def print_all(reviews: Sequence[Review], *, appendix: bool = False) -> float:
    """Have the papers printed as a person would; the seconds from the moment the worker knows of them to the last file.

    Asking is the site's work and not the worker's, and so is looking whether they are done: seldom, for the time of the
    last file stands in its row, and whoever looks takes a share of the processors that the bare engines have to themselves.
    """
    shutil.rmtree(Path(settings.MEDIA_ROOT) / printed.FOLDER, ignore_errors=True)  # or they would be handed out again
    with transaction.atomic():
        asked = [_ask_for(review, appendix=appendix).pk for review in reviews]
        begun = localtime.now()
    deadline = time.monotonic() + PATIENCE
    jobs = Job.objects.filter(pk__in=asked)
    while jobs.filter(state__in=OPEN_JOB_STATES).exists():
        if time.monotonic() > deadline:
            raise SystemExit("Tiến trình nền không in xong, xem var/log/bench.log.")
        time.sleep(SELDOM)
    if failed := jobs.exclude(state=JobState.DONE).first():
        raise SystemExit(f"Không in được để đo: {failed.error}")
    ended = max(moment for moment in jobs.values_list("finished_at", flat=True) if moment)
    return (ended - begun).total_seconds()


def _ask_for(review: Review, *, appendix: bool) -> Job:
    assert review.cadre is not None
    actor = actor_of(review.cadre.user)
    return request_report(kind="individual_review", about=review.pk, actor=actor, appendix=appendix)


def peak_of_pool(worker: int) -> float:
    """The largest resident set that a process of the pool ever had."""
    parents = {int(entry.name): _parent_of(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    return max(_peak_megabytes(process) for process, parent in parents.items() if parent == worker)


def _parent_of(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0  # it has just ended


def _peak_megabytes(process: int) -> float:
    """Nothing for one that has just ended: its memory is gone, its name not yet."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0) / 1024
