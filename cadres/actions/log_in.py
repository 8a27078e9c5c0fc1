"""Logging in within the limits: so many failures of an account from one address, so many of an address."""

import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from cadres.actors import actor_of
from cadres.models import LoginAttempt, User
from core import audit, localtime
from core.errors import Invalid, NotAllowed
from core.text import nfc

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Mời kiểm tra bộ gõ tiếng Việt, phím Caps Lock rồi nhập lại."
ONE_TIME_EXPIRED = "Mật khẩu dùng một lần đã hết hạn. Mời báo văn thư, quản trị của cấp ủy cấp lại."
PAPER_CHECK = "kiem-tra:"  # before a code that was looked up; anybody's page can send a browser there
_KEPT_FOR = timedelta(days=1)


def check_password_within_limits(*, username: str, password: str, address: str) -> User:
    """The account, where name and password fit and neither limit is reached; otherwise a refusal with its sentence.

    The limits count failures of this account from this address, and of this address: the right person elsewhere is
    never locked out. Each attempt counts as failed before its password is looked at, so that many at once cannot slip
    under the limit; a good one is struck out again. Unknown accounts cost the same time as known ones.
    """
    name = login_name(username)
    attempt = count_as_failure(name, address)
    user = authenticate(username=name, password=password)
    if not isinstance(user, User):
        raise Invalid(WRONG)
    attempt.delete()
    until = user.one_time_password_until
    if user.must_change_password and until is not None and until < localtime.now():
        raise NotAllowed(ONE_TIME_EXPIRED)
    audit.record(actor=actor_of(user), verb="account.log_in", target=user, address=address)
    return user


def clear_expired() -> None:
    """Remove sessions that are over and failures that no limit counts any more; the beat calls it."""
    SessionStore.clear_expired()
    LoginAttempt.objects.filter(at__lt=localtime.now() - _KEPT_FOR).delete()


def login_name(typed: str) -> str:
    """The account name as it is stored: composed, without blanks around, in lower case."""
    return nfc(typed).strip().lower()


def limit_address(address: str) -> str:
    """The address that limits count: whole for IPv4, the /64 network for IPv6, where one caller owns all of it."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "::"  # a local socket names nobody: all such callers together count as one address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)


@transaction.atomic
def count_as_failure(username: str, address: str) -> LoginAttempt:
    """Refuse beyond the limits, else count an attempt before its password is looked at; delete it when it was right.

    Codes of papers and log-ins are counted apart for an address: wrong codes keep nobody from logging in.
    """
    address = limit_address(address)
    with connection.cursor() as cursor:  # attempts from one address are counted one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('login'), hashtext(%s))", [address])
    now = localtime.now()
    window = timedelta(seconds=settings.LOGIN_FAILURE_WINDOW_SECONDS)
    recent = LoginAttempt.objects.filter(address=address, at__gt=now - window).order_by("-at")
    of_codes = Q(username__startswith=PAPER_CHECK)
    recent = recent.filter(of_codes if username.startswith(PAPER_CHECK) else ~of_codes)
    _refuse_beyond(recent.filter(username=username), settings.LOGIN_FAILURES_OF_ACCOUNT, now, window)
    _refuse_beyond(recent, settings.LOGIN_FAILURES_OF_ADDRESS, now, window)
    return LoginAttempt.objects.create(username=username, address=address, at=now)


def _refuse_beyond(recent: QuerySet[LoginAttempt], limit: int, now: datetime, window: timedelta) -> None:
    newest = list(recent[:limit])
    if len(newest) < limit:
        return
    minutes = max(1, -(-int((newest[-1].at + window - now).total_seconds()) // 60))
    raise NotAllowed(
        f"Đã nhập sai quá nhiều lần từ máy hoặc mạng này. Mời thử lại sau {minutes} phút; "
        "nếu quên mật khẩu, mời báo văn thư, quản trị của cấp ủy."
    )
