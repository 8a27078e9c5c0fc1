"""The addresses of the site, and that of the bare page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as of_the_site
from units.models import Unit

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

BARE_PAGE = "/bench/bare/"
ROWS = 25


def show_bare_page(request: HttpRequest) -> HttpResponse:
    """Session, user, one query, a table of 25 rows: the least that a page behind a log-in can do."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    return render(request, "bench/bare.html", {"rows": Unit.objects.order_by("pk")[:ROWS]})


urlpatterns = [path(BARE_PAGE.lstrip("/"), show_bare_page), *of_the_site]
