"""Items that leave the straight way: moved deadlines, another owner, another authority, a pause, no result."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from cadres.models import Cadre
from cadres.roles import Actor
from reviews.actions import item_course as course
from reviews.actions import milestones
from reviews.actions import remediation as actions
from reviews.demo.calendar import on
from reviews.demo.steps import Story
from reviews.models import Milestone, RemediationItem
from reviews.states import ExtensionOutcome, Subject

_REASONS = "Nhà thầu chậm bàn giao hồ sơ; đã đôn đốc bằng văn bản, cần thêm thời gian để nghiệm thu."


def _owner(story: Story, item: RemediationItem) -> Actor:
    assert item.owner_cadre is not None, "the demo texts name an owner for every remedy"
    return story.as_person(item.owner_cadre)


def _begin(story: Story, item: RemediationItem) -> RemediationItem:
    with on(story.world.calendar.ago(50), 10):
        return actions.report_progress(
            item_id=item.pk,
            version=item.version,
            actor=_owner(story, item),
            text="Đã giao người, giao việc; đang triển khai theo kế hoạch.",
            percent=30,
        )


def _ask(story: Story, item: RemediationItem) -> RemediationItem:
    begun = _begin(story, item)
    later = max(item.due_on, story.world.calendar.today) + timedelta(days=45)
    with on(story.world.calendar.ago(20), 14):
        return course.ask_extension(
            item_id=item.pk, version=begun.version, actor=_owner(story, item), new_due_on=later, reason=_REASONS
        )


def _decide(outcome: ExtensionOutcome, answer: str) -> Callable[[Story, RemediationItem], None]:
    def decide(story: Story, item: RemediationItem) -> None:
        asked = _ask(story, item)
        with on(story.world.calendar.ago(17), 9):
            asked = course.decide_extension(
                item_id=item.pk, version=asked.version, actor=story.standing, outcome=outcome, answer=answer
            )
        if outcome == ExtensionOutcome.GRANTED:
            _plan_steps(story, asked)

    return decide


def _plan_steps(story: Story, item: RemediationItem) -> None:
    calendar = story.world.calendar
    with on(calendar.ago(16), 9):
        for text, days in (("Lập danh sách việc tồn, giao từng người", 2), ("Nghiệm thu, báo cáo cấp ủy quản lý", 40)):
            day = calendar.ago(16) + timedelta(days=days)
            item = milestones.add_milestone(
                item_id=item.pk, version=item.version, actor=_owner(story, item), text=text, due_on=day
            )
    with on(calendar.ago(13), 16):
        first = Milestone.objects.filter(item=item).earliest("due_on")
        milestones.mark_milestone(
            item_id=item.pk, version=item.version, actor=_owner(story, item), milestone_id=first.pk, is_done=True
        )


def _transfer(story: Story, item: RemediationItem) -> None:
    begun = _begin(story, item)
    with on(story.world.calendar.ago(30), 9):
        course.transfer(
            item_id=item.pk,
            version=begun.version,
            actor=story.standing,
            transferred_to="Cơ quan Cảnh sát điều tra Công an tỉnh",
            transfer_paper="Công văn số 214-CV/TU",
            text="Phần có dấu hiệu vi phạm được chuyển để điều tra theo thẩm quyền.",
        )


def _suspend(story: Story, item: RemediationItem) -> None:
    begun = _begin(story, item)
    with on(story.world.calendar.ago(28), 9):
        course.suspend(
            item_id=item.pk,
            version=begun.version,
            actor=story.standing,
            reason="Chờ quy hoạch điều chỉnh được duyệt; tiếp tục ngay sau khi có quyết định.",
        )


def _give_up(story: Story, item: RemediationItem) -> None:
    begun = _begin(story, item)
    with on(story.world.calendar.ago(26), 9):
        course.give_up(
            item_id=item.pk,
            version=begun.version,
            actor=story.standing,
            reason="Dự án đã dừng theo quyết định của cấp có thẩm quyền nên việc này không thực hiện được.",
        )


def _hand_over(story: Story, item: RemediationItem) -> None:
    """To another member of the same collective, with the pause that there was until it was clear to whom."""
    begun = _begin(story, item)
    with on(story.world.calendar.ago(24), 9):
        waits = "Người chủ trì chuyển công tác, chờ phân công lại."
        resting = course.suspend(item_id=item.pk, version=begun.version, actor=story.standing, reason=waits)
        goes_on = "Đã phân công lại, tiếp tục thực hiện."
        resumed = course.resume(item_id=item.pk, version=resting.version, actor=story.standing, text=goes_on)
    review = item.plan.review
    members = Cadre.objects.filter(tenures__post__unit=review.unit_id, tenures__ended_on=None).order_by("pk")
    other = next((member for member in members if member.pk != item.owner_cadre_id), None)
    if review.subject == Subject.COLLECTIVE and other is not None:
        with on(story.world.calendar.ago(23), 9):
            course.hand_over(
                item_id=item.pk,
                version=resumed.version,
                actor=story.staff,
                owner_cadre_id=other.pk,
                owner_text="",
                reason="Đồng chí chủ trì trước đây đã chuyển công tác.",
                co_owner_ids=[item.owner_cadre_id] if item.owner_cadre_id else [],
                co_owner_text="Văn phòng Đảng ủy",
            )


COURSES: Final[dict[str, Callable[[Story, RemediationItem], object]]] = {
    "asking": _ask,
    "extended": _decide(ExtensionOutcome.GRANTED, "Đồng ý; đây là lần gia hạn cuối."),
    "refused": _decide(ExtensionOutcome.REFUSED, "Chưa có vướng mắc mới so với kế hoạch; đề nghị thực hiện đúng hạn."),
    "transferred": _transfer,
    "suspended": _suspend,
    "given up": _give_up,
    "handed over": _hand_over,
}
