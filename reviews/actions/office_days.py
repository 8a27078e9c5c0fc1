"""The days off of a year as an administrator keeps them: holidays and the days worked to make up for them (ADR 41)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date

from django.db import transaction

from cadres.roles import Actor
from core import audit, days_off
from core.days_off import Span
from core.errors import Invalid, StaleObject
from core.models import OfficeDay, OfficeYear
from reviews.actions.item_history import require_words
from reviews.actions.locking import one_at_a_time, require
from reviews.rules.office_days import fits, may_change_days_off


def add_office_day(*, year: int, version: int, actor: Actor, span: Span) -> None:
    """Write a holiday or made-up days into the year; refused where it does not fit beside the others (`fits`)."""
    with _changed(year, version, actor) as kept:
        _put(kept, span)
        audit.record(actor=actor, verb="officeyear.add", target=kept, after=asdict(span))


def change_office_day(*, year: int, version: int, actor: Actor, begins: date, span: Span) -> None:
    """Put this in the place of the one that begins on that day; refused as `add_office_day`."""
    with _changed(year, version, actor) as kept:
        before = _take_out(kept, begins)
        _put(kept, span)
        audit.record(actor=actor, verb="officeyear.change", target=kept, before=asdict(before), after=asdict(span))


def remove_office_day(*, year: int, version: int, actor: Actor, begins: date, reason: str) -> None:
    """Strike out the one that begins on that day, with the reason; the audit trail keeps what it was."""
    with _changed(year, version, actor) as kept:
        require_words(reason, "Hãy ghi lý do bỏ ngày này.")
        before = _take_out(kept, begins)
        audit.record(actor=actor, verb="officeyear.remove", target=kept, before=asdict(before), reason=reason.strip())


@contextmanager
def _changed(year: int, version: int, actor: Actor) -> Iterator[OfficeYear]:
    """The year under lock, counted on; one that nobody has changed yet begins with what the file says of it.

    `version`: the one that the person saw, 0 of a year that nobody has changed.
    """
    require(may_change_days_off(actor))
    with transaction.atomic():
        one_at_a_time("office-days")  # a span may reach into the next year
        kept, is_new = OfficeYear.objects.select_for_update().get_or_create(year=year)
        if kept.version != version:
            raise StaleObject
        if is_new:
            OfficeDay.objects.bulk_create(_row(kept, span) for span in days_off.listed().of_year(year))
        yield kept
        kept.version += 1
        kept.save(update_fields=["version"])
    days_off.forget()


def _put(kept: OfficeYear, span: Span) -> None:
    if span.first.year != kept.year:
        raise Invalid(f"Ngày đầu phải thuộc năm {kept.year}.")
    require_words(span.name, "Hãy ghi tên ngày nghỉ hoặc ngày làm bù.")
    require_words(span.basis, "Hãy ghi căn cứ: số, ngày thông báo; chưa có thì ghi rõ là chưa có.")
    if not (verdict := fits(span, days_off.read_anew())):
        raise Invalid(verdict.reason)
    _row(kept, span).save(force_insert=True)


def _take_out(kept: OfficeYear, begins: date) -> Span:
    row = OfficeDay.objects.filter(year=kept, first=begins).first()
    if row is None:
        raise Invalid("Không còn thấy dòng này trong lịch. Mời tải lại trang.")
    row.delete()
    return days_off.span_of(row)


def _row(kept: OfficeYear, span: Span) -> OfficeDay:
    columns = asdict(replace(span, name=span.name.strip(), basis=span.basis.strip()))
    kind = OfficeDay.Kind.WORKED if columns.pop("is_worked") else OfficeDay.Kind.OFF
    return OfficeDay(year=kept, kind=kind, **columns)
