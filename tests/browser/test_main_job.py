"""The main job clicked through by its people in a real browser, with web processes, worker and broker of their own."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import formats, localtime
from reviews.models import Answer, Cycle, DeepReview, RemediationItem, Review
from reviews.states import RemediationState, ReviewState
from tests.browser import sheet_clicks as sheet
from tests.browser.desk import Desk, eventually, texts_kept
from tests.browser.site import Site, running_site
from tests.core.pdf_reading import body_text, embedded_fonts, folded, reader
from tests.factories.reviews import review_of
from tests.journeys import texts
from tests.journeys.province import DEPUTY, HEAD, Province, build_province

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CYCLE = "Kiểm điểm năm nay"
TITLE = "Gợi ý kiểm điểm sâu về đầu tư công và đất đai"
At = Callable[[str], Desk]


@pytest.fixture
def province() -> Province:
    """Committed, so that the other processes see it."""
    return build_province()


@pytest.fixture
def site(province, tmp_path):
    """Web, worker and broker on the test's database."""
    with running_site(tmp_path) as site:
        yield site


@pytest.fixture
def at(site: Site, open_page) -> At:
    """The desk of this account; everybody sits at an own one and stays logged in."""
    desks: dict[str, Desk] = {}

    def desk(username: str) -> Desk:
        if username not in desks:
            desks[username] = Desk.of(open_page(f"{site.url}/dang-nhap/"), site.url, username)
        return desks[username]

    return desk


def test_the_main_job_from_plan_to_closed_remedy(province, at, site, tmp_path):
    cycle = open_cycle(at("chuyenvien"), province)
    collective = review_of(cycle, unit=province.commune)
    own = review_of(cycle, cadre_id=province.people["canbo"].pk)
    write_and_be_refused(at, collective, site)
    own_review_with_two_posts(at, own, province)
    letter = suggest(at, province)
    answer_and_submit(at, collective, own, letter)
    return_and_mend(at, collective)
    accept(at, collective)
    remedy_and_close(at, collective)
    paper = printed(at("thuky"), f"/kiem-diem/{collective.pk}/", tmp_path)
    for text in (*texts.STRENGTHS, texts.FAULT, texts.MENDED_CAUSE, texts.EXPLANATION, *texts.COMMITMENTS):
        assert folded(text) in paper, text
    paper = printed(at("chuyenvien"), f"/goi-y/{letter.pk}/", tmp_path)
    assert folded(texts.CLARIFY) in paper


def open_cycle(staff: Desk, world: Province) -> Cycle:
    """Step 1: the plan, opening, the bar that fills until every review is there."""
    staff.follow("Đợt kiểm điểm", within="#dieu-huong")
    staff.follow("Chuẩn bị đợt mới")
    staff.fill("Tên đợt", CYCLE)
    staff.fill("Số, ký hiệu kế hoạch", "45-KH/TU")
    staff.fill("Ngày kế hoạch", formats.day(world.period[0]))
    staff.fill("Kỳ kiểm điểm từ ngày", formats.day(world.period[0]))
    staff.fill("Kỳ kiểm điểm đến ngày", formats.day(world.period[1]))
    for field in staff.page.locator("main input[name^=collective_], main input[name^=individual_]").all():
        field.fill(formats.day(world.due_on))
    staff.press("Lưu")
    staff.told("Đã lưu đợt kiểm điểm")
    staff.press("Mở đợt", confirm="Mở đợt")
    expect(staff.page.locator("#sinh-ban")).to_contain_text("Xong")
    expect(staff.page.locator("#so-lieu")).to_contain_text("Tập thể")
    cycle = Cycle.objects.get(name=CYCLE)
    assert Review.objects.filter(cycle=cycle).count() == 9
    return cycle


def write_and_be_refused(at: At, review: Review, site: Site) -> None:
    """Step 2: the secretary writes, everything saves itself; the head's Trình is refused with what is missing."""
    head, secretary = at("bithu"), at("thuky")
    head.go(f"/kiem-diem/{review.pk}/sua/")
    head.press("Trình", confirm="Trình")
    summary = head.page.locator(".error-summary")
    expect(summary).to_contain_text("chưa nêu hạn chế, khuyết điểm nào")
    summary.get_by_role("link", name="I.1").first.click()
    assert head.page.evaluate("document.activeElement.tagName") in ("TEXTAREA", "INPUT")
    secretary.go("/")
    secretary.page.locator(f"main a[href^='/kiem-diem/{review.pk}/']").first.click()
    expect(secretary.button("Trình")).to_be_disabled()
    write_while_the_server_restarts(secretary, review, site)
    sheet.write_collective(secretary, review)
    sheet.check_indicators(secretary, review)
    sheet.record_meeting(secretary, review, HEAD)
    secretary.go(f"/kiem-diem/{review.pk}/sua/")
    expect(secretary.page.locator("#muc-luc")).to_contain_text("Đã đủ nội dung để trình.")
    secretary.looks_right()


