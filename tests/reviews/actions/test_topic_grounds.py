"""Topics that rest on grounds of the register: tied while drafting, printed, frozen at issue, treated by the answers."""

import pytest
from django.db import IntegrityError, transaction

from core.errors import Invalid, NotAllowed
from reviews.actions import amendments
from reviews.actions import deep_reviews as life
from reviews.actions import grounds as register
from reviews.actions import topic_grounds as actions
from reviews.actions.grounds import treat_grounds_of
from reviews.models import RegisteredGround, TopicGround
from reviews.reports import suggestion_letter
from reviews.states import Ground, GroundState, ReviewState
from tests.factories import appraisals as appraising
from tests.factories import deep_reviews as letters
from tests.factories import grounds
from tests.factories import small_province as make
from tests.reviews.actions.test_amendments import change, target_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def collective(world):
    return make.collective_review(world, world.commune)


def tie(world, row, *found, topic=0, by="chuyenvien"):
    topic_id = list(row.topics.all())[topic].pk
    actions.tie_grounds(
        deep_review_id=row.pk,
        version=letters.fresh(row).version,
        actor=world.actor(by),
        topic_id=topic_id,
        ground_ids=[ground.pk for ground in found],
    )
    return letters.fresh(row)


def issue(world, row, number=letters.NUMBER):
    for act, by in ((life.propose_deep_review, "chuyenvien"), (life.approve_deep_review, "thuongtruc")):
        act(deep_review_id=row.pk, version=letters.fresh(row).version, actor=world.actor(by))
    life.issue_deep_review(
        deep_review_id=row.pk,
        version=letters.fresh(row).version,
        actor=world.actor("thuongtruc"),
        number=number,
        issued_on=letters.localtime.today(),
    )
    return letters.fresh(row)


def printed(world, row, by="bithu") -> str:
    paper = suggestion_letter.collect(world.actor(by), deep_review=row.pk)
    return paper.topics[0].grounds


def accepted(review) -> None:
    review.state = ReviewState.ACCEPTED
    review.save(update_fields=["state"])


def test_the_letter_names_number_day_and_issuer_of_each_source_and_never_the_matter(world, collective):
    conclusion = grounds.registered(world)
    opinion = grounds.registered(
        world, "Dân phản ánh", kind=Ground.PUBLIC_OPINION, document_number="", document_issuer=""
    )
    row = tie(world, letters.drafted(world, [collective]), conclusion, opinion)

    text = printed(world, issue(world, row))

    assert text.startswith("Kết luận thanh tra số 21/KL-TTr ngày ")
    assert "của Thanh tra tỉnh; Dư luận, phản ánh của nhân dân ngày " in text
    assert grounds.SUMMARY not in text
    assert set(letters.fresh(row).grounds) >= {Ground.INSPECTION, Ground.PUBLIC_OPINION}


def test_what_was_printed_stays_when_the_register_is_mended_and_the_database_refuses_the_rest(world, collective):
    ground = grounds.registered(world)
    row = issue(world, tie(world, letters.drafted(world, [collective]), ground))
    before = printed(world, row)

    register.change_ground(
        ground_id=ground.pk,
        version=1,
        actor=world.actor("chuyenvien"),
        facts=grounds.facts(document_number="22/KL-TTr"),
    )

    assert printed(world, row) == before
    with pytest.raises(IntegrityError, match="is issued and frozen"), transaction.atomic():
        TopicGround.objects.update(source="khác")
    with pytest.raises(IntegrityError, match="is issued and frozen"), transaction.atomic():
        TopicGround.objects.all().delete()
    with pytest.raises(NotAllowed, match="khi đang ở trạng thái “Đã ban hành”"):
        tie(world, row, ground)


def test_a_treated_ground_and_one_of_another_register_are_refused(world, collective):
    treated = grounds.registered(world)
    register.close_ground(ground_id=treated.pk, version=1, actor=world.actor("chuyenvien"), reason="Xong")
    foreign = register.register_ground(
        owner_id=world.central.pk,
        actor=world.actor("trunguong"),
        facts=grounds.facts("Của cấp trên"),
        unit_ids=[world.province.pk],
    )
    row = letters.drafted(world, [collective])

    with pytest.raises(Invalid, match=r"đã xử lý\. Muốn dùng lại, hãy mở lại căn cứ"):
        tie(world, row, treated)
    with pytest.raises(Invalid, match="không thuộc sổ của Tỉnh ủy Nam Trung"):
        tie(world, row, foreign)
    with pytest.raises(Invalid, match="Chưa chọn căn cứ nào"):
        tie(world, row)


