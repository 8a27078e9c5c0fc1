"""The form of a review in a real browser: nothing typed is lost, whoever else writes and whatever breaks."""

import os
import re
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from playwright.sync_api import FilePayload, Page, Route, expect

from reviews.actions.answer_rows import add_limitation
from reviews.actions.answers import Edit, save_answers
from reviews.actions.indicators import answer_indicators
from reviews.actions.sheets import submit_review
from reviews.models import Answer, IndicatorSheet, Limitation, TemplateSection
from reviews.rules.indicators import IndicatorChange
from reviews.states import SectionKind
from tests.browser.conftest import barriers, barriers_at_both_widths, hidden_at_both_widths
from tests.browser.desk import eventually, texts_kept
from tests.factories import files, organisation, sheets

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE = 60_000  # milliseconds; other tests may be using both cores
expect.set_options(timeout=PATIENCE)
SAVED = re.compile(r"Đã lưu lúc \d\d:\d\d:\d\d")
TRIED_AGAIN = re.compile(
    r"Máy chủ báo lỗi \(mã 503\), chưa lưu được; nội dung giữ trên máy này và sẽ tự gửi lại lúc \d\d:\d\d:\d\d\."
)


@pytest.fixture
def world(live_server, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the driver's loop runs in this thread
    yield sheets.province()
    wait_for_the_server_to_finish()


def wait_for_the_server_to_finish() -> None:
    """A closed window may leave a request running, and the tables are emptied after each test."""
    busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute(f"{busy} AND (state <> 'idle' OR state_change > clock_timestamp() - interval '0.3 s')")
            (count,) = cursor.fetchone()
        if not count:
            return
        time.sleep(0.1)


@pytest.fixture
def visit(world, live_server, open_page):
    """Open a page as somebody, in a window of their own."""

    def visit_(username: str, path: str, viewport=None, **options) -> Page:
        client = organisation.login(Client(), world.users[username])
        name = django_settings.SESSION_COOKIE_NAME
        page = open_page(f"{live_server.url}/static/img/favicon.svg", viewport, **options)
        page.context.set_default_timeout(PATIENCE)
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return visit_


def first_text(world) -> str:
    """The name of the first text control of the collective's form."""
    section = TemplateSection.objects.filter(template=world.collective.template, kind=SectionKind.GRADED_TEXT).earliest(
        "order"
    )
    return f"answer-{section.pk}-0-text"


def second_text(world) -> str:
    """The name of the second one."""
    sections = TemplateSection.objects.filter(template=world.collective.template, kind=SectionKind.GRADED_TEXT)
    return f"answer-{sections.order_by('order')[1].pk}-0-text"


def stored(world, field: str = "text"):
    return getattr(Answer.objects.filter(round__review=world.collective).first(), field, "")


def form_of(world) -> str:
    return f"/kiem-diem/{world.collective.pk}/sua/"


def control(page: Page, name: str):
    return page.locator(f'[name="{name}"]:not([type=hidden])')


def test_what_is_typed_is_saved_without_a_click_and_is_there_after_a_reload(world, visit):
    page, name = visit("thuky", form_of(world)), first_text(world)

    control(page, name).press_sequentially("Đã ban hành quy chế làm việc.", delay=5)

    expect(page.locator("[data-saved-all]")).to_have_text(SAVED)
    assert stored(world) == "Đã ban hành quy chế làm việc."
    page.reload()
    expect(control(page, name)).to_have_value("Đã ban hành quy chế làm việc.")
    expect(page.locator("#khoi-phuc")).to_be_hidden()


def test_vietnamese_as_its_keyboards_type_it_is_stored_letter_by_letter_whenever_a_save_falls(world, visit):
    """Composed in place (Windows, macOS, phones) and by backspace and retyping (Unikey, EVKey), with saves in between."""
    page, name = visit("thuky", form_of(world)), first_text(world)
    underway: list[Route] = []

    def hold(route: Route) -> None:
        underway.append(route)

    page.route("**/sua/", hold)
    page.evaluate("() => { window.setTimeout = () => 0; }")  # no pause of the typist saves anything here
    page.evaluate("document.addEventListener('compositionend', () => { document.body.dataset.composed = 'yes'; })")
    keyboard = page.context.new_cdp_session(page)
    typed = control(page, name)

    def compose(*steps: str) -> None:
        for step in steps:
            keyboard.send(
                "Input.imeSetComposition", {"text": step, "selectionStart": len(step), "selectionEnd": len(step)}
            )

    def retype(letters: str, back: int = 0) -> None:
        for _ in range(back):
            page.keyboard.press("Backspace")
        page.keyboard.insert_text(letters)

    def while_a_save_is_on_its_way(*steps: Callable[[], None]) -> None:
        with page.expect_request("**/sua/"):
            page.evaluate("void document.dispatchEvent(new CustomEvent('saveNow', { cancelable: true }))")
        for step in steps:
            step()
        with page.expect_response("**/sua/"):
            underway.pop().continue_()

    typed.focus()
    compose("t", "ti", "tie", "tiê")
    while_a_save_is_on_its_way(lambda: compose("tiên", "tiến"))
    while_a_save_is_on_its_way(lambda: keyboard.send("Input.insertText", {"text": "tiến"}))
    expect(page.locator("body")).to_have_attribute("data-composed", "yes")
    for letter in " dduw":
        retype(letter)
    while_a_save_is_on_its_way(lambda: retype("đư", 4), lambda: retype("ợ", 0))
    retype("cc")
    while_a_save_is_on_its_way(lambda: retype("", 1))

    page.unroute("**/sua/")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved-all]")).to_have_text(SAVED)
    assert typed.input_value() == stored(world) == "tiến được"
    expect(page.locator(".clash")).to_have_count(0)


