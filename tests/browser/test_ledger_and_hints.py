"""What an earlier cycle left is marked in the form, and a text that says nothing is questioned; both in a real browser."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from core import localtime
from reviews.models import CarriedOver, DismissedHint, Review
from reviews.states import CarriedState
from tests.browser.test_sheet_form import SAVED, form_of, visit, world  # noqa: F401  two are fixtures
from tests.factories import appraisals, sheets
from tests.factories.reviews import opened_cycle, review_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VAGUE = "Công tác lãnh đạo có lúc, có nơi còn chậm."


def accepted_last_year(world) -> Review:  # noqa: F811
    """The commune's review of last year, with a remedy in the register and three commitments."""
    year = localtime.today().year - 1
    cycle = opened_cycle(
        world.province,
        world.actor("chuyenvien"),
        name=f"Kiểm điểm năm {year}",
        period_from=date(year, 1, 1),
        period_to=date(year, 12, 31),
        tiers=(3,),
    )
    review = review_of(cycle, unit=world.commune)
    sheets.submitted_review(review, world.actor("thuky"), by=world.actor("bithu"))
    return appraisals.accepted(world, review)


def test_earlier_work_is_marked_and_a_vague_text_is_questioned_until_it_is_waved_away(world, visit):  # noqa: F811
    accepted_last_year(world)
    page = visit("thuky", form_of(world))
    row = page.locator("fieldset.carried").first

    row.get_by_label("Tình trạng").select_option(label="Đã xong")
    row.get_by_label("Đã làm đến đâu; chưa làm thì vì sao").fill("Đã bàn giao đủ mặt bằng ba dự án.")
    save(page)
    stored = CarriedOver.objects.get(round__review=world.collective)
    assert (stored.state, stored.reason) == (CarriedState.DONE, "Đã bàn giao đủ mặt bằng ba dự án.")
    page.reload()
    expect(row).to_contain_text("Khác với sổ khắc phục (đang ghi: chưa thực hiện)")

    page.get_by_role("button", name="Thêm hạn chế, khuyết điểm").click()
    card = page.locator(".card-block")
    fault = card.locator("textarea").first
    fault.fill(VAGUE)
    page.keyboard.press("Tab")
    hint = card.get_by_role("list", name="Gợi ý viết rõ hơn").filter(has_text="lúc nào, ở đâu?")
    expect(hint).to_be_visible()
    hint.get_by_role("button", name="Thôi nhắc").first.click()
    expect(card.get_by_text("lúc nào, ở đâu?")).to_have_count(0)
    expect(fault).to_be_focused()
    assert DismissedHint.objects.get().hint == "vague-co-luc-co-noi"
    page.reload()
    expect(fault).to_have_value(VAGUE)
    expect(card.get_by_text("lúc nào, ở đâu?")).to_have_count(0)


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.locator("#thong-bao")).to_contain_text(SAVED)
