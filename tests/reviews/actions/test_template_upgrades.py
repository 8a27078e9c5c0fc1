"""A form keeps the version of its template; moving it to a newer one is an act of its writers that keeps every word."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import F

from core.errors import Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions import templates
from reviews.actions.answer_rows import values_of
from reviews.actions.answers import Edit, save_answers
from reviews.actions.sheets import recall_review, submit_review
from reviews.actions.template_upgrades import newer_template, upgrade_template
from reviews.actions.whole_texts import hand_to_first_post
from reviews.models import Answer, FormTemplate, Limitation, Review, Round, TemplateSection
from reviews.models.contents import contents_of
from reviews.models.unread import Unread
from reviews.reports import collective_review
from reviews.reports.rendering import render
from reviews.rules.templates import SectionDraft
from reviews.rules.writing import token_of
from reviews.states import SectionKind
from tests.factories import sheets as make
from tests.factories.remembered import remembered

pytestmark = pytest.mark.django_db
DROPPED, RENAMED, MOVED = "strengths-3", "strengths-1", "strengths-2"
Change = Callable[[list[SectionDraft]], list[SectionDraft]]


@remembered
def written() -> tuple[make.Province, Review]:
    """Everything in the collective's form is filled."""
    world = make.province()
    make.suggest(world, world.collective)
    return world, make.complete_review(world.collective, world.actor("thuky"))


@pytest.fixture
def world_and_review(db) -> tuple[make.Province, Review]:
    return written()


@pytest.fixture
def world(world_and_review) -> make.Province:
    return world_and_review[0]


@pytest.fixture
def review(world_and_review) -> Review:
    return world_and_review[1]


def published(world, code: str, change: Change) -> FormTemplate:
    """The next version of a form of the cycle's profile."""
    admin = world.actor("quantri")
    latest = FormTemplate.objects.filter(code=code, profile=world.cycle.profile).latest("template_version")
    draft = templates.copy_template(template_id=latest.pk, actor=admin)
    draft = templates.edit_template(
        template_id=draft.pk,
        version=draft.version,
        name=draft.name,
        title="BÁO CÁO KIỂM ĐIỂM CỦA TẬP THỂ",
        note="Sửa theo hướng dẫn mới",
        sections=tuple(change(list(templates.sections_of(draft)))),
        actor=admin,
    )
    return templates.publish_template(template_id=draft.pk, version=draft.version, actor=admin)


def mended(sections: list[SectionDraft]) -> list[SectionDraft]:
    """One section dropped, one renamed, one moved behind, one added, one that loses its grade."""
    by_key = {section.key: section for section in sections}
    renamed = replace(by_key[RENAMED], heading="Nguyên tắc tập trung dân chủ")
    ungraded = replace(by_key["strengths-4"], kind=SectionKind.TEXT)
    added = SectionDraft(key="digital", heading="Chuyển đổi số", kind=SectionKind.TEXT, number="4", depth=2)
    head, rest = sections[0], [s for s in sections if not s.key.startswith("strengths")]
    return [head, renamed, ungraded, by_key[MOVED], added, *rest]


def upgrade(world, review: Review, template: FormTemplate, username: str = "thuky", **more) -> Review:
    return upgrade_template(
        review_id=review.pk, version=review.version, template_id=template.pk, actor=world.actor(username), **more
    )


def words_of(review: Review) -> str:
    """Everything that the form shows, in one text."""
    contents = contents_of(review, make.open_round(review))
    shown = {section.pk for section in contents.sections}
    return "\n".join(answer.text for answer in contents.answers.values() if answer.section_id in shown)


class TestADraftStaysAsItWasOpened:
    def test_a_new_version_changes_nothing_of_an_opened_form(self, world, review):
        before = contents_of(review, make.open_round(review))
        printed = render(collective_review.collect(world.actor("thuky"), review=review.pk))

        published(world, "01", mended)

        again = Review.objects.with_subject().get(pk=review.pk)
        after = contents_of(again, make.open_round(again))
        assert [(s.pk, s.heading, s.number) for s in after.sections] == [
            (s.pk, s.heading, s.number) for s in before.sections
        ]
        assert render(collective_review.collect(world.actor("thuky"), review=review.pk)) == printed
        assert submit_review(review_id=again.pk, version=again.version, actor=world.actor("bithu")).submitted_at

    def test_only_a_newer_published_version_of_the_same_form_is_offered(self, world, review):
        assert newer_template(review) is None
        published(world, "2A", lambda sections: sections)
        templates.copy_template(template_id=review.template_id, actor=world.actor("quantri"))

        assert newer_template(review) is None


