"""Starting child processes that never outlive the one who started them."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Account:
    """The system account that a server runs under."""

    uid: int
    gid: int


def server_account() -> Account | None:
    """Root's servers run as nobody, since PostgreSQL refuses root; everybody else's run as themselves."""
    if os.getuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def die_with_parent(with_signal: int = signal.SIGKILL) -> None:
    """Ask the kernel to send this process a signal as soon as its parent is gone, however the parent went."""
    _LIBC.prctl(PR_SET_PDEATHSIG, with_signal, 0, 0, 0)


def give_memory_back() -> None:
    """Return freed heap to the system; the C library would keep the peak of the last large piece of work."""
    _LIBC.malloc_trim(0)


def resident_megabytes() -> float:
    """How much memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def become(account: Account | None) -> None:
    """Give up root for the account, for good."""
    if account is not None:
        os.setgroups([])
        os.setgid(account.gid)
        os.setuid(account.uid)


def can_enter(account: Account | None, folder: Path) -> bool:
    """Whether a server under this account could work in the folder; asked by trying, in a child that becomes it."""
    if account is None:
        return True
    child = os.fork()
    if child == 0:
        try:
            become(account)
            os._exit(0 if os.access(folder, os.X_OK) else 1)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def spawn(
    command: Sequence[str | Path],
    *,
    death_signal: int = signal.SIGTERM,
    account: Account | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path = Path("/"),
    output: IO[bytes] | int | None = None,
    keep_open: Sequence[int] = (),
) -> "subprocess.Popen[bytes]":
    """Start a child in a process group of its own (Ctrl-C reaches us alone) that gets the signal when we die."""
    parent = os.getpid()

    def enter() -> None:
        become(account)
        die_with_parent(death_signal)  # after the change of account, which would clear it
        if os.getppid() != parent:  # we died in between
            os._exit(1)

    return subprocess.Popen(
        [os.fspath(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        cwd=folder,
        env=dict(os.environ if environment is None else environment),
        pass_fds=keep_open,
        process_group=0,
        preexec_fn=enter,  # noqa: PLW1509 - the processes that start children here have one thread
    )


def stop(child: "subprocess.Popen[bytes]", with_signal: int, patience: float) -> None:
    """Ask the child to end, and kill its whole group when it does not."""
    if child.poll() is None:
        child.send_signal(with_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(patience)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)  # also what a child of the child left behind
    child.wait()


def working_in(folder: Path) -> list[int]:
    """Processes whose current folder this is; PostgreSQL's postmaster and backends sit in their data folder."""
    found = []
    wanted = folder.resolve()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                here = (entry / "cwd").readlink()
            except OSError:
                continue
            if here == wanted:
                found.append(int(entry.name))
    return found
