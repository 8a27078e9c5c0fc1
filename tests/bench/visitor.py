"""A person at a browser, without the network: requests go into the WSGI application of the site and come out whole."""

import io
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

CSRF_SECRET = "0123456789abcdefghijABCDEFGHIJxy"
Application = Callable[[dict[str, Any], Callable[..., Any]], Any]


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent; `data` makes it a POST."""

    path: str
    data: Mapping[str, Any] | None = None


@dataclass(slots=True)
class Answer:
    """What came back, and how long the server had it: wall clock, and processor time of this process."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float
    cpu_seconds: float

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class Visitor:
    """Keeps cookies, as a browser does."""

    application: Application
    cookies: dict[str, str] = field(default_factory=dict)

    def log_in(self, username: str, password: str) -> None:
        """Through the log-in page; stops the run where that is refused."""
        answer = self.send(Request("/dang-nhap/", {"username": username, "password": password}))
        if answer.status != 302:
            raise SystemExit(f"{username} không đăng nhập được để đo ({answer.status}).")

    def send(self, request: Request) -> Answer:
        """Send it and read the whole answer."""
        environ = self._environ(request)
        status: list[str] = []
        headers: list[tuple[str, str]] = []

        def start(line: str, found: list[tuple[str, str]], *_: object) -> None:
            status.append(line)
            headers.extend(found)

        begun, cpu = time.perf_counter(), time.process_time()
        response = self.application(environ, start)
        body = b"".join(response)
        response.close()
        spent, cpu_spent = time.perf_counter() - begun, time.process_time() - cpu
        for name, value in headers:
            if name == "Set-Cookie":
                self.cookies |= {morsel.key: morsel.value for morsel in SimpleCookie(value).values()}
        return Answer(int(status[0][:3]), dict(headers), body, spent, cpu_spent)

    def _environ(self, request: Request) -> dict[str, Any]:
        path, _, query = request.path.partition("?")
        body = b"" if request.data is None else urlencode(request.data, doseq=True).encode()
        cookies = {**self.cookies, settings.CSRF_COOKIE_NAME: CSRF_SECRET}
        return {
            "REQUEST_METHOD": "GET" if request.data is None else "POST",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "HTTP_X_CSRFTOKEN": CSRF_SECRET,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
        }


class _Fields(HTMLParser):
    """The fields of the form with a given id or action, as a browser would send them."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted, self.inside = wanted, False
        self.values: dict[str, list[str]] = {}
        self.forms: dict[str, bool] = {}
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = self.wanted in (found.get("id"), found.get("action"))
        mine = found["form"] == self.wanted if "form" in found else self.inside
        name = found.get("name", "")
        if tag == "option" and self.select and "selected" in found:
            self.values[self.select] = [found.get("value", "")]
        elif not (mine and name) or "disabled" in found:
            return
        elif tag == "textarea":
            self.area, self.values[name] = name, [""]
        elif tag == "select":
            self.select, self.values[name] = name, [""]
        elif tag == "input" and (found.get("type") not in ("checkbox", "radio") or "checked" in found):
            self.values.setdefault(name, []).append(found.get("value", "on"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area][0] += data


def fields_of(page: str, form: str) -> dict[str, list[str]]:
    """What a browser would send of the form (by its id or action) if its button were pressed now; buttons left out."""
    parser = _Fields(form)
    parser.feed(page)
    return {name: [value.removeprefix("\n") for value in values] for name, values in parser.values.items()}
