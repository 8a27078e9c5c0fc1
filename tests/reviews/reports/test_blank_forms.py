"""Forms to fill in by hand: everything the template asks, the head filled in, nothing that was written."""

import re

import pytest
from django.db import transaction

from core.errors import NotAllowed
from reviews.actions.entries import begin_entry
from reviews.models import FormTemplate, IndicatorItem
from reviews.reports import blank_form, individual_review
from reviews.reports.printable import NotVisible
from reviews.reports.rendering import Paper, render, render_pdf
from tests.core.pdf_reading import folded, page_text, reader
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = make.province()
        make.suggest(world, world.own("canbo"))
        make.complete_review(world.own("canbo"), world.actor("canbo"))
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


def text_of(pdf: bytes) -> str:
    return folded(" ".join(page_text(pdf, page) for page in range(len(reader(pdf).pages))))


def words_of(paper: Paper) -> str:
    """What would be printed, without printing it."""
    return folded(re.sub(r"<[^>]+>", " ", render(paper)))


def test_a_persons_form_has_the_head_every_heading_and_no_word_that_was_written(world):
    own = world.own("canbo")
    paper = blank_form.collect_for_review(world.actor("thuky"), review=own.pk)

    pdf = render_pdf(paper)

    printed = text_of(pdf)

    assert "LÊ VĂN KHẢI" in printed
    for section in paper.sections:
        assert (
            folded(section.section.heading.upper() if section.section.depth == 1 else section.section.heading)
            in printed
        )
    assert "Giải ngân vốn đầu tư công, dự án số 1" in printed
    assert "Phó Bí thư Đảng ủy xã Vĩnh Hòa" in printed
    assert make.FAULT[:40] not in printed
    assert "Đã thực hiện đầy đủ" not in printed
    assert "Dự thảo" not in printed


def test_the_check_against_the_catalogue_is_printed_with_empty_boxes(world):
    own = world.own("canbo")
    paper = blank_form.collect_for_review(world.actor("thuky"), review=own.pk)
    html = render(paper)

    rows = IndicatorItem.objects.filter(catalogue=own.cycle.catalogue_id).count()
    assert html.count('<td class="c">☐</td>') + html.count('img class="mark"') >= 3 * rows
    assert "☑" not in html
    assert paper.indicators is not None
    assert paper.indicators.label == own.cycle.catalogue.label


def test_a_collectives_form_has_its_letterhead_and_one_row_for_each_kind_of_commitment(world):
    paper = blank_form.collect_for_review(world.actor("thuky"), review=world.collective.pk)
    commitments = next(one for one in (*paper.sections, *paper.attachments) if one.kind == "commitments")
    assert len(commitments.rows) == 3
    printed = text_of(render_pdf(paper))

    assert "Số" in printed
    assert printed.count("Biện pháp khắc phục (việc, người chủ trì") == len(paper.cards)


@pytest.mark.parametrize("code", ["01", "2A", "2B", "2C"])
def test_a_bare_template_is_printed_by_who_looks_at_templates(world, code):
    template = FormTemplate.objects.filter(code=code).earliest("pk")
    paper = blank_form.collect_for_template(world.actor("chuyenvien"), template=template.pk)
    pdf = render_pdf(paper)

    assert folded(template.title.upper()) in text_of(pdf)
    with pytest.raises(NotVisible):
        blank_form.collect_for_template(world.actor("thuky"), template=template.pk)


@pytest.mark.parametrize("who", ["chuyenvien", "kiemtra"])
def test_those_above_print_no_empty_form_of_a_review(world, who):
    with pytest.raises(NotAllowed, match="viết tay"):
        blank_form.collect_for_review(world.actor(who), review=world.own("canbo").pk)
    with pytest.raises(NotVisible):
        blank_form.collect_for_review(world.actor("thuky_khac"), review=world.own("canbo").pk)


def test_a_review_typed_in_from_paper_says_so_below_the_signature(world):
    own = world.own("canbo")
    signed_on = make.localtime.today()
    begin_entry(
        review_id=own.pk, version=own.version, actor=world.actor("thuky"), because="Viết tay.", signed_on=signed_on
    )

    printed = words_of(individual_review.collect(world.actor("canbo"), review=own.pk))

    assert f"Bản nhập thay theo bản ký ngày {signed_on:%d/%m/%Y}; người nhập: Vũ Thị Thảo" in printed
