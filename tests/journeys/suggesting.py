"""Step 4: the staff drafts a suggestion for a commune and two of its cadres, the standing committee approves and sends it."""

from __future__ import annotations

from core import formats, localtime
from core.models import AuditEntry
from reviews.models import DeepReview, DeepReviewTopic, Review
from reviews.states import DeepReviewState, Opening, ReviewState
from tests.journeys import sheets, texts, writing
from tests.journeys.province import DEPUTY, HEAD, Province
from tests.journeys.visitor import Visitor

TITLE = "Gợi ý kiểm điểm sâu về đầu tư công và đất đai"
NUMBER = "12-CV/TU"


def draft_letter(staff: Visitor, world: Province) -> DeepReview:
    """Grounds, two topics, three targets, the second topic for the collective alone; refused while anything is missing."""
    staff.open("/")
    staff.follow("Gợi ý kiểm điểm sâu", within="dieu-huong")
    staff.follow("Soạn gợi ý mới", within="noi-dung")
    staff.fill("Trích yếu", TITLE)
    staff.press("Bắt đầu soạn")
    letter = DeepReview.objects.get(title=TITLE)
    staff.open(f"/goi-y/{letter.pk}/kiem-tra/")
    assert not staff.buttons()["Trình duyệt"]
    staff.follow("1. Nội dung")
    staff.tick("Kết luận thanh tra")
    staff.fill("Văn bản làm căn cứ", texts.GROUNDS)
    staff.fill("Đánh giá tình hình", "Qua theo dõi, xã Tân Sơn còn hai việc kéo dài.")
    staff.fill("Hạn giải trình", formats.day(world.due_on))
    staff.fill("noi-dung-1-title", texts.TOPIC)
    staff.fill("noi-dung-1-clarify", texts.CLARIFY)
    staff.press("Lưu và thêm nội dung nữa")
    staff.fill("noi-dung-2-title", texts.SECOND_TOPIC)
    staff.fill("noi-dung-2-clarify", texts.SECOND_CLARIFY)
    staff.press("Lưu, sang bước chọn nơi được gợi ý")
    for name in (world.commune.name, HEAD, DEPUTY):
        staff.tick(f"Chọn {name}")
    staff.press("Thêm vào danh sách")
    assert "Đã thêm 3 mục" in staff.notice()
    _assign(staff, letter)
    return letter


def _assign(staff: Visitor, letter: DeepReview) -> None:
    """The second topic goes to the collective only."""
    staff.follow("3. Phân nội dung")
    second = letter.topics.get(order=2)
    for box in staff.page.tree.xpath(f"//input[@name='noi-dung-{second.pk}']"):
        if HEAD in box.get("aria-label") or DEPUTY in box.get("aria-label"):
            box.attrib.pop("checked", None)
    staff.press("Lưu, sang bước kiểm tra lần cuối")
    assert staff.sees(texts.CLARIFY, texts.SECOND_CLARIFY), "the last look shows the letter as it will print"
    staff.press("Trình duyệt")
    assert "Đã trình thường trực duyệt." in staff.notice()


def approve_and_send(standing: Visitor, letter: DeepReview, concerned: tuple[Visitor, ...]) -> None:
    """Another hand approves, types number and date as registered, and sends; nobody concerned saw it before."""
    for visitor in concerned:
        assert visitor.status_of(f"/goi-y/{letter.pk}/") == 404, visitor.username
    standing.open("/")
    standing.open(f"/goi-y/{letter.pk}/")
    standing.follow("Xem và duyệt")
    standing.press("Duyệt")
    standing.follow("Ban hành và gửi…")
    standing.fill("Ngày ban hành", formats.day(localtime.today()))
    standing.press("Ban hành và gửi", status=422)
    assert standing.control("Ngày ban hành").get("value") == formats.day(localtime.today()), "what was typed stays"
    standing.fill("Số, ký hiệu", NUMBER)
    standing.fill("Chức vụ người ký", "Phó Bí thư Thường trực")
    standing.fill("Họ và tên người ký", "Hoàng Gia Lộc")
    standing.press("Ban hành và gửi")
    letter.refresh_from_db()
    assert (letter.state, letter.number, letter.issued_on) == (DeepReviewState.ISSUED, NUMBER, localtime.today())
    verbs = AuditEntry.objects.filter(target_type__icontains="deepreview", target_id=letter.pk)
    assert set(verbs.values_list("verb", flat=True)) >= {
        "deepreview.propose",
        "deepreview.approve",
        "deepreview.issue",
    }, list(verbs.values_list("verb", flat=True))
    for visitor in concerned:
        assert visitor.status_of(f"/goi-y/{letter.pk}/") == 200, visitor.username


def answer_topics(author: Visitor, review: Review, topics: list[DeepReviewTopic], submitter: Visitor) -> None:
    """The topics stand in the form; submitting is refused while one is unanswered, and works afterwards."""
    review.refresh_from_db()
    assert review.state in (ReviewState.DRAFT, ReviewState.RETURNED)
    submitter.open(f"/kiem-diem/{review.pk}/sua/")
    submitter.press("Trình", status=422)
    assert any("chưa giải trình" in sentence for sentence in submitter.refusals()), submitter.refusals()
    writing.open_form(author, review)
    for topic in topics:
        assert author.sees(topic.title, topic.clarify)
        writing.explain(author, topic.pk)
    sheets.submit(submitter, review)


def acknowledge(visitor: Visitor, letter: DeepReview) -> None:
    """Confirm that the letter was received."""
    visitor.open(f"/goi-y/{letter.pk}/")
    visitor.press("Xác nhận đã nhận", within=_first_target(visitor))
    assert "Đã xác nhận nhận được văn bản gợi ý." in visitor.notice()


def _first_target(visitor: Visitor) -> str:
    forms = visitor.page.tree.xpath("//form[contains(@action,'/da-nhan/')]")
    forms[0].set("id", "noi-nhan-dau-tien")
    return "noi-nhan-dau-tien"


def reopened_for_the_suggestion(review: Review) -> bool:
    """Whether a submitted review came back to its author with the letter as the reason, the submitted round kept."""
    review.refresh_from_db()
    rounds = list(review.rounds.order_by("number"))
    last = rounds[-1]
    return (
        review.state == ReviewState.RETURNED
        and last.opened_because == Opening.SUGGESTION
        and NUMBER in last.reason
        and all(round_.submitted_at for round_ in rounds[:-1])
    )
