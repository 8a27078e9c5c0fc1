"""What some roles follow without having to act on it: counts that open their lists."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from cadres.models import User
from cadres.roles import Actor, Role
from reviews.models import HardTask, RemediationItem
from reviews.querysets.hard_tasks import past as tasks_past
from reviews.querysets.remediation import open_ones as items_open
from reviews.querysets.remediation import overdue as items_overdue
from reviews.reports.inbox.source import with_role


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
    """The lists this person follows, with their numbers: a query for each kind of row, none for who follows nothing."""
    mine = [followed for followed in FOLLOWED if followed.whom(actor)]
    numbers: dict[Followed, int] = {}
    for find in dict.fromkeys(followed.find for followed in mine):
        these = {f"list_{place}": one for place, one in enumerate(mine) if one.find == find}
        counted = find(actor).aggregate(**{key: Count("pk", filter=one.among(day)) for key, one in these.items()})
        numbers |= {one: counted[key] for key, one in these.items()}
    return [FollowedCount(one, numbers[one]) for one in mine]
