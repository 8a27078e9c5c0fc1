"""Filling one form: answers by section, limitations with their four questions, indicators, commitments, the meeting."""

from __future__ import annotations

from datetime import timedelta

from core import formats, localtime
from reviews.models import Review
from reviews.states import ReviewState
from tests.journeys import texts
from tests.journeys.visitor import Visitor, words

ITEMS = 135
LEVEL = "Hoàn thành tốt nhiệm vụ"


def open_form(writer: Visitor, review: Review) -> None:
    """From the inbox to the form, as its line leads."""
    review.refresh_from_db()
    writer.open("/?hop=bi-tra-lai" if review.state == ReviewState.RETURNED else "/")
    writer.open(line_to(writer, f"/kiem-diem/{review.pk}/"))
    if not writer.page.url.endswith("/sua/"):
        writer.follow("Viết tiếp")


def line_to(visitor: Visitor, address: str) -> str:
    """Where the line of the inbox leads whose address begins like this."""
    links = visitor.page.tree.xpath("//main//ul[contains(@class,'work-list')]//a/@href")
    ours = [link for link in links if link.startswith(address)]
    assert ours, f"{visitor.username} finds nothing at {address} in the inbox: {links}"
    return str(ours[0])


def answer(writer: Visitor, review: Review, key: str, text: str = "", *, segment: int = 0, **more: str) -> None:
    """The section with this key of the form's template: its text, and score or level by `score=` or `choice=`."""
    section = review.template.sections.get(key=key)
    if text:
        writer.fill(f"answer-{section.pk}-{segment}-text", text)
    if "score" in more:
        writer.fill(f"answer-{section.pk}-0-score", more["score"])
    if "choice" in more:
        writer.choose(f"answer-{section.pk}-0-choice", more["choice"])


def save(writer: Visitor) -> None:
    """Press Lưu at the foot of the form, and be told so."""
    writer.press("Lưu", within="ban-kiem-diem")
    assert "Đã lưu bản kiểm điểm." in writer.notice()


def add_limitation(writer: Visitor, *, fault: str, cause: str, persons: tuple[str, ...] = ()) -> str:
    """A card with its four answers and one remedy, saved; returns the id of its box."""
    known = writer.ids("limitation-")
    writer.press("Thêm hạn chế, khuyết điểm")
    card = next(one for one in writer.ids("limitation-") if one not in known)
    writer.fill("Khuyết điểm", fault, within=card)
    writer.fill("Trách nhiệm cụ thể", texts.RESPONSIBLE, within=card)
    for person in persons:
        writer.tick(person, within=card)
    writer.fill("Nguyên nhân khách quan", texts.OBJECTIVE, within=card)
    writer.fill("Nguyên nhân chủ quan", cause, within=card)
    remedy = remedy_of(writer, card)
    fill_remedy(writer, remedy)
    save(writer)
    return card


def remedy_of(writer: Visitor, card: str) -> str:
    """The id of the card's first remedy; asks for one where there is none."""
    if not writer.ids("remedy-", within=card):
        writer.press("Thêm biện pháp", within=card)
    return writer.ids("remedy-", within=card)[0]


def fill_remedy(writer: Visitor, remedy: str, owner: str = "") -> None:
    """What, who, by when, with which result."""
    writer.fill("Việc phải làm", texts.REMEDY, within=remedy)
    if owner:
        writer.choose("Người chủ trì", owner, within=remedy)
    else:
        writer.fill("hoặc đơn vị, người khác", "Phòng Kinh tế xã", within=remedy)
    writer.fill("Thời hạn", formats.day(localtime.today() + timedelta(days=25)), within=remedy)
    writer.fill("Kết quả phải đạt", texts.MEASURE, within=remedy)


def explain(writer: Visitor, topic_id: int, stance: str = "Nhận khuyết điểm") -> None:
    """Answer a suggested topic: fault, responsibility, cause, remedy."""
    card = f"explanation-{topic_id}"
    writer.choose("Ý kiến về nội dung được gợi ý", stance, within=card)
    writer.fill("Khuyết điểm (hoặc căn cứ chứng minh không có)", texts.EXPLANATION, within=card)
    writer.fill("Trách nhiệm cụ thể", texts.RESPONSIBLE, within=card)
    decide_shares(writer, card)
    writer.fill("Nguyên nhân chủ quan", texts.EXPLANATION_CAUSE, within=card)
    remedy = remedy_of(writer, card)
    fill_remedy(writer, remedy)
    save(writer)


def decide_shares(writer: Visitor, card: str) -> None:
    """The first person named answers directly for the topic, the others are not in charge of it."""
    for place, one in enumerate(writer.page.tree.xpath(f"//*[@id='{card}']//select[contains(@name, '-shares')]")):
        wanted = "Không phụ trách" if place else "Trách nhiệm trực tiếp"
        (chosen,) = [option for option in one.xpath(".//option") if words(option) == wanted]
        chosen.set("selected", "")


def commit(writer: Visitor) -> None:
    """One commitment of each kind that the form offers."""
    kinds = [words(button) for button in writer.page.tree.xpath("//*[@id='add-commitment']//button")]
    for kind, text in zip(kinds, texts.COMMITMENTS, strict=True):
        known = writer.ids("commitment-")
        writer.press(kind)
        row = next(one for one in writer.ids("commitment-") if one not in known)
        writer.fill("Việc cam kết", text, within=row)
        writer.fill("Thời hạn", formats.day(localtime.today() + timedelta(days=120)), within=row)
        writer.fill("Kết quả phải đạt", "Có biên bản nghiệm thu.", within=row)
        save(writer)


def check_indicators(writer: Visitor, review: Review, *, admitting: int | None = None, note: str = "") -> None:
    """The first group in one act, the other rows one by one; where asked, one item with yes and its note."""
    writer.open(f"/kiem-diem/{review.pk}/bieu-hien/")
    writer.press("Cả nhóm: không có biểu hiện", within="nhom-1")
    rows = dict.fromkeys(writer.page.tree.xpath("//input[@type='radio'][starts-with(@name,'indicator-')]/@name"))
    assert len(rows) == ITEMS
    for name in rows:
        writer.pick(name, "Có, đang khắc phục" if name == f"indicator-{admitting}" else "Không có biểu hiện")
    writer.press("Lưu")
    if admitting is not None:
        writer.fill(f"note-{admitting}", note)
        writer.press("Lưu")
    assert "Đã lưu phần đối chiếu biểu hiện." in writer.notice()


def record_meeting(writer: Visitor, review: Review, chair: str) -> None:
    """What the meeting leaves on paper."""
    writer.open(f"/kiem-diem/{review.pk}/hoi-nghi/")
    writer.fill("Ngày họp", formats.day(localtime.today()))
    writer.fill("Địa điểm", "Hội trường Đảng ủy xã Tân Sơn")
    writer.fill("Chủ trì", chair)
    writer.fill("Thư ký, người ghi biên bản", "Vũ Thị Thảo")
    writer.fill("Số đồng chí có mặt", "9")
    writer.fill("Trên tổng số", "9")
    writer.fill("Kết luận hội nghị", texts.CONCLUSION)
    writer.fill("Dự thảo lần thứ", "2")
    writer.press("Lưu")
    assert "Đã lưu thông tin hội nghị." in writer.notice()
