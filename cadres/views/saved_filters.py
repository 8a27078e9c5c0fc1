"""The filters a person keeps: saved above a list, renamed and deleted on a page of their own."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadres.actions import saved_filters as actions
from cadres.forms.saved_filters import RenameFilterForm, SaveFilterForm
from cadres.requests import ActingRequest
from core.errors import Invalid
from core.form_page import attempted, carried_out
from core.htmx import redirect


@require_safe
def list_filters(request: ActingRequest) -> HttpResponse:
    """One's own, by list."""
    return render(request, "cadres/saved_filters/page.html", {"saved": request.user.saved_filters})


@require_POST
def save_filter(request: ActingRequest) -> HttpResponse:
    """Keep what the list filters by, and go back to it."""
    form = SaveFilterForm(request.POST)
    if form.is_valid():
        kept = attempted(form, partial(actions.save_filter, actor=request.actor, **form.cleaned_data))
        if kept is not None:
            messages.success(request, f"Đã lưu bộ lọc “{kept['name']}”.")
            return HttpResponseRedirect(f"{kept['path']}?{kept['query']}")
    context = {"form": form, "saved": request.user.saved_filters}
    return render(request, "cadres/saved_filters/page.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def rename_filter(request: ActingRequest, key: str) -> HttpResponse:
    """Another name; 404 for what one does not have."""
    mine = next((one for one in request.user.saved_filters if one["id"] == key), None)
    if mine is None:
        raise Http404
    form = RenameFilterForm(request.POST if request.method == "POST" else None, initial={"name": mine["name"]})
    renamed = carried_out(form, actions.rename_filter, actor=request.actor, key=key) if form.is_bound else None
    if renamed is not None:
        messages.success(request, "Đã đổi tên bộ lọc.")
        return redirect(request, "cadres:saved_filters")
    context = {"form": form, "one": mine}
    return render(request, "cadres/saved_filters/rename.html", context, status=422 if form.errors else 200)


@require_POST
def delete_filter(request: ActingRequest, key: str) -> HttpResponse:
    """Forget it; 404 for what one does not have."""
    if not any(one["id"] == key for one in request.user.saved_filters):
        raise Http404
    try:
        actions.delete_filter(actor=request.actor, key=key)
    except Invalid as gone:  # deleted in another window meanwhile
        messages.warning(request, str(gone))
    else:
        messages.success(request, "Đã xóa bộ lọc.")
    return redirect(request, "cadres:saved_filters")
