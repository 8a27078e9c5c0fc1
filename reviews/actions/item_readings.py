"""What an item is measured by, and its readings over time: dated rows, never overwritten; a wrong one is corrected by a later."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from cadres.roles import Actor
from core import audit, formats, localtime
from core.errors import Invalid
from core.text import fold_space
from reviews.actions.commitment_items import keep_amendment, row_before
from reviews.actions.item_history import count_plan, locked_in_plan, locked_item, require_words
from reviews.actions.locking import require
from reviews.models import ProgressReport, Reading, RemediationItem
from reviews.rules import remediation as rules
from reviews.states import AMENDED_KINDS, ItemKind, MeasureKind


@transaction.atomic
def set_measurement(
    *,
    item_id: int,
    version: int,
    actor: Actor,
    measure_unit: str,
    baseline: Decimal,
    target: Decimal,
    measure_verb: str = "",
) -> RemediationItem:
    """Say in figures from where to where the item leads, e.g. a debt from 26 down to 6 tỷ đồng; readings follow it.

    Of a commitment that was signed without figures this is a numbered change like any other.

    Refused: equal figures, and another unit of measure once there are readings in the old one."""
    item = locked_in_plan(item_id, version)
    require(rules.may_measure(actor, item))
    if item.kind in AMENDED_KINDS and item.plan.documents.exists():
        raise Invalid("Kế hoạch đã duyệt: hãy dùng “Sửa việc”; số đo mới có hiệu lực khi kế hoạch được điều chỉnh.")
    if baseline == target:
        raise Invalid("Số đầu kỳ và mục tiêu phải khác nhau.")
    unit = fold_space(measure_unit)
    if unit != item.measure_unit and item.readings.exists():
        raise Invalid(f"Đã có số liệu ghi theo “{item.measure_unit}” nên không đổi được đơn vị tính.")
    rows = row_before(item) if item.kind == ItemKind.COMMITMENT else []
    before = {"unit": item.measure_unit, "baseline": item.baseline, "target": item.target}
    item.measure_unit, item.baseline, item.target = unit, baseline, target
    item.measure_kind, item.measure_verb = MeasureKind.NUMBER, fold_space(measure_verb)
    item.version += 1
    item.save(update_fields=["measure_kind", "measure_unit", "measure_verb", "baseline", "target", "version"])
    count_plan(item)
    if rows:
        keep_amendment(item, rows, actor, "Cam kết chưa có số đo.")
    after = {"unit": item.measure_unit, "baseline": baseline, "target": target}
    audit.record(actor=actor, verb="remediationitem.set_measurement", target=item, before=before, after=after)
    return item


def keep_reading(
    item: RemediationItem,
    report: ProgressReport,
    actor: Actor,
    value: Decimal | None,
    *,
    read_on: date | None,
    measure_unit: str | None,
) -> None:
    """Keep the figure that a report names, of today unless it says another day.

    Of an item that is only done or not, 1 or 0.
    Refused: of an item without figures, in another unit of measure, of a day to come, older than the last one."""
    if value is None:
        return
    day = read_on or localtime.today()
    _refuse_between(item, value)
    _refuse_other_measure(item, measure_unit)
    if day > localtime.today():
        raise Invalid("Ngày của số liệu chưa tới.")
    last = item.readings.standing().order_by("-read_on", "-pk").first()
    if last is not None and day < last.read_on:
        raise Invalid(
            f"Đã có số liệu ngày {formats.day(last.read_on)}, mới hơn ngày {formats.day(day)}. "
            "Nếu số liệu đó sai, hãy đính chính nó."
        )
    Reading.objects.create(
        item=item,
        report=report,
        read_on=day,
        value=value,
        measure_unit=item.measure_unit,
        at=localtime.now(),
        by_id=actor.user_id,
        by_name=actor.name,
    )


def _refuse_between(item: RemediationItem, value: Decimal) -> None:
    if item.measure_kind == MeasureKind.YES_NO and value not in rules.REACHED:
        raise Invalid("Việc này chỉ ghi đạt hoặc chưa đạt, không ghi số.")


def _refuse_other_measure(item: RemediationItem, measure_unit: str | None) -> None:
    if item.measure_kind == MeasureKind.YES_NO:
        return
    if item.measure_kind != MeasureKind.NUMBER:
        raise Invalid("Việc này chưa đặt số đầu kỳ và mục tiêu nên chưa ghi số liệu được.")
    if measure_unit is not None and fold_space(measure_unit) != item.measure_unit:
        raise Invalid(f"Việc này đo bằng “{item.measure_unit}”, không phải “{fold_space(measure_unit)}”.")


@transaction.atomic
def correct_reading(
    *, item_id: int, version: int, actor: Actor, reading_id: int, value: Decimal, note: str
) -> RemediationItem:
    """Put a right figure in the place of a wrong one of the same day; the wrong one stays in the record and counts no more.

    Refused for others than the owner's side, without a reason, twice for the same row, and once the item is not worked on."""
    item = locked_item(item_id, version)
    require(rules.may_correct(actor, item))
    require_words(note, "Hãy ghi lý do đính chính.")
    _refuse_between(item, value)
    wrong = item.readings.standing().filter(pk=reading_id).first()
    if wrong is None:
        raise Invalid("Số liệu này đã được đính chính rồi; hãy xem số liệu mới.")
    right = Reading.objects.create(
        item=item,
        read_on=wrong.read_on,
        value=value,
        measure_unit=item.measure_unit,
        note=note.strip(),
        corrects=wrong,
        at=localtime.now(),
        by_id=actor.user_id,
        by_name=actor.name,
    )
    item.version += 1
    item.save(update_fields=["version"])
    audit.record(
        actor=actor,
        verb="remediationitem.correct_reading",
        target=item,
        reading=right.pk,
        before=wrong.value,
        after=value,
    )
    return item
