"""How long one step of a background run may take and how much memory its process, so that each run ends in a stated result.

A step is what lies between two marks of progress: one paper of a pack. The limit of memory holds for the processes of a
worker alone; asking for more raises MemoryError there instead of bringing the machine down.
"""

import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings

_AGAIN_SECONDS: Final = 30.0  # an exception that a library's own C code dropped is raised anew


class StepTooLong(BaseException):
    """The step ran past its time; not an Exception, so that nobody who expects other faults takes it for one of them."""


@contextmanager
def steps_limited() -> Iterator[None]:
    """Within, `begin_step` starts a clock that ends the work by StepTooLong; outside a process's main thread it has none."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _end_step)
    try:
        begin_step()
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def begin_step() -> None:
    """A step ends here and the next one has its whole time."""
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGALRM) is _end_step:
        signal.setitimer(signal.ITIMER_REAL, settings.JOB_STEP_SECONDS, _AGAIN_SECONDS)


def _end_step(*_: object) -> None:
    raise StepTooLong


def limit_memory(megabytes: int) -> None:
    """What this process asks for beyond that is refused to it (MemoryError); the machine may have set it a lower limit."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))
