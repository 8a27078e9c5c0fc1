"""What dies is started again, and everything ends in order."""

import signal
import sys
import time

import pytest

from config.local import processes, supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def said():
    return []


@pytest.fixture
def watched(said):
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    watched = supervisor.Supervisor(said.append)
    yield watched
    watched.stop()
    for number, handler in handlers.items():
        signal.signal(number, handler)  # stopping a run makes it deaf to Ctrl-C; the test run goes on


def part(name, start=lambda: processes.spawn(SLEEP), stopped=None):
    def stop(child):
        if stopped is not None:
            stopped.append(name)
        processes.stop(child, signal.SIGTERM, patience=2)

    return supervisor.Part(name, start, stop)


def look_until(watched, condition):
    deadline = time.monotonic() + 60
    while not condition() and time.monotonic() < deadline:
        for each in watched.parts:
            watched._look_at(each)
        time.sleep(0.02)
    assert condition()


def test_killed_part_is_started_again_and_said_so(watched, said):
    web = part("Trang web")
    watched.add(web)
    first = web.child.pid

    web.child.kill()
    look_until(watched, lambda: "Trang web đã chạy lại" in said)

    assert web.child.pid != first
    assert web.child.poll() is None
    assert said[0] == "Trang web dừng (bị tín hiệu 9), khởi động lại sau 1 giây (lý do ở var/log/)"


def test_part_that_keeps_dying_is_tried_less_and_less_often(watched):
    broken = part("Hỏng", lambda: processes.spawn([sys.executable, "-c", "raise SystemExit(3)"]))
    watched.add(broken)

    look_until(watched, lambda: broken.quick_deaths >= 2)

    assert broken.start_again_at > time.monotonic() + 0.5


def test_part_that_cannot_start_again_does_not_end_the_others(watched, said):
    ways = iter([lambda: processes.spawn(SLEEP)])

    def start():
        way = next(ways, None)
        if way is None:
            raise OSError("không có chỗ")
        return way()

    broken, web = part("Hỏng", start), part("Trang web")
    watched.add(broken)
    watched.add(web)

    broken.child.kill()
    look_until(watched, lambda: "Hỏng chưa khởi động lại được: không có chỗ" in said)

    assert web.child.poll() is None


def test_last_started_is_stopped_first(watched):
    stopped: list[str] = []
    for name in ("cơ sở dữ liệu", "hàng đợi", "trang web"):
        watched.add(part(name, stopped=stopped))

    watched.stop()

    assert stopped == ["trang web", "hàng đợi", "cơ sở dữ liệu"]
