"""Moving a unit with everything below it under another parent."""

from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import F, TextField, Value
from django.db.models.functions import Concat, Substr

from core import audit
from core.errors import Invalid
from core.formats import day
from core.locking import locked, require
from units import rules
from units.actions.facts import refuse_day_to_come
from units.actors import UnitActor
from units.models import Unit, UnitPlacement
from units.querysets import ancestor_ids, path_in


@transaction.atomic
def move_unit(*, unit_id: int, version: int, actor: UnitActor, parent_id: int, on: date) -> Unit:
    """From a day on the unit stands under another parent; the former placement keeps its days.

    Refused: a day to come or before the present placement, a parent that has ended or lies below the unit. Moves go one
    after the other, so that two of them cannot close a circle. Managing committees that are no longer above a unit give
    way to the direct superior.
    """
    hold_the_tree()
    unit = locked(Unit.objects.select_related("parent"), unit_id, version)
    parent = locked(Unit.objects, parent_id, None)
    require(rules.may_place(actor, unit, parent))
    _refuse_impossible(unit, parent)
    former_id = unit.parent_id
    place_under(unit, parent, on)
    unit.version += 1
    unit.save(update_fields=["version"])
    audit.record(actor=actor, verb="unit.move", target=unit, before=former_id, after=parent.pk, on=on)
    return unit


def hold_the_tree() -> None:
    """Until the end of the transaction nobody else moves or merges units."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('units.tree'))")


def place_under(unit: Unit, parent: Unit, on: date) -> None:
    """Date the placement and rebuild the paths of the whole subtree; the caller holds the tree and the rows."""
    refuse_day_to_come(on)
    _date_placement(unit, parent, on)
    old_path, new_path = unit.path, f"{parent.path}{unit.pk}/"
    subtree = Unit.objects.within(old_path)
    list(subtree.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    tail = Substr("path", len(old_path) + 1)
    subtree.update(path=Concat(Value(new_path), tail, output_field=TextField()))
    Unit.objects.filter(pk=unit.pk).update(parent=parent)
    unit.parent, unit.path = parent, new_path
    _drop_managing_units_no_longer_above(new_path)


def _date_placement(unit: Unit, parent: Unit, on: date) -> None:
    current = UnitPlacement.objects.get(unit=unit, valid_to=None)
    if on < current.valid_from:
        raise Invalid(
            f"{unit.name} trực thuộc cấp trên hiện nay từ ngày {day(current.valid_from)}: ngày chuyển không thể sớm hơn."
        )
    if on < parent.founded_on:
        raise Invalid(f"{parent.name} thành lập ngày {day(parent.founded_on)}: ngày chuyển không thể sớm hơn.")
    if on == current.valid_from:
        UnitPlacement.objects.filter(pk=current.pk).update(parent=parent)
    else:
        UnitPlacement.objects.filter(pk=current.pk).update(valid_to=on - timedelta(days=1))
        UnitPlacement.objects.create(unit=unit, parent=parent, valid_from=on)


def _drop_managing_units_no_longer_above(path: str) -> None:
    above = ancestor_ids(path)[:-1]
    astray = Unit.objects.within(path).exclude(managed_by=None).exclude(managed_by_id__in=above)
    inside = Unit.objects.filter(path_in([path]))
    astray.exclude(managed_by__in=inside).update(managed_by=None, version=F("version") + 1)


def _refuse_impossible(unit: Unit, parent: Unit) -> None:
    if unit.ended_on is not None:
        raise Invalid(f"Đơn vị đã kết thúc hoạt động từ ngày {day(unit.ended_on)}, không chuyển được nữa.")
    if parent.ended_on is not None:
        raise Invalid(f"{parent.name} đã kết thúc hoạt động từ ngày {day(parent.ended_on)}. Mời chọn cấp trên khác.")
    if parent.path.startswith(unit.path):
        raise Invalid(f"{parent.name} nằm trong chính {unit.name}: không chuyển vào được. Mời chọn cấp trên khác.")
    if parent.pk == unit.parent_id:
        raise Invalid(f"Đơn vị đang trực thuộc {parent.name}. Mời chọn cấp trên khác.")
