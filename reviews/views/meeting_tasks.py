"""The tasks that a review meeting gave, each on a form page of its own; their list stands on the meeting's page."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cadres.requests import ActingRequest
from core.errors import DomainError
from core.form_page import FormPage, goes_through, posted, show_form
from core.forms import Form, VersionField
from core.htmx import redirect
from reviews.actions import meeting_tasks as actions
from reviews.actions.removed_rows import put_back
from reviews.forms.meeting_tasks import MeetingTaskChangeForm, MeetingTaskForm
from reviews.models import MeetingTask, Review, SavedText
from reviews.rules import sheets as rules
from reviews.views.sheet_frame import readable_round, visible_review


class _RemovalForm(Form):
    version = VersionField()


@require_http_methods(["GET", "HEAD", "POST"])
def add_meeting_task(request: ActingRequest, pk: int) -> HttpResponse:
    """One more task."""
    review = _recorded_review(request, pk)
    form = MeetingTaskForm(posted(request), review=review)
    act = partial(actions.add_meeting_task, review_id=review.pk, actor=request.actor)
    if request.method == "POST" and goes_through(form, act, lambda: 0):
        messages.success(request, "Đã ghi nhiệm vụ hội nghị giao.")
        return redirect(request, "reviews:review_meeting", review.pk)
    return show_form(request, form, _page(request, review, "Ghi nhiệm vụ hội nghị giao", "Ghi nhiệm vụ"))


@require_http_methods(["GET", "HEAD", "POST"])
def change_meeting_task(request: ActingRequest, pk: int, task_pk: int) -> HttpResponse:
    """The words of one that is there."""
    review = _recorded_review(request, pk)
    task = _task(request, review, task_pk)
    names = ("version", "action", "owner_cadre_id", "owner_text", "due_on", "measure")
    form = MeetingTaskChangeForm(posted(request), review=review, initial={name: getattr(task, name) for name in names})
    act = partial(actions.change_meeting_task, review_id=review.pk, task_id=task.pk, actor=request.actor)
    if request.method == "POST" and goes_through(form, act, lambda: _task(request, review, task_pk).version):
        messages.success(request, "Đã sửa nhiệm vụ.")
        return redirect(request, "reviews:review_meeting", review.pk)
    return show_form(request, form, _page(request, review, "Sửa nhiệm vụ hội nghị giao", "Lưu"))


@require_POST
def remove_meeting_task(request: ActingRequest, pk: int, task_pk: int) -> HttpResponse:
    """Take one out."""
    review = _recorded_review(request, pk)
    task = _task(request, review, task_pk)
    form = _RemovalForm(request.POST)
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            actions.remove_meeting_task(review_id=review.pk, task_id=task.pk, version=version, actor=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã bỏ nhiệm vụ; khôi phục được ở cuối danh sách nhiệm vụ.")
            return redirect(request, "reviews:review_meeting", review.pk)
    return show_form(request, form, _page(request, review, "Bỏ nhiệm vụ hội nghị giao", "Bỏ"))


@require_POST
def put_back_meeting_task(request: ActingRequest, pk: int, saved: int) -> HttpResponse:
    """One that was taken out, as it was."""
    review = _recorded_review(request, pk)
    get_object_or_404(SavedText, pk=saved, review=review, kind="task", contents__isnull=False)
    form = Form(request.POST)
    try:
        put_back(review_id=review.pk, saved_id=saved, actor=request.actor)
    except DomainError as refusal:
        form.is_valid()
        form.add_error(None, str(refusal))
        return show_form(request, form, _page(request, review, "Khôi phục nhiệm vụ đã bỏ", "Khôi phục"))
    messages.success(request, "Đã khôi phục nhiệm vụ.")
    return redirect(request, "reviews:review_meeting", review.pk)


def _recorded_review(request: ActingRequest, pk: int) -> Review:
    """404 for whoever does not record its meeting."""
    review = visible_review(request, pk)
    if not rules.may_record_meeting(request.actor, review):
        raise Http404
    return review


def _task(request: ActingRequest, review: Review, pk: int) -> MeetingTask:
    return get_object_or_404(MeetingTask, round=readable_round(request, review), pk=pk)


def _page(request: ActingRequest, review: Review, heading: str, submit: str) -> FormPage:
    return FormPage(
        heading=heading,
        submit=submit,
        trail=(("Hội nghị", reverse("reviews:review_meeting", args=[review.pk])),),
        purpose="Khi bản kiểm điểm được thẩm định đạt, mỗi nhiệm vụ thành một việc trong kế hoạch khắc phục.",
        verdict=rules.is_open_for_writing(review),
    )
