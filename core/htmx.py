"""The exits of a view for htmx and plain requests alike, and the way back for a session that has run out."""

import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect as plain_redirect
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_cache_control, patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event
from django_htmx.middleware import HtmxDetails

LOGIN_REQUIRED = "X-Login-Required"  # tells a script why it is sent to another page
_SECRET = re.compile(r"password|repeated")  # fields that no page gives back
_WRITING_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def wants_fragment(request: HttpRequest) -> bool:
    """Whether the browser will swap the answer into a page; a restored history entry needs the whole page."""
    hx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    return bool(hx) and not hx.boosted and not hx.history_restore_request


def page_or_fragment(
    request: HttpRequest, page: str, fragment: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render the fragment for htmx and the page for everybody else, told apart by caches too."""
    template = fragment if wants_fragment(request) else page
    response = render(request, template, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


def redirect(request: HttpRequest, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Send the whole window to a URL, a URL name or an object, also from inside htmx.

    A plain 302 would be followed by the XHR and its target swapped into the fragment.
    """
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(resolve_url(to, *args, **kwargs))
    return plain_redirect(to, *args, **kwargs)


def trigger(response: HttpResponse, event: str, detail: Mapping[str, Any] | None = None) -> HttpResponse:
    """Tell the page a domain fact (`reviewReturned`), on which other panels refresh themselves once it is swapped in."""
    return trigger_client_event(response, event, dict(detail or {}), after="settle")


def announce(response: HttpResponse, sentence: str) -> HttpResponse:
    """Have the page show and read out one sentence; for plain pages use `django.contrib.messages` instead."""
    return trigger(response, "announce", {"sentence": sentence})


def login_answer(request: HttpRequest, login_url: str | None = None) -> HttpResponse:
    """The answer to someone who is not, or no longer, logged in; nothing they typed is lost.

    htmx: the window goes to the log-in page and afterwards back to the page it was on; a form that htmx was sending is
    sent again by `page.js` as a plain one. A plain form: a page that holds what was typed until it can be sent again.
    Anything else: the log-in page, then on to the URL.
    """
    target = resolve_url(login_url or settings.LOGIN_URL)
    if request.htmx:  # type: ignore[attr-defined]
        back = request.htmx.current_url_abs_path or "/"  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(redirect_to_login(back, target).url, headers={LOGIN_REQUIRED: "true"})
    if request.method in _WRITING_METHODS:
        context = kept_fields(request) | {"login_url": target}
        return stored_nowhere(render(request, "errors/session_expired.html", context, status=401))
    return redirect_to_login(request.get_full_path(), target, REDIRECT_FIELD_NAME)


def kept_fields(request: HttpRequest) -> dict[str, Any]:
    """What a refused form had sent, for a page from which it can be sent again as it was."""
    return {
        "resend_to": request.get_full_path(),
        "kept": [
            (name, value)
            for name, values in request.POST.lists()
            if name != "csrfmiddlewaretoken" and not _SECRET.search(name)
            for value in values
        ],
        "files_lost": bool(request.FILES),
    }


def stored_nowhere(response: HttpResponse) -> HttpResponse:
    """Keep a page that shows what somebody typed out of every cache, also where nobody is logged in."""
    patch_cache_control(response, no_store=True, private=True)
    return response


def login_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For a function view: only a logged-in person gets in, everybody else gets `login_answer`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return login_answer(request)
        return view(request, *args, **kwargs)

    return guarded


class LoginRequiredMiddleware(DjangoLoginRequiredMiddleware):
    """Every view needs a log-in unless it says `@login_not_required`; the refusal is `login_answer`."""

    def handle_no_permission(  # type: ignore[override] # a refused form is answered with a page, not a redirect
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        return login_answer(request, self.get_login_url(view_func))
