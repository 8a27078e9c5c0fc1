"""Where a local copy keeps its things."""

import hashlib
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from config.local import processes

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var").absolute()
VENV = ROOT / ".venv"
NODE_MODULES = ROOT / "node_modules"
INSTALL_LOG = VAR / "log" / "install.log"
LARGEST_LOG = 10 * 1024 * 1024


def sockets(name: str) -> Path:
    """Folder of the unix sockets of one set of servers; short, because a socket's path may not pass 107 bytes.

    It is named after the clone, so that every process of this clone finds it and two clones never meet.
    """
    clone = hashlib.sha256(os.fsencode(VAR)).hexdigest()[:12]
    return Path("/tmp") / f"kiem-diem-{os.getuid()}-{clone}-{name}"  # noqa: S108 - made 0700 and checked below


def private_folder(path: Path, owner: int | None = None) -> Path:
    """Make the folder for its owner alone; refuses one that somebody else has put there."""
    owner = os.getuid() if owner is None else owner
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        os.chown(path, owner, -1)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
        raise SystemExit(f"Thư mục {path} thuộc về người khác: hãy xóa nó rồi chạy lại.")
    path.chmod(0o700)
    return path


def leave(folder: Path) -> None:
    """Remove the folder if it is empty; the last server of a clone clears up behind all of them."""
    with suppress(OSError):
        folder.rmdir()


def server_home(account: processes.Account | None) -> Path:
    """Where the servers keep their data: `var/`, or /var/lib where their account cannot enter the clone."""
    VAR.mkdir(exist_ok=True)
    if processes.can_enter(account, VAR):
        return VAR
    clone = hashlib.sha256(os.fsencode(VAR)).hexdigest()[:12]
    home = Path("/var/lib") / f"kiem-diem-{clone}"
    if not home.is_dir():
        print(f"Tài khoản nobody không vào được thư mục này: dữ liệu được giữ ở {home}.")
        if (VAR / "postgres").is_dir():
            print(f"Dữ liệu của những lần chạy trước vẫn còn ở {VAR}; muốn dùng tiếp thì chạy không qua sudo.")
        home.mkdir(mode=0o755)
    return home


def log(file: Path) -> IO[bytes]:
    """A log opened for adding to; what grew past a limit is kept once as `.1`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and file.stat().st_size > LARGEST_LOG:
        file.replace(file.with_suffix(".log.1"))
    return file.open("ab")


def fail_in_one_sentence(work: Callable[[], None]) -> None:
    """Do the work; a folder that somebody else owns gets a sentence, not a traceback."""
    try:
        work()
    except PermissionError as refused:
        raise SystemExit(
            f"Không ghi được vào {refused.filename}: thư mục này thuộc về người dùng khác "
            "(có thể do lần trước chạy bằng sudo). Hãy chạy bằng người dùng đó hoặc đổi chủ thư mục."
        ) from refused
