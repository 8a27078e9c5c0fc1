"""Who is asking: the actor of the request, the end of old sessions, and the password that has to be changed first."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from cadres.actors import actor_of
from cadres.requests import ActingRequest
from core import localtime
from core.activity import counts_as_activity
from core.htmx import kept_fields, redirect, stored_nowhere

__all__ = ["ActingRequest", "ActorMiddleware", "allowed_before_password_change"]

OPENED_BY = "tai-khoan"  # the field with which the page of a form says to whom it was shown
STARTED, SEEN, OFFICE = "started", "seen", "office"
# The moment of the last activity is written at most once a minute, so that not every read writes a row.
SEEN_GRANULARITY_SECONDS = 60


def allowed_before_password_change(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark the few views that a person with a one-time password may use: changing it, and leaving."""
    view.allowed_before_password_change = True  # type: ignore[attr-defined]
    return view


class ActorMiddleware:
    """Sets `request.actor` (None when nobody is logged in) with two queries, and holds the rules of a session.

    A session ends after a time without activity and after a total time, both from the settings, counted by the
    server. Nothing that a logged-in person gets may be stored by the browser or anything between.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request as the person of the session, if that session still runs."""
        acting = cast(ActingRequest, request)
        if request.user.is_authenticated and _has_run_out(request):
            logout(request)
        if request.user.is_authenticated:
            user = request.user
            acting.actor = actor_of(user, office=str(request.session.get(OFFICE, "")))
        else:
            acting.actor = None  # type: ignore[assignment]  # views behind the log-in never see it
        response = self.get_response(request)
        if request.user.is_authenticated or acting.actor is not None:
            patch_cache_control(response, no_store=True, private=True)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Refuse the page of somebody else; note the activity; have a one-time password changed first."""
        if not request.user.is_authenticated:
            return None
        if request.POST.get(OPENED_BY, str(request.user.pk)) != str(request.user.pk):
            return _page_of_another(cast(ActingRequest, request))
        if counts_as_activity(view):
            _note_activity(request)
        user = request.user
        is_open = getattr(view, "allowed_before_password_change", False) or not getattr(view, "login_required", True)
        if user.must_change_password and not is_open:
            return redirect(request, "cadres:change_own_password")
        return None


def _page_of_another(request: ActingRequest) -> HttpResponse:
    """Somebody else has logged in since in the same browser: what the first one typed is not stored under the new name."""
    if request.POST.get("dang") == "json":
        sentence = (
            f"Trình duyệt này nay đang đăng nhập bằng tài khoản của {request.actor.name}, không phải của người đã mở "
            "trang này, nên chưa lưu được. Nội dung vẫn được giữ trên máy này: hãy đăng xuất ở thẻ kia, đăng nhập lại "
            "bằng tài khoản của mình rồi trở về trang này."
        )
        return JsonResponse({"sentence": sentence}, status=409)
    return stored_nowhere(render(request, "errors/page_of_another.html", kept_fields(request), status=409))


def _now_seconds() -> int:
    return int(localtime.now().timestamp())


def _has_run_out(request: HttpRequest) -> bool:
    now = _now_seconds()
    started, seen = request.session.get(STARTED, now), request.session.get(SEEN, now)
    return now - started >= settings.SESSION_TOTAL_SECONDS or now - seen >= settings.SESSION_IDLE_SECONDS


def _note_activity(request: HttpRequest) -> None:
    """A session that carries no marks begins now: that is the first request after the log-in."""
    now = _now_seconds()
    if STARTED not in request.session:
        request.session[STARTED] = now
    if now - request.session.get(SEEN, 0) >= SEEN_GRANULARITY_SECONDS:
        request.session[SEEN] = now
