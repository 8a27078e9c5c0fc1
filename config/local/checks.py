"""`make test` and `make check`: every check of the project, each with its time.

They run one after the other; beside them all, on the core that they leave idle, the one of types, which takes a minute.

`check` runs what a developer can wait for at every step: every tool, and the tests of rules, visibility, architecture and
the common ground. `test` runs everything.
"""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from config.local import keeper, paths

PRODUCTION = {
    "DEPLOYMENT": "production",
    "ALLOWED_HOSTS": "kiemdiem.example.vn",
    "CELERY_BROKER_URL": "redis://127.0.0.1:6379/0",
    "STORAGE_DIR": str(paths.VAR / "check-deploy" / "storage"),
    "STATIC_DIR": str(paths.VAR / "check-deploy" / "static"),
    "EMAIL_HOST": "mail.example.vn",
    "EMAIL_FROM": "kiem-diem@example.vn",
}


QUICK = [
    f"tests/{place}"
    for place in (
        "architecture",
        "config",
        "core",
        "units",
        "reviews/forms",
        "reviews/querysets",
        "reviews/rules",
        "reviews/templatetags",
        "reviews/test_frozen_rounds.py",
        "reviews/test_handover.py",
        "reviews/test_visibility_of_reviews.py",
    )
]

SOURCES = ("config", "core", "units", "cadres", "reviews")


@dataclass(frozen=True, slots=True)
class Check:
    """One command that must end with 0."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


TYPES = Check("mypy", [sys.executable, "-m", "mypy"])


def main() -> None:
    """Run all checks, then name those that failed; the exit code says whether any did."""
    fast = "check" in sys.argv[1:]
    extra = [word for word in sys.argv[1:] if word not in ("check", "test")]
    database = keeper.use("test")
    _compile_sources()
    checks = _checks(database, fast, extra)
    with ThreadPoolExecutor(1) as beside:
        types_pass = beside.submit(_passes, TYPES, aloud=False)
        failed = [check.name for check in checks if not _passes(check)]
        failed += [] if types_pass.result() else [TYPES.name]
    if failed:
        raise SystemExit(f"\nKHÔNG ĐẠT: {', '.join(failed)}")
    print("\nĐạt tất cả." if not fast else "\nĐạt phần kiểm tra nhanh; make test chạy tất cả.")


def _compile_sources() -> None:
    """Once for the dozens of processes that the tests start, which may not be allowed to write any themselves.

    A file that cannot be compiled is left to the checks, which say what is wrong with it.
    """
    subprocess.run([sys.executable, "-m", "compileall", "-qq", *SOURCES], cwd=paths.ROOT)


def _checks(database: str, fast: bool, extra: Sequence[str]) -> list[Check]:
    python = [sys.executable, "-m"]
    imports = "import sys; from importlinter.cli import lint_imports_command as lint; sys.exit(lint())"
    django = [sys.executable, "manage.py"]
    local = {"DATABASE_URL": database}
    production = PRODUCTION | local | {"SECRET_KEY": secrets.token_urlsafe(60)}
    selection = [*QUICK, "-m", "not browser and not faults and not slow"] if fast else []
    return [
        Check("ruff check", [*python, "ruff", "check", "."]),
        Check("ruff format", [*python, "ruff", "format", "--check", "."]),
        Check("import-linter", [sys.executable, "-c", imports, "--no-logo"]),
        Check("makemigrations --check", [*django, "makemigrations", "--check", "--dry-run"], local),
        Check("check --deploy", [*django, "check", "--deploy", "--fail-level", "WARNING"], production),
        Check("pytest", [*python, "pytest", "-q", "--durations=12", *selection, *extra]),
    ]


def _passes(check: Check, *, aloud: bool = True) -> bool:
    """Whether it ended with 0; where it runs beside others it says all at its end."""
    if aloud:
        print(f"── {check.name}", flush=True)
    begun = time.monotonic()
    environment = {**os.environ, **check.environment}
    kept = None if aloud else subprocess.PIPE
    done = subprocess.run(
        check.command, cwd=paths.ROOT, env=environment, stdout=kept, stderr=kept and subprocess.STDOUT
    )
    verdict = "đạt" if done.returncode == 0 else f"KHÔNG ĐẠT (mã {done.returncode})"
    said = "" if aloud else f"\n{(done.stdout or b'').decode(errors='replace')}"
    print(f"{said}── {check.name}: {verdict}, {time.monotonic() - begun:.1f} giây", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    main()
