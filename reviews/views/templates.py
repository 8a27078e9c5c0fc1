"""Form templates on screen: the versions, one version, the next one as a copy to edit, publishing it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadres.requests import ActingRequest
from core.form_page import attempted
from core.forms import Form
from core.htmx import redirect
from core.listing import list_page
from reviews.actions import templates as actions
from reviews.forms.templates import StepForm, TemplateForm, section_rows
from reviews.models import FormTemplate
from reviews.rules import reference as rules


@require_safe
def list_templates(request: ActingRequest) -> HttpResponse:
    """Every version of every form, drafts too, by profile and code."""
    _refuse_strangers(request)
    versions = FormTemplate.objects.select_related("profile").annotate(sections_count=Count("sections"))
    rows = versions.order_by("-profile__valid_from", "code", "-template_version")
    return render(request, "reviews/templates/list.html", {"listing": list_page(rows, request.GET)})


@require_safe
def show_template(request: ActingRequest, pk: int) -> HttpResponse:
    """One version with its sections as the form will show them."""
    return _page(request, _visible(request, pk))


@require_POST
def copy_template(request: ActingRequest, pk: int) -> HttpResponse:
    """Begin the next version as a copy."""
    template = _visible(request, pk)
    form = Form(request.POST)
    form.is_valid()
    draft = attempted(form, lambda: actions.copy_template(template_id=pk, actor=request.actor))
    if draft is None:
        return _page(request, template, form=form, status=422)
    return redirect(request, "reviews:edit_template", draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_template(request: ActingRequest, pk: int) -> HttpResponse:
    """The names and sections of a draft."""
    template = _visible(request, pk)
    if not rules.may_change_reference(request.actor) or template.published_on is not None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    words = {"name": template.name, "title": template.title, "note": template.note, "version": template.version}
    form = TemplateForm(data, initial=words)
    rows = section_rows(data, actions.sections_of(template))
    if form.is_valid() & rows.is_valid():
        typed = form.cleaned_data
        saved = attempted(
            form,
            lambda: actions.edit_template(template_id=pk, sections=rows.drafts(), actor=request.actor, **typed),
        )
        if saved is not None:
            messages.success(request, "Đã lưu bản soạn của mẫu.")
            return redirect(request, "reviews:template_page", pk)
    for sentence in rows.sentences() if form.is_bound else ():
        form.add_error(None, sentence)
    context = {"template": template, "form": form, "rows": rows}
    return render(request, "reviews/templates/edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def publish_template(request: ActingRequest, pk: int) -> HttpResponse:
    """Offer the draft to new cycles."""
    return _step(request, pk, actions.publish_template, "Đã công bố mẫu; đợt mới có thể chọn bản này.", page=True)


@require_POST
def discard_template(request: ActingRequest, pk: int) -> HttpResponse:
    """Throw the draft away."""
    return _step(request, pk, actions.discard_template, "Đã bỏ bản soạn của mẫu.", page=False)


def _step(request: ActingRequest, pk: int, action: Callable[..., Any], done: str, *, page: bool) -> HttpResponse:
    template = _visible(request, pk)
    form = StepForm(request.POST)
    if form.is_valid() and attempted(form, lambda: _done(action, pk, request, form)):
        messages.success(request, done)
        return redirect(request, "reviews:template_page", pk) if page else redirect(request, "reviews:templates")
    return _page(request, template, form=form, status=422)


def _page(
    request: ActingRequest, template: FormTemplate, *, form: Form | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "template": template,
        "sections": template.sections.all(),
        "form": form,
        "may_change": rules.may_change_reference(request.actor),
        "cycles_count": template.cycles.count(),
        "reviews_count": template.reviews.count(),
    }
    return render(request, "reviews/templates/page.html", context, status=status)


def _visible(request: ActingRequest, pk: int) -> FormTemplate:
    _refuse_strangers(request)
    return get_object_or_404(FormTemplate.objects.select_related("profile"), pk=pk)


def _refuse_strangers(request: ActingRequest) -> None:
    if not rules.may_view_reference(request.actor):
        raise Http404


def _done(action: Callable[..., Any], pk: int, request: ActingRequest, form: StepForm) -> bool:
    action(template_id=pk, actor=request.actor, **form.cleaned_data)
    return True
