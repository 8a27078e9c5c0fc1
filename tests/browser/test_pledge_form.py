"""The pledge in a browser: it saves itself, is handed in, and no page of it has a barrier, wide or narrow."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from reviews.models import Pledge, PledgeAnswer
from reviews.states import PledgeState
from tests.browser.conftest import NARROW, barriers
from tests.factories import pledges
from tests.factories import sheets as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def signed_in(open_page: Callable[..., Page], live_server, world, who: str, path: str, **options) -> Page:
    client = Client()
    client.force_login(world.users[who])
    page = open_page(live_server.url + "/dang-nhap/", **options)
    for name, one in client.cookies.items():
        page.context.add_cookies([{"name": name, "value": one.value, "url": live_server.url}])
    page.goto(live_server.url + path)
    return page


def test_it_saves_itself_and_is_handed_in_and_received(live_server, open_page):
    world = make.province()
    pledges.called(world)
    address = reverse("reviews:write_pledge", args=[world.cycle.pk])
    page = signed_in(open_page, live_server, world, "canbo", address)
    first, *others = pledges.sections(world)

    page.locator(f"#cam-{first.pk}-text").press_sequentially("Học đủ các nghị quyết của Đảng.")
    expect(page.locator("[data-saved-all]")).to_contain_text(re.compile("Đã lưu lúc"))
    assert PledgeAnswer.objects.get(section=first).text == "Học đủ các nghị quyết của Đảng."
    assert barriers(page) == []
    for section in others:
        page.locator(f"#cam-{section.pk}-text").fill("Nội dung cam kết.")
    late = page.context.new_page()
    late.goto(live_server.url + address)
    page.get_by_role("button", name="Nộp cho chi bộ").click()
    page.get_by_role("dialog").get_by_role("button", name="Nộp cho chi bộ").click()
    expect(page.locator("h1")).to_contain_text("Lê Văn Khải")

    pledge = Pledge.objects.get(cadre=world.people["canbo"])
    assert pledge.state == PledgeState.HANDED_IN
    late.locator(f"#cam-{first.pk}-text").fill("Câu gõ muộn ở cửa sổ khác.")
    expect(late.locator("#tin-luu")).to_contain_text("đã nộp")
    late.reload()
    expect(late.locator("[data-texts] .kept-text")).to_have_text(["Câu gõ muộn ở cửa sổ khác."])
    late.close()
    assert barriers(page) == []
    cell = reverse("reviews:pledges_of_cell", args=[world.cell.pk])
    for who, path in (("thuky_chibo", cell), ("chuyenvien", reverse("reviews:pledge_counts")), ("bithu", address)):
        narrow = signed_in(open_page, live_server, world, who, path, viewport=NARROW)
        assert barriers(narrow) == [], path
        assert narrow.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path
