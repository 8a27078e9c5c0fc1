"""What is followed besides remedies: commitments, tasks of the meeting, a hard task with what Mặt trận says; a plan approved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile

from cadres.roles import Actor
from reviews.actions import plan_items, plans
from reviews.actions import remediation as actions
from reviews.actions.appraisal_papers import PaperText
from reviews.actions.hard_task_remarks import answer_remark, remark_on_hard_task
from reviews.actions.item_readings import set_measurement
from reviews.actions.plan_items import ItemFacts, NewItem
from reviews.actions.recurrences import earlier_items, link_recurrence
from reviews.demo.attachments import evidence_for_the_public, evidence_of_work
from reviews.demo.calendar import on
from reviews.demo.steps import Story
from reviews.models import Cycle, HardTask, RemediationItem, RemediationPlan
from reviews.states import PLANNED_KINDS, Difficulty, ItemKind, MeasureKind

MOST_COMMITMENTS = 12
_READINGS = (("8", 0.3), ("14", 0.7))


def follow_the_rest(story: Story, cycle: Cycle) -> None:
    """Last year's commitments and meeting tasks on their way, its hard task before the public, one plan approved."""
    calendar = story.world.calendar
    items = RemediationItem.objects.filter(cycle=cycle).select_related("plan__review__unit", "owner_cadre")
    for number, item in enumerate(items.filter(kind=ItemKind.MEETING).order_by("pk")):
        _finish(story, item, calendar.this_year(0.2)) if number % 2 == 0 else _begin(story, item)
    commitments = items.filter(kind=ItemKind.COMMITMENT, cadre=None).order_by("pk")[:MOST_COMMITMENTS]
    for number, item in enumerate(commitments):
        if number == 1:
            _sharpen(story, item)
        elif number % 3 == 0:
            _finish(story, item, calendar.ago(60 + number), files=[evidence_of_work()] if number == 0 else [])
        else:
            _begin(story, item)
    for task in HardTask.objects.filter(cycle=cycle, item__isnull=False).select_related("item", "unit"):
        _show(story, task)
    _approve(story, cycle)


def link_what_came_again(story: Story, cycle: Cycle) -> None:
    """One remedy of this year takes up what was promised last year."""
    items = RemediationItem.objects.filter(kind=ItemKind.REMEDY, recurs_of=None, cycle=cycle)
    for item in items.select_related("plan__review__cycle", "plan__review__unit").order_by("pk"):
        if earlier := earlier_items(item.plan.review, story.staff):
            with on(story.world.calendar.ago(1), 10):
                link_recurrence(item_id=item.pk, version=item.version, actor=story.staff, earlier_id=earlier[0].pk)
            return


def _owner(story: Story, item: RemediationItem) -> Actor:
    if item.owner_cadre is not None:
        return story.as_person(item.owner_cadre)
    return story.head(item.plan.review.unit)


def _begin(story: Story, item: RemediationItem) -> None:
    with on(story.world.calendar.ago(70), 10):
        actions.report_progress(
            item_id=item.pk,
            version=item.version,
            actor=_owner(story, item),
            text="Đã phân công từng đồng chí; kết quả được kiểm điểm tại phiên họp hằng tháng.",
            percent=50,
        )


def _sharpen(story: Story, item: RemediationItem) -> None:
    """A commitment whose result was not said: done or not, as it is asked since; not yet, says the first report."""
    with on(story.world.calendar.ago(75), 9):
        item = plan_items.edit_item(
            item_id=item.pk,
            version=item.version,
            actor=story.head(item.plan.review.unit),
            facts=replace(plan_items.facts_of(item), measure_kind=MeasureKind.YES_NO),
            reason="Cấp trên yêu cầu mỗi cam kết nhìn vào biết đã xong hay chưa.",
        )
    with on(story.world.calendar.ago(45), 10):
        actions.report_progress(
            item_id=item.pk,
            version=item.version,
            actor=_owner(story, item),
            text="Đã làm được hai phần ba; phần còn lại chờ bố trí vốn quý tới.",
            percent=65,
            reading=Decimal(0),
        )


