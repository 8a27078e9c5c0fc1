"""Choosing the papers of a meeting, their order and their binding, in one page; the rest is a run like every other."""

from itertools import groupby
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cadres.requests import ActingRequest
from core.errors import DomainError
from core.form_page import attempted, posted
from core.htmx import redirect
from reviews.actions import meeting_packs as actions
from reviews.forms.meeting_packs import CHOSEN, LEFT_OUT, ORDER, PackFilter, PackForm, chosen_keys
from reviews.models import DeepReviewTopic
from reviews.reports.meeting_pack import PackPaper
from reviews.reports.pack_kinds import PACK_PAPERS
from reviews.reports.printable import NotVisible
from reviews.reports.registry import KINDS

_MOST_UNFOLDED: Final = 60


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_pack(request: ActingRequest, pk: int) -> HttpResponse:
    """The papers for the meeting of a collective."""
    return _pack(request, "meeting_pack", pk, reverse("reviews:review_page", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_pack(request: ActingRequest, pk: int) -> HttpResponse:
    """The papers for a committee that goes through a cycle."""
    return _pack(request, "cycle_pack", pk, reverse("reviews:cycle_page", args=[pk]))


def _pack(request: ActingRequest, kind: str, pk: int, back: str) -> HttpResponse:
    try:
        title = KINDS[kind].title_for(request.actor, pk)
        papers = PACK_PAPERS[kind](request.actor, pk)
    except NotVisible as hidden:
        raise Http404 from hidden
    except DomainError as refusal:
        context = {"kind": KINDS[kind], "reason": str(refusal)}
        return render(request, "reviews/reports/barred.html", context, status=422)
    filters = PackFilter(request.GET, persons=_persons(papers), topics=_topics(papers), units=_units(papers))
    filters.is_valid()
    offered = filters.narrowed(papers)
    form = PackForm(posted(request))
    keys = chosen_keys(request.POST, papers) if form.is_bound else [paper.key for paper in offered]
    if form.is_bound and form.is_valid():
        job = attempted(
            form,
            lambda: actions.request_pack(kind=kind, about=pk, keys=keys, actor=request.actor, **form.cleaned_data),
        )
        if job is not None:
            return redirect(request, "reviews:report_run", job.public_id)
    context = {
        "title": title,
        "back": back,
        "form": form,
        "filter_form": filters if filters.fields else None,
        "parts": _parts(_rows(request, offered, set(keys)), set(request.POST.getlist(LEFT_OUT))),
        "offered": len(offered),
        "taken": len(set(keys)),
        "chosen": CHOSEN,
        "order": ORDER,
        "left_out": LEFT_OUT,
    }
    return render(request, "reviews/reports/pack.html", context, status=422 if form.is_bound else 200)


def _rows(request: ActingRequest, offered: list[PackPaper], chosen: set[str]) -> list[dict[str, Any]]:
    return [
        {
            "paper": paper,
            "is_chosen": paper.key in chosen,
            "at": request.POST.get(f"{ORDER}{paper.key}", str(number))[:6],
        }
        for number, paper in enumerate(offered, start=1)
    ]


def _parts(rows: list[dict[str, Any]], left_out: set[str]) -> list[dict[str, Any]]:
    """The rows as they stand; too many of them unit by unit, each to be unfolded, or left out, by itself."""
    if len(rows) <= _MOST_UNFOLDED:
        return [{"rows": rows}] if rows else []
    parts = []
    for unit, found in groupby(rows, key=lambda row: row["paper"].unit):
        inside = list(found)
        number, name = unit or (None, "Bảng tổng hợp, văn bản gợi ý")
        taken = sum(row["is_chosen"] for row in inside)
        parts.append(
            {"rows": inside, "unit": number, "name": name, "taken": taken, "is_left_out": str(number) in left_out}
        )
    return parts


def _units(papers: list[PackPaper]) -> dict[int, str]:
    return dict(paper.unit for paper in papers if paper.unit is not None)


def _persons(papers: list[PackPaper]) -> dict[int, str]:
    return {paper.person: paper.group for paper in papers if paper.person is not None}


def _topics(papers: list[PackPaper]) -> dict[int, str]:
    asked = set().union(*(paper.topics for paper in papers)) if papers else set()
    rows = DeepReviewTopic.objects.filter(pk__in=asked).order_by("deep_review_id", "order")
    return {row.pk: row.title for row in rows}
