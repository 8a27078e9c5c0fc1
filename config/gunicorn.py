"""How the web processes run; read by gunicorn itself."""

import signal

from config import environment
from config.local import processes

bind = environment.text("WEB_BIND", "127.0.0.1:8000")
workers = environment.whole_number("WEB_PROCESSES", 2, low=1, high=64)
worker_class = "config.web_worker.WebWorker"
threads = environment.whole_number("WEB_THREADS", 4, low=1, high=64)
preload_app = True  # a process that takes the place of a dead one has nothing to load, and shares what is loaded
timeout = 60
graceful_timeout = 10
# Longer than any page waits between two questions: a connection closed the moment it is used again fails that request.
keepalive = 65
limit_request_line = 8190  # a list with every filter set still has an address
max_requests = 20000
max_requests_jitter = 2000
forwarded_allow_ips = "127.0.0.1,::1"  # whose X-Forwarded-* are believed; the proxy stands on the same machine
control_socket_disable = True


def post_fork(server: object, worker: object) -> None:
    """A web process never outlives gunicorn's master."""
    processes.die_with_parent(signal.SIGKILL)
