"""Beginning and ending to type in somebody's paper."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cadres.requests import ActingRequest
from core.form_page import FormPage, carried_out, show_form
from core.htmx import redirect
from reviews.actions import entries as actions
from reviews.forms.entries import BeginEntryForm
from reviews.forms.sheet_lists import VersionForm
from reviews.rules import sheets as rules
from reviews.views.sheet_frame import visible_review


@require_http_methods(["GET", "HEAD", "POST"])
def begin_entry(request: ActingRequest, pk: int) -> HttpResponse:
    """State why and from which paper; 404 for everybody but the secretaries of the places."""
    review = visible_review(request, pk)
    if not rules.is_secretary_for(request.actor, review):
        raise Http404
    form = BeginEntryForm(request.POST) if request.method == "POST" else BeginEntryForm.blank(review)
    if form.is_bound and form.is_valid():
        form.cleaned_data = form.facts()
        if carried_out(form, actions.begin_entry, review_id=review.pk, actor=request.actor):
            messages.success(request, "Đã mở để nhập thay. Hãy đính kèm bản giấy có chữ ký trước.")
            return redirect(request, "reviews:attachments", pk)
    page = FormPage(
        heading=f"Nhập thay đồng chí {review.subject_name}",
        submit="Bắt đầu nhập thay",
        trail=((f"Bản kiểm điểm {review.subject_name}", reverse("reviews:review_page", args=[pk])),),
        purpose="Dùng khi đồng chí được kiểm điểm viết và ký trên giấy; đồng chí đó thấy việc này và nhận lại được.",
        consequence=(
            "Bản kiểm điểm được ghi là nhập thay, trên màn hình và trên bản in. Chỉ trình được sau khi đính kèm bản giấy "
            "có chữ ký."
        ),
        verdict=rules.may_enter_for(request.actor, review),
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def end_entry(request: ActingRequest, pk: int) -> HttpResponse:
    """The person takes the writing back, or the secretary gives it back; 404 for everybody else."""
    review = visible_review(request, pk)
    is_own = rules.is_subject(request.actor, review)
    if not is_own and not rules.is_secretary_for(request.actor, review):
        raise Http404
    posted = request.method == "POST"
    form = VersionForm(request.POST) if posted else VersionForm(initial={"version": review.version})
    ended = carried_out(form, actions.end_entry, review_id=review.pk, actor=request.actor) if posted else None
    if ended is not None:
        messages.success(request, "Đã thôi nhập thay; nội dung đã nhập vẫn còn nguyên.")
        return redirect(request, "reviews:review_page", pk)
    page = FormPage(
        heading="Tự viết tiếp bản kiểm điểm của mình" if is_own else f"Thôi nhập thay đồng chí {review.subject_name}",
        submit="Nhận lại việc viết" if is_own else "Thôi nhập thay",
        trail=((f"Bản kiểm điểm {review.subject_name}", reverse("reviews:review_page", args=[pk])),),
        purpose="Nội dung thư ký đã nhập được giữ nguyên để viết tiếp; dấu “nhập thay” được gỡ khỏi bản kiểm điểm.",
        verdict=rules.may_end_entry(request.actor, review),
    )
    return show_form(request, form, page)
