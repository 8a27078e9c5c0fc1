"""Run inside the copy: `seed PEOPLE` before it starts, `writers COUNT` while it runs (prints them, a line of JSON each).

People are logged in beforehand, because what a log-in costs is measured by `make bench`. One of ten forms has two
writers; half of these pairs type in the same texts of their form, the others in different ones.
"""

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

import django
from django.conf import settings

from config import prepare
from config.local import keeper

if TYPE_CHECKING:
    from cadres.models import User

ONE_SHARED_FORM_OF = 10


def seed(people: int) -> None:
    """The province of the bench, in the database of the copy."""
    keeper.use_development_database()
    prepare.main()
    from tests.bench import run  # needs Django

    run.seed(people)


def writers(count: int) -> None:
    """Who types in which form; `first` and `step` choose the texts of the form."""
    django.setup()
    shared = count // ONE_SHARED_FORM_OF
    pairs = list(_pairs(shared))
    busy = {user.pk for _, *pair in pairs for user in pair}
    alone = list(_own_forms(count - 2 * shared, busy))
    if len(pairs) < shared or len(alone) < count - 2 * shared:
        raise SystemExit("Tỉnh này nhỏ quá: không đủ bản đang viết cho từng ấy người; hãy tăng --people.")
    for number, (review, *pair) in enumerate(pairs):
        for place, user in enumerate(pair):
            _tell(user, review, first=0 if number % 2 else place, step=1 if number % 2 else 2)
    for review, user in alone:
        _tell(user, review, first=0, step=1)


def _pairs(count: int) -> "Iterator[tuple[int, User, User]]":
    """Collectives whose review is being written, with secretary and head."""
    from cadres.models import RoleGrant
    from cadres.roles import Role
    from reviews.models import Review
    from reviews.states import CycleState, ReviewState

    grants = RoleGrant.objects.filter(role__in=(Role.SECRETARY, Role.HEAD)).select_related("user")
    charged: dict[int, list[User]] = {}
    for grant in grants.order_by("role"):
        charged.setdefault(grant.unit_id, []).append(grant.user)
    being_written = Review.objects.filter(cycle__state=CycleState.OPEN, state=ReviewState.DRAFT, cadre=None)
    of_two = being_written.filter(unit__in=[unit for unit, users in charged.items() if len(users) > 1])
    for pk, unit in of_two.order_by("pk").values_list("pk", "unit_id")[:count]:
        yield pk, charged[unit][0], charged[unit][1]


def _own_forms(count: int, busy: set[int]) -> "Iterator[tuple[int, User]]":
    """Personal reviews that are being written, from all over the province."""
    from cadres.models import User
    from reviews.models import Review
    from reviews.states import CycleState, ReviewState

    being_written = Review.objects.filter(cycle__state=CycleState.OPEN, state=ReviewState.DRAFT, cadre__isnull=False)
    accounts = {user.cadre_id: user for user in User.objects.exclude(pk__in=busy)}
    found = [(pk, accounts[cadre]) for pk, cadre in being_written.values_list("pk", "cadre_id") if cadre in accounts]
    stride = max(1, len(found) // max(1, count))
    yield from found[::stride][:count]


def _tell(user: "User", review: int, *, first: int, step: int) -> None:
    cookies = {settings.SESSION_COOKIE_NAME: _session(user)}
    row = {"name": user.username, "review": review, "first": first, "step": step, "cookies": cookies}
    print(json.dumps(row | {"csrf_cookie": settings.CSRF_COOKIE_NAME}), flush=True)


def _session(user: "User") -> str:
    from django.contrib.auth import login
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, user)
    request.session.save()
    return str(request.session.session_key)


if __name__ == "__main__":
    {"seed": seed, "writers": writers}[sys.argv[1]](int(sys.argv[2]))
