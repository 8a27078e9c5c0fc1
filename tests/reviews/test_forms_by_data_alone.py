"""Templates and catalogue are data: a new section and a list of 140 items, and a form opens, saves, submits and prints."""

from dataclasses import replace

import pytest
from django.urls import reverse

from cadres.roles import Role
from core import localtime
from reviews.actions import templates
from reviews.actions.answers import Edit, save_answers
from reviews.actions.catalogues import draft_of, import_catalogue
from reviews.models import Answer, IndicatorSheet, Review
from reviews.reports import collective_review
from reviews.reports.rendering import render_pdf
from reviews.rules.catalogues import ItemDraft
from reviews.rules.templates import SectionDraft
from reviews.states import IndicatorAnswer, SectionKind
from tests.core.pdf_reading import body_text, folded
from tests.factories import organisation as org
from tests.factories import reference
from tests.factories.reviews import opened_cycle, review_of
from tests.factories.sheets import submitted_review

pytestmark = pytest.mark.django_db

HEADING = "Kết quả thực hiện việc khó đã đăng ký"
TEXT = "Đã di dời 42 tàu, thuyền khỏi hồ; còn 3 chiếc chờ bến mới."


@pytest.fixture
def tree():
    return org.make_tree()


@pytest.fixture
def admin(tree):
    return org.acting(org.make_account("quantri", (Role.ADMIN, tree.province)))


@pytest.fixture
def template(admin):
    """Mẫu 01 with one more section, made by copying, editing and publishing."""
    draft = templates.copy_template(template_id=reference.template("01").pk, actor=admin)
    sections = list(templates.sections_of(draft))
    added = SectionDraft(key="hard-tasks", heading=HEADING, kind=SectionKind.TEXT, number="5", depth=2)
    sections.insert(5, added)
    draft = templates.edit_template(
        template_id=draft.pk,
        version=draft.version,
        name=draft.name,
        title=draft.title,
        note=draft.note,
        sections=tuple(sections),
        actor=admin,
    )
    return templates.publish_template(template_id=draft.pk, version=draft.version, actor=admin)


@pytest.fixture
def catalogue(tree, admin):
    """The 135 and five local items more."""
    base = draft_of(reference.derived_catalogue())
    local = tuple(ItemDraft(group, 90, f"Biểu hiện riêng của địa phương {group}") for group in range(1, 6))
    draft = replace(base, name="Danh mục tỉnh", label="Do Tỉnh ủy ban hành", items=(*base.items, *local))
    return import_catalogue(draft=draft, owner_id=tree.province.pk, published_on=localtime.today(), actor=admin)


@pytest.fixture
def review(tree, template, catalogue) -> Review:
    staff = org.acting(org.make_account("chuyenvien", (Role.STAFF, tree.province)))
    forms = (template.pk, *(reference.template(code).pk for code in ("2A", "2B", "2C")))
    cycle = opened_cycle(tree.province, staff, template_ids=forms, catalogue_id=catalogue.pk)
    return review_of(cycle, unit=tree.commune)


def test_form_with_a_new_section_and_140_items_opens_saves_submits_and_prints(client, tree, review):
    head = org.make_cadre("Trần Đình Hưởng", tree.cell)
    org.hold(org.make_post(tree.commune), head)
    secretary = org.make_account("thuky", (Role.SECRETARY, tree.commune))
    bithu = org.make_account("bithu", (Role.HEAD, tree.commune), cadre=head)
    section = review.template.sections.get(key="hard-tasks")

    opened = org.login(client, secretary).get(reverse("reviews:edit_review", args=[review.pk]))
    listed = client.get(reverse("reviews:review_indicators", args=[review.pk]))
    assert (opened.status_code, HEADING in opened.text) == (200, True)
    assert (listed.status_code, "Biểu hiện riêng của địa phương 5" in listed.text) == (200, True)

    submitted = submitted_review(review, org.acting(secretary), by=org.acting(bithu))
    assert Answer.objects.filter(round__review=review, section=section).exists()
    sheet = IndicatorSheet.objects.get(round__review=review)
    assert sheet.answers == [IndicatorAnswer.NONE] * 140

    text = body_text(render_pdf(collective_review.collect(org.acting(bithu), review=submitted.pk, appendix=True)))
    assert folded(HEADING) in text
    assert folded("Biểu hiện riêng của địa phương 5") in text


def test_text_of_the_new_section_is_kept_as_typed(tree, review):
    actor = org.acting(org.make_account("thuky", (Role.SECRETARY, tree.commune)))
    section = review.template.sections.get(key="hard-tasks")

    save_answers(review_id=review.pk, actor=actor, edits=[Edit("answer", f"{section.pk}-0", {"text": TEXT})])

    assert Answer.objects.get(round__review=review, section=section).text == TEXT
