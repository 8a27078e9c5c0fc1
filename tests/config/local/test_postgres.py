"""The embedded PostgreSQL: one owner, a clean start after a kill, and no server that nobody uses."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.local import paths, postgres, processes

ROOT = Path(__file__).resolve().parent.parent.parent.parent
USE = "from config.local import keeper; print(keeper.use('test'), flush=True); input()"

pytestmark = pytest.mark.slow


@pytest.fixture
def cluster(monkeypatch) -> Iterator[postgres.Cluster]:
    """A cluster in a folder that the server's account may pass (pytest's own are closed to it), its name long and accented."""
    with tempfile.TemporaryDirectory(prefix="Bản kiểm điểm năm 2026 " * 6) as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setattr(paths, "VAR", Path(folder) / "var")
        yield postgres.Cluster("test")


def ask(cluster: postgres.Cluster, statement: str) -> str | None:
    return cluster._sql(postgres.DATABASE, statement)


def test_only_one_process_owns_a_cluster(cluster):
    first = cluster.own()

    assert first is not None
    assert postgres.Cluster("test").own() is None

    os.close(first)
    again = cluster.own()
    assert again is not None
    os.close(again)


def test_committed_rows_survive_a_kill_and_the_pid_file_of_another_process(cluster):
    cluster = postgres.Cluster("development")  # the one for tests may lose its last moments
    lock = cluster.own()
    server = cluster.start(lock)
    ask(cluster, "create table kept as select 7 as number")
    server.kill()
    server.wait()
    pid_file = cluster.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")  # the number now belongs to somebody else

    server = cluster.start(lock)
    try:
        assert ask(cluster, "select number from kept") == "7"
    finally:
        cluster.stop(server)
        os.close(lock)
    assert processes.working_in(cluster.data) == []


def test_first_start_that_was_interrupted_is_done_anew(cluster):
    half_made = cluster.home / "data.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18")
    if cluster.account:
        os.chown(cluster.home, cluster.account.uid, -1)
    lock = cluster.own()

    server = cluster.start(lock)
    try:
        assert cluster.answers()
    finally:
        cluster.stop(server)
        os.close(lock)


def test_database_sorts_by_code_point_and_knows_the_extensions_we_need(cluster):
    lock = cluster.own()
    server = cluster.start(lock)
    try:
        for extension in ("btree_gist", "unaccent", "pg_trgm"):
            assert ask(cluster, f"create extension {extension}") is not None
        assert ask(cluster, "select 'đ' > 'z' and upper('đặng') = 'ĐẶNG'") == "t"
    finally:
        cluster.stop(server)
        os.close(lock)


def test_server_for_commands_ends_a_moment_after_the_last_of_them(cluster):
    environment = {**os.environ, "VAR_DIR": str(paths.VAR)}
    users = [
        subprocess.Popen(
            [sys.executable, "-c", USE],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for user in users:
        assert user.stdout is not None
        assert user.stdout.readline().strip() == cluster.url
    assert cluster.answers()

    users[0].send_signal(signal.SIGKILL)
    users[1].communicate("\n")
    time.sleep(1)
    assert cluster.answers()

    users[2].communicate("\n")
    users[0].communicate()
    deadline = time.monotonic() + 15
    while processes.working_in(cluster.data) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes.working_in(cluster.data) == []
