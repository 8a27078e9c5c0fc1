"""Reading the environment loudly: a missing or nonsensical value stops the start with one sentence."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn
from urllib.parse import parse_qsl, unquote, urlsplit

YES_WORDS = {"1", "yes", "true", "on", "có"}
NO_WORDS = {"0", "no", "false", "off", "không"}


def refuse(name: str, reason: str) -> NoReturn:
    """Stop the start with one sentence that names the variable and says what to do."""
    raise SystemExit(f"Không khởi động được: biến môi trường {name} {reason} (xem .env.example).")


def text(name: str, default: str | None = None, *, at_least: int = 0) -> str:
    """The value as text; without a default the variable must be set."""
    value = os.environ.get(name, "").strip()
    if not value:
        if default is None:
            refuse(name, "chưa được đặt")
        return default
    if len(value) < at_least:
        refuse(name, f"quá ngắn, cần ít nhất {at_least} ký tự")
    return value


def choice(name: str, allowed: Sequence[str], default: str | None = None) -> str:
    """One of the allowed words."""
    value = text(name, default)
    if value not in allowed:
        refuse(name, f"là {value!r}, phải là một trong: {', '.join(allowed)}")
    return value


def flag(name: str, default: bool) -> bool:
    """Yes or no, in words or digits."""
    value = text(name, "yes" if default else "no").lower()
    if value not in YES_WORDS | NO_WORDS:
        refuse(name, f"là {value!r}, phải là yes hoặc no")
    return value in YES_WORDS


def whole_number(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number within bounds."""
    value = text(name, str(default))
    plain = value.isascii() and value.isdigit() and len(value) < 20
    if not plain or not low <= int(value) <= high:
        refuse(name, f"là {value!r}, phải là số nguyên từ {low} đến {high}")
    return int(value)


def names(name: str, default: str | None = None) -> list[str]:
    """A list separated by commas, at least one entry."""
    values = [part.strip() for part in text(name, default).split(",") if part.strip()]
    if not values:
        refuse(name, "không có tên nào")
    return values


def hosts(name: str, default: str | None = None) -> list[str]:
    """Host names as browsers send them: no scheme, no path, and never every name there is."""
    values = names(name, default)
    for value in values:
        if "*" in value or "/" in value or "://" in value:
            refuse(name, f"có {value!r}, chỉ ghi tên máy chủ, ví dụ kiemdiem.tinh.vn")
    return values


def folder(name: str, default: Path | None = None) -> Path:
    """A folder that exists or can be made, by absolute path."""
    path = Path(text(name, str(default) if default else None)).expanduser()
    if not path.is_absolute():
        refuse(name, f"là {str(path)!r}, phải là đường dẫn tuyệt đối")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        refuse(name, f"là {str(path)!r}, không tạo được thư mục này: {problem.strerror}")
    return path


def broker(name: str, default: str | None = None) -> str:
    """Address of a message broker that keeps a task when its worker dies."""
    value = text(name, default)
    allowed = ("redis", "rediss", "redis+socket", "amqp", "amqps", "memory")
    if urlsplit(value).scheme not in allowed:
        refuse(name, f"phải bắt đầu bằng một trong: {', '.join(f'{scheme}://' for scheme in allowed)}")
    return value


def postgresql(name: str, default: str | None = None) -> dict[str, object]:
    """Django's connection settings from a PostgreSQL address, the only dialect spoken."""
    address = urlsplit(text(name, default))
    options = dict(parse_qsl(address.query))
    database = unquote(address.path.lstrip("/"))
    try:
        port = address.port
    except ValueError:
        refuse(name, "có cổng không phải là số")
    if address.scheme not in ("postgres", "postgresql") or not database:
        refuse(name, "phải có dạng postgresql://người_dùng:mật_khẩu@máy_chủ:5432/tên_cơ_sở_dữ_liệu")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(address.username or options.pop("user", "")),
        "PASSWORD": unquote(address.password or ""),
        "HOST": options.pop("host", unquote(address.hostname or "")),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }
