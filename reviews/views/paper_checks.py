"""`/kiem-tra/`: whether a paper in somebody's hand is one that was issued, and whether it still stands. No log-in needed.

Whoever has no right to the paper learns what its own foot and head say already, never what it is about.
"""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from cadres.actions.log_in import PAPER_CHECK, count_as_failure
from core.errors import NotAllowed
from core.form_page import posted
from core.htmx import redirect
from core.paper.seal import grouped, read_code
from reviews.actions.issued_papers import sees_whole
from reviews.forms.issued_papers import CheckCodeForm, CompareFileForm
from reviews.models import IssuedPaper
from reviews.reports import paper_standing
from reviews.reports.letterheads import committee

_UNKNOWN = "Không có văn bản nào được phát hành với mã này. Hãy so lại từng chữ với mã ở chân trang."
_TOO_MANY = "Máy hoặc mạng này đã thử quá nhiều mã sai. Mời thử lại sau ít phút."


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def check_paper(request: HttpRequest) -> HttpResponse:
    """Type the code of a paper."""
    form = CheckCodeForm(posted(request))
    if form.is_bound and form.is_valid():
        code = read_code(form.cleaned_data["code"])
        if code:
            return redirect(request, "reviews:checked_paper", code)
        form.add_error("code", _UNKNOWN)
    return _page(request, {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def show_checked_paper(request: HttpRequest, code: str) -> HttpResponse:
    """What is known of the code; a file can be compared with the one that was issued. One query for right and wrong codes."""
    code = code.replace("\0", "")  # the database takes none
    address = request.META.get("REMOTE_ADDR", "")
    try:
        attempt = count_as_failure(f"{PAPER_CHECK}{code[:16]}", address)
    except NotAllowed:
        form = CheckCodeForm(initial={"code": code})
        return _page(request, {"form": form, "sentence": _TOO_MANY}, status=429)
    rows = IssuedPaper.objects.select_related("entry", "issuer__kind", "superseded_by__entry")
    paper = rows.filter(code=read_code(code)).first()
    if paper is None:
        return _page(request, {"form": CheckCodeForm(initial={"code": code[:40]}), "sentence": _UNKNOWN})
    attempt.delete()
    actor = getattr(request, "actor", None)
    comparison = CompareFileForm(posted(request), request.FILES or None)
    compared = _compared(comparison, paper) if comparison.is_bound and comparison.is_valid() else None
    context = {
        "paper": paper,
        "code": grouped(paper.code),
        "office": committee(paper.issuer),
        "replaced_by": getattr(paper, "superseded_by", None),
        "withdrawn_by": paper_standing.withdrawn_by(paper),
        "changed_by": paper_standing.changed_by(paper),
        "whole": actor is not None and sees_whole(actor, paper),
        "form": comparison,
        "compared": compared,
    }
    return _page(request, context, status=422 if comparison.is_bound and compared is None else 200)


def _compared(form: CompareFileForm, paper: IssuedPaper) -> bool:
    typed, file = form.cleaned_data["sha256"].strip().lower(), form.cleaned_data["file"]
    if file is None:
        return bool(typed == paper.sha256)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest() == paper.sha256


def _page(request: HttpRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    response = render(request, "reviews/numbers/check.html", context, status=status)
    patch_cache_control(response, no_store=True, private=True)
    return response
