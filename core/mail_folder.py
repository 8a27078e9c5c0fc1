"""The letters of a copy on one's own machine: a file for each in `MAIL_FOLDER`, and the same file for the same Message-ID.

A letter that is sent twice, because the worker died before it could note the first time, is there once.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from core.localtime import HO_CHI_MINH

_NAME = re.compile(r"[0-9A-Za-z._-]{1,100}")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it lies in the folder."""

    name: str
    at: datetime
    to: str
    subject: str
    text: str


class EmailBackend(BaseEmailBackend):
    """Writes what Django sends into the folder."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Each is there whole or not at all."""
        for message in email_messages:
            _write(message)
        return len(email_messages)


def _write(message: EmailMessage) -> None:
    folder: Path = settings.MAIL_FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    own = str(message.extra_headers.get("Message-ID", "")).strip("<>").partition("@")[0]
    name = own if _NAME.fullmatch(own) else uuid4().hex
    passing = folder / f"{name}.{os.getpid()}.part"
    passing.write_bytes(message.message().as_bytes())
    passing.chmod(0o600)
    passing.replace(folder / f"{name}.eml")


def names() -> list[str]:
    """What lies in the folder, the newest first."""
    folder: Path = settings.MAIL_FOLDER
    files = list(folder.glob("*.eml")) if folder.is_dir() else []
    return [file.stem for file in sorted(files, key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)]


def read(name: str) -> Letter | None:
    """The letter of this name, None where there is none."""
    file: Path = settings.MAIL_FOLDER / f"{name}.eml"
    if not _NAME.fullmatch(name) or not file.is_file():
        return None
    message: Any = message_from_bytes(file.read_bytes(), policy=policy.default)
    at = datetime.fromtimestamp(file.stat().st_mtime, HO_CHI_MINH)
    return Letter(name, at, str(message["To"]), str(message["Subject"]), message.get_content())
