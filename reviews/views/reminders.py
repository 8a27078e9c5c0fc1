"""Reminders on screen: what one was reminded of, how one gets it, and the rules for everybody with what they would do."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cadres.actions.mail_choice import choose_mail
from cadres.models import User
from cadres.requests import ActingRequest
from core import days_off, localtime
from core.form_page import FormPage, attempted, goes_through, posted, show_form
from core.htmx import redirect
from core.listing import list_page
from reviews.actions import reminders as actions
from reviews.forms.reminders import ChangeRuleForm, MailChoiceForm, RuleForm, initial_of
from reviews.models import OutgoingMessage, ReminderRule, ReminderRun
from reviews.reports.reminders.digest import deadline_words
from reviews.reports.reminders.preview import preview
from reviews.rules import reminders as rules

_READ_WRITE = ["GET", "HEAD", "POST"]
RUNS_SHOWN = 7
HALF_A_YEAR = timedelta(days=183)


@require_http_methods(_READ_WRITE)
def own_reminders(request: ActingRequest) -> HttpResponse:
    """The digests to the person, the newest first, and the choice between mail and the application alone."""
    user = User.objects.get(pk=request.actor.user_id or 0)
    form = MailChoiceForm(posted(request), initial={"wants_mail": "co" if user.wants_mail else "khong"})
    if request.method == "POST" and form.is_valid():
        choose_mail(actor=request.actor, wants_mail=form.cleaned_data["wants_mail"])
        messages.success(request, "Đã lưu cách nhận nhắc việc.")
        return redirect(request, "reviews:own_reminders")
    listing = list_page(OutgoingMessage.objects.to(request.actor).order_by("-day", "-pk"), request.GET)
    context = {"listing": listing, "form": form, "account": user, "today": localtime.today()}
    return render(request, "reviews/reminders/own.html", context, status=422 if form.is_bound else 200)


@require_safe
def own_reminder(request: ActingRequest, pk: int) -> HttpResponse:
    """One digest with its links."""
    message = get_object_or_404(OutgoingMessage.objects.to(request.actor), pk=pk)
    return render(request, "reviews/reminders/own_digest.html", {"message": message, "lines": lines_of(message)})


def lines_of(message: OutgoingMessage) -> list[dict[str, Any]]:
    """What a message names, with the deadline in the words of its day."""
    return [
        {**entry, "deadline": deadline_words(date.fromisoformat(entry["due"]), message.day)}
        for entry in message.entries
    ]


@require_safe
def list_rules(request: ActingRequest) -> HttpResponse:
    """The rules, what the last days brought, and the calendar of days off; 404 for whoever may not change them."""
    _refuse_others(request)
    today = localtime.today()
    known = days_off.calendar()
    known_until = max((span.last for span in known.spans), default=today)
    coming = [span for span in known.spans if span.last >= today]
    context = {
        "listing": list_page(ReminderRule.objects.all(), request.GET),
        "runs": ReminderRun.objects.all()[:RUNS_SHOWN],
        "spans": coming,
        "known_until": known_until if known_until < today + HALF_A_YEAR else None,
        "every_year": known.every_year,
    }
    return render(request, "reviews/reminders/rules.html", context)


@require_http_methods(_READ_WRITE)
def add_rule(request: ActingRequest) -> HttpResponse:
    """The form of a new rule."""
    _refuse_others(request)
    form = RuleForm(posted(request))
    if request.method == "POST" and form.is_valid():
        rule = attempted(form, lambda: actions.add_rule(actor=request.actor, **form.facts()))
        if rule is not None:
            messages.success(request, "Đã thêm quy tắc nhắc việc.")
            return redirect(request, "reviews:preview_reminder_rule", rule.pk)
    return show_form(request, form, _page("Thêm quy tắc nhắc việc", "Thêm quy tắc"))


@require_http_methods(_READ_WRITE)
def change_rule(request: ActingRequest, pk: int) -> HttpResponse:
    """The form of a rule; switched off, it is kept and speaks no more."""
    _refuse_others(request)
    rule = get_object_or_404(ReminderRule, pk=pk)
    form = ChangeRuleForm(posted(request), initial=initial_of(rule))

    def act(version: int, **typed: Any) -> None:
        actions.change_rule(rule_id=pk, version=version, actor=request.actor, **form.facts())

    if request.method == "POST" and goes_through(form, act, lambda: rule.version):
        messages.success(request, "Đã lưu quy tắc nhắc việc.")
        return redirect(request, "reviews:preview_reminder_rule", pk)
    return show_form(request, form, _page("Sửa quy tắc nhắc việc", "Lưu quy tắc"))


@require_safe
def preview_rule(request: ActingRequest, pk: int) -> HttpResponse:
    """Whom the rule would remind today, and of how many things."""
    _refuse_others(request)
    rule = get_object_or_404(ReminderRule, pk=pk)
    today = localtime.today()
    context = {
        "rule": rule,
        "preview": preview(rule, today),
        "today": today,
        "is_silent": not rule.on_days_off and days_off.calendar().is_day_off(today),
    }
    return render(request, "reviews/reminders/preview.html", context)


def _page(heading: str, submit: str) -> FormPage:
    return FormPage(
        heading,
        submit,
        (("Quy tắc nhắc việc", reverse("reviews:reminder_rules")),),
        purpose="Quy tắc áp dụng từ lần lập thư kế tiếp; thư đã lập không đổi.",
    )


def _refuse_others(request: ActingRequest) -> None:
    if not rules.may_change_rules(request.actor):
        raise Http404
