"""Last year's cycle, finished: direct units and their leaders, all accepted, some after a return."""

from datetime import date, timedelta

from cadres.models import Cadre
from reviews.actions.cycles import close_cycle
from reviews.actions.deep_reviews import acknowledge_target
from reviews.actions.hard_tasks import register_hard_task
from reviews.actions.meeting_tasks import TaskFacts, add_meeting_task
from reviews.demo import appraising, steps
from reviews.demo.calendar import on
from reviews.demo.steps import Story
from reviews.demo.texts import suggestions
from reviews.demo.writing import mend
from reviews.models import Cycle
from reviews.rules.cycle_plans import TierDeadline

GOOD = "Báo cáo đúng mẫu, đủ nội dung; hạn chế, nguyên nhân, trách nhiệm và biện pháp nêu rõ."
RETURNED = (
    "Nguyên nhân chủ quan còn chung chung; chưa tách trách nhiệm người đứng đầu với cấp phó phụ trách. Đề nghị bổ sung mục "
    "II và mục V."
)
MENDED = (
    "Người đứng đầu chưa trực tiếp kiểm tra, giao khoán cho cấp phó; cấp phó phụ trách chậm báo cáo khó khăn; việc đôn đốc "
    "hằng tuần bị bỏ từ tháng 6 đến tháng 8."
)
TASKED = ("tan-son", "ubnd-tinh")
MEETING_TASKS = (
    ("Sửa quy chế làm việc: nêu rõ thẩm quyền, thời hạn xử lý của từng đồng chí.", 3),
    ("Mỗi quý nghe báo cáo một lần về việc thực hiện kết luận thanh tra, kiểm toán.", 14),
)
RETURNED_FIRST = ("an-phu", "doanh-nghiep")


def tell_last_year(story: Story) -> Cycle:
    """From the plan in October to the end of the cycle in January; every review is accepted."""
    year = story.world.calendar.year - 1
    cycle = _open(story, year)
    _suggest(story, cycle, year)
    for number, key in enumerate(story.world.units):
        _collective(story, cycle, key, date(year, 11, 24) + timedelta(days=number % 6))
        for place, cadre in enumerate(story.world.leaders[story.world.unit(key).pk]):
            _person(story, cycle, cadre, date(year, 12, 1) + timedelta(days=place % 5))
    with on(date(year, 12, 4), 15):
        _hard_tasks(story, cycle, year)
    with on(date(year + 1, 1, 15), 16):
        close_cycle(cycle_id=cycle.pk, version=Cycle.objects.get(pk=cycle.pk).version, actor=story.staff)
    return cycle


def _open(story: Story, year: int) -> Cycle:
    plan_date = date(year, 10, 15)
    with on(date(year, 10, 20), 8, 30):
        return steps.open_year(
            story,
            f"Kiểm điểm, đánh giá, xếp loại chất lượng năm {year}",
            "38-KH/TU",
            plan_date,
            story.world.calendar.last_period,
            (TierDeadline(3, date(year, 12, 5), date(year, 12, 10)),),
        )


def _suggest(story: Story, cycle: Cycle, year: int) -> None:
    unit = story.world.unit("ubnd-tinh")
    day = date(year, 11, 5)
    with on(day, 10):
        review = steps.collective_of(cycle, unit)
        topics = (suggestions.ADVANCES, suggestions.DISBURSEMENT)
        row = steps.draft_letter(
            story,
            cycle,
            f"Gợi ý kiểm điểm sâu đối với Đảng ủy Ủy ban nhân dân tỉnh năm {year}",
            topics,
            [review],
            date(year, 12, 1),
        )
        row = steps.issue_letter(story, row, "96-CV/TU", day)
    with on(day + timedelta(days=1), 9):
        target = row.targets.get(review=review)
        acknowledge_target(target_id=target.pk, actor=story.head(unit))


def _collective(story: Story, cycle: Cycle, key: str, written: date) -> None:
    answers = suggestions.ANSWERS if key == "ubnd-tinh" else ()
    with on(written, 14):
        steps.write_collective(story, cycle, key, steps.collective_sheet(story, key, answers=answers))
        if key in TASKED:
            _meeting_tasks(story, cycle, key, written)
    with on(written + timedelta(days=1), 9):
        review = steps.submit_collective(story, cycle, key)
    if key in RETURNED_FIRST:
        with on(written + timedelta(days=4), 15):
            appraising.give_back(review, story.staff, story.standing, RETURNED, written + timedelta(days=10))
        with on(written + timedelta(days=7), 10):
            mend(review, story.secretary(key), MENDED)
            review = steps.submit_collective(story, cycle, key)
    with on(date(written.year, 12, 18), 9 + written.day % 8):
        marks = appraising.left_unresolved(review, suggestions.ADVANCES.title, suggestions.STILL_OWED)
        appraising.accept(review, story.staff, story.standing, GOOD, marks)


def _meeting_tasks(story: Story, cycle: Cycle, key: str, written: date) -> None:
    review = steps.collective_of(cycle, story.world.unit(key))
    for action, months in MEETING_TASKS:
        facts = TaskFacts(action, written + timedelta(days=30 * months), owner_text="Văn phòng cấp ủy")
        add_meeting_task(review_id=review.pk, actor=story.secretary(key), facts=facts)


def _person(story: Story, cycle: Cycle, cadre: Cadre, written: date) -> None:
    with on(written, 8 + written.day % 9, 20):
        steps.write_own(story, cycle, cadre)
        review = steps.submit_own(story, cycle, cadre)
    with on(date(written.year, 12, 22), 8 + written.day % 9, 40):
        appraising.accept(review, story.staff, story.standing, GOOD)


def _hard_tasks(story: Story, cycle: Cycle, year: int) -> None:
    tan_son = story.world.unit("tan-son")
    register_hard_task(
        cycle_id=cycle.pk,
        unit_id=tan_son.pk,
        cadre_id=None,
        actor=story.head(tan_son),
        text="Thực hiện dứt điểm 19 kiến nghị của kết luận thanh tra về đất đai, trật tự xây dựng.",
        measure="19 kiến nghị hoàn thành, có biên bản kiểm tra của Thanh tra tỉnh.",
        due_on=date(year + 1, 12, 15),
    )
