"""What some roles follow without having to act on it: counts that open their lists."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from cadres.models import User
from cadres.roles import Actor, Role
from reviews.models import HardTask, OutgoingMessage, RemediationItem
from reviews.querysets.hard_tasks import past as tasks_past
from reviews.querysets.remediation import open_ones as items_open
from reviews.querysets.remediation import overdue as items_overdue
from reviews.reports.inbox.source import with_role

MOST_COUNTED = 1000


@dataclass(frozen=True)
class Followed:
    """A list that a role keeps an eye on: its words, its address, the rows that count."""

    label: str
    url_name: str
    query: str
    whom: Callable[[Actor], bool]
    find: Callable[[Actor], QuerySet[Any]]
    among: Callable[[date], Q]
    is_alarming: bool = False
    only_if_any: bool = False
    weight: str = ""  # the column whose numbers are added up, where a row stands for several things


@dataclass(frozen=True, slots=True)
class FollowedCount:
    """How many rows stand in a followed list today: up to `MOST_COUNTED`, and `is_more` where there are more."""

    followed: Followed
    number: int
    is_more: bool


_COMMITTEES = with_role(Role.STAFF, Role.STANDING, Role.INSPECTION)

FOLLOWED = (
    Followed(
        "Nhắc việc hôm nay",
        "reviews:own_reminders",
        "",
        lambda actor: actor.user_id is not None,
        OutgoingMessage.objects.to,
        lambda day: Q(day=day),
        only_if_any=True,
        weight="entry_count",
    ),
    Followed(
        "Việc khắc phục quá hạn",
        "reviews:remediation",
        "?qua_han=on",
        _COMMITTEES,
        RemediationItem.objects.visible_to,
        items_overdue,
        is_alarming=True,
    ),
    Followed(
        "Việc khắc phục chưa kết thúc",
        "reviews:remediation",
        "?trang_thai=dang_mo",
        _COMMITTEES,
        RemediationItem.objects.visible_to,
        lambda day: items_open(),
    ),
    Followed(
        "Việc khó đã đến hạn",
        "reviews:hard_tasks",
        "?qua_han=on",
        with_role(Role.FRONT),
        HardTask.objects.visible_to,
        tasks_past,
        is_alarming=True,
    ),
    Followed(
        "Việc khó đã đăng ký",
        "reviews:hard_tasks",
        "",
        with_role(Role.FRONT),
        HardTask.objects.visible_to,
        lambda day: Q(),
    ),
    Followed(
        "Tài khoản chưa đổi mật khẩu lần đầu",
        "cadres:accounts",
        "?state=new",
        with_role(Role.ADMIN),
        User.objects.visible_to,
        lambda day: Q(is_active=True, must_change_password=True),
    ),
)


def followed_by(actor: Actor, day: date) -> list[FollowedCount]:
    """The lists this person follows, with their numbers in one query; none for who follows nothing.

    Home points to these lists, and the list itself tells its exact length: so nobody's home reads a whole province.
    """
    mine = [followed for followed in FOLLOWED if followed.whom(actor)]
    if not mine:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*_statement(actor, day))
        found = dict(cursor.fetchall())
    return [
        FollowedCount(one, min(found[one.label], MOST_COUNTED), found[one.label] > MOST_COUNTED)
        for one in mine
        if found[one.label] or not one.only_if_any
    ]


@lru_cache(maxsize=256)
def _statement(actor: Actor, day: date) -> tuple[str, tuple[Any, ...]]:
    """The query of `followed_by`: each list read no further than it is told; kept like that of the boxes."""
    parts: list[str] = []
    values: list[Any] = []
    for one in (followed for followed in FOLLOWED if followed.whom(actor)):
        number = f"coalesce(sum({one.weight}), 0)" if one.weight else "count(*)"
        rows = one.find(actor).filter(one.among(day))
        sql, params = _read_at_most(rows, MOST_COUNTED + 1, one.weight or "pk")
        parts.append(f"SELECT %s, {number} FROM ({sql}) AS rows")  # noqa: S608  put together by the ORM
        values += [one.label, *params]
    return " UNION ALL ".join(parts), tuple(values)


def _read_at_most(rows: QuerySet[Any], number: int, column: str) -> tuple[str, tuple[Any, ...]]:
    try:
        return rows.order_by().values(column)[:number].query.sql_with_params()
    except EmptyResultSet:
        return f"SELECT 1 AS {column} WHERE false", ()
