"""Files of a registered ground: sent by a form of their own, withdrawn, downloaded."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from cadres.requests import ActingRequest
from core.errors import DomainError
from core.file_answers import file_answer, span_asked_for
from core.htmx import redirect
from reviews.actions import ground_files as actions
from reviews.forms.grounds import GroundFileForm
from reviews.forms.sheet_lists import VersionForm
from reviews.models import GroundFile
from reviews.views.grounds import ground_page, visible_ground


@require_POST
def attach_ground_file(request: ActingRequest, pk: int) -> HttpResponse:
    """Add one file."""
    ground = visible_ground(request, pk)
    form = GroundFileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = actions.attach_ground_file(ground_id=pk, actor=request.actor, content=file, name=file.name)
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"Đã đính kèm tệp “{kept.stored.name}”.")
            return redirect(request, "reviews:ground_page", pk)
    return ground_page(request, ground, form)


@require_POST
def withdraw_ground_file(request: ActingRequest, pk: int) -> HttpResponse:
    """Take a file off; it stays stored, marked. Who comes second reads that it is off already."""
    files = GroundFile.objects.in_grounds_of(request.actor).select_related("stored")
    file = get_object_or_404(files, pk=pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        try:
            actions.withdraw_ground_file(file_id=pk, actor=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã bỏ tệp “{file.stored.name}”.")
            return redirect(request, "reviews:ground_page", file.ground_id)
    return ground_page(request, visible_ground(request, file.ground_id), form)


@require_safe
def download_ground_file(request: ActingRequest, pk: int) -> HttpResponseBase:
    """The file itself, or the part asked for; 404 for one of a ground that the person does not see."""
    file = _visible(request, pk)
    span = span_asked_for(file.stored, request.headers) if request.method == "GET" else None
    is_part = span is not None
    try:
        if request.method == "HEAD" or (span is not None and not span.is_in_file):
            return file_answer(file.stored, span)
        return file_answer(actions.hand_over_ground_file(file=file, actor=request.actor, is_part=is_part), span)
    except FileNotFoundError as gone:
        raise Http404 from gone


def _visible(request: ActingRequest, pk: int) -> GroundFile:
    return get_object_or_404(GroundFile.objects.visible_to(request.actor).select_related("stored"), pk=pk)
