"""Moving a form in hand to a newer version of its template: what changes is shown first, nothing written is lost."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect as plain_redirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cadres.requests import ActingRequest
from core.errors import DomainError
from core.htmx import redirect
from reviews.actions import template_upgrades as actions
from reviews.forms.template_upgrades import PREFIX, UpgradeForm
from reviews.models import FormTemplate, Review, Round
from reviews.models.options import SheetOptions
from reviews.models.standing import sections_of
from reviews.rules.completeness import section_numbers
from reviews.rules.template_changes import TemplateChanges
from reviews.views.sheet_frame import frame, open_round_for_writing


@require_http_methods(["GET", "HEAD", "POST"])
def upgrade_template(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what the newest version changes; a POST moves the form to it. 404 for whoever does not write the form."""
    review, round_ = open_round_for_writing(request, pk)
    posted = request.method == "POST"
    if round_ is None and not posted:
        return plain_redirect("reviews:review_page", pk)
    newer = actions.newer_template(review)
    if newer is None or round_ is None:
        context = frame(request, review, "page", round_=round_)
        return render(request, "reviews/sheets/upgrade.html", context, status=422 if posted else 200)
    changes = actions.changes_to(review, newer)
    texts = _texts(review, round_, changes)
    form = UpgradeForm(
        request.POST if posted else None,
        initial={"version": review.version, "template": newer.pk},
        changes=changes,
        texts=texts,
        sections=sections_of(newer.pk),
    )
    if posted and form.is_valid():
        try:
            actions.upgrade_template(
                review_id=review.pk,
                version=form.cleaned_data["version"],
                template_id=form.cleaned_data["template"],
                into=form.into,
                actor=request.actor,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã nâng lên bản mẫu {newer.template_version}. Nội dung đã viết được giữ đủ.")
            return redirect(request, "reviews:edit_review", pk)
    context = frame(request, review, "page", round_=round_) | _shown(review, newer, changes, texts, form)
    return render(request, "reviews/sheets/upgrade.html", context, status=422 if posted else 200)


def _texts(review: Review, round_: Round, changes: TemplateChanges) -> dict[str, str]:
    options = SheetOptions(review)
    return {section.key: actions.texts_in(round_, section, options) for section in changes.dropped}


def _shown(
    review: Review, newer: FormTemplate, changes: TemplateChanges, texts: dict[str, str], form: UpgradeForm
) -> dict[str, Any]:
    numbers = section_numbers(sections_of(review.template_id)) | section_numbers(sections_of(newer.pk))
    controls = {name.removeprefix(PREFIX): form[name] for name in form.fields if name.startswith(PREFIX)}
    return {
        "newer": newer,
        "changes": changes,
        "form": form,
        "added": [(numbers[one.pk], one) for one in changes.added],
        "altered": [(numbers[one.new.pk], one.new, one.words) for one in changes.altered],
        "dropped": [(numbers[one.pk], one, texts[one.key], controls.get(one.key)) for one in changes.dropped],
    }
