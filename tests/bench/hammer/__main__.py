"""`make hammer`: a copy of the site, people typing in it, its parts killed meanwhile, and the account at the end.

`python -m tests.bench.hammer [--people 5000] [--writers 200] [--minutes 5] [--keep]`: the copy has folder, database and
port of its own below `var/bench`; `--keep` leaves it for the next run of the same size.
"""

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from config.local import paths
from tests.bench.hammer import report
from tests.bench.hammer.client import Client
from tests.bench.hammer.faults import Window, strike
from tests.bench.hammer.page import OPENING, PROBE, Page, Tally
from tests.bench.hammer.verdict import Place, losses
from tests.faults.whole_copy import Copy

FOLDER = paths.VAR / "bench"
OPENING_AT_ONCE = 4
BUSY = 1.5
STORED = """
    select r.review_id, 'answer-' || a.section_id || '-' || coalesce(a.segment_id, 0), a.version, a.text
    from reviews_answer a join reviews_round r on r.id = a.round_id
    where r.submitted_at is null and r.review_id = any(%s)
"""


def main() -> None:
    """Seed, start, type, kill, compare; ends with 1 where a target is missed."""
    wanted = _wanted()
    begun, load = time.monotonic(), os.getloadavg()[0]
    if load > BUSY:
        print(f"Máy đang bận (tải {load:.1f}): các lượt lưu sẽ chậm hơn thường ngày.")
    home = FOLDER / f"hammer-{wanted.people}"
    copy = Copy(home)

    def say(words: str) -> None:
        print(f"{words} … ({time.monotonic() - begun:.0f} giây)", flush=True)

    try:
        _seed(copy, wanted.people, say)
        say("Trang web và các phần của nó")
        copy.start()
        writers = [json.loads(line) for line in _inside(copy, "writers", wanted.writers).splitlines()]
        say(f"{len(writers)} người mở bản của mình")
        client, tally = Client(copy.port), Tally()
        windows = asyncio.run(_type(copy, client, tally, writers, wanted.minutes * 60, say))
        stored = _stored(copy, [writer["review"] for writer in writers])
    finally:
        if hasattr(copy, "process") and copy.process.poll() is None:
            copy.end()
        if not wanted.keep:
            shutil.rmtree(home, ignore_errors=True)
    requests = [one for one in client.requests if one.what not in (OPENING, PROBE)]
    figures = report.judge(tally, requests, windows, losses(tally.stories, stored))
    size = vars(wanted) | {"load_before": load}
    print(f"\n{report.table(figures)}\n")
    print(
        f"Số liệu: {report.keep(size | figures, FOLDER)} (tải trước khi chạy {load:.1f}, lúc cuối {figures['load']:.1f})"
    )
    sys.exit(bool(figures["missed"]))


def _wanted() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m tests.bench.hammer")
    words.add_argument("--people", type=int, default=5000)
    words.add_argument("--writers", type=int, default=200)
    words.add_argument("--minutes", type=float, default=5.0)
    words.add_argument("--keep", action="store_true")
    return words.parse_args()


def _seed(copy: Copy, people: int, say: Any) -> None:
    mark = copy.var / "seeded"
    if mark.exists():
        return
    shutil.rmtree(copy.var, ignore_errors=True)
    copy.var.mkdir(parents=True)
    say(f"Tỉnh {people} người")
    _inside(copy, "seed", people)
    mark.touch()


def _inside(copy: Copy, verb: str, number: int) -> str:
    """What `scene.py` prints for it, run in the environment of the copy; no message of it may reach the worker."""
    command = [sys.executable, "-m", "tests.bench.hammer.scene", verb, str(number)]
    environment = copy.environment | {"CELERY_BROKER_URL": "memory://"}
    done = subprocess.run(command, cwd=paths.ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit("Không chuẩn bị được; lý do ở các dòng trên.")
    return done.stdout


async def _type(
    copy: Copy, client: Client, tally: Tally, writers: Sequence[dict[str, Any]], seconds: float, say: Any
) -> list[Window]:
    pages = [Page(client, tally, writer) for writer in writers]
    gate = asyncio.Semaphore(OPENING_AT_ONCE)

    async def open_page(page: Page) -> None:
        async with gate:
            await page.open()

    await asyncio.gather(*(open_page(page) for page in pages))
    say("Viết")
    end = asyncio.get_running_loop().time() + seconds
    striking = asyncio.create_task(strike(copy, seconds, pages[0].is_answered))
    await asyncio.gather(*(page.type_until(end) for page in pages))
    windows = await striking
    await asyncio.gather(*(page.finish() for page in pages))
    return windows


def _stored(copy: Copy, reviews: list[int]) -> dict[Place, tuple[int, str]]:
    return {(review, row): (version, text) for review, row, version, text in copy.ask(STORED, reviews)}


if __name__ == "__main__":
    os.chdir(paths.ROOT)
    main()
