"""Drafting a suggestion: its text and ordered topics, its targets, which topic goes to whom."""

from unicodedata import normalize

import pytest

from core.errors import Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions import deep_reviews_drafting as drafting
from reviews.actions.deep_reviews_drafting import LetterText, TopicText
from reviews.models import DeepReview
from reviews.states import CycleState, ReviewState
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def collective(world):
    return make.collective_review(world, world.commune)


@pytest.fixture
def persons(world, collective):
    return [make.individual_review(world, world.cadre(name), world.commune) for name in ("bithu", "canbo")]


def edit(world, row, *topics: TopicText, title: str = "Gợi ý", by: str = "chuyenvien", version: int | None = None):
    return drafting.edit_deep_review(
        deep_review_id=row.pk,
        version=row.version if version is None else version,
        actor=world.actor(by),
        text=LetterText(title),
        topics=list(topics),
    )


def add(world, row, *review_ids: int, by: str = "chuyenvien"):
    return drafting.add_targets(
        deep_review_id=row.pk, version=row.version, actor=world.actor(by), review_ids=list(review_ids)
    )


def audited(row: DeepReview) -> list[str]:
    return list(
        AuditEntry.objects.filter(target_type="reviews.deepreview", target_id=row.pk).values_list("verb", flat=True)
    )


class TestDraft:
    def test_it_belongs_to_the_committee_and_names_who_drafted_it(self, world, collective):
        row = drafting.draft_deep_review(
            cycle_id=world.cycle.pk, issuer_id=world.province.pk, actor=world.actor("chuyenvien"), title="  Gợi ý  sâu "
        )

        assert (row.title, row.state, row.drafted_by_name) == ("Gợi ý sâu", "draft", "Ngô Minh Đức")
        assert audited(row) == ["deepreview.draft"]

    @pytest.mark.parametrize("who", ["thuky", "bithu", "trunguong", "kiemtra", "quantri", "mattran", "nguoi_la"])
    def test_nobody_outside_the_issuing_committee_drafts(self, world, collective, who):
        with pytest.raises(NotAllowed, match="Chỉ cơ quan giúp việc và thường trực"):
            drafting.draft_deep_review(
                cycle_id=world.cycle.pk, issuer_id=world.province.pk, actor=world.actor(who), title="Gợi ý"
            )

    def test_a_form_sent_twice_makes_one_draft(self, world, collective):
        letters.drafted(world, title="Gợi ý")

        with pytest.raises(Invalid, match="Đã có một dự thảo với trích yếu này"):
            letters.drafted(world, title="Gợi ý")
        assert DeepReview.objects.count() == 1

    def test_a_committee_that_manages_nothing_in_the_cycle_has_nobody_to_suggest_to(self, world):
        with pytest.raises(Invalid, match="không quản lý bản kiểm điểm nào"):
            letters.drafted(world)

    def test_a_closed_cycle_takes_no_suggestion(self, world, collective):
        world.cycle.state = CycleState.CLOSED
        world.cycle.save(update_fields=["state"])

        with pytest.raises(NotAllowed, match="đã kết thúc"):
            letters.drafted(world)


class TestTopics:
    def test_they_keep_their_order_and_their_targets_when_moved(self, world, collective, persons):
        row = letters.drafted(world, [collective, *persons])
        first, second = row.topics.all()
        target = row.targets.get(review=persons[0])
        drafting.assign_topics(
            deep_review_id=row.pk,
            version=row.version,
            actor=world.actor("chuyenvien"),
            only_for={first.pk: [target.pk]},
        )
        row.refresh_from_db()

        edit(world, row, TopicText("Hai", topic_id=second.pk), TopicText("Một", topic_id=first.pk), TopicText("Ba"))

        assert [(t.order, t.title) for t in row.topics.order_by("order")] == [(1, "Hai"), (2, "Một"), (3, "Ba")]
        assert list(row.topics.get(order=2).only_for.all()) == [target]

    def test_one_left_out_of_the_list_is_removed(self, world, collective):
        row = letters.drafted(world, [collective])
        kept = row.topics.get(order=2)

        edit(world, row, TopicText(kept.title, topic_id=kept.pk))

        assert [topic.pk for topic in letters.fresh(row).topics.all()] == [kept.pk]

    def test_one_of_another_letter_is_refused(self, world, collective):
        other = letters.drafted(world, title="Văn bản khác").topics.get(order=1)
        row = letters.drafted(world, [collective])

        with pytest.raises(Invalid, match="Mời tải lại trang"):
            edit(world, row, TopicText("Của văn bản khác", topic_id=other.pk))

    def test_one_without_a_name_is_refused_and_nothing_changes(self, world, collective):
        row = letters.drafted(world, [collective])

        with pytest.raises(Invalid, match="Nội dung 2 chưa có tên"):
            edit(world, row, TopicText("Một"), TopicText("   ", clarify="Làm rõ"))
        assert row.topics.count() == len(letters.TOPICS)

    def test_text_is_stored_composed(self, world, collective):
        row = letters.drafted(world, [collective])

        edit(world, row, TopicText(normalize("NFD", "Quản lý đất đai")), title=normalize("NFD", "Gợi ý kiểm điểm sâu"))

        row.refresh_from_db()
        assert (row.title, row.topics.get().title) == ("Gợi ý kiểm điểm sâu", "Quản lý đất đai")

    def test_an_old_page_changes_nothing(self, world, collective):
        row = letters.drafted(world, [collective])

        with pytest.raises(StaleObject):
            edit(world, row, version=row.version - 1)
        assert row.topics.count() == len(letters.TOPICS)

    def test_a_letter_out_of_the_drafters_hands_is_not_edited(self, world, collective):
        row = letters.proposed(world, [collective])

        with pytest.raises(NotAllowed, match="Không thực hiện được “Soạn” khi đang ở trạng thái “Đã trình duyệt”"):
            edit(world, row, TopicText("Thêm"))