def test_leaving_a_field_saves_it_at_once_and_what_is_written_meanwhile_does_not_read_as_saved(world, visit):
    page, name = visit("thuky", form_of(world)), first_text(world)
    underway: list[Route] = []
    page.route("**/sua/", lambda route: route.continue_() if underway else underway.append(route))
    page.evaluate(
        """() => { const line = document.querySelector("[data-saved-all]"); window.told = []; document.body.dataset.saves = 0;
        document.addEventListener("sheetSaved", () => { document.body.dataset.saves++; });
        new MutationObserver(() => window.told.push(line.textContent)).observe(line, { childList: true }); }"""
    )

    page.evaluate("() => { window.setTimeout = () => 0; }")  # no pause of the typist saves anything now

    control(page, name).fill("Nội dung")
    with page.expect_request(lambda request: request.method == "POST"):
        page.keyboard.press("Tab")
    control(page, second_text(world)).fill("Viết trong lúc đang lưu")
    page.keyboard.press("Tab")
    underway[0].continue_()

    expect(page.locator("body")).to_have_attribute("data-saves", "2")
    assert Answer.objects.filter(text="Viết trong lúc đang lưu").exists()
    assert len([words for words in page.evaluate("window.told") if SAVED.match(words)]) == 1


def test_ctrl_s_saves_and_says_so_and_the_index_is_made_anew_only_where_a_mark_may_have_moved(world, visit):
    """The index costs more than a save, and a word more in a text that is there already changes nothing in it."""
    page, name = visit("thuky", form_of(world)), first_text(world)
    mark = page.locator(f"#muc-luc a[href='#muc-{name.split('-')[1]}'] svg").first
    page.evaluate(
        """() => { Object.assign(document.body.dataset, { saves: 0, marks: 0 });
        document.addEventListener("marksMoved", () => { document.body.dataset.marks++; });
        document.addEventListener("sheetSaved", () => { document.body.dataset.saves++; }); }"""
    )

    for text, saves, marks, word in (
        ("Đã họp bàn hai lần", "1", "1", "đang viết"),
        ("Đã họp bàn hai lần trong quý", "2", "1", "đang viết"),
        ("", "3", "2", "chưa viết"),
    ):
        control(page, name).fill(text)
        page.keyboard.press("Control+s")
        expect(page.locator("body")).to_have_attribute("data-saves", saves)
        expect(page.locator("body")).to_have_attribute("data-marks", marks)
        expect(mark).to_have_attribute("aria-label", word)
        expect(page.locator("#thong-bao")).to_contain_text(SAVED)
        assert stored(world) == text


def test_a_save_whose_answer_got_lost_is_told_apart_from_another_persons(world, visit):
    """The server may have stored it: what is written since goes after it, and is no second text beside the own one."""
    page, name = visit("thuky", form_of(world)), first_text(world)

    arrived: list[str] = []

    def lose_the_answer(route: Route) -> None:
        """One save arrives, none is answered."""
        if not arrived:
            arrived.append(route.fetch().text())
        route.abort("internetdisconnected")

    for text in ("", "Câu đầu. Câu sau."):
        arrived.clear()
        page.route("**/sua/", lose_the_answer)
        control(page, name).fill("Câu đầu.")
        page.keyboard.press("Control+s")
        expect(page.locator("[data-saved-all]")).to_contain_text("Chưa nối được máy chủ")
        assert stored(world) == "Câu đầu."
        page.unroute("**/sua/")
        control(page, name).fill(text)
        page.keyboard.press("Control+s")
        expect(page.locator("[data-saved-all]")).to_have_text(SAVED)
        assert stored(world) == text
        expect(page.locator(".clash")).to_have_count(0)

    page.clock.install()
    page.route("**/sua/", lambda route: route.fulfill(status=503))
    control(page, name).fill("Câu thứ ba.")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved-all]")).to_have_text(TRIED_AGAIN)
    page.unroute("**/sua/")
    page.clock.fast_forward(5000)
    expect(page.locator("[data-saved-all]")).to_have_text(SAVED)
    assert stored(world) == "Câu thứ ba."


