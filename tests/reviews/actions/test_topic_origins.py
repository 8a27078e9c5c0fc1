"""Topics that take up an earlier one: tied while drafting, frozen and printed at issue, judged unresolved before."""

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions import appraisals as appraising
from reviews.actions import topic_origins as actions
from reviews.actions.appraisals import MarkText
from reviews.models import Cycle, DeepReview, DeepReviewTopic, Review, TemplateSection, TopicGround
from reviews.reports import suggestion_candidates, suggestion_letter, topic_origins
from reviews.rules import topic_origins as rules
from reviews.states import AppraisalOutcome, CycleState, GroundState, Mark
from tests.factories import deep_reviews as letters
from tests.factories import grounds
from tests.factories import small_province as make
from tests.factories.appraisals import marked

pytestmark = pytest.mark.django_db

EVERYBODY = (
    "chuyenvien",
    "thuongtruc",
    "thuky",
    "bithu",
    "canbo",
    "kiemtra",
    "trunguong",
    "quantri",
    "mattran",
    "nguoi_la",
)


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def collective(world):
    return make.collective_review(world, world.commune)


@pytest.fixture
def earlier(world, collective):
    return letters.issued(world, [collective])


@pytest.fixture
def draft(world, collective, earlier):
    return letters.drafted(world, title="Gợi ý kiểm điểm bổ sung")


def tie(world, draft, origin, *, by="chuyenvien", version=None):
    return actions.tie_origin(
        deep_review_id=draft.pk,
        version=letters.fresh(draft).version if version is None else version,
        actor=world.actor(by),
        topic_id=draft.topics.get(order=1).pk,
        origin_id=origin.pk,
    )


def accept(world, review, *marks: MarkText) -> Review:
    """Submitted, appraised with these marks, accepted."""
    review = letters.submitted(Review.objects.get(pk=review.pk))
    facts = {"review_id": review.pk, "actor": world.actor("chuyenvien")}
    appraising.draft_appraisal(
        version=review.version,
        proposed_outcome=AppraisalOutcome.ACCEPT,
        remark="Đạt.",
        marks=marked(review, Mark.GOOD, *marks),
        **facts,
    )
    appraising.propose_appraisal(version=Review.objects.get(pk=review.pk).version, **facts)
    version = Review.objects.get(pk=review.pk).version
    return appraising.accept_review(review_id=review.pk, version=version, actor=world.actor("thuongtruc"))


def next_cycle(world) -> Cycle:
    world.cycle.pk, world.cycle.name = None, "Đợt năm sau"
    world.cycle.save(force_insert=True)
    return world.cycle


class TestTying:
    def test_a_topic_takes_up_one_of_an_issued_letter_and_lets_it_go_again(self, world, earlier, draft):
        origin = earlier.topics.get(order=2)

        tie(world, draft, origin)
        assert draft.topics.get(order=1).origin == origin

        actions.untie_origin(
            deep_review_id=draft.pk,
            version=letters.fresh(draft).version,
            actor=world.actor("chuyenvien"),
            topic_id=draft.topics.get(order=1).pk,
        )
        assert draft.topics.get(order=1).origin is None
        verbs = AuditEntry.objects.filter(target_type="reviews.deepreview", target_id=draft.pk).values_list("verb")
        assert {("deepreview.tie_origin",), ("deepreview.untie_origin",)} <= set(verbs)

    def test_what_is_not_issued_or_not_seen_is_not_found(self, world, collective, earlier, draft):
        unissued = letters.drafted(world, [collective], title="Dự thảo khác")

        with pytest.raises(Invalid, match="Không tìm thấy nội dung đã gợi ý trước"):
            tie(world, draft, unissued.topics.get(order=1))

    def test_a_topic_of_its_own_letter_is_refused_by_the_rule(self, earlier):
        verdict = rules.may_take_up(earlier, earlier.topics.get(order=1))

        assert "chính văn bản này" in verdict.reason

    def test_an_old_page_and_a_letter_out_of_hand_change_nothing(self, world, earlier, draft):
        with pytest.raises(StaleObject):
            tie(world, draft, earlier.topics.get(order=1), version=draft.version - 1)
        with pytest.raises(NotAllowed):
            tie(world, draft, earlier.topics.get(order=1), by="bithu")
        assert draft.topics.get(order=1).origin is None

    def test_once_issued_the_database_keeps_it(self, world, earlier):
        topic = earlier.topics.get(order=1)

        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE reviews_deepreviewtopic SET origin_id = %s WHERE id = %s",
                [earlier.topics.get(order=2).pk, topic.pk],
            )

    def test_a_topic_that_another_takes_up_is_read_by_exactly_those_the_rule_names(self, world, collective):
        person = make.individual_review(world, world.cadre("canbo"), world.commune)
        letters.issued(world, [collective])
        letters.issued(world, [person], number="13-CV/TU", title="Gợi ý riêng")
        letters.drafted(world, [person], title="Chưa ban hành")
        everything = list(DeepReviewTopic.objects.order_by("pk"))
        contents = {letter.pk: letter for letter in DeepReview.objects.with_contents()}
        for name in EVERYBODY:
            actor = world.actor(name)
            seen = set(DeepReviewTopic.objects.visible_to(actor))
            expected = {t for t in everything if rules.may_view(actor, t, contents[t.deep_review_id])}
            assert seen == expected, name
        assert len(set(DeepReviewTopic.objects.visible_to(world.actor("chuyenvien")))) == 2 * len(letters.TOPICS)


