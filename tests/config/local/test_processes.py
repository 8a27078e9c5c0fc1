"""No child outlives the one who started it, however that one went."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from config.local import processes

ROOT = Path(__file__).resolve().parent.parent.parent.parent
PARENT = """
import sys
from config.local import processes
child = processes.spawn([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
child.wait()
"""


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_child_of_a_killed_parent_dies():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_alive(child)

    parent.kill()
    parent.wait()
    parent.stdout.close()

    assert gone_within(child, 5)


def test_stop_kills_what_does_not_listen():
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
    child = processes.spawn([sys.executable, "-c", deaf], output=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()

    processes.stop(child, signal.SIGTERM, patience=0.2)
    child.stdout.close()

    assert child.returncode == -signal.SIGKILL


def test_process_is_found_by_the_folder_it_works_in(tmp_path):
    child = processes.spawn([sys.executable, "-c", "import time; time.sleep(60)"], folder=tmp_path)
    try:
        deadline = time.monotonic() + 5
        while processes.working_in(tmp_path) != [child.pid] and time.monotonic() < deadline:
            time.sleep(0.02)
        assert processes.working_in(tmp_path) == [child.pid]
    finally:
        processes.stop(child, signal.SIGKILL, patience=1)
    assert processes.working_in(tmp_path) == []
