"""The way back in for somebody who forgot the password."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cadres.actions import forgotten_passwords as actions
from cadres.forms.own_account import ForgottenPasswordForm, NewPasswordForm
from core.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def forgot_password(request: HttpRequest) -> HttpResponse:
    """Where e-mail is set up, a link by letter; otherwise whom to ask. The answer never tells whether an account exists."""
    form = ForgottenPasswordForm(request.POST or None)
    sent = False
    if settings.EMAIL_IS_SET_UP and request.method == "POST" and form.is_valid():
        try:
            actions.request_password_mail(
                username=form.cleaned_data["username"],
                address=request.META.get("REMOTE_ADDR", ""),
                site=request.build_absolute_uri("/"),
            )
            sent = True
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "sent": sent, "by_mail": settings.EMAIL_IS_SET_UP}
    status = 422 if form.is_bound and not sent and settings.EMAIL_IS_SET_UP else 200
    return render(request, "cadres/own_account/forgotten.html", context, status=status)


@sensitive_post_parameters("new_password", "repeated")
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def reset_by_mail(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """The page behind the link of the letter: a new password, twice."""
    form = NewPasswordForm(request.POST or None)
    good = actions.account_of_link(uid, token) is not None
    done = False
    if good and request.method == "POST" and form.is_valid():
        try:
            actions.reset_by_mail(uid=uid, token=token, new_password=form.cleaned_data["new_password"])
            done = True
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "good": good, "done": done, "sentence": actions.LINK_IS_OLD}
    status = 422 if form.is_bound and not done else 200
    response = render(request, "cadres/own_account/reset_by_mail.html", context, status=status)
    patch_cache_control(response, no_store=True, private=True)
    return response
