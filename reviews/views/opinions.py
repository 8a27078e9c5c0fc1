"""Opinions on a review: the list with its filters and marks for many, one opinion with its answer, entering and correcting."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect as plain_redirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadres.requests import ActingRequest
from core.errors import DomainError, StaleObject
from core.htmx import announce, page_or_fragment, redirect, wants_fragment
from core.listing import list_page, pills_of
from reviews.actions import opinions as actions
from reviews.forms.opinions import AnswerForm, ChangeForm, MarksForm, OpinionForm
from reviews.forms.sheet_lists import VersionForm
from reviews.models import Opinion
from reviews.views.opinion_desk import Desk, open_desk, open_desk_of_writer

PER_PAGE = 200  # the 149 opinions of a province's review stand on one page


@require_safe
def list_opinions(request: ActingRequest, pk: int) -> HttpResponse:
    """The opinions on a review, of the round that the person reads."""
    return _list_page(open_desk(request, pk), export_url=reverse("reviews:export_opinions", args=[pk]))


@require_safe
def list_round_opinions(request: ActingRequest, pk: int, number: int) -> HttpResponse:
    """The opinions as they stood in one round."""
    return _list_page(open_desk(request, pk, number=number))


@require_http_methods(["GET", "HEAD", "POST"])
def answer_opinion(request: ActingRequest, pk: int, opinion_pk: int) -> HttpResponse:
    """One opinion with its answer; saved, the next unanswered one among those filtered follows."""
    desk = open_desk(request, pk)
    opinion = desk.opinions.filter(pk=opinion_pk).first()
    if opinion is None:
        return _elsewhere(desk, opinion_pk)
    if request.method != "POST":
        return _opinion_page(desk, opinion, AnswerForm.showing(opinion, desk.sections))
    form = AnswerForm.typed(request.POST, opinion, desk.sections)
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            answered = actions.answer_opinion(
                opinion_id=opinion.pk, version=version, actor=request.actor, answer=form.answer()
            )
        except StaleObject as refusal:
            # what was typed stays; sent again, it replaces what somebody else answered, which is shown above
            form.data = {**form.data.dict(), "version": str(opinion.version)}  # type: ignore[attr-defined]
            form.add_error(None, str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _after_answer(desk, answered)
    return _opinion_page(desk, opinion, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def register_opinion(request: ActingRequest, pk: int) -> HttpResponse:
    """Enter one opinion; the form comes back for the next one from the same source."""
    desk = open_desk_of_writer(request, pk)
    form = OpinionForm(request.POST or None, initial=request.GET.dict(), sections=desk.sections)
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.register_opinions(review_id=pk, actor=request.actor, drafts=[form.draft()])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            if not done.repeated:
                messages.success(request, f"Đã ghi góp ý số {done.opinions[0].number}.")
                return _after_registering(request, pk)
            form.add_error(None, f"Góp ý này đã được ghi ở số {done.repeated[0][1]}.")
    context = desk.context(form=form, purpose="Ghi một góp ý: của ai, nhận ngày nào, nói gì, thuộc nhóm nào.")
    return render(request, "reviews/opinions/form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_opinion(request: ActingRequest, pk: int, opinion_pk: int) -> HttpResponse:
    """Correct what an opinion says and who gave it."""
    desk = open_desk_of_writer(request, pk)
    opinion = desk.opinions.filter(pk=opinion_pk).first()
    if opinion is None:
        return _elsewhere(desk, opinion_pk)
    form = ChangeForm(request.POST, sections=desk.sections) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            actions.change_opinion(opinion_id=opinion.pk, version=version, actor=request.actor, draft=form.draft())
        except StaleObject as refusal:
            form.data = {**form.data.dict(), "version": str(opinion.version)}  # type: ignore[attr-defined]
            form.add_error(None, str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã sửa góp ý số {opinion.number}.")
            return plain_redirect(reverse("reviews:review_opinions", args=[pk]) + f"#gop-y-{opinion.pk}")
    shown = form or ChangeForm.showing(opinion, desk.sections)
    context = desk.context(form=shown, opinion=opinion, purpose="Sửa nội dung đã ghi; phần trả lời được giữ nguyên.")
    return render(request, "reviews/opinions/form.html", context, status=422 if form is not None else 200)


@require_POST
def remove_opinion(request: ActingRequest, pk: int, opinion_pk: int) -> HttpResponse:
    """Take out an opinion that was entered by mistake."""
    desk = open_desk_of_writer(request, pk)
    opinion = desk.opinions.filter(pk=opinion_pk).first()
    if opinion is None:
        return _elsewhere(desk, opinion_pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        try:
            actions.remove_opinion(opinion_id=opinion.pk, actor=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"Đã bỏ góp ý số {opinion.number}; khôi phục được ở trang “Nội dung đã sửa, đã bỏ”."
            )
            return redirect(request, "reviews:review_opinions", pk)
    return _list_page(desk, refused=form, status=422)


@require_POST
def mark_opinions(request: ActingRequest, pk: int) -> HttpResponse:
    """Set group, section or answer of the ticked opinions."""
    desk = open_desk_of_writer(request, pk)
    form = MarksForm(request.POST, sections=desk.sections)
    if form.is_valid():
        try:
            count = actions.mark_opinions(review_id=pk, actor=request.actor, seen=form.seen, marks=form.marks())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ghi cho {count} góp ý.")
            return plain_redirect(reverse("reviews:review_opinions", args=[pk]) + desk.query)
    return _list_page(desk, marks=form, refused=form, status=422)


def _list_page(
    desk: Desk, *, marks: MarksForm | None = None, refused: Any = None, export_url: str = "", status: int = 200
) -> HttpResponse:
    listing = list_page(
        desk.chosen(), desk.request.GET, per_page=PER_PAGE, pills=pills_of(desk.filters, desk.request.GET)
    )
    total, unanswered = desk.opinions.tally()
    context = desk.context(
        listing=listing,
        export_url=export_url,
        filter_form=desk.filters,
        total=total,
        unanswered=unanswered,
        marks=marks or MarksForm(sections=desk.sections),
        ticked={one.partition(":")[0] for one in marks.chosen} if marks else set(),
        form=refused,
        first_waiting=next((one for one in listing.rows if not one.is_answered), None),
    )
    return render(desk.request, "reviews/opinions/list.html", context, status=status)


def _opinion_page(desk: Desk, opinion: Opinion, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    context = desk.context(opinion=opinion, form=form, is_in_list=wants_fragment(desk.request))
    return page_or_fragment(
        desk.request, "reviews/opinions/page.html", "reviews/opinions/_answer.html", context, status=status
    )


def _after_answer(desk: Desk, answered: Opinion) -> HttpResponse:
    """The next opinion to answer; inside the list it takes the place of this one, whose row is shown anew."""
    stays = desk.request.POST.get("viec") == "luu"
    following = answered if stays else desk.next_unanswered(answered)
    if not wants_fragment(desk.request):
        messages.success(desk.request, f"Đã lưu trả lời góp ý số {answered.number}.")
        if following is None:
            return plain_redirect(reverse("reviews:review_opinions", args=[desk.review.pk]) + desk.query)
        return plain_redirect(reverse("reviews:answer_opinion", args=[desk.review.pk, following.pk]) + desk.query)
    context = desk.context(opinion=following, is_in_list=True, row=answered, total_open=desk.opinions.tally()[1])
    if following is not None:
        context["form"] = AnswerForm.showing(following, desk.sections)
    html = render_to_string("reviews/opinions/_answered.html", context, desk.request)
    return announce(HttpResponse(html), f"Đã lưu trả lời góp ý số {answered.number}.")


def _after_registering(request: ActingRequest, pk: int) -> HttpResponse:
    """Back to the list, or (asked so) to an empty form that remembers source and day."""
    if request.POST.get("viec") != "them":
        return redirect(request, "reviews:review_opinions", pk)
    kept = request.POST.copy()
    for name in [name for name in kept if name not in ("source_kind", "source_name", "received_on", "group")]:
        kept.pop(name)
    return plain_redirect(reverse("reviews:register_opinion", args=[pk]) + f"?{kept.urlencode()}")


_TYPED: Final = {"reply": "Trả lời", "text": "Nội dung góp ý", "group": "Nhóm nội dung"}


def _elsewhere(desk: Desk, opinion_pk: int) -> HttpResponse:
    """An address of an opinion that is not in this round: its copy there, or what was typed, to be kept."""
    here = Opinion.objects.visible_to(desk.request.actor).filter(pk=opinion_pk, round__review=desk.review).first()
    if desk.request.method == "POST":
        texts = [
            (label, text) for name, label in _TYPED.items() for text in desk.request.POST.getlist(name) if text.strip()
        ]
        context = desk.context(sentence="Góp ý này vừa được bỏ, hoặc thuộc lần đã trình; chưa lưu được.", texts=texts)
        return render(desk.request, "reviews/sheets/kept.html", context, status=422)
    copy = desk.opinions.filter(origin=here.origin).first() if here is not None else None
    if copy is None:
        raise Http404
    return plain_redirect("reviews:answer_opinion", desk.review.pk, copy.pk)