def write_while_the_server_restarts(desk: Desk, review: Review, site: Site) -> None:
    """The web processes die under the hands of the writer, who is told, and all is stored by itself when they are back."""
    texts_of = Answer.objects.filter(round__review=review).values_list("text", flat=True)
    first = sheet.control(desk, review, "strengths-1")
    first.press_sequentially("Viết trước, ", delay=1)
    desk.saved()
    site.kill_web()
    first.press_sequentially("viết trong lúc máy chủ dừng.", delay=1)
    expect(desk.page.locator("[data-saved-all]")).to_contain_text("Chưa nối được máy chủ; nội dung giữ trên máy này")
    assert list(texts_of.all()) == ["Viết trước,"]
    both = "Viết trước, viết trong lúc máy chủ dừng."
    eventually(lambda: [text for _, text in texts_kept(desk.page)] == [both], desk.page)
    site.start_web()
    desk.saved()
    assert list(texts_of.all()) == [both]
    first.fill("")


def own_review_with_two_posts(at: At, review: Review, world: Province) -> None:
    """Step 3: a cadre writes for both posts; the former unit confirms its own and finds nothing of the other."""
    _, present = review.segments.order_by("held_from")
    cadre, former_secretary = at("canbo"), at("thuky_khac")
    cadre.go(f"/kiem-diem/{review.pk}/sua/")
    sheet.write_own(cadre, review)
    sheet.check_indicators(cadre, review, note=texts.NOTE)
    cadre.looks_right()
    cadre.go(f"/kiem-diem/{review.pk}/noi-kiem-diem/")
    cadre.page.locator("li", has_text=world.other_commune.name).get_by_role("button").first.click()
    cadre.told(f"Đã gửi {world.other_commune.name} xác nhận.")
    former_secretary.go("/")
    former_secretary.follow("Xác nhận phần kiểm điểm")
    former_secretary.reads(texts.AT_THE_FORMER_POST)
    former_secretary.fill("Nhận xét", "Đúng với kết quả tại xã Vĩnh Hòa.")
    former_secretary.press("Xác nhận phần này")
    former_secretary.told("Đã xác nhận phần")
    for path in (f"/kiem-diem/phan/{present.pk}/", f"/kiem-diem/{review.pk}/"):
        response = former_secretary.page.goto(former_secretary.url + path)
        assert response is not None
        assert response.status == 404


def suggest(at: At, world: Province) -> DeepReview:
    """Step 4: drafted by one, approved, numbered and sent by another."""
    staff, standing = at("chuyenvien"), at("thuongtruc")
    staff.go("/goi-y/moi/")
    staff.fill("Trích yếu", TITLE)
    staff.press("Bắt đầu soạn")
    staff.page.get_by_label("Kết luận thanh tra", exact=True).check()
    staff.fill("Hạn giải trình", formats.day(world.due_on))
    staff.page.locator("[name=noi-dung-1-title]").fill(texts.TOPIC)
    staff.page.locator("[name=noi-dung-1-clarify]").fill(texts.CLARIFY)
    staff.press("Lưu, sang bước chọn nơi được gợi ý")
    for name in (world.commune.name, HEAD, DEPUTY):
        staff.page.get_by_label(f"Chọn {name}", exact=True).check()
    expect(staff.page.locator("[data-tray]")).to_contain_text("Đã chọn 1 tập thể, 2 cá nhân")
    staff.press("Thêm vào danh sách")
    staff.follow("4. Kiểm tra lần cuối", within=".tabs")
    staff.reads(texts.CLARIFY)
    staff.looks_right()
    staff.press("Trình duyệt")
    letter = DeepReview.objects.get(title=TITLE)
    standing.go(f"/goi-y/{letter.pk}/kiem-tra/")
    standing.press("Duyệt")
    standing.told("Đã duyệt.")
    standing.follow("Ban hành và gửi…")
    dialog = "#hop-thoai"
    standing.fill("Số, ký hiệu", "12-CV/TU", dialog)
    standing.fill("Chức vụ người ký", "Phó Bí thư Thường trực", dialog)
    standing.fill("Họ và tên người ký", "Hoàng Gia Lộc", dialog)
    standing.press("Ban hành và gửi", dialog)
    standing.told("Đã ban hành.")
    letter.refresh_from_db()
    assert (letter.number, letter.issued_on) == ("12-CV/TU", localtime.today())
    return letter


def answer_and_submit(at: At, collective: Review, own: Review, letter: DeepReview) -> None:
    """Step 4, the other side: the topics stand in the forms and bar submitting until they are answered."""
    topic = letter.topics.get()
    head, secretary, cadre = at("bithu"), at("thuky"), at("canbo")
    head.go(f"/kiem-diem/{collective.pk}/sua/")
    head.press("Trình", confirm="Trình")
    expect(head.page.locator(".error-summary")).to_contain_text("chưa giải trình")
    secretary.go(f"/kiem-diem/{collective.pk}/sua/")
    secretary.reads(texts.CLARIFY)
    sheet.explain(secretary, topic.pk)
    submit(head, collective)
    cadre.go(f"/kiem-diem/{own.pk}/sua/")
    sheet.explain(cadre, topic.pk)
    cadre.page.locator("[id^=share-][id$=-text]").fill(texts.OWN_SHARE)
    cadre.saved()
    submit(cadre, own)


