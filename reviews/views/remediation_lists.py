"""The list of remediation items in other shapes, by the same filters of the address: a board, and a workbook."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from core import formats, localtime
from core.file_answers import workbook_answer
from core.listing import changed_query, pills_of
from reviews.forms.item_filter import ItemFilter
from reviews.models import RemediationItem
from reviews.querysets.remediation import RemediationItemQuerySet
from reviews.reports import item_board, item_workbook


@require_safe
def show_board(request: ActingRequest) -> HttpResponse:
    """What the list would show, by state."""
    filters, items = _filtered(request)
    columns = item_board.columns(items, str(filters.cleaned_data.get("trang_thai") or ""))
    context = {
        "columns": [(one, changed_query(request.GET, {"trang_thai": one.state.value})) for one in columns],
        "total": sum(column.total for column in columns),
        "filter_form": filters,
        "listing": {"pills": pills_of(filters, request.GET), "unpaged_query": request.GET.urlencode()},
        "query": request.GET.urlencode(),
    }
    return render(request, "reviews/remediation/board.html", context)


@require_safe
def export_items(request: ActingRequest) -> HttpResponse:
    """The whole list as filtered, as a workbook; too long a one is refused with what to do."""
    _, items = _filtered(request)
    total = items.count()
    if total > item_workbook.MOST_ROWS:
        return too_long(request, total)
    found = items.with_review().with_reading().pressing_first(localtime.today())
    return workbook_answer(item_workbook.to_xlsx(found), "khac-phuc.xlsx")


def too_long(request: ActingRequest, total: int) -> HttpResponse:
    """More rows than a workbook holds: what to do."""
    sentence = (
        f"Danh sách có {formats.number(total)} việc; một tệp Excel chứa nhiều nhất "
        f"{formats.number(item_workbook.MOST_ROWS)} việc. Hãy lọc hẹp lại (theo đợt, đơn vị, lĩnh vực) rồi xuất."
    )
    context = {"sentence": sentence, "query": request.GET.urlencode()}
    return render(request, "reviews/remediation/too_long.html", context, status=422)


def _filtered(request: ActingRequest) -> tuple[ItemFilter, RemediationItemQuerySet]:
    filters = ItemFilter(request.GET, actor=request.actor)
    filters.is_valid()
    return filters, filters.apply_to(RemediationItem.objects.visible_to(request.actor))