def test_a_killed_browser_loses_at_most_what_was_typed_in_the_last_two_seconds(world, chromium, live_server, tmp_path):
    name = first_text(world)

    def start() -> Page:
        context = chromium.browser_type.launch_persistent_context(
            str(tmp_path / "profile"), executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        context.set_default_timeout(PATIENCE)
        cookie = organisation.login(Client(), world.users["thuky"]).cookies[django_settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + form_of(world))
        return page

    page = start()
    page.route("**/sua/", lambda route: route.abort("internetdisconnected"))
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))  # nothing is kept later than two seconds of the page's own
    control(page, name).press_sequentially("Câu này chưa tới máy chủ.")
    page.clock.run_for(2000)
    mine = [str(world.users["thuky"].pk), "Câu này chưa tới máy chủ."]
    eventually(lambda: texts_kept(page) == [mine], page)
    kill_browser_of(str(tmp_path / "profile"))

    page = start()
    expect(page.locator("#khoi-phuc")).to_be_visible()
    assert control(page, name).input_value() == ""
    page.route("**/sua/", lambda route: route.abort("internetdisconnected"))
    control(page, name).fill("Câu viết sau.")
    eventually(lambda: len(texts_kept(page)) == 2, page)  # what is offered does not give way to it
    control(page, name).fill("")
    eventually(lambda: len(texts_kept(page)) == 1, page)
    save_as("thuky2", world, name, "Bản của Tiến.")
    page.get_by_role("button", name="Khôi phục").click()
    expect(control(page, name)).to_have_value("Câu này chưa tới máy chủ.")
    expect(page.locator("[data-saved-all]")).to_contain_text("Chưa nối được máy chủ")

    page.unroute("**/sua/")
    page.keyboard.press("Control+s")
    clash = page.locator(".clash")  # it goes with what its writer had seen then
    expect(clash.locator("[data-theirs]")).to_have_text("Bản của Tiến.")
    assert stored(world) == "Bản của Tiến."
    clash.get_by_role("button", name="Giữ của tôi").click()
    expect(clash).to_have_count(0)
    assert stored(world) == "Câu này chưa tới máy chủ."
    eventually(lambda: texts_kept(page) == [], page)
    page.context.close()


def save_as(username: str, world, name: str, text: str) -> None:
    save_answers(
        review_id=world.collective.pk,
        actor=world.actor(username),
        edits=[Edit("answer", name.removeprefix("answer-").removesuffix("-text"), {"text": text})],
    )