def submit(desk: Desk, review: Review) -> None:
    """Press Trình, answer the question, and find it sent."""
    desk.go(f"/kiem-diem/{review.pk}/sua/")
    desk.press("Trình", confirm="Trình")
    desk.told("Đã trình bản kiểm điểm")
    review.refresh_from_db()
    assert review.state == ReviewState.SUBMITTED


def appraise(staff: Desk, review: Review, outcome: str, remark: str) -> None:
    """The first hand."""
    staff.go(f"/tham-dinh/{review.pk}/")
    staff.press("Các phần chưa đánh giá: Đạt")
    staff.told("các phần chưa đánh giá đã ghi “Đạt”")
    staff.page.get_by_role("radio", name=outcome, exact=True).last.check()
    staff.fill("Nhận xét chung", remark)
    staff.press("Trình thường trực")
    staff.told("Đã trình thường trực quyết định.")
    expect(staff.page.locator("#quyet-dinh")).to_contain_text("Chỉ thường trực, ban thường vụ")
    expect(staff.button("Công nhận đạt")).to_have_count(0)


def return_and_mend(at: At, review: Review) -> None:
    """Step 5: returned with a reason; the secretary sees why, mends, and the head submits round 2."""
    standing, secretary, above = at("thuongtruc"), at("thuky"), at("trunguong")
    appraise(at("chuyenvien"), review, "Trả lại, bổ sung", texts.RETURN_REASON)
    above.go(f"/tham-dinh/{review.pk}/")
    expect(above.button("Công nhận đạt")).to_have_count(0)
    standing.go(f"/tham-dinh/{review.pk}/")
    standing.follow("Trả lại, bổ sung…")
    standing.fill("Lý do", texts.RETURN_REASON, "#hop-thoai")
    standing.page.locator("#hop-thoai").get_by_role("checkbox", name=texts.RETURNED_SECTION).check()
    standing.press("Trả lại, bổ sung", "#hop-thoai")
    standing.told("Đã trả lại, bổ sung")
    secretary.go("/?hop=bi-tra-lai")
    secretary.page.locator(f"main a[href^='/kiem-diem/{review.pk}/']").first.click()
    secretary.reads(texts.RETURN_REASON)
    secretary.looks_right()
    expect(secretary.page.locator("#phai-bo-sung")).to_contain_text("chưa có gì thay đổi")
    secretary.page.locator("[id^=limitation-][id$=-subjective_cause]").fill(texts.MENDED_CAUSE)
    secretary.saved()
    expect(secretary.page.locator("#phai-bo-sung")).not_to_contain_text("chưa có gì thay đổi")
    submit(at("bithu"), review)
    assert review.rounds.count() == 2


def accept(at: At, review: Review) -> None:
    """Step 5, the end: accepted by the second hand."""
    appraise(at("chuyenvien"), review, "Đạt", "Đã bổ sung đủ.")
    standing = at("thuongtruc")
    standing.go(f"/tham-dinh/{review.pk}/")
    standing.looks_right()
    standing.press("Công nhận đạt", confirm="Công nhận đạt")
    standing.told("Đã công nhận đạt.")


def remedy_and_close(at: At, review: Review) -> None:
    """Step 6: the unit reports, the staff verifies, the standing committee closes."""
    item = RemediationItem.objects.filter(plan__review=review).earliest("order")
    assert item.due_on == localtime.today() + timedelta(days=25)
    owner, staff, standing = at("thuky"), at("chuyenvien"), at("thuongtruc")
    owner.go(f"/khac-phuc/{item.pk}/")
    owner.fill("Đã làm được gì", texts.EVIDENCE)
    owner.press("Báo cáo hoàn thành", confirm="Báo cáo hoàn thành")
    owner.told("Đã báo cáo hoàn thành")
    staff.go(f"/khac-phuc/{item.pk}/")
    staff.fill("Ý kiến của cấp quản lý", "Đã kiểm tra tại kho bạc.")
    staff.press("Xác minh")
    staff.told("Đã xác minh.")
    standing.go(f"/khac-phuc/{item.pk}/")
    standing.press("Kết thúc", confirm="Kết thúc")
    standing.told("Đã kết thúc việc khắc phục.")
    standing.looks_right()
    item.refresh_from_db()
    assert (item.state, item.on_time) == (RemediationState.CLOSED, True)


def printed(desk: Desk, address: str, folder) -> str:
    """Step 7: asked for, watched until the worker is done, downloaded, read back."""
    desk.go(address)
    desk.page.get_by_text("Thao tác khác").click()
    desk.follow("In báo cáo")
    desk.press("In báo cáo")
    expect(desk.page.locator("#lan-in")).to_contain_text("Xong")
    file = desk.download("Tải về", folder)
    assert len(reader(file).pages) >= 1
    assert all(font.startswith("Tinos") for font in embedded_fonts(file))
    return body_text(file)
