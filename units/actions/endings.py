"""Ending a unit, and merging units into one that goes on with their work; the past stays as it was."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction

from core import audit, localtime
from core.errors import Invalid
from core.formats import day
from core.locking import locked, require
from core.text import fold_space
from units import rules
from units.actions.facts import refuse_day_to_come
from units.actions.placement import hold_the_tree, place_under
from units.actors import UnitActor
from units.models import Unit, UnitName, UnitPlacement, UnitSuccession


@transaction.atomic
def end_unit(
    *, unit_id: int, version: int, actor: UnitActor, on: date, successor_id: int | None = None, note: str = ""
) -> Unit:
    """The last day of a unit, with the unit that takes its work over where there is one.

    Refused: a day to come, a day before what is known of the unit, and while living units stand below it.
    """
    hold_the_tree()
    unit = locked(Unit.objects.select_related("parent"), unit_id, version)
    require(rules.may_end(actor, unit))
    refuse_day_to_come(on)
    below = Unit.objects.filter(parent=unit, ended_on=None).count()
    if below:
        raise Invalid(f"Còn {below} đơn vị trực thuộc đang hoạt động. Mời chuyển hoặc kết thúc các đơn vị ấy trước.")
    if successor_id is not None:
        successor = _living_successor(successor_id, on)
        require(rules.may_place(actor, unit, successor))
        _record_succession(unit, successor, on + timedelta(days=1), note)
    _close(unit, on)
    audit.record(actor=actor, verb="unit.end", target=unit, on=on, successor_id=successor_id, note=note)
    return unit


@transaction.atomic
def merge_units(
    *, predecessors: Mapping[int, int], successor_id: int, actor: UnitActor, on: date, note: str = ""
) -> list[Unit]:
    """From a day on the predecessors (id → version seen) are one with the successor; returns them, ended the day before.

    Their living children go under the successor with their subtrees, names and placements keep their days, and the
    succession is recorded. Refused: a day to come, a successor among or below the predecessors, one that has ended.
    """
    hold_the_tree()
    successor = _living_successor(successor_id, on)
    merged = []
    for unit_id in _deepest_first(predecessors):
        unit = locked(Unit.objects.select_related("parent"), unit_id, predecessors[unit_id])
        require(rules.may_end(actor, unit))
        require(rules.may_place(actor, unit, successor))
        _refuse_circle(unit, successor)
        refuse_day_to_come(on)
        _close(unit, on - timedelta(days=1), moves_children=successor)
        _record_succession(unit, successor, on, note)
        audit.record(actor=actor, verb="unit.merge", target=unit, successor_id=successor.pk, on=on, note=note)
        merged.append(unit)
    names = [unit.name for unit in merged]
    audit.record(actor=actor, verb="unit.take_over", target=successor, on=on, merged=names, note=note)
    return merged


@transaction.atomic
def add_successor(*, unit_id: int, version: int, actor: UnitActor, successor_id: int, note: str = "") -> Unit:
    """One more unit that goes on with the work of an ended one, as after a split; each of them answers for its past.

    Refused: a unit that is alive, a successor that has ended, and one that is named already.
    """
    hold_the_tree()
    unit = locked(Unit.objects.select_related("parent"), unit_id, version)
    require(rules.may_add_successor(actor, unit))
    on = (unit.ended_on or localtime.today()) + timedelta(days=1)
    successor = _living_successor(successor_id, on)
    require(rules.may_place(actor, unit, successor))
    if UnitSuccession.objects.filter(predecessor=unit, successor=successor).exists():
        raise Invalid(f"{successor.name} đã được ghi là đơn vị kế thừa.")
    _record_succession(unit, successor, on, note)
    unit.version += 1
    unit.save(update_fields=["version"])
    audit.record(actor=actor, verb="unit.add_successor", target=unit, successor_id=successor.pk, note=note)
    return unit


def _deepest_first(unit_ids: Iterable[int]) -> list[int]:
    """So that a unit merged together with its parent ends before its parent's children move on."""
    found = Unit.objects.filter(pk__in=unit_ids).values_list("path", "pk")
    return [pk for _, pk in sorted(found, key=lambda row: -row[0].count("/"))]


def _living_successor(successor_id: int, on: date) -> Unit:
    successor = locked(Unit.objects, successor_id, None)
    if successor.ended_on is not None:
        raise Invalid(
            f"{successor.name} đã kết thúc hoạt động từ ngày {day(successor.ended_on)}. Mời chọn đơn vị khác."
        )
    if on < successor.founded_on - timedelta(days=1):
        raise Invalid(f"{successor.name} thành lập ngày {day(successor.founded_on)}, sau ngày đã nhập.")
    return successor


def _refuse_circle(unit: Unit, successor: Unit) -> None:
    if unit.pk == successor.pk:
        raise Invalid("Đơn vị không thể sáp nhập vào chính nó. Mời chọn đơn vị khác.")
    if successor.path.startswith(unit.path):
        raise Invalid(f"{successor.name} nằm trong chính {unit.name}. Mời chuyển đơn vị ấy ra trước khi sáp nhập.")


def _close(unit: Unit, last_day: date, moves_children: Unit | None = None) -> None:
    _refuse_before_known_past(unit, last_day)
    if moves_children is not None:
        for child in Unit.objects.filter(parent=unit, ended_on=None).order_by("pk").select_for_update(no_key=True):
            place_under(child, moves_children, last_day + timedelta(days=1))
    UnitName.objects.filter(unit=unit, valid_to=None).update(valid_to=last_day)
    UnitPlacement.objects.filter(unit=unit, valid_to=None).update(valid_to=last_day)
    unit.ended_on = last_day
    unit.version += 1
    unit.save(update_fields=["ended_on", "version"])


def _refuse_before_known_past(unit: Unit, last_day: date) -> None:
    since = [
        unit.founded_on,
        *UnitName.objects.filter(unit=unit, valid_to=None).values_list("valid_from", flat=True),
        *UnitPlacement.objects.filter(unit=unit, valid_to=None).values_list("valid_from", flat=True),
    ]
    if last_day < max(since):
        raise Invalid(
            f"{unit.name} có tên và cấp trên hiện nay từ ngày {day(max(since))}: ngày kết thúc không thể sớm hơn."
        )


def _record_succession(unit: Unit, successor: Unit, on: date, note: str) -> None:
    if unit.pk == successor.pk:
        raise Invalid("Đơn vị không thể kế thừa chính nó. Mời chọn đơn vị khác.")
    UnitSuccession.objects.create(predecessor=unit, successor=successor, on=on, note=fold_space(note))
    successor.former_ids = sorted({*successor.former_ids, unit.pk, *unit.former_ids})
    successor.save(update_fields=["former_ids"])
