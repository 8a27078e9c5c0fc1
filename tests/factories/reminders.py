"""A world in which something is due for everybody, rules for every audience, and the digests of a day."""

from datetime import date, datetime, time
from typing import Any

import reviews.tasks  # noqa: F401  registers the runner of the digests
from cadres.models import User
from core import localtime
from core.models import Job
from reviews.actions import reminders
from reviews.models import OutgoingMessage, ReminderRule
from reviews.states import Audience, ReminderKind
from tests.factories import small_province as make
from tests.factories.reviews import run_job
from tests.factories.small_province import SmallProvince

DUE = date(2026, 12, 16)  # a Wednesday


def at_eight(day: date) -> datetime:
    return datetime.combine(day, time(8), tzinfo=localtime.HO_CHI_MINH)


def rule(audience: Audience = Audience.OWNER, first_day: int = -7, **columns: Any) -> ReminderRule:
    usual = {"kind": ReminderKind.REMEDIATION, "last_day": columns.pop("last_day", first_day)}
    return ReminderRule.objects.create(audience=audience, first_day=first_day, **usual | columns)


def remedies(world: SmallProvince) -> None:
    """One of the commune without an owner, one owned by its deputy, one of the deputy in person; each due on DUE."""
    canbo = world.cadre("canbo")
    collective = make.collective_review(world, world.commune)
    make.limitation(
        collective,
        "Chậm",
        {"action": "Thu hồi tạm ứng", "due_on": DUE},
        {"action": "Di dời tàu thuyền", "due_on": DUE, "owner_cadre": canbo},
    )
    make.accept(collective, world.actor("thuongtruc"))
    personal = make.individual_review(world, canbo, world.commune)
    make.limitation(personal, "Chưa sâu sát", {"action": "Đi cơ sở mỗi tuần", "due_on": DUE})
    make.accept(personal, world.actor("thuongtruc"))
    for name in world.users:
        User.objects.filter(username=name).update(email=f"{name}@example.vn")


def digests(day: date) -> Job | None:
    """What the sweep does at eight of that day, the job with it."""
    with localtime.clock_at(at_eight(day)):
        job = reminders.begin_digests()
        return run_job(job) if job else None


def told(username: str, day: date) -> list[str]:
    """The words of each thing in the person's message of the day."""
    found = OutgoingMessage.objects.filter(user__username=username, day=day).first()
    return [entry["words"] for entry in found.entries] if found else []
