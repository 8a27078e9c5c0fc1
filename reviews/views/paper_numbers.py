"""The register of outgoing papers: the list, one number with its papers, entering, cancelling, where it is kept."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from cadres.requests import ActingRequest
from core import formats, localtime
from core.file_kinds import KINDS
from core.form_page import FormPage, carried_out, goes_through, posted, show_form
from core.htmx import page_or_fragment, redirect
from core.listing import list_page, pills_of
from reviews.actions import issued_papers
from reviews.actions import paper_numbers as actions
from reviews.forms.issued_papers import CancelNumberForm, EnterNumberForm, NumberBookForm, NumberFilter
from reviews.models import IssuedPaper, NumberBook, PaperNumber
from reviews.querysets.paper_numbers import DECIDING, WRITING
from reviews.reports import number_workbook
from reviews.reports.letterheads import committee
from reviews.rules import issued_papers as rules
from units.models import Unit


@require_safe
def list_numbers(request: ActingRequest) -> HttpResponse:
    """The numbers of the offices that the person works for, the latest first; 404 for whoever has none."""
    _require_office(request)
    filters, rows = _chosen(request)
    offices = _offices(request)
    books = {book.unit_id: book for book in NumberBook.objects.filter(unit__in=[one.pk for one in offices])}
    context = {
        "listing": list_page(rows, request.GET, pills=pills_of(filters, request.GET)),
        "filter_form": filters,
        "offices": [(committee(one), one.pk, books.get(one.pk)) for one in offices],
    }
    return page_or_fragment(request, "reviews/numbers/list.html", "reviews/numbers/_list.html", context)


@require_GET
def export_numbers(request: ActingRequest) -> HttpResponseBase:
    """The same list, filtered in the same way, as a workbook; too long a one is refused with what to do."""
    _require_office(request)
    _, rows = _chosen(request)
    if (total := rows.count()) > number_workbook.MOST_ROWS:
        sentence = (
            f"Danh sách có {formats.number(total)} số; một tệp Excel chứa nhiều nhất "
            f"{formats.number(number_workbook.MOST_ROWS)} số. Hãy lọc hẹp lại (theo năm, loại, nơi ban hành) rồi xuất."
        )
        return render(
            request,
            "reviews/numbers/too_long.html",
            {"sentence": sentence, "query": request.GET.urlencode()},
            status=422,
        )
    content = number_workbook.to_xlsx(rows)
    return _file(content, f"so-van-ban-di-{localtime.today():%Y-%m-%d}.xlsx", KINDS["xlsx"].media_type)


@require_safe
def show_number(request: ActingRequest, pk: int) -> HttpResponse:
    """One number: what bears it, whether it stands, and its issued files where the person may have them."""
    entry = _visible(request, pk)
    papers = IssuedPaper.objects.filter(entry=entry).select_related("superseded_by", "supersedes").order_by("pk")
    shown = [(paper, issued_papers.sees_whole(request.actor, paper)) for paper in papers[:50]]
    context = {
        "entry": entry,
        "papers": shown,
        "paper_count": papers.count(),
        "may_cancel": rules.may_cancel_number(request.actor, entry),
    }
    return render(request, "reviews/numbers/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def enter_number(request: ActingRequest) -> HttpResponse:
    """Enter the number of a paper made elsewhere."""
    _require_office(request)
    units = [(one.pk, committee(one)) for one in _offices(request)]
    form = EnterNumberForm(posted(request), units=units, initial={"issued_on": localtime.today()})
    if form.is_bound and (row := carried_out(form, actions.enter_number, actor=request.actor)) is not None:
        messages.success(request, f"Đã ghi số {row.number} vào sổ văn bản đi.")
        return redirect(request, "reviews:numbers")
    page = FormPage(
        heading="Ghi số của văn bản lập ở nơi khác",
        submit="Ghi vào sổ",
        trail=(("Sổ văn bản đi", reverse("reviews:numbers")),),
        purpose="Văn bản không lập trong phần mềm cũng lấy số của nơi ban hành; ghi vào đây để số ấy không bị dùng lại.",
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_number(request: ActingRequest, pk: int) -> HttpResponse:
    """Cancel a number, with a reason."""
    entry = _visible(request, pk)
    form = CancelNumberForm(posted(request))
    if form.is_bound and carried_out(form, actions.cancel_number, number_id=entry.pk, actor=request.actor) is not None:
        messages.success(request, f"Đã huỷ số {entry.number}.")
        return redirect(request, "reviews:number", entry.pk)
    page = FormPage(
        heading=f"Huỷ số {entry.number}",
        submit="Huỷ số",
        trail=(
            ("Sổ văn bản đi", reverse("reviews:numbers")),
            (entry.number, reverse("reviews:number", args=[entry.pk])),
        ),
        consequence="Số vẫn nằm trong sổ và không dùng lại; ai kiểm tra mã trên văn bản sẽ thấy văn bản đã huỷ.",
        verdict=rules.may_cancel_number(request.actor, entry),
        danger=True,
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def set_number_book(request: ActingRequest, pk: int) -> HttpResponse:
    """Say whether this application keeps the office's register."""
    unit = next((one for one in _offices(request) if one.pk == pk), None)
    if unit is None:
        raise Http404
    book = NumberBook.objects.filter(unit=unit).first()
    form = NumberBookForm(posted(request), initial=_initial_of(book))

    def act(**typed: Any) -> NumberBook:
        return actions.set_number_book(unit_id=pk, actor=request.actor, **typed)

    if form.is_bound and goes_through(form, act, lambda: NumberBook.objects.get(unit=unit).version):
        messages.success(request, "Đã lưu cách giữ sổ văn bản đi.")
        return redirect(request, "reviews:numbers")
    page = FormPage(
        heading=f"Sổ văn bản đi của {committee(unit)}",
        submit="Lưu",
        trail=(("Sổ văn bản đi", reverse("reviews:numbers")),),
        purpose="Khi phần mềm giữ sổ, số kế tiếp của loại văn bản được đề nghị sẵn và không số nào dùng hai lần trong nhiệm kỳ.",
    )
    return show_form(request, form, page)