def _finish(story: Story, item: RemediationItem, day: date, files: Sequence[ContentFile] = ()) -> None:
    with on(day, 10):
        evidence = "Đã thực hiện xong; có văn bản và số liệu kèm theo."
        item = actions.report_done(
            item_id=item.pk, version=item.version, actor=_owner(story, item), evidence=evidence, files=files
        )
    with on(day + timedelta(days=3), 10):
        item = actions.verify(item_id=item.pk, version=item.version, actor=story.staff, text="Đúng như báo cáo.")
    with on(day + timedelta(days=5), 10):
        actions.close(item_id=item.pk, version=item.version, actor=story.standing)


def _show(story: Story, task: HardTask) -> None:
    """Its figures and public evidence; Mặt trận asks, the unit answers, and another question waits."""
    calendar, head = story.world.calendar, story.head(task.unit)
    with on(calendar.this_year(0.05), 9):
        item = set_measurement(
            item_id=task.item.pk,
            version=task.item.version,
            actor=head,
            measure_unit="kiến nghị",
            baseline=Decimal(0),
            target=Decimal(19),
            measure_verb="hoàn thành",
        )
    for reading, share in _READINGS:
        with on(calendar.this_year(share), 9):
            item = actions.report_progress(
                item_id=item.pk,
                version=item.version,
                actor=head,
                text=f"Đã thực hiện xong {reading}/19 kiến nghị; danh sách niêm yết tại trụ sở.",
                reading=Decimal(reading),
                is_public=True,
                files=[evidence_for_the_public()] if reading == _READINGS[-1][0] else [],
            )
    front = story.people.actor("mattran")
    with on(calendar.ago(40), 14):
        text = "Đề nghị công khai tên dự án của các kiến nghị chưa xong và thời hạn từng việc."
        remark = remark_on_hard_task(task_id=task.pk, version=task.version, actor=front, text=text)
    with on(calendar.ago(36), 14):
        answer = "Đã niêm yết danh sách 5 dự án còn lại, kèm thời hạn và người phụ trách."
        answer_remark(remark_id=remark.pk, version=remark.version, actor=head, answer=answer)
    with on(calendar.ago(3), 14):
        text = "Nhân dân thôn 3 hỏi khi nào trả lại mặt bằng đường vào chợ."
        remark_on_hard_task(task_id=task.pk, version=task.version, actor=front, text=text)


def _approve(story: Story, cycle: Cycle) -> None:
    calendar, unit = story.world.calendar, story.world.unit("ubnd-tinh")
    plan = RemediationPlan.objects.get(review__cycle=cycle, review__unit=unit, review__cadre=None)
    head = story.head(unit)
    signer = ("Bí thư", head.name)
    day = calendar.this_year(0.15)
    with on(day, 9):
        plans.approve_plan(plan_id=plan.pk, version=plan.version, actor=head, text=PaperText("09-KH/ĐU", day, *signer))
    day = calendar.this_year(0.5)
    with on(day, 9):
        plan.refresh_from_db()
        facts = ItemFacts(
            "Ban hành quy trình kiểm soát tạm ứng, quyết toán vốn đầu tư công.",
            difficulty=Difficulty.HARD,
            measure_kind=MeasureKind.YES_NO,
        )
        new = NewItem(
            facts,
            ItemKind.CONCLUSION,
            "Kết luận thẩm định: chưa làm rõ trách nhiệm kiểm soát tạm ứng.",
            calendar.ahead(60),
            None,
            "Sở Tài chính",
        )
        plan = plan_items.add_item(plan_id=plan.pk, version=plan.version, actor=head, new=new)
        text = PaperText("21-KH/ĐU", day, *signer)
        plans.amend_plan(
            plan_id=plan.pk, version=plan.version, actor=head, text=text, reason="Bổ sung việc theo kết luận thẩm định."
        )
    with on(calendar.ago(2), 9):
        item = plan.items.filter(kind__in=PLANNED_KINDS, state="in_progress").order_by("pk").first()
        if item is not None:
            facts = plan_items.facts_of(item)
            changed = ItemFacts(**{**facts.__dict__, "measure": "Có quyết định, biên bản kèm theo từng quý."})
            plan_items.edit_item(item_id=item.pk, version=item.version, actor=head, facts=changed)
