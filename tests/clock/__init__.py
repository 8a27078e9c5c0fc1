"""One day for a whole run of the tests, in all its processes.

A run that begins before midnight of Ho Chi Minh City and ends after it would compare days of both sides. Such a run has
its clock put back by an hour; another day can be asked for with `--today`.
"""

import os
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import time_machine

from core import localtime

SHIFT = "TESTS_CLOCK_SHIFT_SECONDS"
LONGEST_RUN = timedelta(minutes=45)
BACK = timedelta(hours=1)


def shift_for(moment: datetime, day: date | None) -> timedelta:
    """By how much the clock of a run that starts at `moment` is moved; `day` asks for noon of that day."""
    here = moment.astimezone(localtime.HO_CHI_MINH)
    if day is not None:
        return datetime.combine(day, time(12), tzinfo=localtime.HO_CHI_MINH) - here
    return -BACK if (here + LONGEST_RUN).date() != here.date() else timedelta()


def set_for_this_run(day: date | None, *, runs_tests: bool) -> None:
    """Move the clock of this process before any module under test is read.

    The first process decides, which may be before midnight, and tells those of xdist by the environment. Those that run
    tests tell the processes that they will start; not so the one that starts xdist's, where pytest itself is to load first.
    """
    if SHIFT not in os.environ:
        os.environ[SHIFT] = str(shift_for(datetime.now(UTC), day).total_seconds())
    if not (seconds := float(os.environ[SHIFT])):
        return
    if runs_tests:
        folders = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
        os.environ["PYTHONPATH"] = os.pathsep.join(folder for folder in folders if folder)
    time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True).start()
