"""The embedded database for single commands and for tests: it runs while somebody uses it, and a moment longer.

Every user holds a shared lock. The keeper, a process of its own, owns the server and tries now and then to take that
lock alone: once it can, nobody is left. `make run` does not come here, it owns its server itself.
"""

import os
import subprocess
import sys
import time

from config.local import locks, paths, postgres

LINGER_SECONDS = 5.0
LOOK_EVERY_SECONDS = 0.5

_held_locks: list[int] = []  # kept open until this process ends
_started_keepers: list["subprocess.Popen[bytes]"] = []  # they outlive us; Python would complain of a forgotten child


def use_development_database() -> None:
    """Bring up the database of this clone unless the environment names another one."""
    if os.environ.get("DEPLOYMENT", "local") == "local" and not os.environ.get("DATABASE_URL"):
        use("development")


def use(name: str) -> str:
    """Bring up the cluster if it is down, keep it up as long as this process lives, and return its address."""
    cluster = postgres.Cluster(name)
    lock = _users_lock(name)
    locks.share(lock)
    _held_locks.append(lock)
    deadline = time.monotonic() + postgres.START_PATIENCE
    keepers: list[subprocess.Popen[bytes]] = []
    while not cluster.answers():
        if time.monotonic() > deadline:
            raise SystemExit(f"Cơ sở dữ liệu không trả lời, xem {cluster.log_file}.")
        if not keepers or keepers[-1].poll() is not None:  # it also ends when another keeper was faster
            time.sleep(0.2 * bool(keepers))
            keepers.append(_start_keeper(name))
        time.sleep(0.05)
    _started_keepers.extend(keepers)
    return cluster.url


def take_over(name: str) -> int:
    """The owner lock for one who will run the cluster itself; a keeper in its last seconds is waited for.

    Refuses while a command (`make shell`, a test) is using the cluster: its server cannot change hands under it.
    """
    cluster = postgres.Cluster(name)
    deadline = time.monotonic() + LINGER_SECONDS + 10
    while (owner_lock := cluster.own()) is None:
        if time.monotonic() > deadline:
            raise SystemExit(
                "Một lệnh khác (make shell, manage.py …) đang dùng cơ sở dữ liệu: hãy kết thúc nó rồi chạy lại."
            )
        time.sleep(0.1)
    return owner_lock


def _start_keeper(name: str) -> "subprocess.Popen[bytes]":
    with paths.log(paths.VAR / "log" / f"keeper-{name}.log") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "config.local.keeper", name],
            cwd=paths.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _users_lock(name: str) -> int:
    return locks.open_lock(f"postgres-{name}.users")


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
        if not locks.take_alone(users_lock):
            last_used = time.monotonic()
        elif time.monotonic() - last_used > LINGER_SECONDS:
            cluster.stop(server)
            return  # whoever waits for the lock finds the server gone and starts a keeper anew
        else:
            locks.release(users_lock)


if __name__ == "__main__":
    keep(sys.argv[1])
