"""The outbox on screen, for administrators, and the letters of the demo."""

from collections.abc import Callable, Sequence
from typing import Any, overload

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadres.requests import ActingRequest
from core import formats, mail_folder
from core.form_page import FormPage, carried_out, posted, show_form
from core.htmx import page_or_fragment, redirect
from core.listing import list_page, pills_of
from core.verdict import YES, no
from reviews.actions import outbox as actions
from reviews.forms.reminders import MessageStepForm, OutboxFilter, ResendFailedForm
from reviews.models import MailPause, OutgoingMessage
from reviews.reports.reminders.readers import shown_to
from reviews.states import MessageState
from reviews.views.reminders import lines_of


@require_safe
def list_messages(request: ActingRequest) -> HttpResponse:
    """The messages to accounts that the person administers, by filters; 404 for others."""
    if not request.actor.administered_paths:
        raise Http404
    filters = OutboxFilter(request.GET)
    filters.is_valid()
    chosen = filters.cleaned_data
    rows = OutgoingMessage.objects.visible_to(request.actor).chosen(
        words=chosen.get("nguoi") or "", state=chosen.get("trang_thai") or "", day=chosen.get("ngay")
    )
    listing = list_page(rows.defer("text", "entries"), request.GET, pills=pills_of(filters, request.GET))
    context = {"listing": listing, "filter_form": filters, "pause": MailPause.objects.first()}
    return page_or_fragment(request, "reviews/outbox/list.html", "reviews/outbox/_list.html", context)


@require_safe
def show_message(request: ActingRequest, pk: int) -> HttpResponse:
    """One message as far as the person may read it: things that an administrator may not see are counted, not named."""
    return _message_page(request, _visible(request, pk))


def _message_page(
    request: ActingRequest, message: OutgoingMessage, form: MessageStepForm | None = None
) -> HttpResponse:
    lines = shown_to(request.actor, lines_of(message))
    context = {
        "message": message,
        "form": form,
        "lines": lines,
        "hidden_count": message.entry_count - len(lines),
        "may_resend": actions.may_resend(request.actor, message),
        "may_cancel": actions.may_cancel(request.actor, message),
        "most_tries": actions.MOST_TRIES,
    }
    return render(request, "reviews/outbox/message.html", context, status=422 if form else 200)


@require_POST
def resend_message(request: ActingRequest, pk: int) -> HttpResponse:
    """Send what failed or was cancelled again."""
    return _step(request, pk, actions.resend, "Đã xếp thư vào hàng chờ gửi.")


@require_http_methods(["GET", "HEAD", "POST"])
def resend_failed(request: ActingRequest) -> HttpResponse:
    """The page on which all failed letters are sent again at once, with a reason; 404 for whoever has no outbox."""
    if not request.actor.administered_paths:
        raise Http404
    failed = OutgoingMessage.objects.visible_to(request.actor).filter(state=MessageState.FAILED).count()
    form = ResendFailedForm(posted(request))
    if request.method == "POST" and (sent := carried_out(form, actions.resend_failed, actor=request.actor)) is not None:
        messages.success(request, f"Đã xếp {formats.number(sent)} thư vào hàng chờ gửi.")
        return redirect(request, "reviews:outbox")
    page = FormPage(
        heading="Gửi lại tất cả thư lỗi",
        submit=f"Gửi lại {formats.number(min(failed, actions.MOST_AT_ONCE))} thư lỗi",
        trail=(("Hộp thư đi", reverse("reviews:outbox")),),
        purpose=f"Có {formats.number(failed)} thư không gửi được tới những người đồng chí quản trị tài khoản.",
        consequence=f"Mỗi lần nhiều nhất {actions.MOST_AT_ONCE} thư, cũ nhất đi trước; thư nhắc việc của ngày đã qua và thư tới "
        "người chưa có địa chỉ không gửi lại.",
        verdict=YES if failed else no("Không có thư lỗi nào."),
    )
    return show_form(request, form, page)


@require_POST
def cancel_message(request: ActingRequest, pk: int) -> HttpResponse:
    """Keep what waits from leaving."""
    return _step(request, pk, actions.cancel, "Đã hủy việc gửi thư; người nhận vẫn xem được trong ứng dụng.")


def _step(request: ActingRequest, pk: int, action: Callable[..., Any], done: str) -> HttpResponse:
    _visible(request, pk)
    form = MessageStepForm(request.POST)
    if carried_out(form, action, message_id=pk, actor=request.actor) is not None:
        messages.success(request, done)
        return redirect(request, "reviews:outbox_message", pk)
    return _message_page(request, _visible(request, pk), form)


def _visible(request: ActingRequest, pk: int) -> OutgoingMessage:
    return get_object_or_404(OutgoingMessage.objects.visible_to(request.actor).select_related("user"), pk=pk)


class _Letters(Sequence[mail_folder.Letter]):
    """The letters in the folder, the newest first; only those of the page are read."""

    def __init__(self) -> None:
        self._names = mail_folder.names()

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, index: int) -> mail_folder.Letter: ...
    @overload
    def __getitem__(self, index: slice) -> list[mail_folder.Letter]: ...
    def __getitem__(self, index: int | slice) -> mail_folder.Letter | list[mail_folder.Letter]:
        if isinstance(index, int):
            letter = mail_folder.read(self._names[index])
            assert letter is not None
            return letter
        found = (mail_folder.read(name) for name in self._names[index])
        return [letter for letter in found if letter is not None]


@require_safe
def demo_mailbox(request: ActingRequest) -> HttpResponse:
    """The letters that the demo would have sent; 404 wherever people are real."""
    _refuse_outside_the_demo()
    return render(request, "reviews/outbox/demo.html", {"listing": list_page(_Letters(), request.GET)})


@require_safe
def demo_letter(request: ActingRequest, name: str) -> HttpResponse:
    """One of them."""
    _refuse_outside_the_demo()
    letter = mail_folder.read(name)
    if letter is None:
        raise Http404
    return render(request, "reviews/outbox/demo_letter.html", {"letter": letter})


def _refuse_outside_the_demo() -> None:
    """The demo is where its printed accounts are: a local copy with an office's own data has none."""
    if not (settings.DEMO_MAILBOX and settings.DEMO_ACCOUNTS_FILE.is_file()):
        raise Http404
