"""The patterns of the pages in a real browser: dialogs, keys, guards, narrow windows, without JavaScript, without barriers."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpResponse
from django.test.testcases import LiveServerThread
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from playwright.sync_api import Route, expect

from core.gallery import show_gallery
from tests.browser.conftest import NARROW, barriers, barriers_at_both_widths

urlpatterns = [
    path("", include("core.urls")),
    path("mau/", csrf_exempt(show_gallery)),  # the tests are about pages, not tokens
    path("het-phien/", csrf_exempt(lambda request: HttpResponse("chỉ cho người đã đăng nhập"))),
    path("dang-nhap/", login_not_required(lambda request: HttpResponse("<p>Đăng nhập</p>"))),
]
handler404 = "core.views.page_not_found"
pytestmark = [pytest.mark.browser, pytest.mark.urls(__name__)]


@pytest.fixture
def site(settings):
    """The gallery on a port of its own; it needs no database, and gets none."""
    settings.LOGIN_URL = "/dang-nhap/"
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={}, port=0)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


def posts_of(page):
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    return sent


def questions_of(page):
    """The browser's own questions, each answered with yes."""
    asked: list[str] = []

    def accept(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    return asked


@pytest.mark.parametrize("address", ["/mau/", "/mau/?loi=1", "/phim-tat/", "/khong-co/"])
def test_no_barrier_and_nothing_beside_the_window_at_either_width(site, open_page, address):
    assert barriers_at_both_widths(open_page(site + address)) == []


def test_the_check_for_barriers_can_fail(site, open_page):
    page = open_page(site + "/phim-tat/")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<input><img src=\"/static/img/favicon.svg\">')"
    )

    assert {line.split(":")[0] for line in barriers(page)} == {"label", "image-alt"}


def test_faults_take_the_focus_and_lead_to_their_fields(site, open_page):
    page = open_page(site + "/mau/?loi=1")

    assert page.evaluate("document.activeElement.id") == "tom-tat-loi"
    page.locator("#tom-tat-loi a", has_text="Thời hạn").click()
    assert page.evaluate("document.activeElement.id") == "id_due"


def test_what_cannot_be_undone_is_asked_first(site, open_page):
    page = open_page(site + "/mau/")
    sent = posts_of(page)

    page.get_by_role("button", name="Trả lại", exact=True).click()
    assert page.get_by_text("Bản kiểm điểm quay về đơn vị để viết lại ở vòng 2").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Không, quay lại"
    page.keyboard.press("Escape")
    assert sent == []

    page.get_by_role("button", name="Trả lại", exact=True).click()
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="Trả lại").click()
    assert len(sent) == 1


def test_a_double_click_sends_once(site, open_page):
    page = open_page(site + "/mau/")
    sent = posts_of(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)  # the server takes its time

    page.route("**/mau/", hold)

    with page.expect_request("**/mau/"):
        page.get_by_role("button", name="Lưu", exact=True).first.dblclick(no_wait_after=True)
    page.wait_for_timeout(200)

    assert len(sent) == 1
    for route in held:
        route.abort()


def test_keys_save_search_and_list_themselves(site, open_page):
    page = open_page(site + "/mau/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog").get_by_text("Ctrl + Enter")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    sent = posts_of(page)
    page.get_by_label("Khuyết điểm").fill("Chậm?")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert "title=Ch%E1%BA%ADm%3F" in sent[0].post_data or "Chậm?" in sent[0].post_data
    assert page.get_by_label("Khuyết điểm").input_value() == "Chậm?"


def test_ctrl_enter_on_a_barred_action_tells_the_reason(site, open_page):
    page = open_page(site + "/mau/")
    page.keyboard.press("Control+Enter")

    assert "còn 2 nội dung gợi ý chưa giải trình" in page.locator("#thong-bao").inner_text()


def test_the_tray_counts_what_is_chosen(site, open_page):
    page = open_page(site + "/mau/")
    tray = page.locator("[data-tray]")
    assert tray.is_hidden()

    form = page.locator("form[data-selection]")
    form.get_by_label("Chọn Đảng ủy xã Tân Sơn (1)").check()
    form.get_by_label("Chọn Đảng ủy xã Tân Sơn (2)").check()
    assert "Đã chọn 2 tập thể" in tray.inner_text()

    tray.get_by_role("button", name="Bỏ chọn").click()
    assert tray.is_hidden()


