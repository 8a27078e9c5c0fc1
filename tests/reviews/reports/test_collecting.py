"""What the papers say of the rows, and to whom: privacy, rounds, topics, counts, and a fixed number of queries."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadres.roles import Position
from core import formats
from core.errors import NotAllowed
from reviews.actions.rounds import open_next_round
from reviews.models import Commitment, Explanation, Limitation, ResponsiblePerson
from reviews.reports import collective_review, cycle_summary, explanation_report, individual_review, suggestion_letter
from reviews.reports.registry import KINDS
from reviews.reports.rendering import render, render_pdf
from reviews.states import Opening, ReviewState, Share
from tests.core.pdf_reading import body_text, folded
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make
from tests.factories.organisation import hold, make_post
from tests.reviews.reports import written

pytestmark = pytest.mark.django_db

OUTSIDE_THE_COMMUNE = ("thuky_khac", "bithu_khac", "mattran", "mattran_xa", "quantri", "nguoi_la", "thuky_gan_giong")


@pytest.fixture
def world():
    return written.province()


def words_of(paper) -> str:
    """As read on paper: without the marks, and without what binds a number together and has no width."""
    return folded(re.sub(r"<[^>]+>", " ", render(paper).split("<body")[1]).replace("\u2060", ""))


def test_the_collective_paper_follows_the_form_and_carries_all_that_was_written(world):
    review = written.collective(world)
    written.hold_meeting(review)

    text = body_text(render_pdf(collective_review.collect(world.actor("thuky"), review=review.pk)))

    for passage in (written.STRENGTH, written.FAULT, written.SUBJECTIVE, written.ACTION, "Việc cam kết số 3"):
        assert folded(passage) in text
    assert text.startswith("TỈNH ỦY NAM TRUNG ĐẢNG ỦY XÃ TÂN SƠN ĐẢNG CỘNG SẢN VIỆT NAM * Số -BC/ĐU Tân Sơn, ngày")
    assert "kiểm điểm tập thể Ban Thường vụ Đảng ủy xã Tân Sơn năm 2026" in text
    assert "Thực hiện Kế hoạch số 45-KH/TU, ngày 15/10/2026 của Ban Thường vụ Tỉnh ủy Nam Trung" in text
    assert "do đồng chí Trần Đình Hưởng chủ trì, có mặt 8/9 đồng chí; vắng mặt: 01 đồng chí đi học. Kết quả" in text
    assert "Kết luận của hội nghị kiểm điểm: Thống nhất nội dung. Giao 12 việc. " in text
    assert "Trần Đình Hưởng, Bí thư Đảng ủy xã (đứng đầu)" in text
    assert "Mức xếp loại: Hoàn thành tốt nhiệm vụ." in text
    assert "Dự thảo lần 2" in text
    assert "T/M BAN THƯỜNG VỤ BÍ THƯ ĐẢNG ỦY XÃ Trần Đình Hưởng PHỤ LỤC CÁC VIỆC CAM KẾT" in text


def test_number_and_date_typed_by_the_clerk_stand_on_the_paper(world):
    review = letters.submitted(written.collective(world))

    paper = collective_review.collect(world.actor("bithu"), review=review.pk, serial="5", day=date(2027, 2, 5))

    assert "Số 05-BC/ĐU" in words_of(paper)
    assert "Tân Sơn, ngày 05 tháng 02 năm 2027" in words_of(paper)
    assert paper.head.draft is None


def test_sections_keep_the_order_and_numbers_of_the_template(world):
    review = written.collective(world)

    paper = collective_review.collect(world.actor("thuky"), review=review.pk)

    depth_one = [section.label for section in paper.sections if section.depth == 1]
    assert depth_one == ["I-", "II-", "III-", "IV-", "V-", "VI-", "VII-"]
    assert [s.number for s in paper.sections if s.depth == 2] == ["1", "2", "3", "4"]


def test_the_individual_paper_prints_each_segment_and_the_remarks(world):
    review = letters.submitted(written.individual(world))

    text = body_text(render_pdf(individual_review.collect(world.actor("canbo"), review=review.pk)))

    assert "Họ và tên: LÊ VĂN KHẢI" in text
    assert "Ủy viên Ban Thường vụ, Đảng ủy xã Yên Phú (từ 01/01/2026 đến 31/05/2026)" in text
    assert "Phó Bí thư Đảng ủy xã, Đảng ủy xã Tân Sơn (từ 01/06/2026 đến nay)" in text
    assert "Đồng chí có trách nhiệm, cần đi cơ sở nhiều hơn." in text
    assert "Đảng ủy xã Yên Phú xác nhận nội dung đúng." in text
    assert "NGƯỜI TỰ KIỂM ĐIỂM" in text
    assert "Số -" not in text


def test_an_answer_to_an_indicator_prints_for_its_author_alone(world):
    review = letters.submitted(written.individual(world))

    own = individual_review.collect(world.actor("canbo"), review=review.pk, appendix=True)
    assert own.appendix is not None
    assert sum(len(group.rows) for group in own.appendix.groups) == 135
    assert written.NOTE in words_of(own)

    for who in ("thuky", "bithu", "chuyenvien", "thuongtruc", "kiemtra"):
        with pytest.raises(NotAllowed):
            individual_review.collect(world.actor(who), review=review.pk, appendix=True)
        without = words_of(individual_review.collect(world.actor(who), review=review.pk))
        assert written.NOTE not in without
        assert "đã khắc phục" not in without


def test_a_collectives_appendix_prints_for_its_circle_and_not_for_inspection_or_further_up(world):
    review = letters.submitted(written.collective(world))

    for who in ("thuky", "bithu", "thanhvien", "chuyenvien", "thuongtruc"):
        assert collective_review.collect(world.actor(who), review=review.pk, appendix=True).appendix is not None
    for who in ("kiemtra", "trunguong"):
        with pytest.raises(NotAllowed):
            collective_review.collect(world.actor(who), review=review.pk, appendix=True)
        assert written.NOTE not in words_of(collective_review.collect(world.actor(who), review=review.pk))


@pytest.mark.parametrize("who", OUTSIDE_THE_COMMUNE)
def test_who_may_not_see_a_review_cannot_collect_it(world, who):
    review = letters.submitted(written.collective(world))

    with pytest.raises(NotAllowed, match="Không tìm thấy"):
        collective_review.collect(world.actor(who), review=review.pk)


def test_those_above_get_the_submitted_round_while_the_next_one_is_written(world):
    review = letters.submitted(written.collective(world))
    following = open_next_round(review=review, because=Opening.REREVIEW, reason="Chưa nêu nguyên nhân.")
    Limitation.objects.filter(round=following).update(fault="Nội dung đang sửa ở vòng hai.")
    review.state = ReviewState.RETURNED
    review.save(update_fields=["state"])

    above = words_of(collective_review.collect(world.actor("chuyenvien"), review=review.pk))
    own = words_of(collective_review.collect(world.actor("thuky"), review=review.pk))

    assert folded(written.FAULT) in above
    assert "đang sửa ở vòng hai" not in above
    assert "đang sửa ở vòng hai" in own


def test_an_unsubmitted_review_is_not_collected_for_those_above(world):
    review = written.collective(world)

    with pytest.raises(NotAllowed, match="đang được viết"):
        collective_review.collect(world.actor("chuyenvien"), review=review.pk)


def test_suggested_topics_print_with_their_answers(world):
    review = written.collective(world)
    letters.issued(world, [review])
    written.explain(review)

    text = words_of(collective_review.collect(world.actor("thuky"), review=review.pk))

    assert "1. Quản lý đất đai, trật tự xây dựng" in text
    assert written.TOPIC_ANSWER in text


def test_the_answers_to_a_letter_are_a_paper_of_their_own_with_the_letter_and_who_answers_for_what(world):
    review = written.collective(world)
    letter = letters.issued(world, [review])
    written.explain(review)
    answer = Explanation.objects.filter(round__review=review).earliest("topic__order")
    ResponsiblePerson.objects.create(
        explanation=answer, cadre=world.cadre("bithu"), position=Position.HEAD, post_name="Bí thư", share=Share.DIRECT
    )

    text = words_of(explanation_report.collect_for_collective(world.actor("thuky"), review=review.pk, serial="7"))

    assert "Số 07-BC/ĐU" in text
    assert "giải trình những nội dung được gợi ý kiểm điểm sâu năm 2026 của Ban Thường vụ Đảng ủy xã Tân Sơn" in text
    assert f"Thực hiện Công văn số {letter.number} ngày" in text
    assert "văn bản điều chỉnh" not in text
    change = letters.rescheduled(world, letter)
    assert change.due_on is not None
    named = (
        f"văn bản điều chỉnh số 31-CV/TU ngày {formats.day(change.issued_on)} (hạn mới {formats.day(change.due_on)})"
    )
    again = explanation_report.collect_for_collective(world.actor("thuky"), review=review.pk)
    assert named in words_of(again)
    assert "1. Quản lý đất đai, trật tự xây dựng - Nội dung cần làm rõ:" in text
    assert written.TOPIC_ANSWER in text
    assert re.search(r"TT Họ và tên, chức vụ 1( \d)* 1 Trần Đình Hưởng, Bí thư trực tiếp", text)
    assert "Báo cáo này kèm theo bản kiểm điểm của Ban Thường vụ Đảng ủy xã Tân Sơn." in text


def test_a_person_explains_on_a_paper_without_a_number(world):
    person = written.individual(world)
    letters.issued(world, [person])
    written.explain(person)

    text = words_of(explanation_report.collect_for_person(world.actor("canbo"), review=person.pk))

    assert "NGƯỜI GIẢI TRÌNH" in text.upper()
    assert written.TOPIC_ANSWER in text


def test_where_nothing_was_suggested_there_is_nothing_to_explain(world):
    review = written.collective(world)

    with pytest.raises(NotAllowed, match="Không có nội dung nào được gợi ý"):
        explanation_report.collect_for_collective(world.actor("thuky"), review=review.pk)


def test_the_letter_names_its_targets_topics_and_deadline(world):
    review, person = written.collective(world), written.individual(world)
    letter = letters.issued(world, [review, person])

    text = body_text(render_pdf(suggestion_letter.collect(world.actor("chuyenvien"), deep_review=letter.pk)))

    assert "Số 12-CV/TU" in text
    assert "về việc gợi ý kiểm điểm sâu năm 2026" in text
    assert "Kính gửi:" in text
    assert "Ban Thường vụ Đảng ủy xã Tân Sơn" in text
    assert "Đồng chí Lê Văn Khải, Phó Bí thư Đảng ủy xã" in text
    assert "2. Giải ngân vốn đầu tư công" in text
    assert f"trước ngày {formats.day(letters.DUE)}" in text
    assert "Hoàng Gia Lộc" in text


def test_a_target_sees_no_addressee_beyond_the_own_side(world):
    letter = letters.issued(world, _two(world))

    mine = words_of(suggestion_letter.collect(world.actor("thuky"), deep_review=letter.pk))

    assert "Tân Sơn" in mine
    assert "Yên Phú" not in mine


def _two(world):
    return [written.collective(world), make.collective_review(world, world.other_commune)]


def test_a_letter_not_issued_is_a_draft_for_its_own_committee_alone(world):
    letter = letters.approved(world, [written.collective(world)])

    assert "DỰ THẢO" in words_of(suggestion_letter.collect(world.actor("thuongtruc"), deep_review=letter.pk))
    with pytest.raises(NotAllowed):
        suggestion_letter.collect(world.actor("thuky"), deep_review=letter.pk)


def test_the_summary_counts_what_became_of_the_suggested(world):
    one, _ = _two(world)
    letters.issued(world, [one])
    written.explain(one)
    letters.submitted(one)

    paper = cycle_summary.collect(world.actor("chuyenvien"), cycle=world.cycle.pk)

    assert (paper.head.serial, paper.head.day, paper.signature.name) == ("", None, "")
    collectives = paper.tables[0]
    assert collectives.total == (2, 1, 1, 0, 0, 0)
    assert collectives.rows[0].name == "Chưa phân khối"


def test_the_summary_bears_the_number_and_day_of_the_clerk_and_the_name_of_who_heads_the_committee_then(world):
    post = make_post(world.province, Position.HEAD, "Bí thư Tỉnh ủy")
    hold(post, world.cadre("bithu"), since=date(2027, 1, 1))
    asked = KINDS["cycle_summary"]
    assert asked.collect is not None

    paper = asked.collect(world.actor("chuyenvien"), world.cycle.pk, {"serial": "5", "day": "2027-02-05"})

    assert isinstance(paper, cycle_summary.CycleSummaryPaper)
    assert (paper.head.number_line, paper.head.day) == ("Số\xa005-BC/TU", date(2027, 2, 5))
    assert paper.signature.name == world.cadre("bithu").full_name


def test_a_review_submitted_before_the_letter_has_not_answered_it(world):
    one, _ = _two(world)
    letters.submitted(one)
    letters.issued(world, [one])

    paper = cycle_summary.collect(world.actor("chuyenvien"), cycle=world.cycle.pk)

    suggested, answered = paper.tables[0].total[1:3]
    assert (suggested, answered) == (1, 0)


def test_the_summary_does_not_count_a_collective_that_was_withdrawn_from_the_letter(world):
    one, two = _two(world)
    letter = letters.issued(world, [one, two])
    letters.target_withdrawn(world, letter, two)

    paper = cycle_summary.collect(world.actor("chuyenvien"), cycle=world.cycle.pk)

    assert paper.tables[0].total[1] == 1


def test_the_summary_counts_only_what_its_reader_may_see(world):
    _two(world)
    written.individual(world)

    provincial = cycle_summary.collect(world.actor("chuyenvien"), cycle=world.cycle.pk)
    central = cycle_summary.collect(world.actor("trunguong"), cycle=world.cycle.pk)

    assert [table.total[0] for table in provincial.tables] == [2, 1]
    assert [table.total[0] for table in central.tables] == [2, 0]


@pytest.mark.parametrize("who", ["thuky", "bithu", "canbo", "mattran", "quantri", "nguoi_la"])
def test_the_summary_is_for_committees_and_inspection(world, who):
    with pytest.raises(NotAllowed):
        cycle_summary.collect(world.actor(who), cycle=world.cycle.pk)


def test_collecting_takes_the_same_number_of_queries_however_much_was_written(world):
    review = written.collective(world)
    actor = world.actor("thuky")
    collective_review.collect(actor, review=review.pk)  # what every process keeps is read once
    with CaptureQueriesContext(connection) as few:
        collective_review.collect(actor, review=review.pk)
    round_ = review.rounds.get()
    for order in range(2, 12):
        card = Limitation.objects.create(
            round=round_, order=order, fault=f"Hạn chế {order}", responsible_unit=world.commune
        )
        card.remedies.create(order=1, action="Sửa", owner_cadre=world.cadre("canbo"))
        Commitment.objects.create(round=round_, order=order + 10, kind="key_task", text="Thêm")
    with CaptureQueriesContext(connection) as many:
        collective_review.collect(actor, review=review.pk)

    assert len(many) == len(few)
    assert len(few) <= 20
