"""The account of the person logged in: its page, its password, the office acted for."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cadres.actions.passwords import change_own_password as change_password
from cadres.forms.own_account import ChangePasswordForm, OfficeForm
from cadres.log_words import log_lines
from cadres.logs import done_by_others
from cadres.middleware import OFFICE, allowed_before_password_change
from cadres.models import RoleGrant, User
from cadres.requests import ActingRequest
from cadres.roles import Actor
from core import localtime
from core.errors import DomainError
from core.htmx import redirect
from core.models import AuditEntry


@require_safe
def own_account(request: ActingRequest) -> HttpResponse:
    """What the account is, the roles it has and had, its last log-ins, and what others changed about it."""
    grants = RoleGrant.objects.filter(user=request.user).select_related("unit").order_by("-started_on")
    logins = AuditEntry.objects.filter(user_id=request.user.pk, verb="account.log_in").order_by("-at")[:10]
    context = {
        "account": request.user,
        "grants": grants,
        "logins": logins,
        "by_others": log_lines(done_by_others(request.user)[:10]),
        "today": localtime.today(),
    }
    return render(request, "cadres/own_account/page.html", context)


@sensitive_post_parameters("old_password", "new_password", "repeated")
@require_http_methods(["GET", "HEAD", "POST"])
@allowed_before_password_change
def change_own_password(request: ActingRequest) -> HttpResponse:
    """One's own new password; whoever came with a one-time password sees no other page before."""
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = change_password(
                actor=request.actor,
                old_password=form.cleaned_data["old_password"],
                new_password=form.cleaned_data["new_password"],
                address=request.META.get("REMOTE_ADDR", ""),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            # The session of this window goes on under a new key; all others of the account have just ended.
            update_session_auth_hash(request, user)
            messages.success(request, "Đã đổi mật khẩu. Các phiên đăng nhập khác của tài khoản đã kết thúc.")
            return redirect(request, "/")
    if request.user.must_change_password:
        form.fields["old_password"].label = "Mật khẩu dùng một lần"
    context = {
        "form": form,
        "must_change": request.user.must_change_password,
        "given": _who_gave_it(request.user) if request.user.must_change_password else None,
    }
    return render(request, "cadres/own_account/password.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def choose_office(request: ActingRequest) -> HttpResponse:
    """Which of several offices stands beside what the person does from now on."""
    form = OfficeForm(request.POST or None, offices=offices_of(request.actor), initial={"office": request.actor.office})
    if request.method == "POST" and form.is_valid():
        request.session[OFFICE] = form.cleaned_data["office"]
        messages.success(request, f"Từ bây giờ đồng chí làm việc với tư cách: {form.cleaned_data['office']}.")
        return redirect(request, "/")
    return render(request, "cadres/own_account/office.html", {"form": form}, status=422 if form.is_bound else 200)


def _who_gave_it(user: User) -> AuditEntry | None:
    """The entry of the one-time password with which the person came."""
    return done_by_others(user).filter(verb__in=["account.create", "account.reset_password"]).first()


def offices_of(actor: Actor) -> list[str]:
    """The offices held today, in words."""
    return sorted({grant.label for grant in actor.grants})
