"""This year's cycle, under way: every state of a review stands somewhere, and everybody has something to do."""

from cadres.models import Cadre
from reviews.actions import sheets
from reviews.actions.entries import begin_entry
from reviews.actions.meetings import remark_as_place
from reviews.actions.reads import record_read
from reviews.actions.segments import confirm_segment, send_segment
from reviews.demo import appraising, steps
from reviews.demo.attachments import attach_papers, attach_signed_paper
from reviews.demo.calendar import on
from reviews.demo.last_year import GOOD, MENDED, RETURNED
from reviews.demo.moves import CHAIR, CHECK
from reviews.demo.opinions import gather_opinions
from reviews.demo.steps import Story
from reviews.demo.texts import suggestions
from reviews.demo.texts.individual import REMARKS
from reviews.demo.writing import answer_catalogue, mend, name_one_more, write_sheet
from reviews.models import Cycle, Review, ReviewPlace, ReviewRead, Segment
from reviews.rules.cycle_plans import TierDeadline
from reviews.states import AppraisalOutcome

# The leaders of these units have handed in; the first ones are accepted already.
PERSONS_ACCEPTED = ("co-quan-dang", "quan-su")
WITH_OPINIONS = "tan-son"
PERSONS_SUBMITTED = ("vinh-hoa", "ubnd-tinh", "long-thanh")


def open_this_year(story: Story) -> Cycle:
    """The plan of six weeks ago, with a deadline for each tier; the lower tiers come later."""
    calendar = story.world.calendar
    deadlines = (
        TierDeadline(2, None, calendar.ahead(14)),
        TierDeadline(3, calendar.ago(1), calendar.ahead(4)),
        TierDeadline(4, calendar.ahead(9), calendar.ahead(9)),
        TierDeadline(6, calendar.ahead(14), calendar.ahead(12)),
    )
    with on(calendar.ago(38), 8, 15):
        name = f"Kiểm điểm, đánh giá, xếp loại chất lượng năm {calendar.year}"
        return steps.open_year(story, name, "45-KH/TU", calendar.ago(40), calendar.period, deadlines)


def write_collectives(story: Story, cycle: Cycle) -> None:
    """Eight of twelve have handed in at some time; what became of it differs."""
    ago = story.world.calendar.ago
    for number, key in enumerate(("vinh-hoa", "long-thanh", "an-phu", "binh-minh", "co-quan-dang", "quan-su")):
        _hand_in(story, cycle, key, 22 - number)
    for key in ("tan-son", "ubnd-tinh", "cong-an", "doanh-nghiep"):
        _hand_in(story, cycle, key, 24)
    with on(ago(20), 14):
        sheets.recall_review(
            review_id=steps.collective_of(cycle, story.world.unit("cong-an")).pk,
            version=steps.collective_of(cycle, story.world.unit("cong-an")).version,
            actor=story.head(story.world.unit("cong-an")),
        )
    with on(ago(2), 15):
        review = steps.collective_of(cycle, story.world.unit("dai-hoc"))
        write_sheet(
            review, story.secretary("dai-hoc"), steps.collective_sheet(story, "dai-hoc", later=True), only_begun=True
        )


def appraise_collectives(story: Story, cycle: Cycle) -> None:
    """Given to somebody, accepted, returned, required again, drafted, handed over: each once at least."""
    ago, ahead = story.world.calendar.ago, story.world.calendar.ahead
    of = {key: steps.collective_of(cycle, unit) for key, unit in story.world.units.items()}
    with on(ago(13), 8):
        for key in ("vinh-hoa", "long-thanh"):
            appraising.give_to(of[key], story.staff, story.standing)
    with on(ago(12), 9):
        appraising.accept(of["co-quan-dang"], story.staff, story.standing, GOOD)
        appraising.accept(of["quan-su"], story.staff, story.standing, GOOD)
        appraising.announce(of["quan-su"], story.standing, "20-TB/TU")
    with on(ago(11), 10):
        appraising.give_back(of["an-phu"], story.staff, story.standing, RETURNED, ahead(3))
        appraising.announce(of["an-phu"], story.standing, "21-TB/TU")
        appraising.give_back(of["doanh-nghiep"], story.staff, story.standing, RETURNED, ago(4))
        again = "Hội nghị kiểm điểm chưa làm rõ trách nhiệm người đứng đầu với 23 công trình vi phạm; yêu cầu kiểm điểm lại."
        appraising.give_back(of["binh-minh"], story.staff, story.standing, again, ahead(2), again=True)
    with on(ago(3), 15):
        remark = "Nội dung đầy đủ; đề nghị công nhận, lưu ý bổ sung số liệu giải ngân đến hết tháng."
        appraising.draft_appraisal(of["long-thanh"], story.staff, AppraisalOutcome.ACCEPT, remark)


