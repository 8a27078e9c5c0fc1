"""Steps 2 and 3: the secretary fills the collective's review, a cadre the own one, the former unit confirms its part."""

from __future__ import annotations

from collections.abc import Callable

from core.models import AuditEntry
from reviews.models import Review, ReviewRead
from reviews.states import ReviewState, SegmentState
from tests.journeys import texts, writing
from tests.journeys.province import DEPUTY, HEAD, Province
from tests.journeys.visitor import Visitor, words


def fill_collective(secretary: Visitor, head: Visitor, review: Review) -> None:
    """Everything that Mẫu 01 asks; the head's attempt to submit the empty form is refused with what is missing."""
    head.open(f"/kiem-diem/{review.pk}/sua/")
    head.press("Trình", status=422)
    refused = head.refusals()
    assert any("I.1" in sentence for sentence in refused), refused
    assert any("135" in sentence for sentence in refused), refused
    assert any("Hội nghị kiểm điểm" in sentence for sentence in refused), refused
    writing.open_form(secretary, review)
    assert not secretary.buttons()["Trình"], "the secretary writes; the head submits"
    for number, text in enumerate(texts.STRENGTHS, start=1):
        writing.answer(secretary, review, f"strengths-{number}", text, score="8,5")
    writing.answer(secretary, review, "carried-over", texts.CARRIED_OVER)
    writing.answer(secretary, review, "responsibility", texts.RESPONSIBILITY)
    writing.answer(secretary, review, "remedies", texts.WAY_FORWARD)
    writing.answer(secretary, review, "rating", choice=writing.LEVEL)
    writing.save(secretary)
    writing.add_limitation(secretary, fault=texts.FAULT, cause=texts.SUBJECTIVE, persons=(HEAD, DEPUTY))
    writing.commit(secretary)
    writing.check_indicators(secretary, review)
    writing.record_meeting(secretary, review, chair=HEAD)
    secretary.open(f"/kiem-diem/{review.pk}/sua/")
    index = words(secretary.page.tree.xpath("//*[@id='muc-luc']")[0])
    assert "Đã đủ nội dung để trình." in index, index


def submit(author: Visitor, review: Review) -> Review:
    """Press Trình; the round is frozen and the audit names who did it."""
    author.open(f"/kiem-diem/{review.pk}/sua/")
    author.press("Trình")
    assert "Đã trình bản kiểm điểm" in author.notice(), author.refusal()
    review.refresh_from_db()
    assert review.state == ReviewState.SUBMITTED
    entry = AuditEntry.objects.filter(verb="review.submit", target_id=review.pk).latest("pk")
    assert entry.user_id == int(author.client.session["_auth_user_id"])
    assert author.status_of(f"/kiem-diem/{review.pk}/sua/") == 302
    return review


def fill_own(cadre: Visitor, review: Review) -> None:
    """Both posts of the period, each in its place; a yes among the indicators with its note."""
    former, present = review.segments.order_by("held_from")
    writing.open_form(cadre, review)
    for number in (1, 4, 5):
        writing.answer(cadre, review, f"strengths-{number}", texts.OWN_STRENGTHS, score="8")
    for number in (2, 3):
        writing.answer(cadre, review, f"strengths-{number}", texts.AT_THE_FORMER_POST, segment=former.pk)
        writing.answer(cadre, review, f"strengths-{number}", texts.AT_THE_PRESENT_POST, segment=present.pk, score="8")
    writing.answer(cadre, review, "pledge-kept", "Thực hiện 5/5 nội dung đã cam kết.")
    writing.answer(cadre, review, "carried-over", "Kỳ trước không có hạn chế phải khắc phục.")
    writing.answer(cadre, review, "remedies", texts.WAY_FORWARD)
    writing.answer(cadre, review, "rating", choice=writing.LEVEL)
    writing.save(cadre)
    writing.add_limitation(cadre, fault=texts.OWN_FAULT, cause=texts.OWN_CAUSE)
    writing.commit(cadre)
    writing.check_indicators(cadre, review, admitting=7, note=texts.NOTE)


def confirm_former_post(cadre: Visitor, former_secretary: Visitor, review: Review, world: Province) -> None:
    """Sent to the former unit, read there alone, confirmed with a remark; everything else is 404 for that unit."""
    former, present = review.segments.order_by("held_from")
    assert former_secretary.status_of(f"/kiem-diem/phan/{former.pk}/") == 404, "not sent yet"
    cadre.open(f"/kiem-diem/{review.pk}/noi-kiem-diem/")
    lines = cadre.page.tree.xpath("//li[.//button]")
    sending = next(line for line in lines if world.other_commune.name in " ".join(line.text_content().split()))
    sending.set("id", "phan-chuc-vu-cu")
    cadre.press("Gửi đơn vị xác nhận", within="phan-chuc-vu-cu")
    former_secretary.open("/")
    former_secretary.open(f"/kiem-diem/phan/{former.pk}/")
    assert former_secretary.sees(texts.AT_THE_FORMER_POST)
    assert texts.AT_THE_PRESENT_POST not in former_secretary.page.body.decode()
    former_secretary.fill("Nhận xét", "Đúng với kết quả tại xã Vĩnh Hòa.")
    former_secretary.press("Xác nhận phần này")
    former.refresh_from_db()
    assert (former.state, former.confirmed_by_name) == (SegmentState.CONFIRMED, "Đỗ Thị Lành")
    for hidden in (f"phan/{present.pk}/", f"{review.pk}/", f"{review.pk}/bieu-hien/", f"{review.pk}/noi-kiem-diem/"):
        assert former_secretary.status_of(f"/kiem-diem/{hidden}") == 404, hidden
    assert ReviewRead.objects.filter(review=review, reader_name="Đỗ Thị Lành").exists()


def nobody_else_reads(review: Review, note: str, at_desk: Callable[[str], Visitor]) -> None:
    """The answers to indicators stay in their circle: 404 for inspection, Mặt trận, administration and those above."""
    for name in ("kiemtra", "mattran", "quantri", "trunguong", "thuky_khac", "thanhvien"):
        visitor = at_desk(name)
        assert visitor.status_of(f"/kiem-diem/{review.pk}/bieu-hien/") == 404, name
        for page in ("/", "/kiem-diem/", f"/kiem-diem/{review.pk}/"):
            assert note not in visitor.client.get(page).content.decode(), (name, page)
