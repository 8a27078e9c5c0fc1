"""HTTP as a proxy speaks it with the site: a connection for each request, the whole answer read."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

PATIENCE: Final = 30.0
FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    body: str


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it went: when, how long, and what it ended with ("" for an answer, else the kind of error)."""

    what: str
    begun: float
    ended: float
    error: str

    @property
    def milliseconds(self) -> float:
        """From the first byte sent to the last received."""
        return (self.ended - self.begun) * 1000


@dataclass
class Client:
    """Sends requests to the copy and keeps account of every one."""

    port: int
    requests: list[Request] = field(default_factory=list)

    async def send(
        self, what: str, path: str, cookies: Mapping[str, str], data: Mapping[str, str] | None = None
    ) -> Reply | None:
        """The answer to it; None where there was none, or only that something is broken (status 5xx)."""
        begun = time.monotonic()
        reply, error = await self._try(path, cookies, data)
        self.requests.append(Request(what, begun, time.monotonic(), error))
        return reply

    async def _try(
        self, path: str, cookies: Mapping[str, str], data: Mapping[str, str] | None
    ) -> tuple[Reply | None, str]:
        try:
            async with asyncio.timeout(PATIENCE):
                reply = await self._exchange(path, cookies, data)
            return (reply, "") if reply.status < 500 else (None, f"trả lời {reply.status}")
        except TimeoutError:
            return None, f"quá {PATIENCE:.0f} giây"
        except ConnectionRefusedError:
            return None, "không nối được"
        except (OSError, EOFError):
            return None, "mất kết nối giữa chừng"

    async def _exchange(self, path: str, cookies: Mapping[str, str], data: Mapping[str, str] | None) -> Reply:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        try:
            writer.write(self._head_and_body(path, cookies, data))
            head, _, body = (await reader.read(-1)).partition(b"\r\n\r\n")
        finally:
            writer.close()
        if not head.startswith(b"HTTP/1.1 "):
            raise EOFError
        lengths = [line[15:] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        if lengths and int(lengths[0]) != len(body):
            raise EOFError
        return Reply(int(head[9:12]), body.decode())

    def _head_and_body(self, path: str, cookies: Mapping[str, str], data: Mapping[str, str] | None) -> bytes:
        body = b"" if data is None else urlencode(data).encode()
        here = f"127.0.0.1:{self.port}"
        lines = [
            f"{'GET' if data is None else 'POST'} {path} HTTP/1.1",
            f"Host: {here}",
            f"Origin: http://{here}",
            f"Cookie: {'; '.join(f'{name}={value}' for name, value in cookies.items())}",
            "Accept: application/json",
            "Connection: close",
            *([f"Content-Type: {FORM}", f"Content-Length: {len(body)}"] if data is not None else []),
        ]
        return "\r\n".join([*lines, "", ""]).encode() + body