class TestUpgrading:
    def test_every_word_is_kept_and_answers_follow_their_section(self, world, review):
        texts = {a.section.key: a.text for a in Answer.objects.filter(round__review=review).select_related("section")}
        newer = published(world, "01", mended)

        upgraded = upgrade(world, review, newer, into={DROPPED: "digital"})

        assert upgraded.template == newer
        contents = contents_of(upgraded, make.open_round(upgraded))
        now = {section.key: contents.answer(section) or Answer() for section in contents.sections}
        assert now[RENAMED].text == texts[RENAMED]
        assert now[MOVED].text == texts[MOVED]
        assert texts[DROPPED] in now["digital"].text
        assert "[Từ mục “3 Công tác xây dựng, chỉnh đốn Đảng" in now["digital"].text
        assert "Tự chấm: 8,5 điểm." in now["digital"].text
        for text in texts.values():
            assert text in words_of(upgraded)

    def test_the_degree_of_a_section_that_asks_for_none_any_more_is_kept_in_words(self, world, review):
        upgraded = upgrade(world, review, published(world, "01", mended))

        answer = Answer.objects.get(
            round__review=review, section__key="strengths-4", section__template=upgraded.template
        )
        assert "Trước khi nâng mẫu: Tự chấm: 8,5 điểm." in answer.text
        assert answer.score is None

    def test_cards_and_meeting_are_untouched_and_the_form_can_be_submitted(self, world, review):
        before = Limitation.objects.get(round__review=review)
        newer = published(world, "01", lambda sections: [s for s in sections if s.key != DROPPED])

        upgraded = upgrade(world, review, newer)

        after = Limitation.objects.get(round__review=review)
        assert (after.pk, after.version, after.fault) == (before.pk, before.version, before.fault)
        submitted = submit_review(review_id=upgraded.pk, version=upgraded.version, actor=world.actor("bithu"))
        assert Round.objects.get(review=submitted).template == newer

    def test_a_text_with_nowhere_named_goes_to_the_section_that_stood_before_it(self, world, review):
        texts = {a.section.key: a.text for a in Answer.objects.filter(round__review=review).select_related("section")}

        upgraded = upgrade(world, review, published(world, "01", mended), into={DROPPED: "không có mục này"})

        before = Answer.objects.get(round__review=review, section__key=MOVED, section__template=upgraded.template)
        assert texts[DROPPED] in before.text

    def test_words_of_a_dropped_section_stay_with_a_text_that_cannot_be_read(self, world, review):
        target = Answer.objects.get(round__review=review, section__template=review.template, section__key=MOVED)
        text, dropped = target.text, Answer.objects.get(round__review=review, section__key=DROPPED).text
        save_answers(
            review_id=review.pk,
            actor=world.actor("thuky"),
            edits=[Edit("answer", f"{target.section_id}-0", {"text": Unread(("Bản quá dài.",))}, make_token(target))],
        )

        upgrade(world, review, published(world, "01", mended))

        target.refresh_from_db()
        unread = target.unread_values["text"].text
        assert target.text == text
        assert unread.startswith("Bản quá dài.\n\n[Từ mục “3 ")
        assert dropped in unread

    def test_the_act_is_recorded_with_both_versions_and_without_a_text(self, world, review):
        upgrade(world, review, published(world, "01", mended))

        entry = AuditEntry.objects.get(verb="review.upgrade_template")
        assert entry.data == {"before": 1, "after": 2, "round": 1, "dropped": [DROPPED]}
        assert entry.actor_name == "Vũ Thị Thảo"

    def test_a_page_left_open_on_the_old_version_still_saves_into_the_same_section(self, world, review):
        old = TemplateSection.objects.get(template=review.template, key=MOVED)
        gone = TemplateSection.objects.get(template=review.template, key=DROPPED)
        stored = Answer.objects.get(round__review=review, section=old)
        upgrade(world, review, published(world, "01", mended), into={DROPPED: "digital"})

        edit = Edit("answer", f"{old.pk}-0", {"text": f"{stored.text} Thêm một câu."}, token=make_token(stored))
        lost = Edit("answer", f"{gone.pk}-0", {"text": "Viết vào mục đã bỏ."})
        outcome = save_answers(review_id=review.pk, actor=world.actor("thuky"), edits=[edit, lost])

        assert (outcome.gone, outcome.conflicts) == ([lost], [])
        stored.refresh_from_db()
        assert stored.text.endswith("Thêm một câu.")
        assert stored.section.key == MOVED

    def test_a_round_submitted_on_the_old_version_keeps_it(self, world, review):
        head = world.actor("bithu")
        review = submit_review(review_id=review.pk, version=review.version, actor=head)
        printed = render(collective_review.collect(head, review=review.pk, number=1))
        review = recall_review(review_id=review.pk, version=review.version, actor=head)
        old = review.template

        upgraded = upgrade(world, review, published(world, "01", mended))

        first = Round.objects.select_related("template").get(review=review, number=1)
        assert first.template == old
        headings = [section.heading for section in contents_of(upgraded, first).sections]
        assert headings == [section.heading for section in old.sections.all()]
        assert render(collective_review.collect(head, review=review.pk, number=1)) == printed