def kill_browser_of(profile: str) -> None:
    """kill -9 for the browser that this test started on this profile."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if f"--user-data-dir={profile}" in words and not any(word.startswith("--type=") for word in words):
            os.kill(int(process.name), signal.SIGKILL)
            time.sleep(1)


def test_two_people_on_one_text_see_both_and_choose_and_nothing_is_overwritten(world, visit):
    page, other, name = visit("thuky", form_of(world)), visit("bithu", form_of(world)), first_text(world)
    score = name.replace("-text", "-score")
    control(other, name).fill("Bản của Hưởng.")
    save_now(other)

    control(page, score).fill("8,5")
    control(page, name).fill("Bản của Thảo.")
    page.keyboard.press("Tab")

    clash = page.locator(".clash")
    expect(clash.locator("[data-theirs]")).to_have_text("Bản của Hưởng.")
    expect(clash).not_to_contain_text(world.actor("thuky").name)  # who wrote the other field of the row, not this one
    expect(clash.locator("[data-mine]")).to_have_text("Bản của Thảo.")
    expect(control(page, name)).to_have_value("Bản của Thảo.")
    assert (stored(world), str(stored(world, "score"))) == ("Bản của Hưởng.", "8.50")
    clash.get_by_role("button", name="Ghép cả hai").click()
    both = "Bản của Hưởng.\n\nBản của Thảo."
    expect(control(page, name)).to_have_value(both)
    expect(clash).to_have_count(0)
    assert stored(world) == both

    control(other, name).fill("Bản sửa của Hưởng.")
    other.keyboard.press("Control+s")
    clash = other.locator(".clash")
    expect(clash.locator("[data-theirs]")).to_have_text(both)
    expect(clash).to_contain_text(f"{world.actor('thuky').name} đã sửa ô này")
    assert stored(world) == both
    clash.get_by_role("button", name="Giữ của tôi").click()
    expect(clash).to_have_count(0)
    assert (stored(world), str(stored(world, "score"))) == ("Bản sửa của Hưởng.", "8.50")


def test_two_people_who_tick_different_persons_see_both_lists_as_on_paper_and_may_name_all(world, visit):
    add_limitation(review_id=world.collective.pk, actor=world.actor("thuky"))
    page, other = visit("thuky", form_of(world)), visit("bithu", form_of(world))
    ticked_by = {page: ["thanhvien"], other: ["canbo", "bithu"]}  # not in the order in which they stand
    for window in (other, page):
        for who in ticked_by[window]:
            window.get_by_role("checkbox", name=world.people[who].full_name).check()
        window.keyboard.press("Control+s")
        expect(window.locator("#thong-bao")).to_contain_text(re.compile("Đã lưu lúc|Còn ô chưa lưu được"))

    clash = page.locator(".clash")
    lines = clash.locator("[data-theirs]").inner_text().split("\n")
    assert [line.partition(",")[0] for line in lines] == [world.people[who].full_name for who in ("bithu", "canbo")]
    expect(clash.locator("[data-mine]")).to_contain_text(world.people["thanhvien"].full_name)
    look_again(page)
    expect(page.locator("[data-news]")).to_contain_text("Đ/c Hưởng vừa lưu")
    clash.get_by_role("button", name="Ghép cả hai").click()
    expect(clash).to_have_count(0)
    expect(page.locator("[data-news]")).to_be_hidden()
    expect(page.locator(".control-persons input:checked")).to_have_count(3)
    assert Limitation.objects.get().persons.count() == 3


def save_now(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.locator("#thong-bao")).to_contain_text(SAVED)


def test_two_people_see_each_other_and_what_the_other_stored(world, visit):
    mine, name = visit("thuky", form_of(world)), first_text(world)
    other = visit("bithu", form_of(world))

    control(other, name).fill("Bản của Hưởng.")
    other.keyboard.press("Control+s")
    expect(other.locator("#thong-bao")).to_contain_text(SAVED)
    look_again(mine)

    expect(mine.locator("[data-others]")).to_have_text("Đ/c Hưởng đang ở mục I.1")
    expect(mine.locator(".here-mark")).to_have_text("đ/c Hưởng đang ở mục này")
    expect(mine.locator("[data-news]")).to_contain_text("Đ/c Hưởng vừa lưu mục I.1")
    expect(other.locator("[data-others]")).to_have_text("Đ/c Thảo đang mở bản này")
    assert barriers(mine) == []
    reload = mine.get_by_role("button", name="Tải lại để thấy")
    expect(reload).to_be_visible()
    mine.route("**/sua/", lambda route: route.abort("internetdisconnected"))
    second = control(mine, second_text(world))
    second.fill("Chưa lưu được.")
    expect(reload).to_be_hidden()
    mine.unroute("**/sua/")
    mine.keyboard.press("Control+s")
    expect(mine.locator("#thong-bao")).to_contain_text(SAVED)
    reload.click()
    expect(control(mine, name)).to_have_value("Bản của Hưởng.")
    expect(control(mine, second_text(world))).to_have_value("Chưa lưu được.")


def test_a_form_in_a_hidden_tab_is_still_counted_as_open(world, visit):
    mine, other = visit("thuky", form_of(world)), visit("bithu", form_of(world))
    hide = "Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })"

    other.clock.install()
    with other.expect_response("**/co-mat/"):
        other.reload()
    other.evaluate(f"{hide}; document.dispatchEvent(new Event('visibilitychange'))")
    answers: list[str] = []
    other.on("response", lambda response: answers.append(response.url) if "/co-mat/" in response.url else None)
    eventually(lambda: other.clock.fast_forward("00:15") or answers, other)
    look_again(mine)

    expect(mine.locator("[data-others]")).to_contain_text("Hưởng")


def look_again(page: Page) -> None:
    """Come back to the window, upon which the page asks at once who is there."""
    with page.expect_response("**/co-mat/"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_an_expired_session_keeps_the_text_and_brings_it_back_after_the_log_in(world, visit):
    page, name = visit("thuky", form_of(world)), first_text(world)
    Session.objects.all().delete()

    control(page, name).fill("Viết khi phiên đã hết.")
    page.keyboard.press("Tab")

    link = page.get_by_role("link", name="Đăng nhập lại")
    expect(link).to_be_visible()
    expect(control(page, name)).to_have_value("Viết khi phiên đã hết.")
    link.click()
    page.get_by_label("Tên đăng nhập").fill("thuky")
    page.get_by_label("Mật khẩu", exact=True).fill(organisation.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sua/")
    page.get_by_role("button", name="Khôi phục").click()
    expect(page.locator("[data-saved-all]")).to_have_text(SAVED)
    assert stored(world) == "Viết khi phiên đã hết."


def test_cards_and_rows_are_added_and_taken_out_in_place(world, visit):
    page = visit("thuky", form_of(world))

    page.get_by_role("button", name="Thêm hạn chế, khuyết điểm").click()
    card = page.locator(".card-block")
    expect(card).to_have_count(1)
    fault = "Giải ngân chậm. " + "Mặt bằng giao muộn nhiều tháng ở hai ấp. " * 40 + "Câu cuối."
    card.locator("textarea").first.fill(fault)
    card.get_by_role("button", name="Thêm biện pháp").click()
    expect(card.locator(".remedy")).to_have_count(2)
    assert Limitation.objects.get().fault == fault
    card.get_by_role("button", name="Bỏ biện pháp 2").click()
    expect(card.locator(".remedy")).to_have_count(1)
    card.get_by_role("button", name="Bỏ hạn chế này").click()
    expect(card).to_contain_text("Mục này đã có nội dung")
    expect(card.get_by_role("region", name="Nội dung sẽ bị bỏ")).to_contain_text("Câu cuối.")
    assert barriers(page) == []
    card.get_by_role("button", name="Giữ lại").click()
    expect(card).to_have_count(1)
    card.get_by_role("button", name="Bỏ hạn chế này").click()
    card.get_by_role("button", name="Vẫn bỏ").click()
    expect(card).to_have_count(0)
    assert not Limitation.objects.exists()
    undo = page.get_by_role("button", name="Hoàn tác")
    expect(undo).to_be_focused()
    expect(undo).to_be_in_viewport()
    undo.press("Enter")
    expect(card.locator("textarea").first).to_have_value(fault)
    expect(undo).to_have_count(0)
    assert Limitation.objects.get().fault == fault


def test_a_card_taken_out_by_somebody_else_keeps_its_words_on_screen(world, visit):
    page = visit("thuky", form_of(world))
    page.get_by_role("button", name="Thêm hạn chế, khuyết điểm").click()
    card = page.locator(".card-block")
    expect(card).to_have_count(1)
    sheets.take_out(world.collective, world.actor("thuky2"), ("limitation", str(Limitation.objects.get().pk)))

    card.locator("textarea").first.fill("Câu vừa viết.")
    page.keyboard.press("Tab")

    expect(card).to_contain_text("vừa bị đồng chí khác bỏ")
    expect(card.locator("textarea").first).to_have_value("Câu vừa viết.")


def test_a_date_that_is_none_gets_a_sentence_and_the_rest_is_saved(world, visit):
    page = visit("thuky", form_of(world))
    page.get_by_role("button", name="Thêm hạn chế, khuyết điểm").click()
    remedy = page.locator(".remedy")

    remedy.get_by_label("Thời hạn").fill("31/02/2026")
    remedy.get_by_label("Việc phải làm").fill("Đo đạc lại.")
    page.keyboard.press("Tab")

    expect(remedy).to_contain_text("Hãy gõ ngày/tháng/năm")
    expect(remedy.get_by_label("Thời hạn")).to_have_value("31/02/2026")
    eventually(lambda: Limitation.objects.get().remedies.get().action == "Đo đạc lại.", page)


def test_submitting_lists_what_is_missing_with_links_into_the_form(world, visit):
    page, name = visit("bithu", form_of(world)), first_text(world)
    control(page, name).fill("Câu gõ ngay trước khi trình.")

    page.get_by_role("button", name="Trình").click()
    page.locator("#hop-xac-nhan").get_by_role("button", name="Trình").click()

    summary = page.locator("#tom-tat-loi")
    expect(summary).to_contain_text("Chưa trình được")
    expect(control(page, name)).to_have_value("Câu gõ ngay trước khi trình.")
    summary.get_by_role("link", name=re.compile("chưa nêu hạn chế")).click()
    expect(page.locator("#add-limitation")).to_be_focused()


def test_the_pages_of_a_review_have_no_barrier_and_fit_the_window(world, visit, live_server):
    review = world.collective
    sheets.suggest(world, review)
    sheets.complete_review(review, world.actor("thuky"))
    own = world.own("canbo")
    page = visit("thuky", form_of(world))
    for path in ("sua/", "", "bieu-hien/", "hoi-nghi/", "vong/"):
        page.goto(f"{live_server.url}/kiem-diem/{review.pk}/{path}")
        assert barriers_at_both_widths(page) == [], path
        if path == "sua/":
            make_room_scarce(page)
            assert hidden_at_both_widths(page) == []
    send_two_files_and_take_one_back(page, f"{live_server.url}/kiem-diem/{review.pk}/tep/")
    page = visit("canbo", f"/kiem-diem/{own.pk}/")
    for path in ("sua/", "noi-kiem-diem/"):
        page.goto(f"{live_server.url}/kiem-diem/{own.pk}/{path}")
        assert barriers_at_both_widths(page) == [], path


def make_room_scarce(page: Page) -> None:
    """All that sticks to the window: the notice above as it stands when the log-in has ended, the news below."""
    button = '<button class="btn btn-primary">Đăng nhập lại</button>'
    above = "Phiên làm việc đã hết. Nội dung vừa viết được giữ trên máy này; đăng nhập lại rồi trở về đúng trang này."
    below = "Máy chủ báo lỗi (mã 503), chưa lưu được; nội dung giữ trên máy này và sẽ tự gửi lại lúc 14:03:12."
    for place, words in (
        ("#tin-luu", f'<p class="notice notice-error">{above} {button}</p>'),
        ("[data-news]", f"<p><span>Đ/c Hưởng vừa lưu mục I.1 lúc 14:03:12.</span> {button}</p>"),
        ("[data-others]", "Đ/c Hưởng đang ở mục I.1; đ/c Tiến đang ở mục II"),
        ("[data-saved-all]", below),
    ):
        page.locator(place).evaluate("(box, words) => { box.innerHTML = words; box.hidden = false; }", words)


def send_two_files_and_take_one_back(page: Page, address: str) -> None:
    page.goto(address)
    chosen = {"Tờ trình.pdf": files.pdf(), "Phần mềm.exe": b"MZ" + b"x" * 40}
    page.locator("[name=file]").set_input_files(
        [FilePayload(name=name, mimeType="application/pdf", buffer=content) for name, content in chosen.items()]
    )

    page.get_by_role("button", name="Đính kèm").click()

    expect(page.get_by_role("alert")).to_contain_text("“Phần mềm.exe”: Tệp này không phải PDF")
    expect(page.locator("#thong-bao")).to_contain_text("Đã đính kèm tệp “Tờ trình.pdf”")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_download() as handed_over:
        page.get_by_role("link", name="Tờ trình.pdf").click()
    assert handed_over.value.path().read_bytes() == files.pdf()
    page.get_by_role("button", name="Bỏ tệp Tờ trình.pdf").click()
    page.locator("#hop-xac-nhan").get_by_role("button", name="Bỏ tệp").click()
    expect(page.locator("#tep-dinh-kem")).to_contain_text("Chưa có tệp nào đính kèm")


def test_without_javascript_everything_typed_is_saved_and_cards_are_added(world, visit):
    page, name = visit("thuky", form_of(world), java_script_enabled=False), first_text(world)

    control(page, name).fill("Không có JavaScript.")
    page.get_by_role("button", name="Thêm hạn chế, khuyết điểm").click()

    expect(page.locator(".card-block")).to_have_count(1)
    expect(control(page, name)).to_have_value("Không có JavaScript.")
    assert stored(world) == "Không có JavaScript."


def indicators_of(world) -> str:
    return f"/kiem-diem/{world.collective.pk}/bieu-hien/"


def answers(world) -> list[int]:
    return IndicatorSheet.objects.get(round__review=world.collective).answers


def test_manifestations_are_answered_with_the_keys_and_saved_one_by_one(world, visit):
    page = visit("thuky", indicators_of(world))

    page.locator("#indicator-0").focus()
    page.keyboard.press("1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("3")

    expect(page.locator("#note-1")).to_be_visible()
    expect(page.locator("#note-0")).to_be_hidden()
    page.locator("#note-1").fill("Đang chấn chỉnh.")
    page.keyboard.press("1")
    expect(page.locator("[data-saved-all]")).to_have_text(SAVED)
    eventually(lambda: answers(world)[:3] == [1, 3, 0], page)
    expect(page.locator("#note-1")).to_have_value("Đang chấn chỉnh.1")
    expect(page.locator("[data-answered]")).to_have_text("2")


def test_a_group_is_answered_in_one_act_and_another_persons_answer_is_not_overwritten(world, visit):
    page = visit("thuky", indicators_of(world))
    answer_indicators(
        review_id=world.collective.pk, actor=world.actor("thuky2"), changes=[IndicatorChange(0, seen=0, value=2)]
    )

    page.locator("#indicator-0").check()
    expect(page.locator('[data-indicator="0"] .indicator-said')).to_contain_text(
        "đồng chí khác vừa chọn “có, đã khắc phục”; đồng chí đã chọn “không có biểu hiện”"
    )
    expect(page.locator('[name="indicator-0"][value="2"]')).to_be_checked()
    page.locator("#nhom-2").get_by_role("button", name="Cả nhóm").click()
    expect(page.locator('[data-act="2"]')).to_be_visible()
    expect(page.locator("#nhom-2 input:checked")).to_have_count(4)
    expect(page.locator(".indicator-said")).to_have_count(1)  # the own answers are nobody else's
    assert answers(world)[0] == 2
    page.route("**/bieu-hien/", lambda route: route.abort("internetdisconnected"))
    page.locator("#nhom-3").get_by_role("button", name="Cả nhóm").click()
    expect(page.locator('[data-group-count="3"]')).to_have_text(re.compile(r"^(\d+)/\1$"))
    page.unroute("**/bieu-hien/")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved-all]")).to_have_text(SAVED)
    other = visit("bithu", indicators_of(world))
    expect(other.locator("[data-others]")).to_have_text("Đ/c Thảo đang ở phần đối chiếu biểu hiện")
    page.locator("#nhom-1").get_by_role("button", name="Cả nhóm").click()
    expect(page.locator("#thong-bao")).to_contain_text("đã có biểu hiện trả lời “có”")
    assert answers(world)[0] == 2


def test_nothing_moves_under_a_hand_that_is_down_and_its_click_is_not_lost(world, visit):
    page = visit("thuky", indicators_of(world))
    page.evaluate("() => { const after = setTimeout; window.setTimeout = (act, ms) => ms < 1000 && after(act, ms); }")
    sheet = answer_indicators(
        review_id=world.collective.pk, actor=world.actor("thuky2"), changes=[IndicatorChange(0, seen=0, value=3)]
    )
    assert sheet.is_clean
    underway: list[Route] = []
    page.route("**/bieu-hien/", lambda route: route.continue_() if underway else underway.append(route))
    with page.expect_request("**/bieu-hien/"):
        page.locator("#nhom-3").get_by_role("button", name="Cả nhóm").click()
    page.locator("#nhom-2").get_by_role("button", name="Cả nhóm").hover()
    page.mouse.down()
    with page.expect_response("**/bieu-hien/"):
        underway[0].continue_()
    page.evaluate("() => new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); })")
    expect(page.locator("#note-0")).to_have_count(0)  # somebody's yes above, with the box for its note
    page.mouse.up()

    expect(page.locator("#note-0")).to_be_visible()
    for group in ("2", "3"):
        expect(page.locator(f'[data-group-count="{group}"]')).to_have_text(re.compile(r"^(\d+)/\1$"))


def test_a_limitation_begun_from_a_manifestation_is_an_empty_card(world, visit):
    page = visit("thuky", indicators_of(world))

    page.locator('[name="indicator-0"][value="3"]').check()
    page.locator('[data-indicator="0"]').get_by_role("button", name="Viết một hạn chế").click()

    page.wait_for_url("**/sua/#limitation-*")
    limitation = Limitation.objects.get()
    assert (limitation.fault, limitation.subjective_cause) == ("", "")


def drafts_left(page: Page, world) -> list[str]:
    """What this window would offer of the collective's form as left by earlier ones."""
    return with_drafts(page, world, "found.map((draft) => draft.value[0])")