class TestPrinting:
    def test_the_letter_says_where_it_was_suggested_and_names_nobody(self, world, collective, earlier, draft):
        tie(world, draft, earlier.topics.get(order=1))

        paper = suggestion_letter.collect(world.actor("chuyenvien"), deep_review=draft.pk)

        today = letters.localtime.today()
        assert paper.topics[0].origin == (
            f"Nội dung này đã được gợi ý tại Công văn số {letters.NUMBER} ngày {today:%d/%m/%Y} của "
            "Tỉnh ủy Nam Trung; cần tiếp tục kiểm điểm, làm rõ."
        )
        assert paper.topics[1].origin == ""

    def test_the_chain_is_shown_both_ways_and_drafts_stay_hidden(self, world, earlier, draft):
        origin = earlier.topics.get(order=1)
        tie(world, draft, origin)
        later = draft.topics.get(order=1)

        for who, staff in (("chuyenvien", True), ("bithu", False)):
            topic_origins.show(world.actor(who), [origin, later])
            assert later.came_from.words.startswith("nội dung 1, Công văn số 12-CV/TU")
            assert origin.went_on == [], staff


class TestUnresolved:
    def test_only_a_topic_is_judged_so(self, world, collective, earlier):
        review = letters.submitted(collective)
        section = TemplateSection.objects.create(
            template=review.template, order=1, key="han-che", heading="Hạn chế", kind="limitations"
        )

        with pytest.raises(Invalid, match="Chỉ nội dung được gợi ý"):
            appraising.draft_appraisal(
                review_id=review.pk,
                version=review.version,
                actor=world.actor("chuyenvien"),
                marks=[MarkText(Mark.UNRESOLVED, section_id=section.pk)],
            )

    def test_its_ground_stays_open_until_a_later_letter_takes_it_up(self, world, collective):
        draft = letters.drafted(world, [collective])
        ground = grounds.registered(world, units=[world.commune])
        topic = draft.topics.get(order=1)
        TopicGround.objects.create(topic=topic, ground=ground)
        letters.sent(world, draft)

        accept(world, collective, MarkText(Mark.UNRESOLVED, "Chưa rõ trách nhiệm.", topic_id=topic.pk))

        ground.refresh_from_db()
        assert ground.state == GroundState.OPEN
        assert list(DeepReviewTopic.objects.left_unresolved()) == [topic]

    def test_it_is_a_reason_beside_the_candidate_of_the_next_cycle(self, world, collective, earlier):
        topic = earlier.topics.get(order=1)
        accept(world, collective, MarkText(Mark.UNRESOLVED, topic_id=topic.pk))
        before = collective.cycle.name
        next_cycle(world)
        candidate = make.collective_review(world, world.commune)

        found = suggestion_candidates.reasons(world.actor("chuyenvien"), [candidate], letters.localtime.today())

        words = [reason.words for reason in found[candidate.pk]]
        assert f"đã gợi ý, chưa giải quyết: “{topic.title}” ({before})" in words
        assert candidate.pk not in suggestion_candidates.reasons(
            world.actor("trunguong"), [candidate], letters.localtime.today()
        )


class TestGoingFurther:
    def further(self, world, topic, review, cycle, *, by="chuyenvien"):
        return actions.draft_further(
            origin_id=topic.pk,
            review_id=review.pk if review else None,
            cycle_id=cycle.pk,
            issuer_id=world.province.pk,
            actor=world.actor(by),
            title="Gợi ý kiểm điểm bổ sung",
        )

    def test_a_draft_begins_with_the_topic_tied_and_the_same_collective_named(self, world, collective, earlier):
        topic = earlier.topics.get(order=1)
        accept(world, collective, MarkText(Mark.UNRESOLVED, topic_id=topic.pk))
        again = (next_cycle(world), make.collective_review(world, world.commune))[1]

        row = letters.fresh(self.further(world, topic, collective, world.cycle))

        begun = row.topics.get()
        assert (begun.title, begun.clarify, begun.origin) == (topic.title, topic.clarify, topic)
        assert [target.review for target in row.targets.all()] == [again]

    def test_where_the_review_is_accepted_the_target_is_left_to_be_chosen(self, world, collective, earlier):
        topic = earlier.topics.get(order=1)
        accept(world, collective)

        assert not self.further(world, topic, collective, world.cycle).targets.exists()

    def test_nobody_outside_the_committee_and_no_closed_cycle(self, world, collective, earlier):
        topic = earlier.topics.get(order=1)

        with pytest.raises(NotAllowed):
            self.further(world, topic, None, world.cycle, by="bithu")
        world.cycle.state = CycleState.CLOSED
        world.cycle.save(update_fields=["state"])
        with pytest.raises(NotAllowed, match="đã kết thúc"):
            self.further(world, topic, None, world.cycle)
        assert DeepReview.objects.count() == 1
