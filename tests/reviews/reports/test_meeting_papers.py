"""Papers around a meeting, and the self-check as a paper of its own: whose facts they take, and for whom."""

import pytest

from core.errors import NotAllowed
from reviews.actions.reports import request_report
from reviews.models import ReviewRead
from reviews.reports import indicator_papers, meeting_papers
from reviews.reports.printable import NotVisible
from tests.factories import deep_reviews as letters
from tests.reviews.reports import written

pytestmark = pytest.mark.django_db
MEETING = (meeting_papers.collect_minutes, meeting_papers.collect_invitation, meeting_papers.collect_attendance)


@pytest.fixture
def world():
    return written.province()


@pytest.fixture
def review(world):
    review = written.collective(world)
    written.hold_meeting(review)
    return review


def test_minutes_take_the_facts_of_the_meeting_and_leave_room_for_the_rest(world, review):
    review.rounds.update(present=8, absent_reasons="đồng chí Khải đi công tác.", conclusion="Thống nhất bản kiểm điểm.")

    paper = meeting_papers.collect_minutes(world.actor("thuky"), review=review.pk, params={"vote": "9/9 đồng ý"})

    told = {point.heading.partition(". ")[2]: point.text for point in paper.points}
    assert told["Thành phần"] == "Tổng số: 9 đồng chí; có mặt: 8; vắng: 1 (đồng chí Khải đi công tác)."
    assert told["Kết quả bỏ phiếu"] == "9/9 đồng ý"
    assert told["Kết luận"] == "Thống nhất bản kiểm điểm."
    assert set(told["Ý kiến thảo luận"]) == {"…"}
    assert paper.head.symbol.startswith("BB/")
    assert [one.post for one in paper.signatures] == ["Người ghi biên bản", "Chủ trì hội nghị"]


def test_those_who_hold_a_post_on_the_day_are_listed_then_the_guests(world, review):
    params = {"guests": "Ban Tổ chức Tỉnh ủy\n\nUBKT Tỉnh ủy"}

    paper = meeting_papers.collect_attendance(world.actor("thuky"), review=review.pk, params=params)

    assert ("Trần Đình Hưởng", "Bí thư Đảng ủy xã") in [row[1:3] for row in paper.rows]
    assert [row[1:3] for row in paper.rows][-2:] == [
        ("Ban Tổ chức Tỉnh ủy", "Khách mời"),
        ("UBKT Tỉnh ủy", "Khách mời"),
    ]
    assert [row[0] for row in paper.rows] == list(range(1, len(paper.rows) + 1))


def test_the_invitation_says_when_where_and_what_for(world, review):
    params = {"time": "14 giờ 00", "agenda": "Kiểm điểm tập thể"}

    paper = meeting_papers.collect_invitation(world.actor("thuky"), review=review.pk, params=params)

    when, where, what = (point.text for point in paper.points)
    assert when.startswith("14 giờ 00, ngày ")
    assert (where, what) == ("Trụ sở Đảng ủy xã.", "Kiểm điểm tập thể")


@pytest.mark.parametrize("collect", MEETING)
def test_they_are_the_collectives_own(world, review, collect):
    letters.submitted(review)
    person = written.individual(world)

    for who in ("chuyenvien", "kiemtra"):
        with pytest.raises(NotAllowed):
            collect(world.actor(who), review=review.pk, params={})
    for who, pk in (("thuky_khac", review.pk), ("thuky", person.pk)):
        with pytest.raises(NotVisible):
            collect(world.actor(who), review=pk, params={})


def test_the_appendix_tells_by_group_and_every_manifestation_on_demand(world):
    review = written.individual(world)

    brief = indicator_papers.collect(world.actor("canbo"), review=review.pk)
    full = indicator_papers.collect(world.actor("canbo"), review=review.pk, in_full=True)

    assert len(brief.rows) == 27
    assert brief.rows[0][2] == "Không có biểu hiện"
    assert sorted({str(row[2]).partition(":")[0] for row in brief.rows}) == ["Không có biểu hiện"]
    assert [row[2] for row in brief.rows if "khắc phục" in str(row[2])] == [
        "Không có biểu hiện: 4\nCó, đã khắc phục: 1 (3.5)"
    ]
    assert len(full.rows) == 27 + 135
    assert [row[1] for row in full.rows if written.NOTE in str(row[1])]


def test_the_appendix_of_a_person_is_nobody_elses_and_a_print_of_the_collectives_is_no_read_of_a_person(world):
    review = letters.submitted(written.individual(world))

    for who in ("thuky", "bithu", "chuyenvien", "thuongtruc", "kiemtra"):
        with pytest.raises(NotAllowed):
            request_report(kind="indicator_appendix", about=review.pk, actor=world.actor(who))
    assert not ReviewRead.objects.exists()