def with_drafts(page: Page, world, act: str):
    """Ask the page's own module about `found`, the drafts of earlier visits."""
    key = f"kiem-diem/{world.collective.pk}"
    return page.evaluate(
        f"""async () => {{ const drafts = await import("/static/js/drafts.js");
        const found = await drafts.left("{world.users["thuky"].pk}", "{key}"); return {act}; }}"""
    )


def log_out(page: Page) -> None:
    page.locator(".topbar-person summary").click()
    page.get_by_role("button", name="Đăng xuất").click()


def test_two_people_at_one_browser_neither_save_nor_lose_each_others_words(world, visit, live_server):
    """A second log-in in the same browser, then log-outs: each person's words stay theirs, until they insist."""
    page, name = visit("thuky", form_of(world)), first_text(world)
    page.route("**/sua/", lambda route: route.abort("internetdisconnected"))
    control(page, name).fill("Chưa lưu được.")
    mine = [str(world.users["thuky"].pk), "Chưa lưu được."]
    eventually(lambda: texts_kept(page) == [mine], page)
    second = page.context.new_page()
    second.goto(live_server.url + "/kiem-diem/")
    log_out(second)
    expect(second.locator("#thong-bao")).to_contain_text("Trên máy này còn nội dung chưa lưu được")
    assert texts_kept(second) == [mine]

    log_in_again(page, world, "bithu", live_server)
    page.unroute("**/sua/")
    page.keyboard.press("Control+s")
    expect(page.locator("#tin-luu")).to_contain_text(f"đang đăng nhập bằng tài khoản của {world.actor('bithu').name}")
    expect(page.locator("[data-saved-all]")).to_contain_text("Chưa lưu được")
    assert not Answer.objects.filter(text="Chưa lưu được.").exists()
    second.goto(live_server.url + form_of(world))
    expect(second.locator("#khoi-phuc")).to_be_hidden()
    log_out(second)
    second.wait_for_url("**/dang-nhap/**")
    assert texts_kept(second) == [mine]

    log_in_again(page, world, "thuky", live_server)
    look_again(page)  # who asks is its own person again: nothing more has to be pressed
    expect(page.locator("[data-saved-all]")).to_have_text(SAVED)
    expect(page.locator("#tin-luu")).to_be_hidden()
    assert stored(world) == "Chưa lưu được."
    page.route("**/sua/", lambda route: route.abort("internetdisconnected"))
    control(page, name).fill("Bỏ.")
    log_out(page)
    expect(page.locator("#thong-bao")).to_contain_text("Trên máy này còn nội dung chưa lưu được")
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/dang-nhap/**")
    assert texts_kept(page) == []


def test_copies_belong_to_the_window_that_types_and_one_that_was_stored_bars_no_log_out(world, visit, live_server):
    """A second window neither offers nor drops what the first is typing; closed, its last save is found on the server."""
    page, name = visit("thuky", form_of(world)), first_text(world)
    second = page.context.new_page()
    second.goto(live_server.url + form_of(world))
    second.route("**/sua/", lambda route: route.fetch())  # it arrives, and is not answered
    control(second, name).fill("Đã tới nơi. ")
    eventually(lambda: stored(world) == "Đã tới nơi." and len(texts_kept(page)) == 1, page)

    page.reload()
    assert drafts_left(page, world) == []
    assert len(texts_kept(page)) == 1
    page.goto(live_server.url + "/kiem-diem/")
    second.close()
    eventually(lambda: drafts_left(page, world) == ["Đã tới nơi. "], page)
    with_drafts(page, world, "drafts.drop(found.map((draft) => ({ ...draft, at: 0 })))")
    assert len(texts_kept(page)) == 1  # written anew since it was read

    log_out(page)
    page.wait_for_url("**/dang-nhap/**")
    assert texts_kept(page) == []


