"""What some roles follow without having to act on it: counts that open their lists, all in one query."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Value

from cadres.roles import Actor, Role
from reviews.models import HardTask, RemediationItem
from reviews.reports.inbox.source import with_role


@dataclass(frozen=True)
class Followed:
    """A list that a role keeps an eye on: its words, its address, the rows that count."""

    label: str
    url_name: str
    query: str
    whom: Callable[[Actor], bool]
    find: Callable[[Actor, date], QuerySet[Any]]
    is_alarming: bool = False


@dataclass(frozen=True, slots=True)
class FollowedCount:
    """How many rows stand in a followed list today."""

    followed: Followed
    number: int


_COMMITTEES = with_role(Role.STAFF, Role.STANDING, Role.INSPECTION)

FOLLOWED = (
    Followed(
        "Việc khắc phục quá hạn",
        "reviews:remediation",
        "?qua_han=on",
        _COMMITTEES,
        lambda actor, day: RemediationItem.objects.visible_to(actor).overdue(day),
        is_alarming=True,
    ),
    Followed(
        "Việc khắc phục chưa kết thúc",
        "reviews:remediation",
        "?trang_thai=dang_mo",
        _COMMITTEES,
        lambda actor, day: RemediationItem.objects.visible_to(actor).open(),
    ),
    Followed(
        "Việc khó đã đến hạn",
        "reviews:hard_tasks",
        "?qua_han=on",
        with_role(Role.FRONT),
        lambda actor, day: HardTask.objects.visible_to(actor).past(day),
        is_alarming=True,
    ),
    Followed(
        "Việc khó đã đăng ký",
        "reviews:hard_tasks",
        "",
        with_role(Role.FRONT),
        lambda actor, day: HardTask.objects.visible_to(actor),
    ),
)


def followed_by(actor: Actor, day: date) -> list[FollowedCount]:
    """The lists this person follows, with their numbers; no query for who follows none."""
    mine = [followed for followed in FOLLOWED if followed.whom(actor)]
    queries = [
        one.find(actor, day).order_by().values(place=Value(place)).annotate(number=Count("pk"))
        for place, one in enumerate(mine)
    ]
    if not queries:
        return []
    rows = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    numbers = {row["place"]: row["number"] for row in rows}
    return [FollowedCount(one, numbers.get(place, 0)) for place, one in enumerate(mine)]
