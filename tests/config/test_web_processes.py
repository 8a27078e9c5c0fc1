"""A web process that takes the place of a killed one answers at once."""

import logging
import os
import socket
import subprocess
import sys
from pathlib import Path

from gunicorn.http.errors import LimitRequestLine

from config.web_worker import WebWorker

ROOT = Path(__file__).resolve().parent.parent.parent


def test_web_processes_are_forked_from_one_that_has_loaded_every_address():
    code = (
        "import sys, config.wsgi; from config import gunicorn as g; print(g.preload_app, 'reviews.urls' in sys.modules)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}

    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["True", "True"]


def test_an_address_that_is_too_long_is_answered_in_vietnamese():
    worker = object.__new__(WebWorker)
    worker.log = logging.getLogger("gunicorn.error")
    ours, theirs = socket.socketpair()
    with ours, theirs:
        worker.handle_error(None, ours, ("127.0.0.1", 1), LimitRequestLine(9000, 8190))
        ours.shutdown(socket.SHUT_WR)
        head, _, body = theirs.makefile("rb").read().partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 414 ")
    assert f"Content-Length: {len(body)}".encode() in head
    assert "Địa chỉ trang dài quá" in body.decode()
