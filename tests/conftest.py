"""Fixtures for all tests."""

import gc
import os
import threading
from datetime import date
from pathlib import Path

import hypothesis
import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from core import days_off
from reviews.models import standing
from tests import clock, emptying, migrated_once

# The browser's driver leaves its event loop marked as running in the thread of the tests. Django would then keep another
# connection for each context of that loop: blind to the test's transaction, and closed by nobody.
connections._connections = threading.local()  # type: ignore[attr-defined]  # all that is asked of it are attributes

# The same examples at every run, and none too slow: the machine may be busy with other tests.
hypothesis.settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("steady")


emptying.empty_only_what_is_filled()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--today=2027-01-01`: every test, and every process it starts, as if from noon of that day."""
    parser.addoption("--today", help="run as if it were this day, YYYY-MM-DD")


def pytest_configure(config: pytest.Config) -> None:
    """Keep the whole run on one day."""
    asked = config.getoption("today")
    starts_others = bool(config.getoption("numprocesses", None)) and not hasattr(config, "workerinput")
    clock.set_for_this_run(date.fromisoformat(asked) if asked else None, runs_tests=not starts_others)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_use_migrations: bool,
    django_db_keepdb: bool,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Where several processes run, none of them migrates what another one has migrated."""
    if "PYTEST_XDIST_WORKER" in os.environ and django_db_use_migrations and not django_db_keepdb:
        with django_db_blocker.unblock():
            migrated_once.be_copied_from_the_migrated_one()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave no database behind that none of the processes calls its own."""
    if "PYTEST_XDIST_WORKER" not in os.environ and session.config.getoption("numprocesses", None):
        migrated_once.drop_the_migrated_one()


@pytest.fixture(autouse=True)
def storage_folder(tmp_path: Path, settings) -> Path:
    """Files that a test stores go to a folder of that test."""
    folder = tmp_path / "storage"
    settings.MEDIA_ROOT = settings.STORAGE_DIR = folder
    return folder


@pytest.fixture(autouse=True)
def reference_data_is_read_anew() -> None:
    """What a process keeps of one test's templates, profiles and days off is not true of the next one's."""
    standing.forget()
    days_off.forget()


def pytest_collection_finish() -> None:
    """What stands in memory when the tests begin stays there: the collector of garbage need not look through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


LONGEST_FIRST = (
    "browser/test_every_page.py",
    "tests/test_access.py",
    "demo/test_story.py",
    "faults/test_recovery.py",
    "browser/test_sheet_form.py",
    "browser/test_main_job.py",
)
THEN_MARKED = ("faults", "browser", "slow")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules that take minutes, each in a process of its own: none is left alone with one at the end."""
    items.sort(key=_place_in_the_run)


def _place_in_the_run(item: pytest.Item) -> int:
    longest = (at for at, module in enumerate(LONGEST_FIRST) if str(item.path).endswith(module))
    marked = len(LONGEST_FIRST) + (not any(mark in item.keywords for mark in THEN_MARKED))
    return next(longest, marked)


def pytest_xdist_auto_num_workers() -> int | None:
    """Two processes more than there are cores: those with a browser or a copy of the site mostly wait for it."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None  # whoever names a number gets it
    return len(os.sched_getaffinity(0)) + 2
