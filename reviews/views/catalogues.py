"""Catalogues of manifestations on screen: the versions, one version, importing the next, taking one as a file."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from cadres.requests import ActingRequest
from cadres.roles import Role
from core import localtime
from core.errors import DomainError
from core.htmx import redirect
from core.listing import list_page
from core.table_faults import RowFault
from reviews.actions.catalogues import draft_of, import_catalogue
from reviews.forms.catalogues import ImportForm
from reviews.models import Catalogue
from reviews.reports import catalogue_table
from reviews.rules import reference as rules

MOST_FAULTS_SHOWN = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def list_catalogues(request: ActingRequest) -> HttpResponse:
    """Every version, the latest first."""
    _refuse_strangers(request)
    versions = Catalogue.objects.select_related("owner").annotate(
        groups_count=Count("groups", distinct=True), items_count=Count("items", distinct=True)
    )
    context = {"listing": list_page(versions, request.GET), "may_change": rules.may_change_reference(request.actor)}
    return render(request, "reviews/catalogues/list.html", context)


@require_safe
def show_catalogue(request: ActingRequest, pk: int) -> HttpResponse:
    """One version: the 27 in their three parts, each with its items and what was compared with the original."""
    _refuse_strangers(request)
    catalogue = get_object_or_404(Catalogue.objects.select_related("owner"), pk=pk)
    groups = list(catalogue.groups.prefetch_related("items"))
    context = {
        "catalogue": catalogue,
        "groups": groups,
        "items_count": sum(len(group.items.all()) for group in groups),
        "cycles_count": catalogue.cycles.count(),
        "may_change": rules.may_change_reference(request.actor),
    }
    return render(request, "reviews/catalogues/page.html", context)


@require_safe
def download_catalogue(request: ActingRequest, pk: int) -> HttpResponse:
    """The version as a workbook to change and import again."""
    _refuse_strangers(request)
    catalogue = get_object_or_404(Catalogue, pk=pk)
    response = HttpResponse(catalogue_table.to_xlsx(catalogue), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="danh-muc-bieu-hien-{catalogue.catalogue_version}.xlsx"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: ActingRequest) -> HttpResponse:
    """Publish a list from a file as the next version; every fault is shown with its row, and what was typed stays."""
    latest = Catalogue.objects.order_by("-catalogue_version").first()
    if not rules.may_change_reference(request.actor) or latest is None:
        raise Http404
    base = draft_of(latest)
    bound = request.method == "POST"
    form = ImportForm(request.POST if bound else None, request.FILES if bound else None, base=base)
    if form.is_valid() and form.read is not None:
        office = request.actor.office_among(Role.ADMIN)
        try:
            catalogue = import_catalogue(
                draft=form.read.draft,
                owner_id=office.unit_id if office else request.actor.office_ids(Role.ADMIN)[0],
                published_on=localtime.today(),
                actor=request.actor,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã nhập danh mục thành bản {catalogue.catalogue_version}.")
            return redirect(request, "reviews:catalogue_page", catalogue.pk)
    faults: list[RowFault] = form.read.faults if form.read else []
    context = {
        "form": form,
        "latest": latest,
        "faults": faults[:MOST_FAULTS_SHOWN],
        "unshown": max(len(faults) - MOST_FAULTS_SHOWN, 0),
    }
    return render(request, "reviews/catalogues/import.html", context, status=422 if bound else 200)


def _refuse_strangers(request: ActingRequest) -> None:
    if not rules.may_view_reference(request.actor):
        raise Http404
