"""Founding a unit, its names from day to day, and what about it is not dated."""

from datetime import date, timedelta

from django.db import transaction

from core import audit, localtime
from core.errors import Invalid
from core.formats import day
from core.locking import locked, require
from core.text import fold_space, search_key, sort_key
from units import rules
from units.actors import UnitActor
from units.models import Unit, UnitName, UnitPlacement
from units.querysets import ancestor_ids


@transaction.atomic
def create_unit(
    *,
    actor: UnitActor,
    name: str,
    kind_id: int,
    founded_on: date,
    parent_id: int | None = None,
    bloc_id: int | None = None,
    short_name: str = "",
    place: str = "",
    symbol: str = "",
) -> Unit:
    """A new unit under its parent, with its first name and placement.

    Refused: a day to come, a parent that has ended, a living unit of the same name under the same parent, a second top
    of the tree. The parent's row is locked, so that its path stands still and a double click founds one unit.
    """
    parent: Unit | None = None if parent_id is None else locked(Unit.objects, parent_id, None)
    require(rules.may_create_under(actor, parent))
    refuse_day_to_come(founded_on)
    name = fold_space(name)
    _refuse_dead_parent(parent)
    _refuse_second_top(parent)
    _refuse_second_of_the_name(name, parent)
    unit = Unit(
        name=name,
        kind_id=kind_id,
        bloc_id=bloc_id,
        parent=parent,
        short_name=fold_space(short_name),
        place=fold_space(place),
        symbol=fold_space(symbol),
        founded_on=founded_on,
    )
    _set_keys(unit)
    unit.save()
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    UnitName.objects.create(unit=unit, name=unit.name, valid_from=founded_on)
    since = founded_on if parent is None else max(founded_on, parent.founded_on)
    UnitPlacement.objects.create(unit=unit, parent=parent, valid_from=since)
    audit.record(actor=actor, verb="unit.create", target=unit, name=unit.name, parent_id=parent_id, on=founded_on)
    return unit


@transaction.atomic
def rename_unit(*, unit_id: int, version: int, actor: UnitActor, name: str, on: date) -> Unit:
    """The name from a day on; the former name keeps its days. A day of the present name's beginning corrects that name.

    Refused: a day to come, or one before the present name began.
    """
    unit = locked(Unit.objects.select_related("parent"), unit_id, version)
    require(rules.may_change(actor, unit))
    _refuse_ended(unit)
    refuse_day_to_come(on)
    name = fold_space(name)
    if name == unit.name:
        raise Invalid("Tên mới giống tên hiện nay. Mời nhập tên khác.")
    _refuse_second_of_the_name(name, unit.parent)
    current = UnitName.objects.get(unit=unit, valid_to=None)
    if on < current.valid_from:
        raise Invalid(f"Đơn vị mang tên hiện nay từ ngày {day(current.valid_from)}: ngày đổi tên không thể sớm hơn.")
    former = unit.name
    if on == current.valid_from:
        UnitName.objects.filter(pk=current.pk).update(name=name)
    else:
        UnitName.objects.filter(pk=current.pk).update(valid_to=on - timedelta(days=1))
        UnitName.objects.create(unit=unit, name=name, valid_from=on)
    unit.name = name
    _set_keys(unit)
    _save(unit, "name", "sort_key", "search_key")
    audit.record(actor=actor, verb="unit.rename", target=unit, before=former, after=unit.name, on=on)
    return unit


@transaction.atomic
def correct_unit(
    *,
    unit_id: int,
    version: int,
    actor: UnitActor,
    kind_id: int,
    bloc_id: int | None,
    short_name: str,
    place: str,
    symbol: str,
    managed_by_id: int | None,
) -> Unit:
    """What about a unit is not dated: kind, khối, short name, place and symbol in print, and the managing committee.

    The managing committee is one above the unit; empty means its direct superior.
    """
    unit = locked(Unit.objects, unit_id, version)
    require(rules.may_change(actor, unit))
    managed_by_id = None if managed_by_id == unit.parent_id else managed_by_id
    if managed_by_id != unit.managed_by_id:
        _check_managing_unit(actor, unit, managed_by_id)
    after = {
        "kind_id": kind_id,
        "bloc_id": bloc_id,
        "short_name": fold_space(short_name),
        "place": fold_space(place),
        "symbol": fold_space(symbol),
        "managed_by_id": managed_by_id,
    }
    before = {field: getattr(unit, field) for field in after}
    for field, value in after.items():
        setattr(unit, field, value)
    _set_keys(unit)
    _save(unit, *after, "sort_key", "search_key")
    changed = {field: [before[field], after[field]] for field in after if before[field] != after[field]}
    audit.record(actor=actor, verb="unit.correct", target=unit, changed=changed)
    return unit


def _check_managing_unit(actor: UnitActor, unit: Unit, managed_by_id: int | None) -> None:
    if managed_by_id is None:
        return
    if managed_by_id not in ancestor_ids(unit.path)[:-1]:
        raise Invalid("Cấp quản lý phải là một cấp trên của đơn vị.")
    require(rules.may_set_managing_unit(actor, Unit.objects.get(pk=managed_by_id)))


def refuse_day_to_come(on: date) -> None:
    """The tree of units is today's, so a change is entered on its day or later."""
    if on > localtime.today():
        raise Invalid(f"Ngày {day(on)} chưa tới. Mời ghi thay đổi vào đúng ngày có hiệu lực hoặc sau đó.")


def _refuse_ended(unit: Unit) -> None:
    if unit.ended_on is not None:
        raise Invalid(f"Đơn vị đã kết thúc hoạt động từ ngày {day(unit.ended_on)}, không đổi được nữa.")


def _refuse_dead_parent(parent: Unit | None) -> None:
    if parent is not None and parent.ended_on is not None:
        raise Invalid(f"{parent.name} đã kết thúc hoạt động từ ngày {day(parent.ended_on)}. Mời chọn cấp trên khác.")


def _refuse_second_top(parent: Unit | None) -> None:
    top = Unit.objects.filter(parent=None, ended_on=None).first() if parent is None else None
    if top is not None:
        raise Invalid(f"Cây tổ chức đã có đơn vị trên cùng là {top.name}. Mời chọn cấp trên của đơn vị mới.")


def _refuse_second_of_the_name(name: str, parent: Unit | None) -> None:
    siblings = Unit.objects.filter(parent=parent, ended_on=None, name__iexact=name)
    if parent is not None and siblings.exists():
        raise Invalid(f"Dưới {parent.name} đã có đơn vị tên “{name}”.")


def _set_keys(unit: Unit) -> None:
    unit.sort_key = sort_key(unit.name)[: _length_of("sort_key")]
    unit.search_key = search_key(f"{unit.name} {unit.short_name} {unit.symbol}")[: _length_of("search_key")]


def _length_of(field: str) -> int | None:
    return getattr(Unit._meta.get_field(field), "max_length", None)


def _save(unit: Unit, *fields: str) -> None:
    unit.version += 1
    unit.save(update_fields=[*fields, "version"])
