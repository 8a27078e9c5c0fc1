"""A missing or nonsensical value stops the start with one sentence that names the variable."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from config import environment

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize(
    ("value", "expected"), [("yes", True), ("CÓ", True), ("1", True), ("no", False), ("off", False), ("", True)]
)
def test_flag_reads_yes_and_no(monkeypatch, value, expected):
    monkeypatch.setenv("SOME_FLAG", value)

    assert environment.flag("SOME_FLAG", default=True) is expected


def test_flag_refuses_another_word(monkeypatch):
    monkeypatch.setenv("SOME_FLAG", "maybe")

    with pytest.raises(SystemExit, match=r"SOME_FLAG là 'maybe', phải là yes hoặc no"):
        environment.flag("SOME_FLAG", default=False)


@pytest.mark.parametrize("value", ["0", "-1", "65536", "80a", "٣", "9" * 5000, "1.5"])
def test_whole_number_refuses_what_lies_outside(monkeypatch, value):
    monkeypatch.setenv("SOME_PORT", value)

    with pytest.raises(SystemExit, match=r"SOME_PORT .* phải là số nguyên từ 1 đến 65535"):
        environment.whole_number("SOME_PORT", 8000, low=1, high=65535)


@pytest.mark.parametrize("value", ["*", "https://kiemdiem.example.vn", "kiemdiem.example.vn/", ".*"])
def test_hosts_refuse_every_name_and_addresses(monkeypatch, value):
    monkeypatch.setenv("ALLOWED_HOSTS", value)

    with pytest.raises(SystemExit, match="chỉ ghi tên máy chủ"):
        environment.hosts("ALLOWED_HOSTS")


@pytest.mark.parametrize(
    "value", ["sqlite:///db.sqlite3", "postgresql://host", "postgresql://h:abc/db", "mysql://h/db", "kiemdiem"]
)
def test_database_refuses_what_is_not_postgresql(monkeypatch, value):
    monkeypatch.setenv("DATABASE_URL", value)

    with pytest.raises(SystemExit, match="DATABASE_URL"):
        environment.postgresql("DATABASE_URL")


def test_database_address_is_taken_apart(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://kd:m%40t@db.example.vn:5433/kiem_diem?sslmode=require")

    found = environment.postgresql("DATABASE_URL")

    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("kiem_diem", "kd", "m@t")
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("db.example.vn", "5433", {"sslmode": "require"})


def test_broker_refuses_a_transport_that_loses_tasks(monkeypatch):
    monkeypatch.setenv("CELERY_BROKER_URL", "filesystem:///tmp/queue")

    with pytest.raises(SystemExit, match="CELERY_BROKER_URL phải bắt đầu bằng"):
        environment.broker("CELERY_BROKER_URL")


def production(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "DEPLOYMENT": "production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "kiemdiem.example.vn",
        "DATABASE_URL": "postgresql://kd@127.0.0.1/kd",
        "CELERY_BROKER_URL": "redis://127.0.0.1:6379/0",
        "STORAGE_DIR": str(folder / "storage"),
        "STATIC_DIR": str(folder / "static"),
    }


def start(values: dict[str, str], print_out: str = "'started'") -> "subprocess.CompletedProcess[str]":
    code = f"from django.conf import settings; settings.DEBUG; print({print_out})"
    values = values | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=values, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "name", ["DEPLOYMENT", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "CELERY_BROKER_URL", "STORAGE_DIR"]
)
def test_production_does_not_start_without(tmp_path, name):
    values = production(tmp_path)
    del values[name]

    done = start(values)

    assert done.returncode == 1
    assert done.stderr == f"Không khởi động được: biến môi trường {name} chưa được đặt (xem .env.example).\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEPLOYMENT", "staging"),
        ("SECRET_KEY", "ngắn"),
        ("STORAGE_DIR", "not/absolute"),
        ("EMAIL_SECURITY", "ssl2"),
        ("HSTS_SECONDS", "0"),
        ("LOG_LEVEL", "LOUD"),
        ("SERVED_BY_HTTPS", "no"),
    ],
)
def test_production_does_not_start_with_nonsense(tmp_path, name, value):
    done = start(production(tmp_path) | {name: value})

    assert done.returncode == 1
    assert done.stderr.startswith(f"Không khởi động được: biến môi trường {name} ")
    assert done.stderr.count("\n") == 1


def test_production_cookies_are_bound_to_the_host(tmp_path):
    names = "settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_SECURE"

    done = start(production(tmp_path), names)

    assert done.stdout == "__Host-session __Host-csrf True\n"


def test_local_cookies_carry_the_port(tmp_path):
    values = {"PATH": os.environ["PATH"], "DEPLOYMENT": "local", "PORT": "8042", "VAR_DIR": str(tmp_path)}

    done = start(values, "settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME")

    assert done.stdout == "session-8042 csrf-8042\n"


def test_every_variable_read_is_explained():
    sources = [ROOT / "config" / "settings.py", ROOT / "config" / "gunicorn.py", ROOT / "config" / "local" / "run.py"]
    explained = (ROOT / ".env.example").read_text()
    read = set()
    for source in sources:
        for word in ("environment.", "os.environ.get("):
            for part in source.read_text().split(word)[1:]:
                name = part.partition('"')[2].partition('"')[0]
                read |= {name} if name.isupper() else set()

    assert len(read) > 20
    assert [name for name in sorted(read) if name not in explained] == []
