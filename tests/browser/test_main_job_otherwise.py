"""The main job in other ways than by mouse: by keyboard alone, and without script."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core import formats, localtime
from reviews.actions.answers import Edit, save_answers
from reviews.models import Limitation, Review
from reviews.states import ReviewState
from tests.browser.desk import SAVED, Desk
from tests.factories import sheets
from tests.factories.organisation import PASSWORD
from tests.journeys import texts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FARTHEST = 90  # presses of Tab from one end of a page to what is looked for


@pytest.fixture
def world(live_server):
    return sheets.province()


@pytest.fixture
def nearly_done(world) -> Review:
    """The deputy's own review with everything but the first text."""
    review = sheets.complete_review(world.own("canbo"), world.actor("canbo"))
    section = review.template.sections.get(key="strengths-1")
    blank = [Edit("answer", f"{section.pk}-0", {"text": ""})]
    save_answers(review_id=review.pk, actor=world.actor("canbo"), edits=blank)
    return review


def first_text(review: Review) -> str:
    return f"#answer-{review.template.sections.get(key='strengths-1').pk}-0-text"


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Press Tab until the focus is on what is looked for."""
    for _ in range(FARTHEST):
        page.keyboard.press(key)
        if page.evaluate("selector => Boolean(document.activeElement.matches(selector))", selector):
            return
    raise AssertionError(f"{selector} is not reached by {FARTHEST} presses of {key} on {page.url}")


def test_a_review_is_written_saved_and_submitted_by_keyboard_alone(live_server, open_page, nearly_done):
    page = open_page(f"{live_server.url}/dang-nhap/")
    page.context.set_default_timeout(20_000)
    tab_to(page, "[name=username]")
    page.keyboard.type("canbo")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Việc của tôi")

    tab_to(page, ".skip-link")
    page.keyboard.press("Enter")
    tab_to(page, f"a[href^='/kiem-diem/{nearly_done.pk}/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sua/*")

    tab_to(page, ".skip-link")
    page.keyboard.press("Enter")
    tab_to(page, first_text(nearly_done))
    page.keyboard.type(texts.OWN_STRENGTHS)
    page.keyboard.press("Control+s")
    expect(page.locator("#thong-bao")).to_contain_text(SAVED)

    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("document.activeElement.textContent") == "Không, quay lại", "the careful answer has the focus"
    tab_to(page, "#hop-xac-nhan button[value=yes]", "Shift+Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#thong-bao")).to_contain_text("Đã trình bản kiểm điểm")
    nearly_done.refresh_from_db()
    assert nearly_done.state == ReviewState.SUBMITTED


def test_a_review_is_written_and_submitted_without_script(live_server, open_page, world, nearly_done):
    card = Limitation.objects.get(round__review=nearly_done)
    sheets.take_out(nearly_done, world.actor("canbo"), ("limitation", str(card.pk)))
    page = open_page(f"{live_server.url}/dang-nhap/", java_script_enabled=False)
    desk = Desk.of(page, live_server.url, "canbo")
    desk.page.locator(f"main a[href^='/kiem-diem/{nearly_done.pk}/']").first.click()
    desk.press("Trình")
    expect(page.locator(".error-summary")).to_contain_text("chưa nêu hạn chế, khuyết điểm nào")

    page.locator(first_text(nearly_done)).fill(texts.OWN_STRENGTHS)
    desk.press("Thêm hạn chế, khuyết điểm")
    box = f"#{page.locator('section.card-block[id^=limitation-]').get_attribute('id')}"
    desk.fill("Khuyết điểm", texts.OWN_FAULT, box)
    desk.fill("Trách nhiệm cụ thể", "Trách nhiệm của bản thân.", box)
    desk.fill("Nguyên nhân chủ quan", texts.OWN_CAUSE, box)
    if not page.locator(f"{box} fieldset.remedy").count():
        desk.press("Thêm biện pháp", box)
    desk.fill("Việc phải làm", texts.REMEDY, box)
    desk.fill("hoặc đơn vị, người khác", "Bản thân", box)
    desk.fill("Thời hạn", formats.day(localtime.today() + timedelta(days=25)), box)
    desk.fill("Kết quả phải đạt", texts.MEASURE, box)
    desk.press("Lưu")
    desk.told("Đã lưu bản kiểm điểm.")
    expect(page.locator(first_text(nearly_done))).to_have_value(texts.OWN_STRENGTHS)
    desk.press("Trình")

    desk.told("Đã trình bản kiểm điểm")
    nearly_done.refresh_from_db()
    assert nearly_done.state == ReviewState.SUBMITTED
    assert Limitation.objects.get(round__review=nearly_done).fault == texts.OWN_FAULT
