"""A whole copy of the site beside the tests: web processes, a worker, a broker of its own, on the test's database."""

from __future__ import annotations

import http.client
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from config.local import paths, processes, valkey

PATIENCE_SECONDS = 60
WEB, WORKER = ["-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"], ["-m", "config.background", "worker"]


@dataclass
class Site:
    """The processes of a running site, in case somebody wants to kill one of them."""

    port: int
    folder: Path
    environment: dict[str, str]
    web: subprocess.Popen[bytes]
    worker: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def kill_web(self) -> None:
        """kill -9 for the web processes: the master's end is theirs."""
        processes.stop(self.web, signal.SIGKILL, patience=10)

    def start_web(self) -> None:
        """Start them again, at the address where they were."""
        self.web = _spawn(WEB, self.environment, self.folder / "web.log")
        _wait_until_it_answers(self.port, self.web, self.folder / "web.log")


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """Started on a free port with its files in `folder`; nothing of it is left afterwards."""
    name = f"copy-{secrets.token_hex(4)}"
    broker = valkey.Broker(name)
    site: Site | None = None
    broker_process = broker.start()
    try:
        port = _free_port()
        environment = _environment(port, broker, folder)
        web, worker = (
            _spawn(words, environment, folder / f"{name}.log") for words, name in ((WEB, "web"), (WORKER, "worker"))
        )
        site = Site(port, folder, environment, web, worker)
        _wait_until_it_answers(port, web, folder / "web.log")
        yield site
    finally:
        for child in (site.worker, site.web) if site else ():
            processes.stop(child, signal.SIGTERM, patience=10)
        broker.stop(broker_process)
        broker.log_file.unlink(missing_ok=True)
        shutil.rmtree(broker.data, ignore_errors=True)


def _environment(port: int, broker: valkey.Broker, folder: Path) -> dict[str, str]:
    database = urlsplit(os.environ["DATABASE_URL"])
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEPLOYMENT": "local",
        "DATABASE_URL": urlunsplit(database._replace(path=f"/{connection.settings_dict['NAME']}")),
        "CELERY_BROKER_URL": f"redis+socket://{broker.socket}",
        "STORAGE_DIR": str(folder / "storage"),
        "STATIC_FROM_SOURCES": "yes",
        "PORT": str(port),
        "WEB_BIND": f"127.0.0.1:{port}",
        "WEB_PROCESSES": "1",
        "WEB_THREADS": "4",
        "WORKER_PROCESSES": "1",
    }


def _spawn(words: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return processes.spawn(
            [sys.executable, *words],
            death_signal=signal.SIGKILL,
            environment=environment,
            folder=paths.ROOT,
            output=output,
        )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait_until_it_answers(port: int, web: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        assert web.poll() is None, f"the site ended by itself:\n{log.read_text()[-3000:]}"
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            asked.request("GET", "/dang-nhap/")
            if asked.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            asked.close()
    raise AssertionError(f"the site does not answer:\n{log.read_text()[-3000:]}")
