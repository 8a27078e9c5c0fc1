"""The pledge's form as versioned data: a file that travels with the code becomes a version, a changed one the next."""

from django.db import transaction
from django.db.models import Max

from core import audit
from core.audit import ActingPerson
from reviews.actions.locking import one_at_a_time
from reviews.models import PledgeForm, PledgeSection, RegulationProfile
from reviews.rules.pledges import PledgeFormDraft, PledgeSectionDraft


@transaction.atomic
def publish_shipped_pledge_form(
    *, draft: PledgeFormDraft, profile: RegulationProfile, actor: ActingPerson
) -> PledgeForm | None:
    """Publish the form unless a version already says the same; None then. What pledges use is never touched."""
    one_at_a_time("pledgeform")
    versions = PledgeForm.objects.filter(profile=profile)
    if any(_said_by(version) == draft for version in versions):
        return None
    form = PledgeForm.objects.create(
        profile=profile,
        form_version=(versions.aggregate(last=Max("form_version"))["last"] or 0) + 1,
        title=draft.title,
        opening=draft.opening,
        closing=draft.closing,
        note=draft.note,
        published_on=draft.published_on,
    )
    PledgeSection.objects.bulk_create(
        PledgeSection(
            form=form,
            order=order,
            key=one.key,
            number=one.number,
            heading=one.heading,
            guidance=one.guidance,
            required=one.required,
        )
        for order, one in enumerate(draft.sections, start=1)
    )
    audit.record(actor=actor, verb="pledgeform.publish", target=form, form_version=form.form_version)
    return form


def _said_by(form: PledgeForm) -> PledgeFormDraft:
    sections = tuple(
        PledgeSectionDraft(s.key, s.heading, s.number, s.guidance, s.required) for s in form.sections.all()
    )
    return PledgeFormDraft(form.title, form.opening, form.closing, form.note, form.published_on, sections)
