"""Writing a review with the mouse and the keyboard in a real browser, where every text saves itself."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from core import formats, localtime
from reviews.models import Review
from tests.browser.desk import Desk
from tests.journeys import texts

LEVEL = "Hoàn thành tốt nhiệm vụ"


def control(desk: Desk, review: Review, key: str, field: str = "text", segment: int = 0):
    """The control of the section with this key of the form's template."""
    section = review.template.sections.get(key=key)
    return desk.page.locator(f"#answer-{section.pk}-{segment}-{field}")


def write_collective(desk: Desk, review: Review) -> None:
    """The sections of Mẫu 01, a limitation, the commitments; after a reload all of it is still there."""
    control(desk, review, "strengths-1").press_sequentially(texts.STRENGTHS[0], delay=1)
    for number, text in enumerate(texts.STRENGTHS, start=1):
        if number > 1:
            control(desk, review, f"strengths-{number}").fill(text)
        control(desk, review, f"strengths-{number}", "score").fill("8,5")
    control(desk, review, "carried-over").fill(texts.CARRIED_OVER)
    control(desk, review, "responsibility").fill(texts.RESPONSIBILITY)
    control(desk, review, "remedies").fill(texts.WAY_FORWARD)
    choose_level(desk, review)
    desk.saved()
    add_limitation(desk, texts.FAULT, texts.SUBJECTIVE, persons=2)
    commit(desk)
    desk.page.reload()
    expect(control(desk, review, "strengths-1")).to_have_value(texts.STRENGTHS[0])
    expect(control(desk, review, "remedies")).to_have_value(texts.WAY_FORWARD)
    expect(desk.page.locator("[id^=limitation-][id$=-fault]")).to_have_value(texts.FAULT)


def write_own(desk: Desk, review: Review) -> None:
    """Both posts held in the period, each in its place."""
    former, present = review.segments.order_by("held_from")
    for number in (1, 4, 5):
        control(desk, review, f"strengths-{number}").fill(texts.OWN_STRENGTHS)
    for number in (2, 3):
        control(desk, review, f"strengths-{number}", segment=former.pk).fill(texts.AT_THE_FORMER_POST)
        control(desk, review, f"strengths-{number}", segment=present.pk).fill(texts.AT_THE_PRESENT_POST)
    for number in range(1, 6):
        control(desk, review, f"strengths-{number}", "score").fill("8")
    control(desk, review, "pledge-kept").fill("Thực hiện 5/5 nội dung đã cam kết.")
    control(desk, review, "carried-over").fill("Kỳ trước không có hạn chế phải khắc phục.")
    control(desk, review, "remedies").fill(texts.WAY_FORWARD)
    choose_level(desk, review)
    desk.saved()
    add_limitation(desk, texts.OWN_FAULT, texts.OWN_CAUSE)
    commit(desk)


def choose_level(desk: Desk, review: Review) -> None:
    """The level that one gives oneself."""
    control(desk, review, "rating", "choice").select_option(label=LEVEL)


def add_limitation(desk: Desk, fault: str, cause: str, persons: int = 0) -> None:
    """A new card with its four answers; `persons` of the list are ticked."""
    cards = desk.page.locator("section.card-block[id^=limitation-]")
    before = cards.count()
    desk.press("Thêm hạn chế, khuyết điểm")
    expect(cards).to_have_count(before + 1)
    card = f"#{cards.last.get_attribute('id')}"
    desk.fill("Khuyết điểm", fault, card)
    desk.fill("Trách nhiệm cụ thể", texts.RESPONSIBLE, card)
    for box in desk.page.locator(f"{card} input[type=checkbox]").all()[:persons]:
        box.check()
    desk.fill("Nguyên nhân khách quan", texts.OBJECTIVE, card)
    desk.fill("Nguyên nhân chủ quan", cause, card)
    fill_remedy(desk, card)
    desk.saved()


