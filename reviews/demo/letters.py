"""This year's suggestions for deep review, one in each state, and the hard tasks registered after them."""

from cadres.models import Cadre
from reviews.actions.deep_reviews import acknowledge_target, withdraw_deep_review
from reviews.actions.deep_reviews_drafting import assign_topics
from reviews.actions.hard_tasks import register_hard_task
from reviews.actions.topic_origins import tie_origin
from reviews.demo import amendments, appraising, steps
from reviews.demo.calendar import on
from reviews.demo.grounds import rest_on_register
from reviews.demo.last_year import GOOD
from reviews.demo.member_opinions import say_opinions
from reviews.demo.moves import CHAIR
from reviews.demo.steps import Story
from reviews.demo.texts import suggestions
from reviews.demo.texts.pieces import TopicText
from reviews.demo.writing import explain
from reviews.models import Cycle, DeepReview, DeepReviewTopic

WITHDRAWN = "Kết luận thanh tra liên quan đang được rà soát lại; sẽ gợi ý khi có kết luận chính thức."


def issue_letters(story: Story, cycle: Cycle) -> None:
    """Issued to Tân Sơn with two of its leaders, and to the executive; both changed later; one withdrawn."""
    world, calendar = story.world, story.world.calendar
    tan_son = world.unit("tan-son")
    leaders = (world.head_of(tan_son), world.leaders[tan_son.pk][CHAIR])
    with on(calendar.ago(18), 9):
        reviews = [steps.collective_of(cycle, tan_son), *(steps.own_of(cycle, one) for one in leaders)]
        title = f"Gợi ý kiểm điểm sâu đối với Đảng ủy xã Tân Sơn và cá nhân liên quan năm {calendar.year}"
        topics = (suggestions.LAND, suggestions.CONCLUSIONS, suggestions.LEADER)
        row = steps.draft_letter(story, cycle, title, topics, reviews, calendar.ahead(6))
        row = _ask_leaders_alone(story, row, suggestions.LEADER)
        row = rest_on_register(story, row, tan_son)
        steps.issue_letter(story, row, "118-CV/TU", calendar.ago(18))
        executives = _suggest_executive(story, cycle)
        _suggest_and_withdraw(story, cycle)
    with on(calendar.ago(17), 8):
        _acknowledge(story, row, leaders[0])
    amendments.change_executives_letter(story, cycle, executives)
    with on(calendar.ago(8), 10):
        _answer_executive(story, cycle)
    amendments.put_off_commune(story, row)


def _ask_leaders_alone(story: Story, row: DeepReview, text: TopicText) -> DeepReview:
    """What is asked of persons is not asked of the collective."""
    persons = list(row.targets.exclude(review__cadre=None).values_list("pk", flat=True))
    topic = row.topics.get(title=text.title)
    version = DeepReview.objects.values_list("version", flat=True).get(pk=row.pk)
    return assign_topics(deep_review_id=row.pk, version=version, actor=story.staff, only_for={topic.pk: persons})


def prepare_letters(story: Story, cycle: Cycle) -> None:
    """One in draft, one waiting for approval, one waiting for its number."""
    world, calendar = story.world, story.world.calendar
    with on(calendar.ago(4), 14):
        target = steps.collective_of(cycle, world.unit("hon-ngoc"))
        title = f"Gợi ý kiểm điểm sâu đối với Đảng ủy đặc khu Hòn Ngọc năm {calendar.year}"
        waiting = steps.draft_letter(
            story, cycle, title, (suggestions.LAKE,), [target], calendar.ahead(10), suggestions.OF_VOTERS
        )
        say_opinions(story, steps.propose_letter(story, waiting))
        head = steps.own_of(cycle, world.head_of(world.unit("dai-hoc")))
        title = f"Gợi ý kiểm điểm sâu đối với đồng chí {head.cadre} năm {calendar.year}"
        unnumbered = steps.draft_letter(
            story, cycle, title, (suggestions.CONCLUSIONS,), [head], calendar.ahead(9), suggestions.OF_CHECK
        )
        steps.propose_letter(story, unnumbered)
        steps.approve_letter(story, unnumbered)
    with on(calendar.ago(1), 16):
        target = steps.collective_of(cycle, world.unit("doanh-nghiep"))
        title = f"Gợi ý kiểm điểm sâu đối với Đảng ủy các doanh nghiệp tỉnh năm {calendar.year}"
        steps.draft_letter(
            story, cycle, title, (suggestions.LAND_RENT,), [target], calendar.ahead(12), suggestions.OF_AUDIT
        )


