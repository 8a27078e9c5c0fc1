"""People: entering them, correcting them, and the cell where each lives the Party life."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from cadres.models import Cadre, CellMembership
from cadres.roles import Actor
from cadres.rules import people as rules
from cadres.scopes import homes_of_cadre
from core import audit
from core.errors import Invalid
from core.formats import day
from core.locking import locked, require
from core.text import fold_space, name_sort_key, search_key
from units.models import Unit


@dataclass(frozen=True, slots=True)
class PersonalFacts:
    """What a person's page holds besides cell and posts."""

    code: str
    full_name: str
    born_on: date | None = None
    government_post: str = ""
    union_post: str = ""
    workplace: str = ""
    in_political_system: bool = True
    left_on: date | None = None


@transaction.atomic
def register_cadre(
    *, actor: Actor, facts: PersonalFacts, cell_id: int | None = None, in_cell_since: date | None = None
) -> Cadre:
    """A person, in a cell from a day on. Refused: a code that is taken, a cell out of reach.

    Only the import and the demo data enter somebody without a cell.
    """
    cell: Unit | None = None if cell_id is None else locked(Unit.objects, cell_id, None)
    require(rules.may_register(actor, cell))
    cadre = Cadre()
    _take(cadre, facts)
    _refuse_taken_code(cadre)
    try:
        with transaction.atomic():
            cadre.save()
    except IntegrityError as clash:  # somebody entered the same code in the same moment
        raise _code_taken(cadre.code) from clash
    audit.record(actor=actor, verb="cadre.register", target=cadre, name=cadre.full_name, code=cadre.code)
    if cell is not None and in_cell_since is not None:
        _start_membership(cadre, cell, in_cell_since, actor)
    return cadre


@transaction.atomic
def correct_cadre(*, cadre_id: int, version: int, actor: Actor, facts: PersonalFacts) -> Cadre:
    """Name, birth, posts in print, whether the person has left; the audit keeps what was before."""
    cadre = locked(Cadre.objects, cadre_id, version)
    require(rules.may_change(actor, homes_of_cadre(cadre.pk)))
    before = {field: getattr(cadre, field) for field in asdict(facts)}
    _take(cadre, facts)
    _refuse_taken_code(cadre)
    cadre.version += 1
    try:
        with transaction.atomic():
            cadre.save(update_fields=[*before, "sort_key", "search_key", "version"])
    except IntegrityError as clash:
        raise _code_taken(cadre.code) from clash
    changed = {field: [old, getattr(cadre, field)] for field, old in before.items() if old != getattr(cadre, field)}
    audit.record(actor=actor, verb="cadre.correct", target=cadre, changed=changed)
    return cadre


@transaction.atomic
def move_cell(*, cadre_id: int, version: int, actor: Actor, unit_id: int, on: date) -> CellMembership:
    """From a day on the person lives the Party life in this unit; a membership that runs ends the day before.

    Refused: a day before the running membership began, or before the unit was founded. The day of its beginning
    corrects that membership.
    """
    unit = locked(Unit.objects, unit_id, None)  # before the person, in the order in which a merge locks both
    cadre = locked(Cadre.objects, cadre_id, version)
    require(rules.may_place(actor, homes_of_cadre(cadre.pk), unit))
    _refuse_gone(cadre, on)
    last = CellMembership.objects.filter(cadre=cadre).order_by("-started_on").first()
    if last is not None and on < last.started_on:
        raise Invalid(
            f"Đồng chí {cadre.full_name} chuyển sinh hoạt gần nhất ngày {day(last.started_on)}: "
            "ngày chuyển lần này không thể sớm hơn."
        )
    if last is not None and last.ended_on is None and last.unit_id == unit.pk:
        raise Invalid(f"Đồng chí {cadre.full_name} đang sinh hoạt tại {unit.name}.")
    if last is not None:
        _end_membership(last, on, actor)
    cadre.version += 1
    cadre.save(update_fields=["version"])
    return _start_membership(cadre, unit, on, actor)


def _end_membership(last: CellMembership, next_day: date, actor: Actor) -> None:
    if last.started_on == next_day:
        audit.record(
            actor=actor,
            verb="cell.withdraw",
            target=last.cadre,
            cadre_id=last.cadre_id,
            unit_id=last.unit_id,
            on=next_day,
        )
        last.delete()
    elif last.ended_on is None or last.ended_on >= next_day:
        last.ended_on = next_day - timedelta(days=1)
        last.save(update_fields=["ended_on"])
        audit.record(
            actor=actor, verb="cell.leave", target=last, cadre_id=last.cadre_id, unit_id=last.unit_id, on=last.ended_on
        )


def _start_membership(cadre: Cadre, unit: Unit, on: date, actor: Actor) -> CellMembership:
    if on < unit.founded_on:
        raise Invalid(f"{unit.name} thành lập ngày {day(unit.founded_on)}: ngày vào sinh hoạt không thể sớm hơn.")
    if unit.ended_on is not None and on > unit.ended_on:
        raise Invalid(f"{unit.name} đã kết thúc hoạt động từ ngày {day(unit.ended_on)}. Mời chọn đơn vị khác.")
    membership = CellMembership.objects.create(cadre=cadre, unit=unit, started_on=on)
    audit.record(actor=actor, verb="cell.join", target=membership, cadre_id=cadre.pk, unit_id=unit.pk, on=on)
    return membership


def _take(cadre: Cadre, facts: PersonalFacts) -> None:
    for field, value in asdict(facts).items():
        setattr(cadre, field, fold_space(value) if isinstance(value, str) else value)
    if cadre.born_on is not None and cadre.left_on is not None and cadre.left_on < cadre.born_on:
        raise Invalid("Ngày thôi công tác sớm hơn ngày sinh. Mời kiểm tra lại hai ngày ấy.")
    fields = Cadre._meta
    cadre.sort_key = name_sort_key(cadre.full_name)[: getattr(fields.get_field("sort_key"), "max_length", None)]
    cadre.search_key = search_key(f"{cadre.full_name} {cadre.code}")[
        : getattr(fields.get_field("search_key"), "max_length", None)
    ]


def _refuse_taken_code(cadre: Cadre) -> None:
    if Cadre.objects.filter(code__iexact=cadre.code).exclude(pk=cadre.pk).exists():
        raise _code_taken(cadre.code)


def _code_taken(code: str) -> Invalid:
    return Invalid(f"Mã “{code}” đã dùng cho người khác. Mời kiểm tra lại số hiệu.")


def _refuse_gone(cadre: Cadre, on: date) -> None:
    if cadre.left_on is not None and on > cadre.left_on:
        raise Invalid(f"Đồng chí {cadre.full_name} đã thôi công tác từ ngày {day(cadre.left_on)}.")
