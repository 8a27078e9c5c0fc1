"""`python -m config.background worker` and `… beat`: Celery without its command line, which would cost every process
8 MB for an interactive shell that nobody opens."""

import os
import sys
from contextlib import suppress
from pathlib import Path

# Django's checks would import every page of the site into every process; `make run` has just done them.
os.environ.setdefault("CELERY_SKIP_CHECKS", "yes")

from django.conf import settings

from config.celery import app


def yield_to_pages(niceness: int) -> None:
    """Leave the processors to the web server where both want them: a pack may take a minute longer, typing may not.

    Linux may share them out by session before it looks at a process: a session of our own gets the same rank.
    """
    os.nice(niceness)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # not every kernel groups by session
            Path("/proc/self/autogroup").write_text(str(niceness))


def run_worker() -> None:
    """Do jobs until told to stop; SIGTERM lets the running ones end."""
    yield_to_pages(settings.WORKER_NICENESS)
    worker = app.Worker(
        pool_cls="prefork",
        loglevel=settings.LOG_LEVEL,
        without_gossip=True,  # workers have nothing to tell each other: the job row knows
        without_mingle=True,
        quiet=True,
    )
    worker.start()
    sys.exit(worker.exitcode)


def run_beat() -> None:
    """Send the periodic tasks; exactly one of these runs beside any number of workers."""
    app.Beat(loglevel=settings.LOG_LEVEL, quiet=True).run()


ROLES = {"worker": run_worker, "beat": run_beat}

if __name__ == "__main__":
    role = sys.argv[1] if len(sys.argv) > 1 else ""
    if role not in ROLES:
        raise SystemExit(f"Không có vai trò {role!r}; có: {', '.join(ROLES)}.")
    ROLES[role]()
