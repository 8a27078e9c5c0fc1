"""Every pattern of the pages at once, with sample texts: for looking at while developing and for the tests of the patterns.

It is no part of an office's site: `core.urls` names it in DEBUG only.
"""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, Final

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.forms import AmountField, DateField, Form, LongTextField, TextField, TimeField, WholeNumberField
from core.listing import list_page, ordering, pills_of
from core.localtime import now, today
from core.navigation import NavLink
from core.verdict import YES, no

_KINDS: Final = (("", "Tất cả"), ("collective", "Tập thể"), ("individual", "Cá nhân"))
_SAMPLES: Final = (
    ("Đảng ủy xã Tân Sơn", "collective", "Tập thể", "returned", "Bị trả lại", -4),
    ("Trần Đình Hưởng", "individual", "Cá nhân", "sent", "Đã trình", 3),
    ("Nguyễn Thị Ánh Nguyệt", "individual", "Cá nhân", "draft", "Đang viết", 0),
    ("Đảng ủy phường Nghĩa Lộ", "collective", "Tập thể", "done", "Đã thẩm định", 12),
    ("Chi bộ Phòng Nội dung và Tổng hợp", "collective", "Tập thể", "waiting", "Chờ thẩm định", 21),
)
_LINKS: Final = (
    ("Việc của tôi", "#", "inbox"),
    ("Đợt kiểm điểm", "#", "cycle"),
    ("Gợi ý kiểm điểm sâu", "#", "lens"),
    ("Khắc phục", "#", "wrench"),
    ("Báo cáo", "#", "chart"),
    ("Đơn vị và cán bộ", "#", "people"),
    ("Quản trị", "#", "gear"),
)
_ORDERS: Final = {"ten": ("name",), "han": ("due",)}


class SampleFilter(Form):
    """A filter bar."""

    q = TextField(label="Tên", required=False)
    kind = forms.ChoiceField(label="Loại", choices=_KINDS, required=False)
    late = forms.BooleanField(label="Chỉ quá hạn", required=False)


class SampleForm(Form):
    """One field of each kind."""

    title = TextField(label="Khuyết điểm", help_text="Nêu việc cụ thể, không nêu chung chung.", max_length=200)
    cause = LongTextField(label="Nguyên nhân chủ quan", max_length=5000)
    due = DateField(label="Thời hạn", help_text="Ví dụ: 05/12/2026")
    hour = TimeField(label="Giờ họp", required=False)
    people = WholeNumberField(label="Số người dự", required=False)
    measure = AmountField(label="Số tiền còn phải thu (tỷ đồng)")
    role = forms.ChoiceField(
        label="Người chịu trách nhiệm là",
        choices=[("head", "Người đứng đầu"), ("deputy", "Cấp phó"), ("member", "Thành viên")],
        widget=forms.RadioSelect,
    )
    fields_of_work = forms.MultipleChoiceField(
        label="Lĩnh vực",
        choices=[("land", "Quản lý đất đai"), ("capital", "Giải ngân đầu tư công")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    unit = forms.ChoiceField(label="Đơn vị", choices=[("", "— chọn —"), ("1", "Đảng ủy xã Tân Sơn")])
    evidence = forms.FileField(label="Tài liệu kèm theo", required=False)
    sure = forms.BooleanField(label="Đã họp và được tập thể thống nhất")


@login_not_required
def show_gallery(request: HttpRequest) -> HttpResponse:
    """The gallery; `?loi=1` fills the form with faults, a POST with what was typed."""
    if getattr(request, "actor", None) is None:
        request.actor = SimpleNamespace(  # type: ignore[attr-defined] # the frame is part of what is looked at
            name="Nguyễn Thị Ánh Nguyệt", office="Chuyên viên, Văn phòng Tỉnh ủy"
        )
    form: Form = SampleForm()
    if request.method == "POST":
        form = SampleForm(request.POST, request.FILES)
    elif "loi" in request.GET:
        wrong = {"due": "31/02/2026", "measure": "nhiều", "people": "9" * 30, "title": "a\0b", "role": "king"}
        form = SampleForm(wrong, {"evidence": SimpleUploadedFile("trong.pdf", b"")})
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "core/gallery.html", _context(request, form), status=status)


def _context(request: HttpRequest, form: Form) -> dict[str, Any]:
    rows = [
        SimpleNamespace(
            pk=number,
            name=f"{name} ({number})",
            kind=kind,
            kind_words=kind_words,
            tone=tone,
            state=state,
            due=today() + timedelta(days=days),
            is_done=tone == "done",
        )
        for number in range(1, 41)
        for name, kind, kind_words, tone, state, days in _SAMPLES
    ]
    filters = SampleFilter(request.GET)
    filters.is_valid()
    wanted = [row for row in rows if _matches(row, filters.cleaned_data)]
    for key in ordering(request.GET, _ORDERS, "han"):
        wanted.sort(key=lambda row: getattr(row, key.removeprefix("-")), reverse=key.startswith("-"))
    listing = list_page(wanted, request.GET, pills=pills_of(filters, request.GET), per_page=8)
    reason = "Chưa trình được: còn 2 nội dung gợi ý chưa giải trình (mục IV.1, IV.3)."
    return {
        "navigation": [NavLink(*link, is_current=number == 1) for number, link in enumerate(_LINKS)],
        "form": form,
        "filter_form": filters,
        "listing": listing,
        "nothing": list_page([], request.GET),
        "allowed": YES,
        "barred": no(reason),
        "today": today(),
        "moment": now(),
        "tones": ["plain", "draft", "waiting", "sent", "returned", "overdue", "failed", "done", "ended"],
        "days": [today() + timedelta(days=days) for days in (-4, 0, 3, 30)],
    }


def _matches(row: SimpleNamespace, wanted: dict[str, Any]) -> bool:
    return (
        (wanted.get("q") or "").lower() in row.name.lower()
        and wanted.get("kind") in ("", None, row.kind)
        and not (wanted.get("late") and row.due >= today())
    )
