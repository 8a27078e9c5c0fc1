"""The environment of the measured site: as an office runs it, on databases and folders of its own."""

import os
from pathlib import Path

from tests.bench.databases import FOLDER


def lay(database: str, broker_socket: Path) -> None:
    """Set it for this process and all that it starts; Django must not have been read yet."""
    os.environ.update(
        DEPLOYMENT="local",
        DEBUG="no",
        STATIC_FROM_SOURCES="no",
        LOG_LEVEL="ERROR",
        DATABASE_URL=database,
        CELERY_BROKER_URL=f"redis+socket://{broker_socket}",
        STORAGE_DIR=str(FOLDER / "storage"),
        STATIC_DIR=str(FOLDER / "static"),
        WORKER_PROCESSES="2",
        DJANGO_SETTINGS_MODULE="tests.bench.settings",
    )