class TestTargets:
    def test_many_are_added_at_once_in_one_act(self, world, collective, persons):
        row = letters.drafted(world)

        add(world, row, collective.pk, *(review.pk for review in persons))

        assert letters.fresh(row).targets.count() == 3
        assert audited(row).count("deepreview.add_targets") == 1

    def test_a_person_is_not_named_twice(self, world, collective, persons):
        row = letters.drafted(world, [persons[0]])

        with pytest.raises(Invalid, match="Đã có trong danh sách: Trần Đình Hưởng"):
            add(world, row, collective.pk, persons[0].pk)
        assert row.targets.count() == 1

    def test_one_managed_by_another_committee_is_refused_with_all_the_others(self, world, collective):
        foreign = make.collective_review(world, world.province)
        row = letters.drafted(world)

        with pytest.raises(Invalid, match="1 mục không thuộc diện quản lý của Tỉnh ủy Nam Trung"):
            add(world, row, collective.pk, foreign.pk)
        assert row.targets.count() == 0

    def test_one_of_another_cycle_or_not_there_at_all_is_refused_alike(self, world, collective):
        row = letters.drafted(world)
        world.cycle.name = "Đợt khác"
        world.cycle.pk = None
        world.cycle.save(force_insert=True)
        other = make.collective_review(world, world.commune)

        with pytest.raises(Invalid, match="2 mục không thuộc diện quản lý"):
            add(world, row, other.pk, 10**9)

    def test_one_accepted_already_is_refused_by_name(self, world, collective):
        row = letters.drafted(world)
        collective.state = ReviewState.ACCEPTED
        collective.save(update_fields=["state"])

        with pytest.raises(Invalid, match="Bản kiểm điểm của Đảng ủy xã Tân Sơn đã được thẩm định đạt"):
            add(world, row, collective.pk)

    def test_more_at_once_than_anybody_reads_is_refused_with_both_numbers(self, world, collective):
        row = letters.drafted(world)

        with pytest.raises(Invalid, match="Đã chọn 501 mục; mỗi lần thêm được nhiều nhất 500"):
            add(world, row, *range(1, 502))

    def test_choosing_nobody_is_told_so(self, world, collective):
        row = letters.drafted(world)

        with pytest.raises(Invalid, match="Chưa chọn tập thể, cá nhân nào"):
            add(world, row)

    def test_one_taken_off_leaves_the_others(self, world, collective, persons):
        row = letters.drafted(world, [collective, *persons])
        leaving = row.targets.get(review=persons[0])

        drafting.remove_targets(
            deep_review_id=row.pk, version=row.version, actor=world.actor("chuyenvien"), target_ids=[leaving.pk]
        )

        assert {target.review_id for target in letters.fresh(row).targets.all()} == {collective.pk, persons[1].pk}

    def test_a_topic_for_one_person_never_goes_to_everybody_because_that_person_left(self, world, collective, persons):
        row = letters.drafted(world, [collective, *persons])
        topic, target = row.topics.get(order=1), row.targets.get(review=persons[0])
        staff = world.actor("chuyenvien")
        row = drafting.assign_topics(
            deep_review_id=row.pk, version=row.version, actor=staff, only_for={topic.pk: [target.pk]}
        )

        with pytest.raises(Invalid, match="Nội dung 1 chỉ phân cho những nơi đang bỏ"):
            drafting.remove_targets(deep_review_id=row.pk, version=row.version, actor=staff, target_ids=[target.pk])

    def test_taking_off_a_target_of_another_letter_does_nothing(self, world, collective):
        other = letters.drafted(world, [collective], title="Văn bản khác").targets.get()
        row = letters.drafted(world, [collective])

        with pytest.raises(Invalid, match="Chưa chọn mục nào"):
            drafting.remove_targets(
                deep_review_id=row.pk, version=row.version, actor=world.actor("chuyenvien"), target_ids=[other.pk]
            )


class TestAssign:
    def test_all_targets_ticked_means_everybody(self, world, collective, persons):
        row = letters.drafted(world, [collective, *persons])
        topic = row.topics.get(order=1)

        drafting.assign_topics(
            deep_review_id=row.pk,
            version=row.version,
            actor=world.actor("chuyenvien"),
            only_for={topic.pk: [target.pk for target in row.targets.all()]},
        )

        assert topic.only_for.count() == 0

    def test_a_target_of_another_letter_is_refused(self, world, collective):
        other = letters.drafted(world, [collective], title="Văn bản khác").targets.get()
        row = letters.drafted(world, [collective])

        with pytest.raises(Invalid, match="Danh sách nơi được gợi ý đã thay đổi"):
            drafting.assign_topics(
                deep_review_id=row.pk,
                version=row.version,
                actor=world.actor("chuyenvien"),
                only_for={row.topics.get(order=1).pk: [other.pk]},
            )
