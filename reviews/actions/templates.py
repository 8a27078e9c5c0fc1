"""Form templates as versioned data: shipping, copying, editing a draft, publishing, throwing a draft away."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from cadres.roles import Actor
from core import audit, localtime
from core.audit import ActingPerson
from core.errors import Invalid
from reviews.actions.locking import locked, one_at_a_time, require
from reviews.models import FormTemplate, RegulationProfile, TemplateSection
from reviews.rules import reference as rules
from reviews.rules.templates import SectionDraft, TemplateDraft, faults


@transaction.atomic
def publish_shipped_template(
    *, draft: TemplateDraft, profile: RegulationProfile, actor: ActingPerson
) -> FormTemplate | None:
    """Publish a template that travels with the code unless a version already says the same; None then.

    A changed file becomes the next version: what forms and cycles use is never touched.
    """
    if found := faults(draft.sections):
        raise Invalid(f"Mẫu {draft.code}: {found[0]}")
    one_at_a_time("formtemplate")
    versions = FormTemplate.objects.filter(profile=profile, code=draft.code, published_on__isnull=False)
    if any(_says_the_same(version, draft) for version in versions):
        return None
    template = _create(profile, draft, draft.published_on)
    audit.record(actor=actor, verb="formtemplate.publish", target=template, template_version=template.template_version)
    return template


@transaction.atomic
def copy_template(*, template_id: int, actor: Actor) -> FormTemplate:
    """Begin the next version as a copy to edit; refuses while another draft of the same form is open."""
    require(rules.may_change_reference(actor))
    one_at_a_time("formtemplate")
    source = FormTemplate.objects.select_related("profile").get(pk=template_id)
    if FormTemplate.objects.filter(profile=source.profile, code=source.code, published_on=None).exists():
        raise Invalid(f"Mẫu {source.code} đang có một bản soạn dở. Hãy công bố hoặc bỏ bản đó trước.")
    draft = TemplateDraft(
        code=source.code,
        subject=source.subject,
        name=source.name,
        title=source.title,
        note=f"Sửa từ bản {source.template_version}",
        published_on=localtime.today(),
        sections=sections_of(source),
    )
    template = _create(source.profile, draft, None)
    audit.record(actor=actor, verb="formtemplate.copy", target=template, source=source.pk)
    return template


@transaction.atomic
def edit_template(
    *,
    template_id: int,
    version: int,
    name: str,
    title: str,
    note: str,
    sections: tuple[SectionDraft, ...],
    actor: Actor,
) -> FormTemplate:
    """Replace the words and sections of a draft; a published version is refused, and a list with faults too."""
    require(rules.may_change_reference(actor))
    template = _draft(template_id, version)
    _refuse_faults(sections)
    template.name, template.title, template.note = name, title, note
    template.version += 1
    template.save(update_fields=["name", "title", "note", "version"])
    template.sections.all().delete()
    _create_sections(template, sections)
    audit.record(actor=actor, verb="formtemplate.edit", target=template, sections=len(sections))
    return template


@transaction.atomic
def publish_template(*, template_id: int, version: int, actor: Actor) -> FormTemplate:
    """Offer the draft to new cycles; from now on it does not change any more."""
    require(rules.may_change_reference(actor))
    template = _draft(template_id, version)
    _refuse_faults(sections_of(template))
    template.published_on = localtime.today()
    template.version += 1
    template.save(update_fields=["published_on", "version"])
    audit.record(actor=actor, verb="formtemplate.publish", target=template, template_version=template.template_version)
    return template


@transaction.atomic
def discard_template(*, template_id: int, version: int, actor: Actor) -> None:
    """Throw a draft away; nothing can have used it."""
    require(rules.may_change_reference(actor))
    template = _draft(template_id, version)
    audit.record(actor=actor, verb="formtemplate.discard", target=template, template_version=template.template_version)
    template.delete()


def sections_of(template: FormTemplate) -> tuple[SectionDraft, ...]:
    """The sections of a version read back as drafts, in their order."""
    return tuple(
        SectionDraft(
            key=s.key,
            heading=s.heading,
            kind=s.kind,
            number=s.number,
            depth=s.depth,
            guidance=s.guidance,
            required=s.required,
            per_segment=s.per_segment,
            only_if_any=s.only_if_any,
        )
        for s in template.sections.all()
    )


def _draft(template_id: int, version: int) -> FormTemplate:
    template = locked(FormTemplate.objects.all(), template_id, version)
    if template.published_on is not None:
        raise Invalid("Bản đã công bố không sửa được nữa. Hãy tạo bản mới từ bản này.")
    return template


def _refuse_faults(sections: tuple[SectionDraft, ...]) -> None:
    if found := faults(sections):
        raise Invalid("Mẫu còn chỗ cần sửa.", tuple((sentence, "") for sentence in found))


def _says_the_same(version: FormTemplate, draft: TemplateDraft) -> bool:
    words = (version.subject, version.name, version.title, version.note)
    return words == (draft.subject, draft.name, draft.title, draft.note) and sections_of(version) == draft.sections


def _create(profile: RegulationProfile, draft: TemplateDraft, published_on: date | None) -> FormTemplate:
    versions = FormTemplate.objects.filter(profile=profile, code=draft.code)
    template = FormTemplate.objects.create(
        code=draft.code,
        template_version=(versions.aggregate(last=Max("template_version"))["last"] or 0) + 1,
        profile=profile,
        subject=draft.subject,
        name=draft.name,
        title=draft.title,
        note=draft.note,
        published_on=published_on,
    )
    _create_sections(template, draft.sections)
    return template


def _create_sections(template: FormTemplate, sections: tuple[SectionDraft, ...]) -> None:
    TemplateSection.objects.bulk_create(
        TemplateSection(
            template=template,
            order=order,
            key=section.key,
            heading=section.heading,
            kind=section.kind,
            number=section.number,
            depth=section.depth,
            guidance=section.guidance,
            required=section.required,
            per_segment=section.per_segment,
            only_if_any=section.only_if_any,
        )
        for order, section in enumerate(sections, start=1)
    )
