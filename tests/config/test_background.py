"""How the worker stands beside the web server."""

import subprocess
import sys

import pytest
from celery.fixups.django import DjangoWorkerFixup  # type: ignore[attr-defined]  # its stubs leave it out
from celery.signals import task_prerun
from django.db import connection

from config.celery import app
from config.local import paths

_ASK = """
import os
from config.background import yield_to_pages
yield_to_pages(7)
print(os.nice(0), open("/proc/self/autogroup").read().split()[-1] if os.path.exists("/proc/self/autogroup") else 7)
"""


def test_the_worker_yields_to_pages_by_its_own_rank_and_by_that_of_its_session() -> None:
    said = subprocess.run(
        [sys.executable, "-c", _ASK], cwd=paths.ROOT, capture_output=True, text=True, check=True, start_new_session=True
    )

    assert said.stdout.split() == ["7", "7"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_keeps_its_connection_from_task_to_task_and_replaces_a_broken_one(monkeypatch) -> None:
    celery = DjangoWorkerFixup(app)
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 300)  # as the worker has it
    connection.close()
    connection.ensure_connection()
    first = connection.connection

    celery.close_database()  # as before and after every task
    task_prerun.send(sender=app)
    assert connection.connection is first

    first.close()
    task_prerun.send(sender=app)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert connection.connection is not first
    connection.close()
