"""Writing in the form: nothing overwritten unseen, nothing written where it may not be, one trace for each sitting."""

import unicodedata
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from core import localtime
from core.errors import Invalid, NotAllowed
from core.models import AuditEntry
from reviews.actions.answer_rows import add_commitment, add_limitation, add_remedy, values_of
from reviews.actions.answers import Edit, save_answers
from reviews.actions.row_removals import WordsWouldGo, remove_row
from reviews.models import Answer, Explanation, Limitation, Remedy, Review, Round, Segment, TemplateSection
from reviews.models.options import SheetOptions
from reviews.rules.writing import Settlement, digest, token_of
from reviews.states import ReviewState, SectionKind, SegmentState, Share, Stance
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db
WRITERS = {"thuky", "thuky2", "bithu", "bithu2"}
EVERYBODY = (
    "thuky", "bithu", "bithu2", "canbo", "thanhvien", "thuky_chibo", "thuky_khac", "thuky_bay", "chuyenvien",
    "thuongtruc", "kiemtra", "mattran", "quantri", "nguoi_la",
)  # fmt: skip


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make.province()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


@pytest.fixture
def review(world) -> Review:
    return world.collective


def text_section(review: Review) -> TemplateSection:
    return TemplateSection.objects.filter(template=review.template, kind=SectionKind.GRADED_TEXT).earliest("order")


def write(world, review, text, *, by="thuky", token="", **more):
    edit = Edit("answer", f"{text_section(review).pk}-0", {"text": text, **more}, token)
    return save_answers(review_id=review.pk, actor=world.actor(by), edits=[edit])


def token_of_text(outcome) -> str:
    (token,) = outcome.tokens.values()
    return token


