"""Locks between processes of one clone; the kernel gives them back however their holder ends."""

import fcntl
import os

from config.local import paths


def open_lock(name: str) -> int:
    """The lock's file, opened; not inherited by programs that we start unless we say so."""
    file = paths.VAR / "lock" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    return os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def take_alone(lock: int) -> bool:
    """Whether we now hold it alone; never waits."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def share(lock: int) -> None:
    """Hold it together with others; waits for one who holds it alone."""
    fcntl.flock(lock, fcntl.LOCK_SH)


def release(lock: int) -> None:
    """Give it back."""
    fcntl.flock(lock, fcntl.LOCK_UN)