def write_persons(story: Story, cycle: Cycle) -> None:
    """Leaders of some units have handed in; a few are accepted, one is returned, others have begun."""
    ago, ahead = story.world.calendar.ago, story.world.calendar.ahead
    for key in (*PERSONS_ACCEPTED, *PERSONS_SUBMITTED):
        for place, cadre in enumerate(story.world.leaders[story.world.unit(key).pk][:5]):
            with on(ago(14 - place), 9, 10):
                answers = suggestions.HEAD_ANSWERS if key == "ubnd-tinh" and place == 0 else suggestions.ANSWERS
                steps.write_own(story, cycle, cadre, answers=answers)
                review = steps.submit_own(story, cycle, cadre)
            with on(ago(14 - place), 16):
                _remark(story, review, key, REMARKS[place % len(REMARKS)])
            if key in PERSONS_ACCEPTED:
                with on(ago(6), 9 + place):
                    appraising.accept(review, story.staff, story.standing, GOOD)
    an_phu = story.world.head_of(story.world.unit("an-phu"))
    with on(ago(13), 16):
        steps.write_own(story, cycle, an_phu)
        review = steps.submit_own(story, cycle, an_phu)
    with on(ago(12), 9):
        _remark(story, review, "an-phu", REMARKS[-1])
    with on(ago(9), 10):
        reason = "Mục II chỉ nêu hạn chế của tập thể, chưa nêu hạn chế của cá nhân. Đề nghị bổ sung."
        appraising.give_back(review, story.staff, story.standing, reason, ahead(2))
    with on(ago(1), 20):
        for place in (1, 4, 7):
            _begin(story, cycle, story.world.leaders[story.world.unit("tan-son").pk][place])
    with on(ago(1), 14):
        _type_in_for(story, cycle, story.world.leaders[story.world.unit("tan-son").pk][6])


def write_moved(story: Story, cycle: Cycle) -> None:
    """`canbo` has sent the part about the former post; another moved leader's part is confirmed already."""
    ago, world = story.world.calendar.ago, story.world
    canbo = world.leaders[world.unit("tan-son").pk][CHAIR]
    with on(ago(2), 19):
        review = steps.own_of(cycle, canbo)
        write_sheet(review, story.as_person(canbo), steps.personal_sheet(story, review))
        _send_former(story, review, canbo)
    moved = world.leaders[world.unit("binh-minh").pk][CHECK]
    with on(ago(7), 9):
        review = steps.write_own(story, cycle, moved)
        segment = _send_former(story, review, moved)
    with on(ago(6), 10):
        confirm_segment(
            segment_id=segment.pk,
            version=segment.version,
            actor=story.secretary("long-thanh"),
            remark="Đúng thời gian, đúng kết quả công tác tại xã.",
        )
    with on(ago(5), 8):
        steps.submit_own(story, cycle, moved)


def review_again(story: Story, cycle: Cycle) -> None:
    """What was held again names one more leader, who had handed in that morning and has not answered yet."""
    ago, unit = story.world.calendar.ago, story.world.unit("binh-minh")
    with on(ago(5), 14):
        review, writer = steps.collective_of(cycle, unit), story.secretary("binh-minh")
        mend(review, writer, MENDED)
        name_one_more(review, writer, story.world.leaders[unit.pk][CHECK])
        steps.submit_collective(story, cycle, "binh-minh")
    with on(ago(3), 15):
        second = steps.collective_of(cycle, unit)
        appraising.draft_appraisal(
            second, story.staff, AppraisalOutcome.ACCEPT, "Đã làm rõ trách nhiệm.", hand_over=False
        )


def read_by_others(story: Story, last: Cycle) -> None:
    """Who read `canbo`'s review of last year: shown to him on a page of its own."""
    canbo = story.world.people["Lê Văn Khải"]
    review = steps.own_of(last, canbo)
    parts = ReviewRead.Part
    read = (
        (30, story.secretary("vinh-hoa"), parts.FORM),
        (21, story.staff, parts.FORM),
        (21, story.staff, parts.INDICATORS),
        (20, story.standing, parts.FORM),
        (20, story.standing, parts.PRINT),
    )
    for minute, (days, reader, part) in enumerate(read):
        with on(story.world.calendar.ago(days), 10, 5 + minute):
            record_read(review=review, actor=reader, part=part)


def _hand_in(story: Story, cycle: Cycle, key: str, days_ago: int) -> None:
    with on(story.world.calendar.ago(days_ago), 14):
        steps.write_collective(story, cycle, key, steps.collective_sheet(story, key, later=True))
        if key == WITH_OPINIONS:
            review = steps.collective_of(cycle, story.world.unit(key))
            gather_opinions(review, story.secretary(key))
            attach_papers(review, story.secretary(key))
    with on(story.world.calendar.ago(days_ago - 1), 9):
        steps.submit_collective(story, cycle, key)


def _remark(story: Story, review: Review, key: str, words: str) -> None:
    """What the leader's own collective says of the review, unless it is its writer's own."""
    place = ReviewPlace.objects.get(review=review, unit=story.world.unit(key))
    secretary = story.secretary(key)
    if secretary.cadre_id != review.cadre_id:
        remark_as_place(place_id=place.pk, version=place.version, actor=secretary, remark=words)


def _begin(story: Story, cycle: Cycle, cadre: Cadre) -> None:
    review = steps.own_of(cycle, cadre)
    write_sheet(review, story.as_person(cadre), steps.personal_sheet(story, review), only_begun=True)
    answer_catalogue(review, story.as_person(cadre), {}, leave_open=54)


def _type_in_for(story: Story, cycle: Cycle, cadre: Cadre) -> None:
    """The person wrote by hand and signed; the secretary has begun to type it in."""
    review, secretary = steps.own_of(cycle, cadre), story.secretary("tan-son")
    because = "Đồng chí đang điều trị tại bệnh viện, đã viết tay và ký, gửi bản giấy về Đảng ủy."
    signed_on = story.world.calendar.ago(4)
    begin_entry(review_id=review.pk, version=review.version, actor=secretary, because=because, signed_on=signed_on)
    attach_signed_paper(review, secretary)
    write_sheet(steps.own_of(cycle, cadre), secretary, steps.personal_sheet(story, review), only_begun=True)


def _send_former(story: Story, review: Review, cadre: Cadre) -> Segment:
    former = Segment.objects.filter(review=review).order_by("held_from").first()
    assert former is not None, "whoever moved within the period has a segment for the former post"
    return send_segment(segment_id=former.pk, version=former.version, actor=story.as_person(cadre))
