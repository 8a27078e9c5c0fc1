"""A form that a button saves loses nothing either: what was typed is offered again after a closed window or an ended session."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from reviews.actions.meetings import remark_as_place
from reviews.models import ReviewPlace
from reviews.states import PlaceKind
from tests.browser.desk import eventually, texts_kept
from tests.browser.test_sheet_form import visit, world  # noqa: F401  fixtures
from tests.factories import small_province as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REMARK = "Đồng chí gần dân, cần quyết liệt hơn trong giải phóng mặt bằng."


def test_a_remark_typed_and_not_sent_is_there_again_until_the_server_has_it(world, visit):  # noqa: F811
    own = world.own("canbo")
    place = own.places.get(kind=PlaceKind.COLLECTIVE)
    path = f"/kiem-diem/{own.pk}/noi-kiem-diem/"
    page = visit("thuky", path)

    def words(window):
        expect(window.locator(f"form[action*='/{place.pk}/'] input[name='tai-khoan']")).to_be_attached()
        return window.locator(f"#noi-{place.pk}-remark")

    words(page).press_sequentially(REMARK, delay=1)
    eventually(lambda: [text for _, text in texts_kept(page)] == [REMARK], page)
    window, url = page.context, page.url
    page.close()

    again = window.new_page()
    again.goto(url)
    again.get_by_role("button", name="Khôi phục").click()
    expect(words(again)).to_have_value(REMARK)
    eventually(lambda: [text for _, text in texts_kept(again)] == [REMARK], again)
    cookies, sessions = window.cookies(), list(Session.objects.all())
    Session.objects.all().delete()
    again.get_by_role("button", name="Ghi nhận xét").click()
    expect(again.get_by_role("heading", name="Phiên làm việc đã hết, nội dung vừa gõ vẫn còn")).to_be_visible()

    Session.objects.bulk_create(sessions)  # logged in again
    window.add_cookies(cookies)
    again.goto(url)
    again.get_by_role("button", name="Khôi phục").click()
    expect(words(again)).to_have_value(REMARK)
    again.get_by_role("button", name="Ghi nhận xét").click()
    expect(again.locator("#thong-bao")).to_contain_text("Đã ghi nhận xét")
    eventually(lambda: texts_kept(again) == [], again)
    assert ReviewPlace.objects.get(pk=place.pk).remark == REMARK
    again.reload()
    expect(words(again)).to_have_value(REMARK)
    expect(again.get_by_role("button", name="Khôi phục")).to_have_count(0)

    words(again).fill("Cần sâu sát cơ sở hơn.")
    eventually(lambda: [text for _, text in texts_kept(again)] == ["Cần sâu sát cơ sở hơn."], again)
    again.close()
    place.refresh_from_db()
    remark_as_place(place_id=place.pk, version=place.version, actor=world.actor("bithu"), remark="Bí thư vừa ghi.")
    last = window.new_page()
    last.goto(url)
    last.get_by_role("button", name="Khôi phục").click()
    expect(words(last)).to_have_value("Bí thư vừa ghi.\nCần sâu sát cơ sở hơn.")


def test_a_report_that_was_taken_is_not_offered_on_the_page_that_follows(world, visit):  # noqa: F811
    make.limitation(world.collective, "Chậm giải ngân", {"owner_text": "Văn phòng", "action": "Đôn đốc"})
    item = make.accept(world.collective, world.actor("thuongtruc")).items.get()
    page = visit("thuky", f"/khac-phuc/{item.pk}/")
    form = page.locator("form:has(textarea)").first
    expect(form.locator("input[name='tai-khoan']")).to_be_attached()

    form.locator("textarea").first.fill("Đã làm việc với ba chủ đầu tư.")
    eventually(lambda: len(texts_kept(page)) == 1, page)
    form.get_by_role("button", name="Báo cáo tiến độ").click()

    expect(page.locator("#thong-bao")).to_contain_text("Đã ghi báo cáo tiến độ")
    eventually(lambda: texts_kept(page) == [], page)
    expect(page.locator("form:has(textarea) input[name='tai-khoan']").first).to_be_attached()
    expect(page.get_by_role("button", name="Khôi phục")).to_have_count(0)