def register_hard_tasks(story: Story, cycle: Cycle) -> None:
    """The hardest job of the next year: of Tân Sơn, of its secretary and of its chairman."""
    world, calendar = story.world, story.world.calendar
    tan_son = world.unit("tan-son")
    secretary, chairman = world.head_of(tan_son), world.leaders[tan_son.pk][CHAIR]
    tasks = (
        (
            None,
            secretary,
            "Thu hồi 3 thửa đất công bị lấn, chiếm và cắm mốc toàn bộ đất công.",
            "Thu hồi 2.140 m², có biên bản.",
        ),
        (
            secretary,
            secretary,
            "Thực hiện toàn bộ kết luận thanh tra, kiểm toán và giải quyết tố cáo còn tồn.",
            "19 kiến nghị xong.",
        ),
        (
            chairman,
            chairman,
            "Di dời tàu, thuyền khỏi hồ Tân Sơn và lập quy hoạch bảo tồn hồ.",
            "42 tàu, thuyền di dời; đồ án trình duyệt.",
        ),
    )
    for owner, registrar, text, measure in tasks:
        with on(calendar.ago(12), 15):
            register_hard_task(
                cycle_id=cycle.pk,
                unit_id=tan_son.pk,
                cadre_id=owner.pk if owner else None,
                actor=story.as_person(registrar),
                text=text,
                measure=measure,
                due_on=calendar.ahead(300),
            )


def _suggest_executive(story: Story, cycle: Cycle) -> DeepReview:
    calendar = story.world.calendar
    review = steps.collective_of(cycle, story.world.unit("ubnd-tinh"))
    title = f"Gợi ý kiểm điểm sâu đối với Đảng ủy Ủy ban nhân dân tỉnh năm {calendar.year}"
    topics = (suggestions.ADVANCES, suggestions.DISBURSEMENT)
    row = steps.draft_letter(story, cycle, title, topics, [review], calendar.ago(3), suggestions.OF_AUDIT)
    row = rest_on_register(story, row, review.unit)
    row = _take_up_last_year(story, row)
    return steps.issue_letter(story, row, "119-CV/TU", calendar.ago(18))


def _take_up_last_year(story: Story, row: DeepReview) -> DeepReview:
    """The matter that last year's appraisal left unresolved is asked about again, tied to where it came from."""
    origin = DeepReviewTopic.objects.visible_to(story.staff).left_unresolved().get()
    topic = row.topics.get(title=origin.title)
    version = DeepReview.objects.values_list("version", flat=True).get(pk=row.pk)
    return tie_origin(deep_review_id=row.pk, version=version, actor=story.staff, topic_id=topic.pk, origin_id=origin.pk)


def _answer_executive(story: Story, cycle: Cycle) -> None:
    review = steps.collective_of(cycle, story.world.unit("ubnd-tinh"))
    explain(review, story.secretary("ubnd-tinh"), suggestions.ANSWERS)
    review = steps.submit_collective(story, cycle, "ubnd-tinh")
    with on(story.world.calendar.ago(5), 9):
        appraising.accept(review, story.staff, story.standing, GOOD)


def _suggest_and_withdraw(story: Story, cycle: Cycle) -> None:
    calendar = story.world.calendar
    review = steps.collective_of(cycle, story.world.unit("cong-an"))
    title = f"Gợi ý kiểm điểm sâu đối với Đảng ủy Công an tỉnh năm {calendar.year}"
    row = steps.draft_letter(story, cycle, title, (suggestions.CONCLUSIONS,), [review], calendar.ahead(2))
    row = steps.issue_letter(story, row, "120-CV/TU", calendar.ago(18))
    with on(calendar.ago(15), 15):
        version = DeepReview.objects.values_list("version", flat=True).get(pk=row.pk)
        withdraw_deep_review(deep_review_id=row.pk, version=version, actor=story.standing, reason=WITHDRAWN)


def _acknowledge(story: Story, row: DeepReview, head: Cadre) -> None:
    """The unit and its head have said that they received it; the chairman has not yet."""
    actor = story.as_person(head)
    for target in row.targets.filter(review__unit=story.world.unit("tan-son"), review__cadre=None):
        acknowledge_target(target_id=target.pk, actor=actor)
    for target in row.targets.filter(review__cadre=head):
        acknowledge_target(target_id=target.pk, actor=actor)