def test_a_ground_is_untied_while_drafting_and_stays_in_the_register(world, collective):
    ground = grounds.registered(world)
    row = tie(world, letters.drafted(world, [collective]), ground)

    actions.untie_grounds(
        deep_review_id=row.pk,
        version=row.version,
        actor=world.actor("chuyenvien"),
        topic_id=row.topics.first().pk,
        ground_ids=[ground.pk],
    )

    assert not TopicGround.objects.exists()
    assert RegisteredGround.objects.filter(pk=ground.pk).exists()


def test_a_ground_is_treated_once_the_last_answer_to_it_is_accepted(world, collective):
    head = make.individual_review(world, world.cadre("bithu"), world.commune)
    other = make.collective_review(world, world.other_commune)
    shared, unrelated = grounds.registered(world, "Dùng chung"), grounds.registered(world, "Không dùng")
    issue(world, tie(world, letters.drafted(world, [collective, head]), shared))
    issue(world, tie(world, letters.drafted(world, [other], title="Gợi ý thứ hai"), shared), number="13-CV/TU")
    standing = world.actor("thuongtruc")

    states = []
    for review in (collective, head, other):
        accepted(review)
        treat_grounds_of(review=review, actor=standing)
        shared.refresh_from_db()
        states.append(shared.state)

    unrelated.refresh_from_db()
    assert states == [GroundState.OPEN, GroundState.OPEN, GroundState.TREATED]
    assert shared.treated_because == "Nội dung giải trình đã được thẩm định đạt."
    assert unrelated.state == GroundState.OPEN


def test_accepting_a_review_treats_its_grounds_in_the_same_act(world, collective):
    ground = grounds.registered(world)
    issue(world, tie(world, letters.drafted(world, [collective]), ground))
    review = letters.submitted(collective)

    appraising.accepted(world, review)

    ground.refresh_from_db()
    assert ground.state == GroundState.TREATED


class TestWithdrawal:
    """What a withdrawal leaves to nobody is treated where somebody's answer was accepted, and free again where not."""

    def ground_of_two(self, world, collective, head):
        ground = grounds.registered(world)
        row = issue(world, tie(world, letters.drafted(world, [collective, head]), ground))
        return ground, row

    @pytest.fixture
    def head(self, world):
        return make.individual_review(world, world.cadre("bithu"), world.commune)

    def test_the_ground_is_treated_when_the_last_one_who_owed_an_answer_is_withdrawn(self, world, collective, head):
        ground, row = self.ground_of_two(world, collective, head)
        appraising.accepted(world, letters.submitted(collective))

        change(amendments.withdraw_targets, world, row, target_ids=[target_of(row, head).pk])

        ground.refresh_from_db()
        assert (ground.state, ground.treated_because != "") == (GroundState.TREATED, True)

    def test_so_it_is_when_the_topic_or_the_whole_letter_is_withdrawn(self, world, collective, head):
        ground, row = self.ground_of_two(world, collective, head)
        appraising.accepted(world, letters.submitted(collective))

        change(amendments.withdraw_topics, world, row, topic_ids=[row.topics.first().pk])

        ground.refresh_from_db()
        assert ground.state == GroundState.TREATED
        step = {"version": ground.version, "actor": world.actor("chuyenvien")}
        register.reopen_ground(ground_id=ground.pk, reason="Có tình tiết mới", **step)
        life.withdraw_deep_review(
            deep_review_id=row.pk,
            version=letters.fresh(row).version,
            actor=world.actor("thuongtruc"),
            reason="Ban hành nhầm",
        )
        ground.refresh_from_db()
        assert ground.state == GroundState.OPEN, "the topic had been withdrawn before: the letter rests on it no more"

    def test_without_any_accepted_answer_it_stays_open_for_another_letter(self, world, collective, head):
        ground, row = self.ground_of_two(world, collective, head)
        change(amendments.withdraw_targets, world, row, target_ids=[target_of(row, head).pk])

        life.withdraw_deep_review(
            deep_review_id=row.pk,
            version=letters.fresh(row).version,
            actor=world.actor("thuongtruc"),
            reason="Ban hành nhầm",
        )
        appraising.accepted(world, letters.submitted(collective))  # asked nothing any more when it was submitted

        ground.refresh_from_db()
        assert ground.state == GroundState.OPEN
        other = make.collective_review(world, world.other_commune)
        tie(world, letters.drafted(world, [other], title="Gợi ý thứ hai"), ground)