class TestSaving:
    def test_the_first_word_makes_the_answer_and_starts_the_review(self, world, review):
        write(world, review, "Đã làm", score=Decimal("8.5"))

        answer = Answer.objects.get(round__review=review)
        review.refresh_from_db()
        assert (answer.text, answer.score, answer.version) == ("Đã làm", Decimal("8.50"), 1)
        assert (answer.updated_by_name, bool(review.started_at)) == ("Vũ Thị Thảo", True)

    def test_saving_on_and_on_raises_the_version_and_keeps_one_row(self, world, review):
        outcome = write(world, review, "Một")
        outcome = write(world, review, "Một hai", token=token_of_text(outcome))
        write(world, review, "Một hai ba", token=token_of_text(outcome))

        assert Answer.objects.get(round__review=review).version == 3

    def test_a_save_of_another_field_of_the_row_does_not_make_a_colleagues_text_count_as_seen(self, world, review):
        section = f"{text_section(review).pk}-0"

        def save(by, values, token):
            edit = Edit("answer", section, values, token)
            return save_answers(review_id=review.pk, actor=world.actor(by), edits=[edit])

        both_see = token_of_text(write(world, review, "Bản đầu"))
        save("bithu", {"text": "Bản của bí thư"}, both_see)
        after_the_score = token_of_text(save("thuky", {"score": Decimal(8)}, both_see))

        outcome = save("thuky", {"text": "Bản của thư ký"}, after_the_score)

        assert [conflict.theirs for conflict in outcome.conflicts] == ["Bản của bí thư"]
        answer = Answer.objects.get(round__review=review)
        assert (answer.text, answer.score) == ("Bản của bí thư", Decimal(8))

    def test_the_same_text_again_changes_nothing(self, world, review):
        write(world, review, "Một")
        write(world, review, "Một")

        assert Answer.objects.get(round__review=review).version == 1

    def test_text_is_kept_composed_however_it_was_typed(self, world, review):
        write(world, review, unicodedata.normalize("NFD", "Đường sá được nâng cấp"))

        assert Answer.objects.get(round__review=review).text == "Đường sá được nâng cấp"

    def test_another_persons_text_is_not_overwritten_but_shown(self, world, review):
        token = token_of_text(write(world, review, "Gốc"))
        write(world, review, "Của Tiến", by="thuky2", token=token)

        outcome = write(world, review, "Của Thảo", token=token)

        (conflict,) = outcome.conflicts
        assert (conflict.mine, conflict.theirs, conflict.theirs_by) == ("Của Thảo", "Của Tiến", "Đoàn Văn Tiến")
        assert Answer.objects.get(round__review=review).text == "Của Tiến"

    def test_a_settled_conflict_joins_both_texts(self, world, review):
        token = token_of_text(write(world, review, "Gốc"))
        write(world, review, "Của Tiến", by="thuky2", token=token)
        edit = Edit(
            "answer",
            f"{text_section(review).pk}-0",
            {"text": "Của Thảo"},
            token,
            {"text": Settlement("join", digest("Của Tiến"))},
        )

        outcome = save_answers(review_id=review.pk, actor=world.actor("thuky"), edits=[edit])

        assert Answer.objects.get(round__review=review).text == "Của Tiến\n\nCủa Thảo"
        assert list(outcome.settled.values()) == ["Của Tiến\n\nCủa Thảo"]

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_only_secretary_and_head_write_the_collectives_review(self, world, review, who):
        if who in WRITERS:
            assert write(world, review, "x", by=who).is_clean
            return
        with pytest.raises(NotAllowed, match="người được giao soạn"):
            write(world, review, "x", by=who)
        assert not Answer.objects.exists()

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_only_the_person_writes_the_own_review(self, world, who):
        own = world.own("canbo")
        if who == "canbo":
            assert write(world, own, "x", by=who).is_clean
            return
        with pytest.raises(NotAllowed, match="Chỉ chính đồng chí"):
            write(world, own, "x", by=who)

    @pytest.mark.parametrize("state", [ReviewState.SUBMITTED, ReviewState.ACCEPTED])
    def test_a_review_out_of_its_writers_hands_takes_no_more_words(self, world, review, state):
        Review.objects.filter(pk=review.pk).update(state=state)

        with pytest.raises(NotAllowed, match="không ghi thêm được"):
            write(world, review, "x")

    def test_a_sitting_leaves_one_trace_and_never_the_text(self, world, review):
        outcome = write(world, review, "Bí mật riêng")
        outcome = write(world, review, "Bí mật riêng hai", token=token_of_text(outcome))
        with localtime.clock_at(localtime.now() + timedelta(hours=1)):
            outcome = write(world, review, "Bí mật riêng ba", token=token_of_text(outcome))
        write(world, review, "Của Tiến", by="thuky2", token=token_of_text(outcome))

        traces = AuditEntry.objects.filter(verb="answer.write")
        assert [t.actor_name for t in traces.order_by("pk")] == ["Vũ Thị Thảo", "Vũ Thị Thảo", "Đoàn Văn Tiến"]
        assert not any("mật" in str(t.data) for t in traces)

    def test_the_traces_of_a_whole_save_are_written_in_one_statement(self, world, review):
        make.complete_review(review, world.actor("thuky"))
        texts = Answer.objects.filter(round__review=review, section__kind=SectionKind.GRADED_TEXT)
        seen = {text.section_id: str(token_of(text.version, values_of("answer", text))) for text in texts}
        edits = [Edit("answer", f"{section}-0", {"text": "Viết lại"}, token) for section, token in seen.items()]
        with CaptureQueriesContext(connection) as queries:
            save_answers(review_id=review.pk, actor=world.actor("thuky2"), edits=edits)

        traces = AuditEntry.objects.filter(verb="answer.write", actor_name="Đoàn Văn Tiến")
        assert set(traces.values_list("target_id", flat=True)) == {answer.pk for answer in texts}
        assert sum('INTO "core_auditentry"' in query["sql"] for query in queries) == 1

    def test_names_of_other_reviews_rows_are_told_as_gone(self, world, review):
        foreign = add_limitation(review_id=world.own("canbo").pk, actor=world.actor("canbo"))
        section = TemplateSection.objects.exclude(template=review.template).filter(kind=SectionKind.TEXT)[0]
        names = [
            ("limitation", str(foreign.pk)),
            ("answer", f"{section.pk}-0"),
            ("explanation", "1"),
            ("remedy", "999999999"),
            ("answer", "1-2-3"),
        ]

        outcome = save_answers(
            review_id=review.pk, actor=world.actor("thuky"), edits=[Edit(k, key, {"text": "x"}) for k, key in names]
        )

        assert [edit.name for edit in outcome.gone] == names
        foreign.refresh_from_db()
        assert foreign.fault == ""