@require_GET
def download_paper(request: ActingRequest, pk: int) -> HttpResponseBase:
    """The issued file, byte for byte; 404 for whoever may not have it."""
    row = issued_papers.hand_over_paper(paper_id=pk, actor=request.actor)
    if row is None:
        raise Http404
    try:
        with row.file.open("rb") as opened:
            return _file(bytes(opened.read()), row.file_name, KINDS["pdf"].media_type)
    except FileNotFoundError as gone:
        raise Http404 from gone


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _chosen(request: ActingRequest) -> tuple[NumberFilter, Any]:
    units = [(one.pk, committee(one)) for one in _offices(request)]
    filters = NumberFilter(request.GET, units=units)
    filters.is_valid()
    chosen = filters.cleaned_data
    rows = PaperNumber.objects.visible_to(request.actor).chosen(
        words=chosen.get("tu_khoa") or "",
        unit=chosen.get("noi"),
        type_=(chosen.get("loai") or "").strip().upper(),
        year=chosen.get("nam"),
        state=chosen.get("tinh_trang") or "",
        source=chosen.get("nguon") or "",
    )
    return filters, rows.select_related("issuer").order_by("-issued_on", "-pk")


def _offices(request: ActingRequest) -> list[Unit]:
    pks = request.actor.office_ids(*DECIDING, *WRITING)
    return list(Unit.objects.select_related("kind").filter(pk__in=pks).order_by("path"))


def _initial_of(book: NumberBook | None) -> dict[str, Any]:
    if book is None:
        return {"version": 0, "is_kept_here": "khong"}
    kept = "co" if book.is_kept_here else "khong"
    return {"version": book.version, "is_kept_here": kept, "counts_from": book.counts_from}


def _visible(request: ActingRequest, pk: int) -> PaperNumber:
    return get_object_or_404(PaperNumber.objects.visible_to(request.actor).select_related("issuer__kind"), pk=pk)


def _require_office(request: ActingRequest) -> None:
    if not rules.has_a_register(request.actor):
        raise Http404