def test_a_long_text_grows_and_leaving_it_is_asked_about(site, open_page):
    page = open_page(site + "/mau/")
    area = page.get_by_label("Nguyên nhân chủ quan")
    before = area.bounding_box()["height"]
    area.fill("Một dòng\n" * 20)
    assert area.bounding_box()["height"] > before * 2

    asked = questions_of(page)
    page.goto(site + "/phim-tat/")
    assert asked == ["beforeunload"]


def test_leaving_an_untouched_form_asks_nothing(site, open_page):
    page = open_page(site + "/mau/")
    asked = questions_of(page)
    page.get_by_label("Khuyết điểm").fill("a")
    page.get_by_label("Khuyết điểm").fill("")
    page.goto(site + "/phim-tat/")

    assert asked == []


def test_a_choice_in_a_filter_applies_itself_and_stays_in_the_address(site, open_page):
    page = open_page(site + "/mau/?sap-xep=-ten")
    with page.expect_navigation():
        page.get_by_label("Loại").select_option("individual")

    assert "kind=individual" in page.url
    assert "sap-xep=-ten" in page.url
    assert page.get_by_text("Đang lọc:").first.is_visible()


def test_a_choice_made_by_keyboard_waits_for_the_button(site, open_page):
    page = open_page(site + "/mau/")
    page.get_by_label("Loại").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Loại").dispatch_event("change")
    page.wait_for_timeout(200)
    assert page.url == site + "/mau/"


def test_filters_are_folded_on_a_narrow_window_only(site, open_page):
    assert open_page(site + "/mau/").get_by_role("button", name="Lọc", exact=True).is_visible()
    narrow = open_page(site + "/mau/", NARROW)
    assert not narrow.get_by_role("button", name="Lọc", exact=True).is_visible()
    narrow.get_by_text("Lọc danh sách").click()
    assert narrow.get_by_role("button", name="Lọc", exact=True).is_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_the_navigation_opens_on_a_narrow_window(site, open_page, script):
    page = open_page(site + "/mau/", NARROW, java_script_enabled=script)
    entry = page.get_by_role("link", name="Khắc phục")
    assert not entry.is_visible()

    page.get_by_label("Mở danh mục chức năng").click()
    assert entry.is_visible()
    page.get_by_text("Đóng", exact=True).first.click()
    assert not entry.is_visible()


def test_a_folded_navigation_stays_folded(site, open_page):
    page = open_page(site + "/mau/")
    page.get_by_role("button", name="Thu gọn").click()
    page.reload()

    assert page.locator(".nav-side").bounding_box()["width"] < 80


def test_a_form_works_without_script(site, open_page):
    page = open_page(site + "/mau/", java_script_enabled=False)
    page.get_by_label("Khuyết điểm").fill("Chậm giải ngân")
    page.get_by_role("button", name="Lưu", exact=True).last.click()

    assert page.get_by_label("Khuyết điểm").input_value() == "Chậm giải ngân"
    assert page.get_by_role("alert").is_visible()


def test_a_session_that_ran_out_while_htmx_sends_a_form_loses_nothing(site, open_page):
    page = open_page(site + "/mau/")
    page.evaluate("""() => {
        document.querySelector(".page-content").innerHTML = '<form method="post" action="/het-phien/" hx-post="/het-phien/">'
            + '<label>Lý do <textarea name="ly-do"></textarea></label><button name="viec" value="tra-lai">Gửi</button></form>';
        htmx.process(document.querySelector(".page-content"));
    }""")
    page.get_by_label("Lý do").fill("Giải trình chưa rõ\ntrách nhiệm <người đứng đầu>")
    page.get_by_role("button", name="Gửi", exact=True).click()
    page.get_by_text("Phiên làm việc đã hết, nội dung vừa gõ vẫn còn").wait_for()

    kept = page.evaluate("Object.fromEntries(new FormData(document.querySelector('main form')))")
    assert kept["ly-do"].replace("\r", "") == "Giải trình chưa rõ\ntrách nhiệm <người đứng đầu>"
    assert kept["viec"] == "tra-lai"


def test_a_session_that_ran_out_leads_to_the_log_in_page_and_back(site, open_page):
    page = open_page(site + "/mau/?kind=individual")
    page.evaluate("htmx.ajax('GET', '/het-phien/', '#thong-bao')")
    page.wait_for_url("**/dang-nhap/?next=/mau/%3Fkind%3Dindividual")


def test_a_failed_request_is_told_in_the_status_line(site, open_page):
    page = open_page(site + "/mau/")
    page.context.set_offline(True)
    page.get_by_role("link", name="Phím tắt", exact=True).click()
    page.get_by_text("Không nối được với máy chủ").wait_for()
