"""Step 5: one hand drafts the appraisal, another decides; a committee further up is refused; round 2 mends round 1."""

from __future__ import annotations

from core.models import AuditEntry
from reviews.models import Appraisal, Review
from reviews.states import Opening, ReviewState
from tests.journeys import sheets, texts, writing
from tests.journeys.visitor import Visitor

SUPPLEMENT, ACCEPT = "Trả lại, bổ sung", "Đạt"


def draft(staff: Visitor, review: Review, outcome: str, remark: str) -> None:
    """From the queue to the panel: marks, proposed outcome, remark, handed to the standing committee."""
    staff.open("/tham-dinh/?hang=cho-soan")
    staff.open(f"/tham-dinh/{review.pk}/")
    if "Các phần chưa đánh giá: Đạt" in staff.buttons():
        staff.press("Các phần chưa đánh giá: Đạt")
    staff.pick("proposed_outcome", outcome)
    staff.fill("Nhận xét chung", remark)
    staff.press("Trình thường trực")
    assert "Đã trình thường trực quyết định." in staff.notice()
    assert "Công nhận đạt" not in staff.buttons(), "who drafted does not decide"


def refused_further_up(above: Visitor, review: Review) -> None:
    """The committee above the managing one reads the collective's review and may decide nothing; a post changes nothing."""
    before = Review.objects.values("state", "version").get(pk=review.pk)
    above.open(f"/tham-dinh/{review.pk}/")
    assert "Công nhận đạt" not in above.buttons()
    assert above.sees("Chỉ thường trực, ban thường vụ cấp ủy trực tiếp quản lý")
    token = above.page.tree.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    data = {"csrfmiddlewaretoken": token, "version": str(before["version"]), "reason": "Cấp trên nữa yêu cầu."}
    for verb in ("dat", "tra-lai", "kiem-diem-lai"):
        answer = above.client.post(f"/tham-dinh/{review.pk}/{verb}/", data)
        assert answer.status_code == 422, (verb, answer.status_code)
        assert "trực tiếp quản lý" in answer.content.decode(), verb
    assert Review.objects.values("state", "version").get(pk=review.pk) == before


def return_it(standing: Visitor, review: Review) -> None:
    """Refused without a reason or a part to supplement; round 2 opens for the parts ticked, round 1 stays as it was."""
    standing.open("/tham-dinh/?hang=cho-quyet-dinh")
    standing.open(f"/tham-dinh/{review.pk}/")
    standing.follow("Trả lại, bổ sung…")
    standing.fill("Lý do", "   ")
    standing.press("Trả lại, bổ sung", status=422)
    standing.fill("Lý do", texts.RETURN_REASON)
    standing.press("Trả lại, bổ sung", status=422)
    assert standing.sees("Hãy chọn ít nhất một mục")
    standing.tick(texts.RETURNED_SECTION)
    standing.press("Trả lại, bổ sung")
    review.refresh_from_db()
    rounds = list(review.rounds.order_by("number"))
    assert (review.state, rounds[-1].turn) == (ReviewState.RETURNED, 2)
    assert (rounds[-1].opened_because, rounds[-1].reason) == (Opening.SUPPLEMENT, texts.RETURN_REASON)
    decided = Appraisal.objects.get(round=rounds[-2])
    assert (decided.drafted_by_name, decided.decided_by_name) == ("Ngô Minh Đức", "Hoàng Gia Lộc")
    entry = AuditEntry.objects.filter(verb="appraisal.decide", target_id=decided.pk).latest("pk")
    assert entry.data["reason"] == texts.RETURN_REASON


def mend(secretary: Visitor, head: Visitor, review: Review) -> None:
    """The secretary finds it among what came back, reads why, mends the cause; the head submits again."""
    writing.open_form(secretary, review)
    assert secretary.sees(texts.RETURN_REASON)
    assert secretary.sees("Phải bổ sung ở vòng này (1)", "Mục này đã được thẩm định đạt; vòng này không sửa.")
    card = secretary.ids("limitation-")[0]
    assert secretary.control("Nguyên nhân chủ quan", within=card).text == texts.SUBJECTIVE, (
        "round 2 begins with round 1"
    )
    secretary.fill("Nguyên nhân chủ quan", texts.MENDED_CAUSE, within=card)
    writing.save(secretary)
    sheets.submit(head, review)
    kept, mended = review.rounds.order_by("number")
    assert kept.limitations.get().subjective_cause == texts.SUBJECTIVE
    assert mended.limitations.get().subjective_cause == texts.MENDED_CAUSE


def accept(standing: Visitor, review: Review) -> None:
    """Accepted by the other hand: the review is settled."""
    standing.open(f"/tham-dinh/{review.pk}/")
    assert standing.sees(texts.MENDED_CAUSE, texts.RETURN_REASON)
    standing.press("Công nhận đạt")
    assert "Đã công nhận đạt." in standing.notice()
    review.refresh_from_db()
    assert review.state == ReviewState.ACCEPTED
    assert review.settled_at is not None
