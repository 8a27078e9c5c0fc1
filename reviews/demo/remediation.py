"""What became of last year's promises: closed in time and late, verified, reported, sent back, under way, overdue."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle as cycle_of

from cadres.models import Cadre
from core.localtime import HO_CHI_MINH
from reviews.actions import remediation as actions
from reviews.actions.item_readings import set_measurement
from reviews.demo.calendar import on
from reviews.demo.item_courses import COURSES
from reviews.demo.steps import Story
from reviews.models import Cycle, RemediationItem
from reviews.states import ItemKind

# What was due in the last weeks, or is due soon, is in the hands of people; what was due before is closed.
RECENT = timedelta(days=75)
OF_RECENT = (
    "under way",
    "reported",
    "extended",
    "closed",
    "transferred",
    "verified",
    "sent back",
    "suspended",
    "untouched",
    "asking",
    "handed over",
    "refused",
)
OF_OLD = ("closed", "closed", "late", "closed", "given up", "closed")
_DEBT = (("21.5", 0.15), ("14.2", 0.4), ("9.8", 0.65), ("6.4", 0.9))


def follow_last_year(story: Story, cycle: Cycle) -> None:
    """Report, verify and close the items of the cycle between its end and today."""
    items = RemediationItem.objects.filter(kind=ItemKind.REMEDY, cycle=cycle).order_by("pk")
    items = items.select_related("plan__review__unit", "owner_cadre")
    recent, old = cycle_of(OF_RECENT), cycle_of(OF_OLD)
    for item in items:
        if item.limitation.startswith("Tạm ứng vượt"):
            _pay_back(story, item)
        elif item.due_on >= story.world.calendar.today - RECENT:
            _go(story, item, next(recent))
        else:
            _go(story, item, next(old))


def _pay_back(story: Story, item: RemediationItem) -> None:
    """The advances: from 26 tỷ đồng to collect, 6,4 are left; overdue by now."""
    with on(story.world.calendar.this_year(0.1), 9):
        item = set_measurement(
            item_id=item.pk,
            version=item.version,
            actor=story.staff,
            measure_unit="tỷ đồng",
            baseline=Decimal(26),
            target=Decimal(0),
            measure_verb="thu hồi",
        )
    owner = story.as_person(_owner(item))
    for reading, share in _DEBT:
        with on(story.world.calendar.this_year(share), 15):
            item = actions.report_progress(
                item_id=item.pk,
                version=item.version,
                actor=owner,
                text=f"Đã đối chiếu công nợ với các nhà thầu; số còn phải thu {reading.replace('.', ',')} tỷ đồng.",
                reading=Decimal(reading),
            )


def _go(story: Story, item: RemediationItem, fate: str) -> None:
    """Bring one item as far as its fate says; days that would lie in the future stay out of the story."""
    calendar = story.world.calendar
    if fate in COURSES:
        COURSES[fate](story, item)
        return
    if fate == "untouched" or item.due_on - timedelta(days=40) >= calendar.today:
        return
    _progress(story, item, min(item.due_on - timedelta(days=40), calendar.ago(30)))
    reported = {
        "closed": item.due_on - timedelta(days=6),
        "late": item.due_on + timedelta(days=12),
        "reported": calendar.ago(6),
        "verified": calendar.ago(12),
        "sent back": calendar.ago(15),
    }.get(fate)
    if reported is None or reported + timedelta(days=9) >= calendar.today + timedelta(days=4):
        return
    _report(story, item, reported)
    if fate == "sent back":
        with on(calendar.ago(8), 15):
            actions.send_back(
                item_id=item.pk,
                version=item.version,
                actor=story.staff,
                reason="Mới có báo cáo, chưa có biên bản nghiệm thu; đề nghị làm tiếp và gửi minh chứng.",
            )
    elif fate != "reported":
        _verify_and_close(story, item, reported, close=fate != "verified")


def _progress(story: Story, item: RemediationItem, day: date) -> None:
    with on(max(day, _begun(item)), 10):
        _set(
            item,
            actions.report_progress,
            story,
            text="Đã giao người, giao việc; đang triển khai theo kế hoạch.",
            percent=40,
        )


def _report(story: Story, item: RemediationItem, day: date) -> None:
    with on(max(day, _begun(item)), 14):
        _set(
            item,
            actions.report_done,
            story,
            evidence="Đã hoàn thành; có biên bản, số liệu kèm theo báo cáo của đơn vị.",
        )


def _set(item: RemediationItem, action: object, story: Story, **words: object) -> None:
    actor = story.as_person(_owner(item))
    changed = action(item_id=item.pk, version=item.version, actor=actor, **words)  # type: ignore[operator]
    item.version = changed.version


def _verify_and_close(story: Story, item: RemediationItem, reported: date, *, close: bool) -> None:
    with on(max(reported, _begun(item)) + timedelta(days=4), 9):
        item = actions.verify(
            item_id=item.pk, version=item.version, actor=story.staff, text="Đã kiểm tra thực tế, đúng như báo cáo."
        )
    if close:
        with on(max(reported, _begun(item)) + timedelta(days=8), 16):
            actions.close(item_id=item.pk, version=item.version, actor=story.standing)


def _begun(item: RemediationItem) -> date:
    return item.created_at.astimezone(HO_CHI_MINH).date() + timedelta(days=5)


def _owner(item: RemediationItem) -> Cadre:
    assert item.owner_cadre is not None, "the demo texts name an owner for every remedy"
    return item.owner_cadre
