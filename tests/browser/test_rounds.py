"""Two rounds side by side, the history, and the move to a newer template, looked at as people do."""

import re

import pytest
from playwright.sync_api import expect

from reviews.actions.sheets import recall_review
from reviews.actions.template_upgrades import upgrade_template
from reviews.models import Answer, Review
from tests.browser.conftest import barriers_at_both_widths
from tests.browser.test_sheet_form import control, first_text, form_of, visit, world  # noqa: F401  two are fixtures
from tests.factories import sheets
from tests.reviews.actions.test_template_upgrades import DROPPED, mended, published
from tests.reviews.views.test_rounds import mend

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_pages_about_rounds_have_no_barrier_and_fit_the_window(world, visit, live_server):  # noqa: F811
    sheets.suggest(world, world.collective)
    review = sheets.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu"))
    mend(world, recall_review(review_id=review.pk, version=review.version, actor=world.actor("bithu")))
    published(world, "01", mended)
    page = visit("thuky", form_of(world))

    for path in ("vong/", "so-sanh/", "so-sanh/?tat_ca=on", "lich-su/", "nang-mau/"):
        page.goto(f"{live_server.url}/kiem-diem/{review.pk}/{path}")
        assert barriers_at_both_widths(page) == [], path


def test_a_form_is_moved_to_a_newer_template_with_everything_typed_in_it(world, visit):  # noqa: F811
    review = sheets.complete_review(world.collective, world.actor("thuky"))
    published(world, "01", mended)
    dropped = Answer.objects.get(round__review=review, section__key=DROPPED).text
    page = visit("thuky", form_of(world))

    page.get_by_role("link", name="Nâng mẫu…").click()
    page.get_by_label(re.compile("Chuyển nội dung của")).select_option(label="I.4 Chuyển đổi số")
    page.get_by_role("button", name="Nâng mẫu").click()
    page.locator("#hop-xac-nhan").get_by_role("button", name="Nâng mẫu").click()

    page.wait_for_url("**/sua/")
    expect(page.locator("#thong-bao")).to_contain_text("Đã nâng lên bản mẫu 2")
    expect(page.get_by_role("textbox", name="Chuyển đổi số")).to_have_value(re.compile(re.escape(dropped)))


def test_words_typed_while_a_colleague_moved_the_form_are_saved_in_the_same_section(world, visit):  # noqa: F811
    review, name = sheets.complete_review(world.collective, world.actor("thuky")), first_text(world)
    newer = published(world, "01", mended)
    page = visit("bithu", form_of(world))
    move_to(world, review, newer)

    control(page, name).fill("Gõ khi trang còn theo mẫu cũ.")
    page.keyboard.press("Control+s")

    expect(page.locator("#thong-bao")).to_contain_text("Đã lưu lúc")
    answer = Answer.objects.get(round__review=review, section__key="strengths-1")
    assert (answer.text, answer.section.template_id) == ("Gõ khi trang còn theo mẫu cũ.", newer.pk)


def move_to(world, review: Review, template) -> None:  # noqa: F811
    into = {DROPPED: "digital"}
    upgrade_template(
        review_id=review.pk, version=review.version, template_id=template.pk, actor=world.actor("thuky"), into=into
    )
