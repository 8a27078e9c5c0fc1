"""One database with all migrations for all processes of a run: the first one makes it, every one copies it.

Migrating takes seconds of a core; copying a migrated database takes a moment.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql


def be_copied_from_the_migrated_one() -> None:
    """Have the database of this process made as a copy; for a process of pytest-xdist, before its database is made."""
    worker, run = os.environ["PYTEST_XDIST_WORKER"], os.environ["PYTEST_XDIST_TESTRUNUID"]
    test = connection.settings_dict["TEST"]
    name = _template_of(test["NAME"].removesuffix(f"_{worker}"))
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])  # held until the others may copy
        asked = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        if server.execute(asked, [name]).fetchone() != (run,):
            _migrate_into(name)
            server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(run)))
    test["TEMPLATE"] = name


def drop_the_migrated_one() -> None:
    """For the process that started the others, once they have ended."""
    name = _template_of(connection.settings_dict["TEST"]["NAME"])
    with _server() as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _template_of(name: str) -> str:
    return f"{name}_migrated"


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    """A connection to the server, and to none of our databases."""
    with psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres", autocommit=True) as server:
        yield server


def _migrate_into(name: str) -> None:
    own, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    mine, test["NAME"] = test["NAME"], name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    test["NAME"] = mine
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = own
