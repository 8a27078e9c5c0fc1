"""Handing letters to the mail server, through whatever backend the environment names, and saying in words why not."""

from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from types import TracebackType
from typing import Self
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

_MOST_WORDS = 300
_CLOSING = 421  # "service not available": in reply to whatever command, it is about the server


class MailRefused(Exception):
    """The server does not take this letter; `for_good` where it will not take it later either."""

    def __init__(self, sentence: str, *, for_good: bool) -> None:
        super().__init__(sentence)
        self.for_good = for_good


class MailUnreachable(Exception):
    """The server takes no letter at all just now; the message is a Vietnamese sentence with what it said."""


class Post:
    """One connection to the mail server for several letters, opened with the first of them."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._connection.close()

    def send(self, *, subject: str, text: str, address: str, mail_id: UUID) -> None:
        """Returns once the server has taken the letter; raises MailRefused or MailUnreachable.

        Only what it answers to the address and to the text is about this letter; greeting, login and sender are the same
        for all.
        """
        headers = {"Message-ID": message_id(mail_id), "Auto-Submitted": "auto-generated"}
        letter = EmailMessage(" ".join(subject.split()), text, to=[address], headers=headers)
        self._open()
        try:
            self._connection.send_messages([letter])
        except SMTPRecipientsRefused as error:
            replies = list(error.recipients.values())
            words = "; ".join(_words(code, text) for code, text in replies)
            if any(code == _CLOSING for code, _ in replies):
                raise MailUnreachable(f"Máy chủ thư tạm ngừng nhận: {words}") from error
            for_good = all(code >= 500 for code, _ in replies)
            raise MailRefused(f"Máy chủ thư không nhận địa chỉ này: {words}", for_good=for_good) from error
        except SMTPDataError as error:
            if error.smtp_code == _CLOSING:
                raise MailUnreachable(f"Máy chủ thư tạm ngừng nhận: {_said(error)}") from error
            raise MailRefused(f"Máy chủ thư từ chối: {_said(error)}", for_good=error.smtp_code >= 500) from error
        except SMTPNotSupportedError as error:  # an address beyond ASCII, of which this server knows nothing
            raise MailRefused(f"Máy chủ thư không nhận địa chỉ này: {error}", for_good=True) from error
        except SMTPResponseException as error:
            raise MailUnreachable(f"Máy chủ thư không nhận thư nào: {_said(error)}") from error
        except (SMTPException, OSError) as error:
            raise MailUnreachable(f"Không nối được với máy chủ thư: {str(error)[:_MOST_WORDS]}") from error

    def _open(self) -> None:
        try:
            self._connection.open()
        except SMTPAuthenticationError as error:
            raise MailUnreachable(f"Máy chủ thư không nhận tên đăng nhập, mật khẩu: {_said(error)}") from error
        except SMTPResponseException as error:
            raise MailUnreachable(f"Máy chủ thư không nhận thư nào: {_said(error)}") from error
        except (SMTPException, OSError) as error:
            raise MailUnreachable(f"Không nối được với máy chủ thư: {str(error)[:_MOST_WORDS]}") from error


def message_id(mail_id: UUID) -> str:
    """The Message-ID of a letter, the same at every try."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{mail_id}@{host}>"


def _said(error: SMTPResponseException) -> str:
    return _words(error.smtp_code, error.smtp_error)


def _words(code: int, text: bytes | str) -> str:
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(plain.split())}"[:_MOST_WORDS]
