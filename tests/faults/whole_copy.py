"""A whole copy of the site, started as a person starts it, in a folder of its own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 300  # the first start migrates; a machine busy with other tests takes minutes


class Copy:
    """What a person sees of `make run`, and what the system sees of its processes."""

    def __init__(self, var: Path) -> None:
        self.var = var
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "CELERY_BROKER_URL")}
        own = {"VAR_DIR": str(var), "PORT": str(self.port), "DEMO": "no", "DEPLOYMENT": "local"}
        self.environment = kept | own | {"DJANGO_SETTINGS_MODULE": "config.settings", "STATIC_FROM_SOURCES": "no"}
        self.lines: list[str] = []

    def start(self) -> None:
        command = [sys.executable, "-m", "config.local.run"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.wait_for(lambda: self.said("Mở trình duyệt"), PATIENCE_SECONDS)

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            self.lines.extend(iter(output.readline, ""))

    def said(self, words: str) -> bool:
        return any(words in line for line in self.lines)

    def wait_for(self, condition: Callable[[], object], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert self.process.poll() is None or self.process.returncode == 0, "".join(self.lines)
            assert time.monotonic() < deadline, "".join(self.lines)
            time.sleep(0.05)

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        self.process.wait(60)
        self.reader.join()
        return self.process.returncode

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", "/dang-nhap/")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def processes(self, words: str = "") -> list[int]:
        """Every process that this copy started, or those whose command line has the words; the oldest first.

        Their numbers tell no age: a machine that starts many begins again at the lowest. They are known by their
        environment; Valkey, which writes its title over it, by its socket.
        """
        found = []
        mine, sockets = f"VAR_DIR={self.var}".encode(), self.sockets()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    is_mine = sockets in command or mine in (entry / "environ").read_bytes()
                    if command and is_mine and words in command:
                        found.append((_started(entry), int(entry.name)))
                except OSError:
                    continue
        return [number for _, number in sorted(found)]

    def kill(self, words: str) -> None:
        """kill -9 for the oldest process with these words in its command line: the master of its kind."""
        os.kill(self.processes(words)[0], signal.SIGKILL)

    def ask_for(self, *work: str) -> list[int]:
        """Have work queued; the numbers of its jobs."""
        command = [sys.executable, "-m", "tests.faults.scene", *work]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return [int(line.split()[1]) for line in done.stdout.splitlines() if line.startswith("job ")]

    def ask(self, statement: str, *values: object) -> list[tuple]:
        """Rows of the copy's database; none while it is away."""
        try:
            with psycopg.connect(f"dbname=kiemdiem user=postgres host={self.sockets()}") as connection:
                return connection.execute(statement, values).fetchall()
        except psycopg.OperationalError:
            return []

    @cache  # noqa: B019 - there are only a few copies
    def sockets(self) -> str:
        """The folder of the copy's sockets."""
        code = "from config.local import paths; print(paths.sockets('development'))"
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()


def _started(process: Path) -> int:
    """When it began, in ticks since the machine did."""
    _, _, facts = (process / "stat").read_text().rpartition(")")
    return int(facts.split()[19])
