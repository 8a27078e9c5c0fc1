"""Printing in a real browser: ask, watch the fragment change by itself and fall silent, fetch the file; no barriers."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from core import jobs
from core.models import Job
from tests.browser.conftest import WIDE, barriers_at_both_widths
from tests.reviews.reports import written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def logged_in(open_page, live_server, settings):
    """A window of this account, opened at a path."""
    settings.ALLOWED_HOSTS = ["*"]

    def open_(world, who: str, path: str, viewport: dict[str, int] = WIDE) -> Page:
        client = Client()
        client.force_login(world.users[who])
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        name = settings.SESSION_COOKIE_NAME
        page = open_page(f"{live_server.url}/", viewport)
        page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
        page.goto(f"{live_server.url}{path}")
        return page

    return open_


def ask(review) -> str:
    return f"/bao-cao/in/?kind=collective_review&review={review.pk}"


def test_a_person_prints_watches_and_fetches_the_file(logged_in: Callable[..., Page]):
    world = written.province()
    review = written.collective(world)
    page = logged_in(world, "thuky", ask(review))

    page.get_by_label("Số văn bản").fill("05")
    page.get_by_role("button", name="In báo cáo").click()
    run = page.locator("#lan-in")
    expect(run).to_contain_text("Đang chờ")
    claimed = jobs._claim(Job.objects.latest("pk").pk)
    assert claimed is not None
    claimed.progress(1, 3, "Đã thu thập số liệu")
    expect(run).to_contain_text("Đang chạy 1/3")
    Job.objects.update(lease_until=None, lease_token=None, state="queued")
    jobs.run(claimed.job.pk)
    expect(run).to_contain_text("Xong")
    assert run.get_attribute("hx-trigger") is None

    with page.expect_download() as download:
        page.get_by_role("link", name="Tải về").click()
    assert (
        download.value.suggested_filename
        == "ban-kiem-diem-tap-the-ban-thuong-vu-dang-uy-xa-tan-son-kiem-diem-nam-2026.pdf"
    )


def test_no_page_of_printing_has_a_barrier(logged_in: Callable[..., Page]):
    world = written.province()
    review = written.collective(world)
    page = logged_in(world, "thuky", ask(review))
    found = barriers_at_both_widths(page)
    page.get_by_label("Số văn bản").fill("05/BC")
    page.get_by_role("button", name="In báo cáo").click()
    expect(page.locator("body")).to_contain_text("chỉ gồm chữ và số")
    found += barriers_at_both_widths(page)
    page.get_by_label("Số văn bản").fill("05")
    page.get_by_role("button", name="In báo cáo").click()
    expect(page.locator("#lan-in")).to_contain_text("Đang chờ")
    found += barriers_at_both_widths(page)
    jobs.run(Job.objects.latest("pk").pk)
    expect(page.locator("#lan-in")).to_contain_text("Xong")
    found += barriers_at_both_widths(page)
    page.goto(page.url.split("/bao-cao/")[0] + "/bao-cao/")
    found += barriers_at_both_widths(page)

    assert found == []
