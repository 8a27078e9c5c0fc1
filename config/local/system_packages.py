"""What has to come from the system: asked by trying it, brought by apt, said in one line."""

import ctypes
import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from config.local import paths


@dataclass(frozen=True, slots=True)
class SystemPart:
    """A Debian package, what it is for, and how to see that the machine has it."""

    package: str
    purpose: str
    is_there: Callable[[], bool]


def _library(name: str) -> Callable[[], bool]:
    def is_there() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return is_there


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


TO_RUN = (
    SystemPart("python3-venv", "môi trường Python riêng", lambda: bool(find_spec("ensurepip") and find_spec("venv"))),
    SystemPart("libpangoft2-1.0-0", "dàn trang PDF", _library("libpangoft2-1.0.so.0")),
    SystemPart("libharfbuzz-subset0", "nhúng phông chữ vào PDF", _library("libharfbuzz-subset.so.0")),
)
TO_TEST = (
    SystemPart("chromium", "thử trang trong trình duyệt thật", _program("chromium")),
    SystemPart("libatomic1", "điều khiển trình duyệt", _library("libatomic.so.1")),
    SystemPart("poppler-utils", "đọc lại PDF đã in", _program("pdftotext")),
    SystemPart("libreoffice-writer-nogui", "mở thử tệp Word", _program("soffice")),
    SystemPart("git", "kiểm tra cây mã nguồn", _program("git")),
    SystemPart(
        "fonts-noto-core",
        "chữ Việt trong ảnh chụp màn hình",
        lambda: Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf").exists(),
    ),
)


def bring(*, for_tests: bool) -> None:
    """Install the missing parts by apt, as root or by sudo; where neither is possible, say what to install."""
    wanted = TO_RUN + TO_TEST if for_tests else TO_RUN
    missing = [part for part in wanted if not part.is_there()]
    if not missing:
        return
    names = [part.package for part in missing]
    reasons = ", ".join(f"{part.package} ({part.purpose})" for part in missing)
    by_hand = f"apt-get install {' '.join(names)}"
    if shutil.which("apt-get") is None:
        raise SystemExit(f"Máy này không có apt; hãy cài các phần tương ứng với: {reasons}, rồi chạy lại.")
    print(f"Cài gói hệ thống bằng apt: {reasons} …", flush=True)
    as_root = _as_root(by_hand)
    _apt([*as_root, *APT, "update", "-qq"], by_hand)
    _apt([*as_root, *APT, "install", "-y", "-qq", "--no-install-recommends", *names], by_hand)
    importlib.invalidate_caches()
    still_missing = [part.package for part in missing if not part.is_there()]
    if still_missing:
        raise SystemExit(
            f"Đã cài nhưng vẫn chưa thấy: {', '.join(still_missing)} (Python đang dùng: {sys.executable})."
        )


APT = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300")


def _as_root(by_hand: str) -> Sequence[str]:
    if os.getuid() == 0:
        return []
    if shutil.which("sudo") is None:
        raise SystemExit(
            f"Cần quyền quản trị để cài gói hệ thống: hãy nhờ người quản trị chạy «{by_hand}» rồi chạy lại."
        )
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]


def _apt(command: Sequence[str], by_hand: str) -> None:
    with paths.log(paths.INSTALL_LOG) as log:  # sudo asks for its password on the terminal itself
        done = subprocess.run(command, stdout=log, stderr=log)
    if done.returncode != 0:
        raise SystemExit(
            f"Không cài được gói hệ thống (không có mạng, hoặc không có quyền sudo): hãy chạy «{by_hand}» rồi chạy lại."
        )
