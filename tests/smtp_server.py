"""A mail server of one test: it takes letters, refuses addresses it is told to refuse, and can be met while it takes one."""

import socketserver
import threading
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message
from typing import Self


class SmtpServer(socketserver.ThreadingTCPServer):
    """Listens on a port of its own; `taken` holds every letter it said yes to, in order."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(
        self,
        refuses: dict[str, str] | None = None,
        on_letter: Callable[[], None] | None = None,
        says: dict[str, str] | None = None,
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Dialogue)
        self.refuses = refuses or {}
        self.says = says or {}  # by command, what it answers to every letter
        self.on_letter = on_letter
        self.taken: list[Message] = []
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Dialogue(socketserver.StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        """Answer each line as RFC 5321 has it, as far as Django's client speaks."""
        self._say(self.server.says.get("greeting", "220 thu"))
        while line := self.rfile.readline().decode("ascii", "replace").strip():
            verb = line[:4].upper()
            if verb in self.server.says:
                self._say(self.server.says[verb])
            elif verb == "RCPT":
                address = line.partition("<")[2].partition(">")[0]
                self._say(self.server.refuses.get(address, "250 ok"))
            elif verb == "DATA":
                self._say("354 go on")
                self._take()
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.taken.append(message_from_bytes(b"".join(lines)))
        if self.server.on_letter:
            self.server.on_letter()
        self._say("250 taken")

    def _say(self, words: str) -> None:
        try:
            self.wfile.write(f"{words}\r\n".encode())
        except OSError:
            return  # the other side was killed: that is what the test wanted
