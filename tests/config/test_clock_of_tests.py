"""A run of the tests has one day, however late it begins."""

import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from core import localtime
from tests import clock


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 22, hour, minute, tzinfo=localtime.HO_CHI_MINH)


@pytest.mark.parametrize("moment", [at(0, 0), at(12, 0), at(23, 14)])
def test_a_run_that_ends_before_midnight_keeps_its_clock(moment):
    assert clock.shift_for(moment, None) == timedelta()


@pytest.mark.parametrize("moment", [at(23, 15), at(23, 59)])
def test_a_run_that_would_reach_midnight_is_put_back(moment):
    started = moment + clock.shift_for(moment, None)
    assert started.date() == (started + clock.LONGEST_RUN).date() == moment.date()


def test_another_day_begins_at_its_noon():
    assert at(20, 0) + clock.shift_for(at(20, 0), date(2027, 1, 1)) == datetime(
        2027, 1, 1, 12, tzinfo=localtime.HO_CHI_MINH
    )


def test_a_process_that_a_test_starts_lives_on_the_same_day():
    here = {clock.SHIFT: "-864000", "PYTHONPATH": str(Path(clock.__file__).parent)}  # ten days
    words = [sys.executable, "-c", "import datetime; print(datetime.datetime.now(datetime.UTC).timestamp())"]
    told = subprocess.run(words, env=os.environ | here, capture_output=True, text=True, check=True)
    real = float(subprocess.run(["date", "+%s"], capture_output=True, text=True, check=True).stdout)
    assert real - float(told.stdout) == pytest.approx(864000, abs=30)