class TestCards:
    def test_an_empty_limitation_names_the_own_unit_and_has_one_empty_remedy(self, world, review):
        limitation = add_limitation(review_id=review.pk, actor=world.actor("thuky"))

        assert (limitation.responsible_unit, limitation.fault) == (world.commune, "")
        assert limitation.remedies.count() == 1

    def test_the_four_answers_are_kept_with_the_positions_of_the_persons(self, world, review):
        limitation = make.fill_limitation(
            add_limitation(review_id=review.pk, actor=world.actor("thuky")), world.actor("thuky")
        )

        persons = [(p.cadre.full_name, p.position, p.post_name) for p in limitation.persons.all()]
        assert persons == [
            ("Trần Đình Hưởng", "head", "Bí thư Đảng ủy xã"),
            ("Lê Văn Khải", "deputy", "Phó Bí thư Đảng ủy xã"),
        ]
        assert limitation.remedies.get().measure == "Giải ngân đạt 95 % kế hoạch vốn giao."

    def test_persons_are_exchanged_for_those_ticked_now(self, world, review):
        actor = world.actor("thuky")
        limitation = make.fill_limitation(add_limitation(review_id=review.pk, actor=actor), actor)
        chosen = frozenset({world.people["thanhvien"].pk, world.people["bithu"].pk})
        limitation.refresh_from_db()
        seen = str(token_of(limitation.version, values_of("limitation", limitation)))

        save_answers(
            review_id=review.pk,
            actor=actor,
            edits=[Edit("limitation", str(limitation.pk), {"persons": chosen}, seen)],
        )

        assert set(limitation.persons.values_list("cadre_id", flat=True)) == chosen

    def test_a_tick_alone_raises_the_version_so_that_another_tick_meets_it(self, world, review):
        card = self.card_with(world, review, "bithu")

        first = self.tick(world, card, "thuky", "canbo", card.seen)
        second = self.tick(world, card, "thuky2", "thanhvien", card.seen)

        assert (first.conflicts, [conflict.field for conflict in second.conflicts]) == ([], ["persons"])
        assert set(card.row.persons.values_list("cadre_id", flat=True)) == {world.people["canbo"].pk}

    def test_a_text_written_after_a_tick_is_not_overwritten_with_the_token_of_the_tick(self, world, review):
        card = self.card_with(world, review, "bithu")
        after_the_tick = token_of_text(self.tick(world, card, "thuky", "canbo", card.seen))
        theirs = Edit("limitation", str(card.row.pk), {"fault": "Của Tiến"}, card.seen)
        save_answers(review_id=review.pk, actor=world.actor("thuky2"), edits=[theirs])

        mine = Edit("limitation", str(card.row.pk), {"fault": "Của Thảo"}, after_the_tick)
        outcome = save_answers(review_id=review.pk, actor=world.actor("thuky"), edits=[mine])

        card.row.refresh_from_db()
        assert ([conflict.theirs for conflict in outcome.conflicts], card.row.fault) == (["Của Tiến"], "Của Tiến")

    def card_with(self, world, review, person) -> SimpleNamespace:
        """A card with its text and this person, and the token of a page that shows it now."""
        actor = world.actor("thuky")
        row = make.fill_limitation(add_limitation(review_id=review.pk, actor=actor), actor)
        card = SimpleNamespace(row=row, seen=str(token_of(row.version, values_of("limitation", row))))
        card.seen = token_of_text(self.tick(world, card, "thuky", person, card.seen))
        return card

    def tick(self, world, card, by, person, seen):
        edit = Edit("limitation", str(card.row.pk), {"persons": frozenset({world.people[person].pk})}, seen)
        return save_answers(review_id=card.row.round.review_id, actor=world.actor(by), edits=[edit])

    def test_a_stranger_to_the_collective_is_not_made_responsible(self, world, review):
        actor = world.actor("thuky")
        limitation = add_limitation(review_id=review.pk, actor=actor)
        edit = Edit("limitation", str(limitation.pk), {"persons": frozenset({world.people["bithu_khac"].pk})})

        save_answers(review_id=review.pk, actor=actor, edits=[edit])

        assert not limitation.persons.exists()

    def test_a_remedy_for_a_topic_begins_its_explanation(self, world, review):
        make.suggest(world, review)
        (topic,) = make.contents_of(review, make.open_round(review)).topics

        add_remedy(review_id=review.pk, actor=world.actor("thuky"), card=("explanation", str(topic.pk)))

        assert Explanation.objects.get(round__review=review).remedies.count() == 1

    def test_a_topic_is_explained_with_stance_and_persons(self, world, review):
        make.suggest(world, review)
        (topic,) = make.contents_of(review, make.open_round(review)).topics
        values = {"stance": Stance.ADMITTED, "fault": "Chậm", "shares": make.shares([world.people["bithu"].pk])}

        save_answers(
            review_id=review.pk, actor=world.actor("thuky"), edits=[Edit("explanation", str(topic.pk), values)]
        )

        explanation = Explanation.objects.get(round__review=review)
        assert (explanation.stance, explanation.persons.get().position) == (Stance.ADMITTED, "head")

    def test_the_part_of_a_person_in_a_topic_changes_and_a_person_named_twice_keeps_the_graver_part(
        self, world, review
    ):
        make.suggest(world, review)
        (topic,) = make.contents_of(review, make.open_round(review)).topics
        actor, pk = world.actor("thuky"), world.people["bithu"].pk
        name = ("explanation", str(topic.pk))
        first = Edit(*name, {"shares": frozenset({f"{pk}:none"})})
        seen = token_of_text(save_answers(review_id=review.pk, actor=actor, edits=[first]))
        both = frozenset({f"{pk}:related", f"{pk}:direct"})

        save_answers(review_id=review.pk, actor=actor, edits=[Edit(*name, {"shares": both}, seen)])

        assert Explanation.objects.get(round__review=review).persons.get().share == Share.DIRECT

    def test_a_remedy_for_a_card_that_is_gone_is_refused(self, world, review):
        with pytest.raises(Invalid, match="không còn"):
            add_remedy(review_id=review.pk, actor=world.actor("thuky"), card=("limitation", "987654"))

    def test_an_empty_card_is_taken_out_at_once_a_written_one_only_when_sure(self, world, review):
        actor = world.actor("thuky")
        limitation = add_limitation(review_id=review.pk, actor=actor)
        name = ("limitation", str(limitation.pk))
        make.fill_limitation(limitation, actor)

        with pytest.raises(WordsWouldGo, match="đã có nội dung") as asked:
            remove_row(review_id=review.pk, actor=actor, name=name)
        for _ in range(2):
            remove_row(review_id=review.pk, actor=actor, name=name, seen=asked.value.seen)

        assert asked.value.words[0] == make.FAULT
        assert not Limitation.objects.exists()
        assert AuditEntry.objects.filter(verb="limitation.remove").count() == 1

    def test_words_that_came_after_the_question_are_shown_before_they_go(self, world, review):
        limitation = make.fill_limitation(
            add_limitation(review_id=review.pk, actor=world.actor("thuky")), world.actor("thuky")
        )
        name, remedy = ("limitation", str(limitation.pk)), limitation.remedies.get()
        with pytest.raises(WordsWouldGo) as asked:
            remove_row(review_id=review.pk, actor=world.actor("thuky"), name=name)
        edit = Edit("remedy", str(remedy.pk), {"measure": "Câu thêm."}, str(token_of(1, values_of("remedy", remedy))))
        save_answers(review_id=review.pk, actor=world.actor("thuky2"), edits=[edit])

        with pytest.raises(WordsWouldGo, match="vừa có thay đổi") as again:
            remove_row(review_id=review.pk, actor=world.actor("thuky"), name=name, seen=asked.value.seen)

        assert "Câu thêm." in again.value.words
        assert Limitation.objects.filter(pk=limitation.pk).exists()
        remove_row(review_id=review.pk, actor=world.actor("thuky"), name=name, seen=again.value.seen)
        assert not Limitation.objects.exists()

    def test_an_empty_commitment_goes_without_a_question(self, world, review):
        commitment = add_commitment(review_id=review.pk, actor=world.actor("thuky"), kind="key_task")

        remove_row(review_id=review.pk, actor=world.actor("thuky"), name=("commitment", str(commitment.pk)))

        assert not make.open_round(review).commitments.exists()

    @pytest.mark.parametrize("kind", ["x" * 999, "khong-co", "KEY_TASK"])
    def test_a_kind_that_the_regulation_does_not_know_leaves_the_kind_open(self, world, review, kind):
        assert add_commitment(review_id=review.pk, actor=world.actor("thuky"), kind=kind).kind == ""

    def test_a_kind_of_the_regulation_is_kept(self, world, review):
        (kind, *_) = SheetOptions(review).commitment_kinds

        assert add_commitment(review_id=review.pk, actor=world.actor("thuky"), kind=kind).kind == kind

    @pytest.mark.parametrize("key", ["²", "٣", "9" * 30])
    def test_a_key_that_is_no_plain_number_names_no_row(self, world, review, key):
        remove_row(review_id=review.pk, actor=world.actor("thuky"), name=("limitation", key))

    def test_there_is_an_end_to_adding_rows(self, world, review, monkeypatch):
        monkeypatch.setattr("reviews.actions.answer_rows.MOST_ROWS", 2)
        add_limitation(review_id=review.pk, actor=world.actor("thuky"))
        add_limitation(review_id=review.pk, actor=world.actor("thuky"))

        with pytest.raises(Invalid, match="không thêm được"):
            add_limitation(review_id=review.pk, actor=world.actor("thuky"))