class TestTextsForEachPost:
    def test_texts_of_posts_are_joined_where_the_section_is_written_once_now(self, world):
        own = make.complete_review(world.own("canbo"), world.actor("canbo"))
        written = Answer.objects.filter(round__review=own, segment__isnull=False).select_related("segment", "section")
        key = written[0].section.key
        texts = [(a.segment.post_name, a.text) for a in written if a.segment and a.section.key == key]
        assert len(texts) == 2

        upgraded = upgrade(world, own, published(world, own.template.code, once(key)), "canbo")

        answer = Answer.objects.get(round__review=own, section__key=key, section__template=upgraded.template)
        for post, text in texts:
            assert post in answer.text
            assert text in answer.text

    def test_a_text_for_the_whole_goes_with_the_first_post_where_each_is_written_for_now(self, world):
        own = make.complete_review(world.own("canbo"), world.actor("canbo"))
        whole = (
            Answer.objects.filter(
                round__review=own, segment=None, section__kind=SectionKind.GRADED_TEXT, section__per_segment=False
            )
            .exclude(text="")
            .select_related("section")[0]
        )
        text, key = whole.text, whole.section.key

        upgrade(world, own, published(world, own.template.code, each(key)), "canbo")

        shown = contents_of(Review.objects.get(pk=own.pk), make.open_round(own))
        section = next(section for section in shown.sections if section.key == key)
        of_first, of_all = shown.answer(section, shown.segments[0]), shown.answer(section)
        assert of_first is not None
        assert of_all is not None
        assert (of_first.text, of_all.score) == (text, whole.score)

    @pytest.mark.parametrize("later", ["whole", "first post"])
    def test_of_two_joined_texts_the_row_names_whoever_wrote_last(self, world, later):
        own = world.own("canbo")
        round_ = make.open_round(own)
        section = own.template.sections.filter(per_segment=True).first()
        hours = {"whole": 1, "first post": 2} | {later: 3}
        for who, segment in (("whole", None), ("first post", own.segments.order_by("order")[0])):
            at = round_.opened_at + timedelta(hours=hours[who])
            author = {"updated_at": at, "updated_by_id": hours[who], "updated_by_name": who}
            Answer.objects.create(round=round_, section=section, segment=segment, text=f"Của {who}", **author)

        hand_to_first_post(round_, section, world.actor("canbo"))

        emptied, joined = Answer.objects.filter(round=round_).order_by(F("segment").asc(nulls_first=True))
        assert (joined.text, emptied.text) == ("Của first post\n\nCủa whole", "")
        assert (joined.updated_by_name, joined.updated_by_id, emptied.updated_by_name) == (later, 3, "whole")
        assert joined.updated_at == round_.opened_at + timedelta(hours=3)


def once(key: str) -> Change:
    return lambda sections: [replace(s, per_segment=False) if s.key == key else s for s in sections]


def each(key: str) -> Change:
    return lambda sections: [replace(s, per_segment=True) if s.key == key else s for s in sections]


class TestWhoAndWhen:
    def test_only_writers_move_their_form(self, world, review):
        newer = published(world, "01", mended)

        for username in ("chuyenvien", "thanhvien", "quantri", "thuky_khac"):
            with pytest.raises(NotAllowed):
                upgrade(world, review, newer, username)

    def test_a_submitted_review_is_not_moved(self, world, review):
        review = submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))

        with pytest.raises(NotAllowed, match="đã trình"):
            upgrade(world, review, published(world, "01", mended))

    def test_a_second_click_is_told_that_somebody_was_faster(self, world, review):
        newer = published(world, "01", mended)
        upgrade(world, review, newer)

        with pytest.raises(StaleObject):
            upgrade(world, review, newer, "bithu")
        assert AuditEntry.objects.filter(verb="review.upgrade_template").count() == 1

    def test_a_version_published_meanwhile_is_looked_at_first(self, world, review):
        shown = published(world, "01", mended)
        published(world, "01", lambda sections: sections)

        with pytest.raises(Invalid, match="mới hơn bản đang xem"):
            upgrade(world, review, shown)

    def test_there_is_nothing_to_move_to_without_a_newer_version(self, world, review):
        with pytest.raises(Invalid, match="mới nhất"):
            upgrade(world, review, review.template)


def make_token(answer: Answer) -> str:
    """What a page that shows this answer holds."""
    return str(token_of(answer.version, values_of("answer", answer)))
