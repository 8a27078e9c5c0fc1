"""Answering opinions by keyboard in the list: the next takes the place of the answered one, and nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from reviews.actions.opinions import answer_opinion
from reviews.models import Opinion
from reviews.rules.opinions import OpinionReply
from tests.browser.conftest import NARROW, WIDE, barriers
from tests.browser.test_sheet_form import visit, world  # noqa: F401  fixtures
from tests.factories import opinions as given

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
def test_opinions_are_answered_by_keyboard_alone(world, visit, viewport):  # noqa: F811
    given.registered(world.collective, world.actor("thuky"), "Một", "Hai", "Ba")
    page = visit("thuky", f"/kiem-diem/{world.collective.pk}/gop-y/", viewport)
    desk = page.locator("#tra-loi")
    page.get_by_role("link", name="Trả lời lần lượt").press("Enter")

    for number in (1, 2, 3):
        expect(desk.get_by_role("heading")).to_contain_text(f"Góp ý số {number}")
        expect(desk.get_by_label("Chưa trả lời")).to_be_focused()
        for outcome in ("Tiếp thu", "Giải trình"):
            page.keyboard.press("ArrowRight")
            expect(desk.get_by_label(outcome, exact=True)).to_be_checked()
        page.keyboard.press("Tab")
        page.keyboard.insert_text(f"Giải trình {number}")
        if number == 2:
            assert barriers(page) == []
        page.keyboard.press("Control+Enter")

    expect(desk).to_contain_text("Đã trả lời tất cả góp ý.")
    expect(page.get_by_text("Giải trình 2", exact=True)).to_be_visible()
    answered = Opinion.objects.order_by("number").values_list("outcome", "reply")
    assert list(answered) == [("explained", f"Giải trình {number}") for number in (1, 2, 3)]


def test_another_opinion_does_not_take_the_place_of_unsaved_words(world, visit):  # noqa: F811
    one, _two = given.registered(world.collective, world.actor("thuky"), "Một", "Hai")
    page = visit("thuky", f"/kiem-diem/{world.collective.pk}/gop-y/")
    desk = page.locator("#tra-loi")
    page.get_by_role("link", name="Trả lời góp ý số 1").click()
    desk.get_by_label("Tiếp thu", exact=True).check()
    desk.get_by_role("textbox").fill("Lời của tôi")

    page.get_by_role("link", name="Trả lời góp ý số 2").click()
    expect(page.locator("#thong-bao")).to_contain_text("Hãy lưu nội dung đang viết trước đã.")
    theirs = OpinionReply("explained", "Lời của đồng chí kia")
    answer_opinion(opinion_id=one.pk, version=1, actor=world.actor("bithu"), answer=theirs)
    desk.get_by_role("textbox").press("Control+Enter")

    expect(desk).to_contain_text("Lời của đồng chí kia")
    expect(desk.get_by_role("textbox")).to_have_value("Lời của tôi")
    desk.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#thong-bao")).to_contain_text("Đã lưu trả lời góp ý số 1.")
    one.refresh_from_db()
    assert one.reply == "Lời của tôi"
