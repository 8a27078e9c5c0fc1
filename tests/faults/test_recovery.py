"""kill -9 of every part in the middle of work: nothing lost, nothing doubled, nothing left over."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.faults.scene import MEMBERS

pytestmark = pytest.mark.faults

WEB, WORKER, BEAT = "gunicorn", "config.background worker", "config.background beat"
DATABASE, BROKER = "bin/postgres -D", "valkey-server"
NAMES = {WEB: "Trang web", WORKER: "Tiến trình nền", BEAT: "Lịch", DATABASE: "PostgreSQL", BROKER: "Valkey"}
COLLECTIVES = 2  # the commune and its cell
WITHIN_A_MINUTE = 60
TO_THE_END = 180


def job_state(copy, job):
    rows = copy.ask("select state, steps_done, steps_all, error from core_job where id = %s", job)
    return rows[0] if rows else ("away", 0, 0, "")


def test_no_worker_process_is_larger_than_allowed(copy):
    """120 MB resident for each process, after printing."""
    papers = copy.ask_for("printing")
    copy.wait_for(lambda: {job_state(copy, paper)[0] for paper in papers} == {"done"}, TO_THE_END)
    sizes = []
    for process in copy.processes(WORKER):
        status = Path(f"/proc/{process}/status").read_text().splitlines()
        sizes += [int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS")]

    assert len(sizes) == 3, "a master and two that work"
    assert max(sizes) <= 120


@pytest.mark.parametrize("part", [WEB, WORKER, BEAT, DATABASE, BROKER])
def test_a_killed_part_is_started_again(copy, part):
    before = copy.processes(part)[0]

    copy.kill(part)

    copy.wait_for(lambda: copy.said(f"{NAMES[part]} đã chạy lại"), WITHIN_A_MINUTE)
    copy.wait_for(copy.answers, WITHIN_A_MINUTE)
    assert copy.processes(part)[0] != before


@pytest.mark.parametrize("part", [WORKER, DATABASE, BROKER, WEB])
def test_a_run_goes_on_after_its_part_was_killed(copy, part):
    (job,) = copy.ask_for("generation", f"thu-{part[:6].strip().replace('/', '-')}")
    copy.wait_for(lambda: job_state(copy, job)[1] > 0, WITHIN_A_MINUTE)
    state, reached, *_ = job_state(copy, job)
    assert state == "running"
    assert reached < MEMBERS, "the scene is too small to be killed in the middle"

    copy.kill(part)

    copy.wait_for(lambda: job_state(copy, job)[1] > reached, WITHIN_A_MINUTE)
    copy.wait_for(lambda: job_state(copy, job)[0] in ("done", "failed"), TO_THE_END)
    assert job_state(copy, job) == ("done", MEMBERS + COLLECTIVES, MEMBERS + COLLECTIVES, "")
    reviews, people = copy.ask(
        "select count(*), count(distinct cadre_id) from reviews_review where cycle_id = "
        "(select (params->>'cycle')::bigint from core_job where id = %s)",
        job,
    )[0]
    assert (reviews, people) == (MEMBERS + COLLECTIVES, MEMBERS)


def test_the_worker_connects_again_and_takes_other_work_beside_its_run_after_the_broker_was_killed(copy):
    (long,) = copy.ask_for("generation", "beside")
    copy.wait_for(lambda: job_state(copy, long)[1] > 0, WITHIN_A_MINUTE)
    worker = copy.processes(WORKER)[0]

    copy.kill(BROKER)
    (other,) = copy.ask_for("generation", "other")

    copy.wait_for(lambda: {job_state(copy, job)[0] for job in (long, other)} == {"done"}, TO_THE_END)
    assert copy.processes(WORKER)[0] == worker


def test_nothing_outlives_a_killed_supervisor(copy):
    copy.wait_for(
        lambda: len(copy.processes()) > 8, WITHIN_A_MINUTE
    )  # the site answers before the worker has made its processes

    os.kill(copy.process.pid, signal.SIGKILL)
    copy.process.wait()
    copy.reader.join(20)

    deadline = time.monotonic() + WITHIN_A_MINUTE
    while copy.processes() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert copy.processes() == []


def test_the_next_start_loses_nothing_and_ctrl_c_ends_it(copy):
    copy.lines.clear()
    (copy.var / "demo-accounts.txt").write_text("Tài khoản mẫu\n", encoding="utf-8")

    copy.start()

    assert copy.ask("select count(*) from core_job where state = 'done'")[0][0] >= 4
    assert copy.end() == 0
    assert copy.said("Đã dừng hết")
    assert len([line for line in copy.lines if "Tài khoản mẫu" in line]) == 1
    assert copy.processes() == []
    assert not (copy.var / "tmp").exists()