def fill_remedy(desk: Desk, card: str) -> None:
    """The first remedy of a card; asked for where there is none yet."""
    remedies = desk.page.locator(f"{card} fieldset.remedy")
    if not remedies.count():
        desk.press("Thêm biện pháp", card)
        expect(remedies).to_have_count(1)
    remedy = f"#{remedies.first.get_attribute('id')}"
    desk.fill("Việc phải làm", texts.REMEDY, remedy)
    desk.fill("hoặc đơn vị, người khác", "Phòng Kinh tế xã", remedy)
    desk.fill("Thời hạn", formats.day(localtime.today() + timedelta(days=25)), remedy)
    desk.fill("Kết quả phải đạt", texts.MEASURE, remedy)


def commit(desk: Desk) -> None:
    """One commitment of each kind that the form offers."""
    rows = desk.page.locator("fieldset.commitment")
    offered = desk.page.locator("#add-commitment button")
    for number, text in enumerate(texts.COMMITMENTS):
        offered.nth(number).click()
        expect(rows).to_have_count(number + 1)
        row = f"#{rows.nth(number).get_attribute('id')}"
        desk.fill("Việc cam kết", text, row)
        desk.fill("Thời hạn", formats.day(localtime.today() + timedelta(days=120)), row)
        desk.fill("Kết quả phải đạt", "Có biên bản nghiệm thu.", row)
    desk.saved()


def check_indicators(desk: Desk, review: Review, note: str = "") -> None:
    """Whole groups by their buttons, as fast as they can be clicked; with a note, the first row then says yes by its key."""
    desk.go(f"/kiem-diem/{review.pk}/bieu-hien/")
    for button in desk.page.get_by_role("button", name="Cả nhóm: không có biểu hiện").all():
        button.click()
    expect(desk.page.locator("[data-progress]")).to_contain_text("135/135")
    if note:
        first = desk.page.locator("[data-indicator]").first
        first.locator("input[type=radio]").first.focus()
        desk.page.keyboard.press("3")
        first.locator("textarea").fill(note)
    desk.page.keyboard.press("Control+s")
    desk.saved()


def record_meeting(desk: Desk, review: Review, chair: str) -> None:
    """What the meeting leaves on paper."""
    desk.go(f"/kiem-diem/{review.pk}/hoi-nghi/")
    for label, value in (
        ("Ngày họp", formats.day(localtime.today())),
        ("Địa điểm", "Hội trường Đảng ủy xã Tân Sơn"),
        ("Chủ trì", chair),
        ("Thư ký, người ghi biên bản", "Vũ Thị Thảo"),
        ("Số đồng chí có mặt", "9"),
        ("Trên tổng số", "9"),
        ("Kết luận hội nghị", texts.CONCLUSION),
    ):
        desk.fill(label, value)
    desk.press("Lưu")
    desk.saved()
    count_more_than_in_all(desk)


def count_more_than_in_all(desk: Desk) -> None:
    """More present than in all is kept as it was typed; typing it again sends it again; mending the other mends it."""
    refusal = desk.page.get_by_text("lớn hơn tổng số")
    desk.fill("Số đồng chí có mặt", "10")
    expect(refusal).to_be_visible()
    with desk.page.expect_request(lambda request: "present=10" in (request.post_data or "")):
        desk.fill("Số đồng chí có mặt", "10")
    desk.fill("Trên tổng số", "10")
    expect(refusal).to_have_count(0)
    desk.saved()
    desk.fill("Số đồng chí có mặt", "9")
    desk.fill("Trên tổng số", "9")
    desk.press("Lưu")
    desk.saved()


def explain(desk: Desk, topic_id: int) -> None:
    """Answer a suggested topic: fault, responsibility, causes, remedy."""
    card = f"#explanation-{topic_id}"
    desk.choose("Ý kiến về nội dung được gợi ý", "Nhận khuyết điểm", card)
    desk.fill("Khuyết điểm (hoặc căn cứ chứng minh không có)", texts.EXPLANATION, card)
    desk.fill("Trách nhiệm cụ thể", texts.RESPONSIBLE, card)
    for place, part in enumerate(desk.page.locator(f"{card} .control-shares select").all()):
        part.select_option(label="Không phụ trách" if place else "Trách nhiệm trực tiếp")
    desk.fill("Nguyên nhân chủ quan", texts.EXPLANATION_CAUSE, card)
    desk.saved()
    fill_remedy(desk, card)
    desk.saved()
