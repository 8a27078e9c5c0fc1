"""Brings the database and the static files of a local copy up to date, in one process; used by `make run`."""

import hashlib
import os
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from config import environment
from config.local import paths, postgres
from core import formats

LOADING = paths.VAR / "demo-is-loading"  # there from the first row of the demo to the last


def main() -> None:
    """Migrate, load the reference data, collect static files that changed, seed the demo province into an empty database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    _drop_half_loaded_demo()
    if not MigrationRecorder(connection).has_table():
        print("Lần chạy đầu: tạo các bảng của cơ sở dữ liệu, khoảng nửa phút …", flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_reference")
    _collect_static_files()
    if environment.flag("DEMO", default=True) and _nobody_is_there():
        print(f"Lần chạy đầu: nạp tỉnh mẫu, {_time_of_demo()} trên máy hai nhân đang rảnh, chỉ lần này …", flush=True)
        LOADING.touch()
        call_command("seed_demo")
        LOADING.unlink()


def _drop_half_loaded_demo() -> None:
    """A first start that was broken off in the middle leaves half a province: begin anew, or say what to do."""
    if not LOADING.exists():
        return
    if os.environ.get("DATABASE_URL"):
        raise SystemExit(f"Lần trước nạp tỉnh mẫu dở dang: hãy làm trống cơ sở dữ liệu rồi xóa tệp {LOADING}.")
    print("Lần trước nạp tỉnh mẫu dở dang: làm trống và nạp lại.", flush=True)
    postgres.Cluster("development").empty()


def _time_of_demo() -> str:
    from reviews.demo.chapters import expected  # after setup, as below

    return formats.duration(sum(expected()))


def _nobody_is_there() -> bool:
    from django.contrib.auth import get_user_model  # the model exists only after setup

    return not get_user_model().objects.exists()


def _collect_static_files() -> None:
    mark = Path(settings.STATIC_ROOT) / ".collected"
    wanted = _state_of_sources()
    if mark.is_file() and mark.read_text() == wanted:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(wanted)


def _state_of_sources() -> str:
    root = settings.BASE_DIR
    sources = [root / "package-lock.json", root / "requirements.txt", root / "config" / "assets.py"]
    sources += sorted(path for path in (root / "static").rglob("*") if path.is_file())
    state = hashlib.sha256()
    for source in sources:
        state.update(f"{source.relative_to(root)}\0".encode() + source.read_bytes())
    return state.hexdigest()


if __name__ == "__main__":
    main()