class TestSegments:
    def edit(self, own: Review, segment: Segment, text: str, token: str = "") -> Edit:
        section = TemplateSection.objects.filter(template=own.template, per_segment=True).earliest("order")
        return Edit("answer", f"{section.pk}-{segment.pk}", {"text": text}, token)

    def test_a_confirmed_text_that_changes_is_to_be_confirmed_again(self, world):
        own = world.own("canbo")
        segment = own.segments.first()
        Segment.objects.filter(pk=segment.pk).update(state=SegmentState.CONFIRMED, confirmed_by_name="Đỗ Thị Lành")

        save_answers(review_id=own.pk, actor=world.actor("canbo"), edits=[self.edit(own, segment, "Mới")])

        segment.refresh_from_db()
        assert (segment.state, segment.confirmed_by_name, segment.version) == (SegmentState.WRITING, "", 2)

    def test_a_text_being_read_by_its_unit_gets_a_new_version(self, world):
        own = world.own("canbo")
        segment = own.segments.first()
        Segment.objects.filter(pk=segment.pk).update(state=SegmentState.SENT)

        save_answers(review_id=own.pk, actor=world.actor("canbo"), edits=[self.edit(own, segment, "Mới")])

        segment.refresh_from_db()
        assert (segment.state, segment.version) == (SegmentState.SENT, 2)

    def test_a_section_for_the_whole_takes_no_answer_for_a_post(self, world):
        own = world.own("canbo")
        section = TemplateSection.objects.filter(
            template=own.template, per_segment=False, kind=SectionKind.GRADED_TEXT
        ).earliest("order")
        edit = Edit("answer", f"{section.pk}-{own.segments.first().pk}", {"text": "x"})

        outcome = save_answers(review_id=own.pk, actor=world.actor("canbo"), edits=[edit])

        assert outcome.gone == [edit]


class TestFrozenRounds:
    """What was submitted does not change, whichever way somebody tries."""

    @pytest.fixture
    def submitted(self, world, review) -> Round:
        make.suggest(world, review)
        make.submitted_review(review, world.actor("thuky"), by=world.actor("bithu"))
        return Round.objects.get(review=review)

    @pytest.mark.parametrize(
        ("model", "change"),
        [
            (Answer, {"text": "khác"}),
            (Limitation, {"fault": "khác"}),
            (Remedy, {"action": "khác"}),
            (Explanation, {"fault": "khác"}),
        ],
    )
    def test_raw_updates_and_deletes_are_refused_by_the_database(self, submitted, model, change):
        assert model.objects.exists()
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            model.objects.all()._raw_delete(model.objects.db)

    def test_the_rounds_own_facts_are_frozen_too(self, submitted):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            Round.objects.filter(pk=submitted.pk).update(chair="Người khác")

    def test_nothing_is_added_to_it(self, submitted):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            Limitation.objects.create(round=submitted, order=99)
