"""Logging in and out, and the office acted for."""

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect as plain_redirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from cadres.actions.log_in import check_password_within_limits
from cadres.forms.log_in import LogInForm
from cadres.middleware import allowed_before_password_change
from core import audit
from core.errors import DomainError
from core.htmx import redirect
from core.message_storage import forget_messages


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def log_in(request: HttpRequest) -> HttpResponse:
    """The log-in page; someone who is logged in already goes where they wanted to go."""
    target = safe_target(request)
    if request.method != "POST":
        if request.user.is_authenticated:
            return plain_redirect(target)
        return _page(request, LogInForm(), target)
    form = LogInForm(request.POST)
    if form.is_valid():
        try:
            user = check_password_within_limits(**form.cleaned_data, address=request.META.get("REMOTE_ADDR", ""))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            login(request, user)  # the session gets a new key
            forget_messages(request)
            return redirect(request, target)
    return _page(request, form, target, status=422)


def safe_target(request: HttpRequest) -> str:
    """Where to go after the log-in: the page asked for, if it is one of this site and not the log-in itself."""
    asked = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    own_pages = (reverse("cadres:login"), reverse("cadres:log_out"))
    if not is_ours or "\0" in asked or asked.startswith(own_pages):
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    return asked


def _page(request: HttpRequest, form: LogInForm, target: str, status: int = 200) -> HttpResponse:
    context = {"form": form, "target": target, "target_name": REDIRECT_FIELD_NAME}
    response = render(request, "cadres/login.html", context, status=status)
    patch_cache_control(response, no_store=True, private=True)
    return response


@require_POST
@allowed_before_password_change
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session; the page's script erases what it kept in the browser."""
    audit.record(actor=request.actor, verb="account.log_out", target=request.user)  # type: ignore[attr-defined,arg-type]
    logout(request)
    forget_messages(request)
    return redirect(request, "cadres:login")
