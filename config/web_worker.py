"""The web process: gunicorn's own, with one more sentence in Vietnamese."""

from typing import Any

from django.template.loader import render_to_string
from gunicorn import util
from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker


class WebWorker(ThreadWorker):
    """Answers an address that is too long to become a request, and so never reaches Django, as Django would."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Tell about an address that is too long; the rest is gunicorn's."""
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("Invalid request from ip=%s: %s", addr[0] if addr else "", exc)
        body = render_to_string("errors/414.html").encode()
        head = (
            "HTTP/1.1 414 URI Too Long\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        util.write_nonblock(client, head.encode() + body)