def log_in_again(page: Page, world, username: str, live_server) -> None:
    """The whole browser, with all its windows, is somebody else's now."""
    client = organisation.login(Client(), world.users[username])
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


def test_words_typed_while_somebody_submitted_stay_in_the_form_and_on_the_next_page(world, visit, live_server):
    review = sheets.complete_review(world.collective, world.actor("thuky"))
    page, name = visit("thuky", form_of(world)), first_text(world)
    meeting, check = (page.context.new_page() for _ in range(2))
    meeting.goto(f"{live_server.url}/kiem-diem/{review.pk}/hoi-nghi/")
    check.goto(live_server.url + indicators_of(world))
    submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))

    control(page, name).fill("Câu viết sau khi đã trình.")
    page.keyboard.press("Tab")
    expect(page.locator("#tin-luu")).to_contain_text("không ghi thêm được")
    expect(control(page, name)).to_have_value("Câu viết sau khi đã trình.")

    control(page, second_text(world)).fill("Chậm.")
    look_again(page)
    expect(page.locator("#tin-luu")).to_contain_text("vừa được trình (đồng chí")
    expect(control(page, second_text(world))).not_to_be_editable()
    expect(control(page, second_text(world))).to_have_value("Chậm.")
    expect(page.get_by_role("button", name="Trình")).to_be_disabled()
    meeting.get_by_label("Kết luận hội nghị").fill("Kết luận gõ muộn.")
    check.locator('[name="indicator-0"][value="3"]').check()
    check.locator("#note-0").fill("Ghi chú gõ muộn.")
    eventually(lambda: len(texts_kept(page)) == 5, page)

    page.goto(f"{live_server.url}/kiem-diem/{review.pk}/")
    expect(page.locator("[data-texts] .kept-text")).to_have_text(["Câu viết sau khi đã trình.", "Chậm."])
    expect(page.locator("[data-texts] .clash-title").first).to_have_text(re.compile(r"^1\. .+"))
    for other, label, words in (
        (meeting, "Kết luận hội nghị", "Kết luận gõ muộn."),
        (check, "Nội dung cụ thể", "Ghi chú gõ muộn."),
    ):
        other.reload()
        expect(other.locator("[data-texts] .kept-text")).to_have_text([words])
        expect(other.locator("[data-texts] .clash-title")).to_contain_text(label)
    page.get_by_role("button", name="Bỏ phần đó").click()
    page.reload()
    expect(page.locator("#con-lai")).to_be_hidden()
