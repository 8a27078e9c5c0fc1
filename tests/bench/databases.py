"""The databases of a run, beside the one of the site: a bare one with the reference data, and one for each size."""

import os
import subprocess
import sys
from urllib.parse import quote

import psycopg

from config.local import keeper, paths, postgres

FOLDER = paths.VAR / "bench"
_BARE = "kiemdiem_bench"


class Databases:
    """On the embedded server of this copy, with the settings of `make run`: a save waits for the disk as it does there."""

    def __init__(self) -> None:
        keeper.use("development")
        self.server = postgres.Cluster("development").sockets

    def url(self, name: str = _BARE) -> str:
        """The address of one of them."""
        return f"postgresql:///{name}?host={quote(str(self.server))}&user=postgres"

    def name(self, people: int) -> str:
        """The database with so many people."""
        return f"{_BARE}_{people}"

    def make_bare(self) -> None:
        """Tables and reference data, by the command that `make run` uses too."""
        self._statements(f"drop database if exists {_BARE} with (force)", f"create database {_BARE}")
        environment = {
            **os.environ,
            "DATABASE_URL": self.url(),
            "DEMO": "no",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        done = subprocess.run([sys.executable, "-m", "config.prepare"], check=False, cwd=paths.ROOT, env=environment)
        if done.returncode != 0:
            raise SystemExit("Không chuẩn bị được cơ sở dữ liệu để đo; lý do ở các dòng trên.")

    def copy_bare(self, people: int) -> None:
        """A fresh database for this size, as yet without people."""
        name = self.name(people)
        self._statements(f"drop database if exists {name} with (force)", f"create database {name} template {_BARE}")

    def exists(self, people: int) -> bool:
        """Whether a former run has left it."""
        with self._server() as connection:
            found = connection.execute("select 1 from pg_database where datname = %s", [self.name(people)])
            return found.fetchone() is not None

    def drop(self, *sizes: int) -> None:
        """Throw away what the run has made."""
        names = [_BARE, *(self.name(people) for people in sizes)]
        self._statements(*(f"drop database if exists {name} with (force)" for name in names))

    def _statements(self, *statements: str) -> None:
        with self._server() as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def _server(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(f"dbname=postgres user=postgres host={self.server}", autocommit=True)
