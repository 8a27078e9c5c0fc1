"""The days off of a year on screen: seen, added, corrected and struck out by administrators of the whole tree."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cadres.requests import ActingRequest
from core import days_off, localtime
from core.days_off import Span
from core.form_page import FormPage, goes_through, posted, show_form
from core.htmx import redirect
from core.models import OfficeDay, OfficeYear
from reviews.actions import office_days as actions
from reviews.forms.office_days import OfficeDayForm, RemovalForm, initial_of
from reviews.rules.office_days import may_change_days_off

_READ_WRITE = ["GET", "HEAD", "POST"]
YEARS = range(2000, 2100)


@require_safe
def show_year(request: ActingRequest, year: int | None = None) -> HttpResponse:
    """What is closed and what is made up for in a year, this one where none is named; 404 for whoever may not change it."""
    year = _allowed(request, year)
    known = days_off.read_anew()
    context = {
        "year": year,
        "years": sorted({year - 1, year, year + 1} & set(YEARS)),
        "spans": known.of_year(year),
        "every_year": [(date(year, *day), name) for day, name in sorted(known.every_year.items())],
        "is_changed": year in known.changed_years,
        "as_of": known.as_of,
        "deadlines_move": settings.DEADLINE_ON_DAY_OFF == days_off.MOVES,
    }
    return render(request, "reviews/office_days/year.html", context)


@require_http_methods(_READ_WRITE)
def add_day(request: ActingRequest, year: int) -> HttpResponse:
    """The form of a new line."""
    _allowed(request, year)
    form = OfficeDayForm(posted(request), initial={"version": _version(year), "kind": OfficeDay.Kind.OFF})

    def act(version: int, **_: Any) -> None:
        actions.add_office_day(year=year, version=version, actor=request.actor, span=form.span())

    if request.method == "POST" and goes_through(form, act, lambda: _version(year)):
        messages.success(request, f"Đã thêm vào lịch nghỉ năm {year}.")
        return redirect(request, "reviews:office_year", year)
    return show_form(request, form, _page(year, "Thêm ngày nghỉ, ngày làm bù", "Thêm"))


@require_http_methods(_READ_WRITE)
def change_day(request: ActingRequest, year: int, begins: str) -> HttpResponse:
    """The form of a line that is there, found by the day on which it begins."""
    span = _span(request, year, begins)
    form = OfficeDayForm(posted(request), initial=initial_of(span, _version(year)))

    def act(version: int, **_: Any) -> None:
        actions.change_office_day(year=year, version=version, actor=request.actor, begins=span.first, span=form.span())

    if request.method == "POST" and goes_through(form, act, lambda: _version(year)):
        messages.success(request, "Đã sửa lịch nghỉ.")
        return redirect(request, "reviews:office_year", year)
    return show_form(request, form, _page(year, f"Sửa “{span.name}”", "Lưu"))


@require_http_methods(_READ_WRITE)
def remove_day(request: ActingRequest, year: int, begins: str) -> HttpResponse:
    """Ask why, and strike the line out."""
    span = _span(request, year, begins)
    form = RemovalForm(posted(request), initial={"version": _version(year)})

    def act(version: int, reason: str) -> None:
        actions.remove_office_day(year=year, version=version, actor=request.actor, begins=span.first, reason=reason)

    if request.method == "POST" and goes_through(form, act, lambda: _version(year)):
        messages.success(request, "Đã bỏ khỏi lịch nghỉ.")
        return redirect(request, "reviews:office_year", year)
    return show_form(request, form, _page(year, f"Bỏ “{span.name}”", "Bỏ khỏi lịch", danger=True))


def _allowed(request: ActingRequest, year: int | None) -> int:
    year = localtime.today().year if year is None else year
    if not may_change_days_off(request.actor) or year not in YEARS:
        raise Http404
    return year


def _span(request: ActingRequest, year: int, begins: str) -> Span:
    _allowed(request, year)
    found = (span for span in days_off.read_anew().of_year(year) if span.first.isoformat() == begins)
    if (span := next(found, None)) is None:
        raise Http404
    return span


def _version(year: int) -> int:
    return OfficeYear.objects.filter(year=year).values_list("version", flat=True).first() or 0


def _page(year: int, heading: str, submit: str, *, danger: bool = False) -> FormPage:
    return FormPage(
        heading,
        submit,
        (("Lịch nghỉ", reverse("reviews:office_days")), (f"Năm {year}", reverse("reviews:office_year", args=[year]))),
        purpose="Việc đã kết thúc giữ nguyên dấu đúng hạn; việc còn mở tính theo lịch mới.",
        danger=danger,
    )
