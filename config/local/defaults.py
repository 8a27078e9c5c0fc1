"""What a copy on one's own machine uses where the environment says nothing."""

import secrets
from contextlib import suppress

from config.local import paths

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})


def secret_key() -> str:
    """A key made once for this clone, readable by its owner only."""
    file = paths.VAR / "secret-key"
    if not file.is_file():
        paths.VAR.mkdir(exist_ok=True)
        fresh = file.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(60))
        with suppress(FileExistsError):  # of two that start at once, one wins and both read the same key
            file.hardlink_to(fresh)
        fresh.unlink()
    return file.read_text()


def database_url() -> str:
    """Address of the embedded PostgreSQL that `make run` and `manage.py` share."""
    return f"postgresql:///kiemdiem?host={paths.sockets('development')}&user=postgres"


def broker_url() -> str:
    """Address of the embedded Valkey of `make run`."""
    return f"redis+socket://{paths.sockets('development')}/valkey.sock"


def storage_folder() -> paths.Path:
    """Where evidence and reports are kept."""
    return paths.VAR / "storage"
