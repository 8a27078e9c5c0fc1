"""The embedded database for single commands and for tests: it runs while somebody uses it, and a moment longer.

Every user holds a shared lock. The keeper, a process of its own, owns the server and tries now and then to take that
lock alone: once it can, nobody is left. `make run` does not come here, it owns its server itself.
"""

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

from config.local import paths, postgres

LINGER_SECONDS = 5.0
LOOK_EVERY_SECONDS = 0.5

_held_locks: list[int] = []  # kept open until this process ends


def use_development_database() -> None:
    """Bring up the database of this clone unless the environment names another one."""
    if os.environ.get("DEPLOYMENT", "local") == "local" and not os.environ.get("DATABASE_URL"):
        use("development")


def use(name: str) -> str:
    """Bring up the cluster if it is down, keep it up as long as this process lives, and return its address."""
    cluster = postgres.Cluster(name)
    lock = _users_lock(name)
    fcntl.flock(lock, fcntl.LOCK_SH)
    _held_locks.append(lock)
    deadline = time.monotonic() + postgres.START_PATIENCE
    keeper: subprocess.Popen[bytes] | None = None
    while not cluster.answers():
        if time.monotonic() > deadline:
            raise SystemExit(f"Cơ sở dữ liệu không trả lời, xem {cluster.log_file}.")
        if keeper is None or keeper.poll() is not None:
            keeper = _start_keeper(name)
        time.sleep(0.05)
    return cluster.url


def _start_keeper(name: str) -> "subprocess.Popen[bytes]":
    log_file = paths.VAR / "log" / f"keeper-{name}.log"
    log_file.parent.mkdir(parents=True, exist_ok=True)
    with log_file.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "config.local.keeper", name],
            cwd=paths.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _users_lock(name: str) -> int:
    lock_file: Path = paths.VAR / "lock" / f"postgres-{name}.users"
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    return os.open(lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def keep(name: str) -> None:
    """Run the server until nobody has used it for a while; does nothing when another process runs it."""
    cluster = postgres.Cluster(name)
    owner_lock = cluster.own()
    if owner_lock is None:
        return
    users_lock = _users_lock(name)
    server = cluster.start(owner_lock)
    last_used = time.monotonic()
    while True:
        time.sleep(LOOK_EVERY_SECONDS)
        if server.poll() is not None:
            server = cluster.start(owner_lock)
        if not _is_alone(users_lock):
            last_used = time.monotonic()
        elif time.monotonic() - last_used > LINGER_SECONDS:
            cluster.stop(server)
            return  # whoever waits for the lock finds the server gone and starts a keeper anew
        else:
            fcntl.flock(users_lock, fcntl.LOCK_UN)


def _is_alone(users_lock: int) -> bool:
    try:
        fcntl.flock(users_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    keep(sys.argv[1])
