"""The user guide inside the application: its contents, its pages, their pictures."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from core import guide_pages

PICTURES_ARE_KEPT_SECONDS = 3600


@require_safe
def show_contents(request: HttpRequest) -> HttpResponse:
    """What the guide has, by who needs it."""
    return _page(request, guide_pages.CONTENTS)


@require_safe
def show_page(request: HttpRequest, name: str) -> HttpResponse:
    """One page of the guide."""
    if name not in guide_pages.page_names():
        raise Http404
    return _page(request, name)


@require_safe
def show_picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture of the guide; it shows the demo province, nothing of this office."""
    if name not in guide_pages.picture_names():
        raise Http404
    response = FileResponse((guide_pages.PICTURES / name).open("rb"), content_type="image/png")
    patch_cache_control(response, private=True, max_age=PICTURES_ARE_KEPT_SECONDS)
    return response


def _page(request: HttpRequest, name: str) -> HttpResponse:
    context = {"page": guide_pages.read_page(name), "is_contents": name == guide_pages.CONTENTS}
    return render(request, "core/guide.html", context)
