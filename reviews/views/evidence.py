"""Handing over the files that go with reports on items."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from core.file_answers import file_answer, span_asked_for
from reviews.actions import evidence as actions
from reviews.models import EvidenceFile


@require_safe
def download_evidence(request: ActingRequest, pk: int) -> HttpResponseBase:
    """The file itself, or the part asked for; 404 for one of an item that the person does not see, and not public."""
    found = EvidenceFile.objects.visible_to(request.actor)
    loaded = found.select_related("stored", "report__item__plan__review__unit", "report__item__hard_task__unit")
    file = get_object_or_404(loaded, pk=pk)
    span = span_asked_for(file.stored, request.headers) if request.method == "GET" else None
    try:
        if request.method == "HEAD" or (span is not None and not span.is_in_file):
            return file_answer(file.stored, span)
        stored = actions.hand_over_evidence(file=file, actor=request.actor, is_part=span is not None)
        return file_answer(stored, span)
    except FileNotFoundError as gone:
        raise Http404 from gone
