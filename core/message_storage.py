"""Where the sentence "Đã lưu …" waits for the page that shows it: in a signed cookie of its own.

In the session it would cost two more writes to the database, each waiting for the disk, for every form that is sent. What
is too long for a cookie goes there all the same.
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest


class NamedCookieStorage(CookieStorage):
    """The cookie carries the port, or the prefix of HTTPS, like all of ours."""

    cookie_name = settings.MESSAGE_COOKIE_NAME


class MessageStorage(FallbackStorage):
    """The cookie first, then the session."""

    storage_classes = (NamedCookieStorage, SessionStorage)


def forget_messages(request: HttpRequest) -> None:
    """Drop what waits to be shown: it was said to whoever used this browser before."""
    list(messages.get_messages(request))
