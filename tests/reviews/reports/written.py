"""Reviews of the small province filled in on the real templates, profile and catalogue, ready to be printed."""

from datetime import date, timedelta

from cadres.roles import Position
from core import localtime
from reviews.models import (
    Answer,
    Commitment,
    DeepReviewTopic,
    Explanation,
    IndicatorNote,
    IndicatorSheet,
    Limitation,
    Remedy,
    ResponsiblePerson,
    Review,
    Segment,
)
from reviews.states import IndicatorAnswer, PlaceKind, SectionKind, SegmentState
from tests.factories import reference
from tests.factories import small_province as make
from tests.factories.remembered import remembered
from units.models import UnitKind

STRENGTH = "Ban Thường vụ giữ nghiêm nguyên tắc tập trung dân chủ.\nCó 18/21 chỉ tiêu đạt và vượt kế hoạch."
FAULT = "Giải ngân vốn đầu tư công chậm, đến hết tháng 11 mới đạt 54,2 % kế hoạch."
SUBJECTIVE = "Một số đồng chí chưa quyết liệt, chưa chủ động, chưa bám sát công việc."
ACTION = "Rà soát toàn bộ 14 dự án, lập bảng tiến độ giải ngân từng tháng"
NOTE = "Đọc nghị quyết chưa đều, đã tự sửa từ tháng 6."
TOPIC_ANSWER = "Chưa di dời hết 17 tàu, nhà nổi trên hồ Tân Sơn."


@remembered
def province() -> make.SmallProvince:
    """The small province on the reference data: units of the real kinds, the cycle on profile 366+43 and 135 items."""
    reference.load_reference()
    world = make.small_province()
    for unit, code, place in (
        (world.province, "dang-bo-tinh", "Nam Trung"),
        (world.commune, "dang-bo-xa", "Tân Sơn"),
        (world.other_commune, "dang-bo-xa", "Yên Phú"),
    ):
        unit.kind, unit.place = UnitKind.objects.get(code=code), place
        unit.save(update_fields=["kind", "place"])
    world.cycle.profile = reference.current_profile()
    world.cycle.catalogue = reference.derived_catalogue()
    world.cycle.save(update_fields=["profile", "catalogue"])
    return world


def collective(world: make.SmallProvince) -> Review:
    """The commune's review, all sections written, one limitation with all four requirements."""
    review = make.collective_review(world, world.commune)
    review.template = reference.template("01")
    review.save(update_fields=["template"])
    write(review, world)
    return review


def individual(world: make.SmallProvince) -> Review:
    """The review of `canbo`, who held two posts in the period; the cell is the commune's own (as a place)."""
    review = make.individual_review(world, world.cadre("canbo"), world.commune)
    review.template, review.post_line = reference.template("2B"), "Phó Bí thư Đảng ủy xã"
    review.save(update_fields=["template", "post_line"])
    tenures = list(review.cadre.tenures.all()) if review.cadre else []
    make.seat(world.cadre("canbo"), world.other_commune, Position.MEMBER, "Ủy viên", managed_by=world.province)
    former = world.cadre("canbo").tenures.exclude(pk__in=[t.pk for t in tenures]).get()
    for order, (tenure, unit, name, start, end) in enumerate(
        (
            (former, world.other_commune, "Ủy viên Ban Thường vụ", date(2026, 1, 1), date(2026, 5, 31)),
            (tenures[0], world.commune, "Phó Bí thư Đảng ủy xã", date(2026, 6, 1), date(2026, 12, 31)),
        ),
        start=1,
    ):
        Segment.objects.create(
            review=review,
            tenure=tenure,
            unit=unit,
            post_name=name,
            position=Position.MEMBER,
            held_from=start,
            held_to=end,
            order=order,
            state=SegmentState.CONFIRMED,
            remark=f"{unit.name} xác nhận nội dung đúng.",
        )
    review.places.filter(kind=PlaceKind.COLLECTIVE).update(remark="Đồng chí có trách nhiệm, cần đi cơ sở nhiều hơn.")
    write(review, world)
    return review


def write(review: Review, world: make.SmallProvince) -> None:
    """Fill every section of the template, for each segment where it asks for that."""
    round_ = review.rounds.get()
    segments = list(review.segments.all())
    level = "good"
    for section in review.template.sections.all():
        if section.kind in (SectionKind.TEXT, SectionKind.GRADED_TEXT):
            for segment in segments if section.per_segment else [None]:
                Answer.objects.create(
                    round=round_,
                    section=section,
                    segment=segment,
                    text=f"{STRENGTH} [{section.key}]" + (f" [{segment.order}]" if segment else ""),
                    score=8 if section.kind == SectionKind.GRADED_TEXT else None,
                )
        elif section.kind == SectionKind.RATING:
            Answer.objects.create(round=round_, section=section, choice=level)
    card = Limitation.objects.create(
        round=round_, order=1, fault=FAULT, responsible_unit=world.commune, subjective_cause=SUBJECTIVE
    )
    ResponsiblePerson.objects.create(
        limitation=card, cadre=world.cadre("bithu"), position=Position.HEAD, post_name="Bí thư Đảng ủy xã"
    )
    Remedy.objects.create(
        limitation=card,
        order=1,
        action=ACTION,
        owner_cadre=world.cadre("canbo"),
        due_on=date(2027, 1, 31),
        measure="95 %",
    )
    for order, kind in enumerate(("key_task", "remedy_limitations", "help_grassroots"), start=1):
        Commitment.objects.create(round=round_, order=order, kind=kind, text=f"Việc cam kết số {order}")
    indicators(review)


def indicators(review: Review) -> None:
    """All items answered: one "có, đã khắc phục" with a note, the rest "không có"."""
    answers = [int(IndicatorAnswer.NONE)] * 135
    answers[13] = int(IndicatorAnswer.REMEDIED)
    sheet = IndicatorSheet.objects.create(round=review.rounds.get(), answers=answers)
    IndicatorNote.objects.create(sheet=sheet, position=13, text=NOTE)


def explain(review: Review) -> None:
    """Answer the topics of the issued suggestions that name this review."""
    for topic in DeepReviewTopic.objects.asked_of(review.pk):
        Explanation.objects.create(
            round=review.rounds.get(), topic=topic, stance="admitted", fault=TOPIC_ANSWER, subjective_cause=SUBJECTIVE
        )


def hold_meeting(review: Review) -> None:
    """Enter the facts of the meeting, as between writing and submitting."""
    review.rounds.filter(submitted_at=None).update(
        held_on=localtime.today() - timedelta(days=3),
        held_at="trụ sở Đảng ủy xã",
        chair="Trần Đình Hưởng",
        present=8,
        total=9,
        absent_reasons="01 đồng chí đi học.",
        conclusion="Thống nhất nội dung.\nGiao 12 việc.",
        draft_number=2,
    )
