"""Two working groups of the province: one that has been to a conference, one that is still to go."""

from datetime import time, timedelta

from cadres.models import Cadre
from core import localtime
from reviews.actions import working_groups as groups
from reviews.actions.deep_reviews_drafting import LetterText, TopicText, edit_deep_review
from reviews.actions.group_visits import VisitFacts, record_visit
from reviews.actions.working_groups import GroupFacts
from reviews.demo.calendar import on
from reviews.demo.steps import Story
from reviews.models import Cycle, DeepReview, WorkingGroup
from reviews.rules.working_groups import members_now
from reviews.states import Attendance, DeepReviewState, GroupDuty

NOTE = (
    "Tập thể chuẩn bị kỹ, có 6 ý kiến phê bình nêu rõ việc, rõ người. Phần trách nhiệm của người đứng đầu trong quản lý đất công "
    "còn chung; tổ đã đề nghị nêu rõ mốc thời gian biết việc lấn, chiếm và việc đã làm."
)


def send_groups(story: Story, cycle: Cycle) -> None:
    """The first was at Tân Sơn's conference, without one of its members; two conferences are on one day."""
    world, calendar = story.world, story.world.calendar
    leaders = world.leaders[world.province.pk]
    with on(calendar.ago(12), 9):
        first = _send(story, cycle, "Tổ công tác số 1", "512-QĐ/TU", ("tan-son", "an-phu"), leaders[2:5])
        second = _send(story, cycle, "Tổ công tác số 2", "513-QĐ/TU", ("hon-ngoc", "binh-minh"), leaders[3:6])
    with on(calendar.ago(6), 16):
        visit = first.visits.get(unit=world.unit("tan-son"))
        head, secretary, member = members_now(first)
        said = {
            head.pk: (Attendance.CAME.value, ""),
            secretary.pk: (Attendance.CAME.value, ""),
            member.pk: (Attendance.ABSENT.value, "Đi công tác theo phân công của Tỉnh ủy"),
        }
        facts = VisitFacts(localtime.today(), time(8), "Hội trường Đảng ủy xã Tân Sơn", NOTE, said)
        record_visit(visit_id=visit.pk, version=visit.version, actor=story.staff, facts=facts)
    with on(calendar.ago(2), 10):
        planned = [(first.visits.get(unit=world.unit("an-phu")), 7)]
        planned += [
            (second.visits.get(unit=world.unit(key)), days) for key, days in (("hon-ngoc", 7), ("binh-minh", 9))
        ]
        for visit, days in planned:
            facts = VisitFacts(calendar.ahead(days), time(14), "", "", {})
            record_visit(visit_id=visit.pk, version=visit.version, actor=story.staff, facts=facts)
    with on(calendar.ago(1), 17):
        _name_in_draft(story, cycle, second)


def _name_in_draft(story: Story, cycle: Cycle, group: WorkingGroup) -> None:
    """The letter still in draft is to send the group too."""
    drafts = DeepReview.objects.with_contents().filter(cycle=cycle, issuer=group.owner_id, state=DeepReviewState.DRAFT)
    for row in drafts[:1]:
        text = LetterText(
            row.title, row.introduction, tuple(row.grounds), row.grounds_text, row.due_on, row.prompted_by_id, group.pk
        )
        topics = [TopicText(t.title, t.field_id, t.ground, t.clarify, t.pk) for t in row.topics.all()]
        edit_deep_review(deep_review_id=row.pk, version=row.version, actor=story.staff, text=text, topics=topics)


def _send(
    story: Story, cycle: Cycle, name: str, decision: str, keys: tuple[str, ...], people: list[Cadre]
) -> WorkingGroup:
    today = localtime.today()
    facts = GroupFacts(name, decision, today, today, today + timedelta(days=40))
    group = groups.create_group(cycle_id=cycle.pk, owner_id=story.world.province.pk, actor=story.staff, facts=facts)
    duties = (GroupDuty.HEAD, GroupDuty.SECRETARY, GroupDuty.MEMBER)
    for person, duty in zip(people, duties, strict=True):
        group = groups.add_member(
            group_id=group.pk, version=group.version, actor=story.staff, cadre_id=person.pk, duty=duty
        )
    units = [story.world.unit(key).pk for key in keys]
    groups.give_units(group_id=group.pk, version=group.version, actor=story.staff, unit_ids=units)
    return WorkingGroup.objects.with_contents().get(pk=group.pk)
