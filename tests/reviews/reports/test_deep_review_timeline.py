"""The story of a suggestion: from the letter to the closed remedy, with who did it and where it can be read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import localtime
from reviews.actions import appraisals, remediation
from reviews.actions.appraisal_papers import issue_notice
from reviews.models import Appraisal, Explanation, Review, ReviewRead
from reviews.reports import deep_review_timeline
from reviews.states import AppraisalOutcome
from tests.factories import appraisals as appraising
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def collective(world):
    return make.collective_review(world, world.commune)


def answered(world, review, row):
    """The open round with an answer and a remedy to each topic, handed in by the secretary."""
    for topic in row.topics.all():
        answer, is_new = Explanation.objects.get_or_create(
            round=review.rounds.latest("number"), topic=topic, defaults={"stance": "admitted", "fault": "Buông lỏng"}
        )
        if is_new:
            make.explained_remedy(answer, action=f"Khắc phục {topic.title}")
    return letters.submitted(Review.objects.get(pk=review.pk), by=world.users["thuky"])


def story(world, who, row, reviews):
    targets = [target for target in row.targets.all() if target.review in reviews]
    topics = list(row.topics.all())
    whole = who in {"chuyenvien", "thuongtruc"}
    return deep_review_timeline.collect(world.actor(who), row, targets, topics, whole=whole)


def ended(world, item):
    """Reported done by its owner, verified and closed by two of the committee."""
    remediation.report_done(item_id=item.pk, version=item.version, actor=world.actor("bithu"), evidence="Biên bản")
    remediation.verify(item_id=item.pk, version=item.version + 1, actor=world.actor("chuyenvien"))
    remediation.close(item_id=item.pk, version=item.version + 2, actor=world.actor("thuongtruc"))


def test_it_tells_every_act_up_to_the_closed_remedy_with_actor_and_document(world, collective):
    row = letters.issued(world, [collective])
    answered(world, collective, row)
    appraising.proposed(world, collective, AppraisalOutcome.REREVIEW)
    collective.refresh_from_db()
    appraisals.require_rereview(
        review_id=collective.pk,
        version=collective.version,
        actor=world.actor("thuongtruc"),
        reason="Chưa rõ trách nhiệm.",
        due_on=localtime.today() + timedelta(days=10),
        order=appraising.order("37-CV/TU"),
    )
    review = appraising.accepted(world, answered(world, collective, row))
    decision = Appraisal.objects.get(round__review=review, outcome=AppraisalOutcome.ACCEPT)
    issue_notice(appraisal_id=decision.pk, actor=world.actor("thuongtruc"), text=appraising.paper("40-TB/TU"))
    ended(world, review.plan.items.order_by("order")[0])

    told = story(world, "chuyenvien", letters.fresh(row), [collective])

    name, today = "Đảng ủy xã Tân Sơn", localtime.today().strftime("%d/%m/%Y")
    item = review.plan.items.order_by("order")[0]
    remedy, first = f"việc khắc phục “{item.action}”: {name}", Appraisal.objects.exclude(pk=decision.pk).get()
    print_at = reverse("reviews:request_report")
    assert [(one.words, one.url) for one in reversed(told)][6:] == [
        (f"trình bản kiểm điểm có giải trình: {name}", reverse("reviews:review_round", args=[review.pk, 1])),
        (f"thẩm định, yêu cầu kiểm điểm lại: {name}", reverse("reviews:appraisal_page", args=[review.pk])),
        (
            f"ban hành văn bản yêu cầu kiểm điểm lại số 37-CV/TU ngày {today}: {name}",
            f"{print_at}?kind=rereview_order&appraisal={first.pk}",
        ),
        (f"trình bản kiểm điểm có giải trình, vòng 2: {name}", reverse("reviews:review_round", args=[review.pk, 2])),
        (f"thẩm định, công nhận đạt: {name}", reverse("reviews:appraisal_page", args=[review.pk])),
        (f"đưa 2 việc vào kế hoạch khắc phục: {name}", reverse("reviews:plan_page", args=[review.pk])),
        (
            f"ban hành thông báo kết quả thẩm định số 40-TB/TU ngày {today}: {name}",
            f"{print_at}?kind=appraisal_notice&appraisal={decision.pk}",
        ),
        (f"báo cáo hoàn thành {remedy}", reverse("reviews:item_page", args=[item.pk])),
        (f"xác minh kết quả {remedy}", reverse("reviews:item_page", args=[item.pk])),
        (f"kết thúc {remedy}", reverse("reviews:item_page", args=[item.pk])),
    ]
    assert [one.who for one in told[:3]] == [world.actor(who).name for who in ("thuongtruc", "chuyenvien", "bithu")]
    assert all(one.who for one in told if "trình bản" not in one.words)


def test_each_reads_of_their_own_targets_alone(world, collective):
    person = make.individual_review(world, world.cadre("bithu"), world.commune)
    row = letters.issued(world, [collective, person])
    answered(world, collective, row)
    answered(world, person, row)
    both = [collective, person]

    handed_in = {
        who: {one.words.rpartition(": ")[2] for one in story(world, who, row, both) if "trình bản" in one.words}
        for who in ("chuyenvien", "canbo", "bithu_khac")
    }

    names = {collective.subject_name, person.subject_name}
    assert handed_in == {"chuyenvien": names, "canbo": {collective.subject_name}, "bithu_khac": set()}


def test_more_targets_are_told_by_as_many_queries_as_one(world):
    counted = []
    for count in (1, 4):
        units = [make.unit(f"Đảng ủy xã {count}.{n}", world.province, kind=world.commune.kind) for n in range(count)]
        reviews = [make.collective_review(world, unit) for unit in units]
        row = letters.issued(world, reviews, number=f"{count}-CV/TU", title=f"Gợi ý {count}")
        for review in reviews:
            answered(world, review, row)
        actor, topics = world.actor("chuyenvien"), list(row.topics.all())
        with CaptureQueriesContext(connection) as asked:
            told = deep_review_timeline.collect(actor, row, list(row.targets.all()), topics, whole=True)
        counted.append(len(asked))
        assert sum("trình bản" in one.words for one in told) == count

    assert counted[0] == counted[1] <= 8


def test_what_the_page_tells_of_a_persons_decision_and_remedies_counts_as_read_by_that_person(client, world):
    review = make.individual_review(world, world.cadre("canbo"), world.commune)
    row = letters.issued(world, [review])
    answered(world, review, row)
    appraising.accepted(world, review)

    def reads() -> list[tuple[str, str]]:
        return list(ReviewRead.objects.filter(review=review).order_by("pk").values_list("reader_name", "part"))

    for who in ("canbo", "chuyenvien"):
        client.force_login(world.users[who])
        assert client.get(reverse("reviews:deep_review_page", args=[row.pk])).status_code == 200

    assert reads() == [("Ngô Minh Đức", ReviewRead.Part.DECISION)], "of the author nothing"
