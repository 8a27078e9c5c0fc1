"""A round for supplements opens the parts named in it; every other way of writing in the rest ends with one sentence."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from core import localtime
from core.errors import Invalid, NotAllowed
from reviews.actions import appraisals
from reviews.actions.answer_rows import add_commitment, add_limitation, add_remedy, values_of
from reviews.actions.answers import Edit, save_answers
from reviews.actions.appraisals import MarkText
from reviews.actions.indicators import answer_group
from reviews.actions.row_removals import remove_row
from reviews.actions.sheets import Incomplete, recall_review, submit_review
from reviews.actions.template_upgrades import upgrade_template
from reviews.models import (
    Answer,
    Appraisal,
    AppraisalMark,
    DeepReviewTopic,
    Explanation,
    Limitation,
    ProfileFigure,
    Review,
    Round,
    TemplateSection,
    standing,
)
from reviews.reports import appraisal_papers
from reviews.rules.reopening import MAY_NAME_NONE, SETTLED
from reviews.rules.untouched import UNTOUCHED_PARTS
from reviews.rules.writing import token_of
from reviews.states import AppraisalOutcome, Mark, Opening, SectionKind
from tests.factories import appraisals as appraising
from tests.factories import organisation
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db
REMARK = "Nêu rõ nguyên nhân chủ quan của người đứng đầu."


@dataclass
class Returned:
    """A collective's review with two suggested topics, submitted, handed over with two marks, not decided yet."""

    world: make.Province
    review: Review
    topics: list[DeepReviewTopic]

    def section(self, kind: SectionKind) -> TemplateSection:
        return TemplateSection.objects.filter(template=self.review.template, kind=kind).earliest("order")

    def give_back(self, *kinds: SectionKind, topics: int = 0, again: bool = False) -> Round:
        """Decided by the standing committee; the round that this opens."""
        self.review.refresh_from_db()
        said: dict[str, Any] = {
            "review_id": self.review.pk,
            "version": self.review.version,
            "reason": "Còn chung chung.",
        }
        standing_committee = self.world.actor("thuongtruc")
        if again:
            due_on = localtime.today() + timedelta(days=10)
            appraisals.require_rereview(actor=standing_committee, order=appraising.order(), due_on=due_on, **said)
        else:
            appraisals.return_review(
                actor=standing_committee,
                section_ids=[self.section(kind).pk for kind in kinds],
                topic_ids=[topic.pk for topic in self.topics[:topics]],
                **said,
            )
        return self.open_round

    def rewrite(self, name: str, text: str) -> None:
        """Write one field of the limitation of the open round, as a person does at the form."""
        card = Limitation.objects.get(round=self.open_round)
        token = str(token_of(card.version, values_of("limitation", card)))
        edit = Edit("limitation", str(card.pk), {name: text}, token)
        assert save_answers(review_id=self.review.pk, actor=self.world.actor("thuky"), edits=[edit]).is_clean

    def submit(self) -> None:
        self.review.refresh_from_db()
        submit_review(review_id=self.review.pk, version=self.review.version, actor=self.world.actor("bithu"))

    def lacks(self) -> list[str]:
        """What bars submitting: the sentences."""
        with pytest.raises(Incomplete) as refusal:
            self.submit()
        return [one.sentence for one in refusal.value.lacks]

    @property
    def open_round(self) -> Round:
        return make.open_round(self.review)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        standing.forget()
        world = make.province()
        make.suggest(world, world.collective, topics=2)
        review = make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu"))
        topics = list(DeepReviewTopic.objects.asked_of(review.pk).order_by("order"))
        made = Returned(world, review, topics)
        staff = world.actor("chuyenvien")
        limitations = made.section(SectionKind.LIMITATIONS)
        appraisals.draft_appraisal(
            review_id=review.pk,
            version=review.version,
            actor=staff,
            proposed_outcome=AppraisalOutcome.SUPPLEMENT,
            remark="Còn chung chung.",
            marks=appraising.marked(review, Mark.GOOD, MarkText(Mark.SUPPLEMENT, REMARK, section_id=limitations.pk)),
        )
        review.refresh_from_db()
        appraisals.propose_appraisal(review_id=review.pk, version=review.version, actor=staff)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def it(built, db) -> Returned:
    return Returned(built.world, Review.objects.with_subject().get(pk=built.review.pk), built.topics)


class TestNaming:
    def test_a_return_names_at_least_one_part(self, it):
        with pytest.raises(Invalid, match="Hãy chọn ít nhất một mục hoặc nội dung gợi ý phải bổ sung"):
            it.give_back()

    def test_where_the_profile_allows_none_everything_is_open(self, it):
        ProfileFigure.objects.filter(profile=it.review.cycle.profile, key=MAY_NAME_NONE).update(value=1)
        standing.forget()

        assert not it.give_back().is_limited

    def test_a_part_of_another_form_or_letter_is_refused(self, it):
        said: dict[str, Any] = {"review_id": it.review.pk, "version": it.review.version, "reason": "x"}
        for foreign in ({"section_ids": [it.section(SectionKind.INDICATORS).pk]}, {"topic_ids": [10**9]}):
            with pytest.raises(Invalid, match="Danh sách mục cần bổ sung đã thay đổi"):
                appraisals.return_review(actor=it.world.actor("thuongtruc"), **said, **foreign)

    def test_naming_everything_opens_everything(self, it):
        asked = TemplateSection.objects.filter(template=it.review.template).exclude(
            kind__in=[SectionKind.HEADING, SectionKind.INDICATORS, SectionKind.EXPLANATIONS]
        )

        appraisals.return_review(
            review_id=it.review.pk,
            version=it.review.version,
            actor=it.world.actor("thuongtruc"),
            reason="Viết lại toàn bộ.",
            section_ids=[section.pk for section in asked],
            topic_ids=[topic.pk for topic in it.topics],
        )

        assert not it.open_round.is_limited

    def test_a_review_again_opens_everything(self, it):
        assert not it.give_back(again=True).is_limited


class TestWriting:
    def test_the_named_part_is_written_and_the_rest_comes_back_unwritten(self, it):
        it.give_back(SectionKind.LIMITATIONS)
        card = Limitation.objects.get(round=it.open_round)
        forged = Edit("answer", f"{it.section(SectionKind.GRADED_TEXT).pk}-0", {"text": "Sửa lén"}, "0.x.x.x")
        allowed = Edit("limitation", str(card.pk), {"subjective_cause": "Buông lỏng kiểm tra."})
        before = Answer.objects.get(round=it.open_round, section=it.section(SectionKind.GRADED_TEXT)).text
        token = {"token": f"{card.version}.x.x.x.x.x.x.x"}

        outcome = save_answers(
            review_id=it.review.pk, actor=it.world.actor("thuky"), edits=[forged, Edit(**vars(allowed) | token)]
        )

        card.refresh_from_db()
        assert (outcome.closed, outcome.is_clean) == ([forged], False)
        assert card.subjective_cause == "Buông lỏng kiểm tra."
        assert Answer.objects.get(round=it.open_round, section=it.section(SectionKind.GRADED_TEXT)).text == before

    def test_every_other_way_in_ends_with_the_same_sentence(self, it):
        it.give_back(SectionKind.CARRIED_OVER)
        pk, actor, round_ = it.review.pk, it.world.actor("thuky"), it.open_round
        card, commitment = round_.limitations.get(), round_.commitments.first()
        remedy = card.remedies.get()
        ways = [
            lambda: add_limitation(review_id=pk, actor=actor),
            lambda: add_commitment(review_id=pk, actor=actor),
            lambda: add_remedy(review_id=pk, actor=actor, card=("limitation", str(card.pk))),
            lambda: add_remedy(review_id=pk, actor=actor, card=("explanation", str(it.topics[0].pk))),
            lambda: remove_row(review_id=pk, actor=actor, name=("commitment", str(commitment.pk)), seen="x"),
            lambda: remove_row(review_id=pk, actor=actor, name=("remedy", str(remedy.pk)), seen="x"),
            lambda: answer_group(review_id=pk, actor=actor, group_number=1),
        ]
        for way in ways:
            with pytest.raises(NotAllowed, match=SETTLED):
                way()
        with pytest.raises(NotAllowed, match="chỉ bổ sung những mục được nêu"):
            upgrade_template(review_id=pk, version=it.review.version + 1, template_id=1, actor=actor)

    def test_only_the_named_topic_is_answered_anew_and_one_suggested_later_is_open(self, it):
        it.give_back(topics=1)
        actor = it.world.actor("thuky")
        make.suggest(it.world, it.review)
        later = DeepReviewTopic.objects.asked_of(it.review.pk).latest("pk")

        def remedy(topic):
            return add_remedy(review_id=it.review.pk, actor=actor, card=("explanation", str(topic.pk)))

        assert remedy(it.topics[0]).pk
        assert remedy(later).pk
        with pytest.raises(NotAllowed, match=SETTLED):
            remedy(it.topics[1])

    def test_the_table_of_remedies_opens_the_cards_that_it_is_made_from(self, it):
        it.give_back(SectionKind.REMEDIES)

        assert add_limitation(review_id=it.review.pk, actor=it.world.actor("thuky")).pk

    def test_what_was_appraised_is_not_demanded_again_and_a_recall_leaves_it_alone_too(self, it):
        it.give_back(SectionKind.LIMITATIONS)
        Answer.objects.filter(round=it.open_round, section=it.section(SectionKind.GRADED_TEXT)).update(text="")
        head = it.world.actor("bithu")
        it.rewrite("subjective_cause", "Buông lỏng kiểm tra.")

        it.submit()
        it.review.refresh_from_db()
        recall_review(review_id=it.review.pk, version=it.review.version, actor=head)

        assert it.open_round.opened_because == Opening.RECALL
        assert it.section(SectionKind.GRADED_TEXT).pk in it.open_round.settled_section_ids


class TestUntouchedParts:
    def test_a_part_that_was_to_be_supplemented_and_says_what_it_said_is_still_missing(self, it):
        it.give_back(SectionKind.LIMITATIONS, topics=1)

        section, topic = it.lacks()

        assert section.startswith("II ")
        assert topic.startswith("Gợi ý: Giải ngân vốn đầu tư công, dự án số 1")
        assert section.endswith("phần được yêu cầu bổ sung chưa có gì thay đổi so với vòng trước.")

    def test_a_text_changed_and_changed_back_is_untouched_and_so_are_other_blanks(self, it):
        it.give_back(SectionKind.LIMITATIONS)
        former = Limitation.objects.get(round=it.open_round).subjective_cause
        it.rewrite("subjective_cause", "Buông lỏng kiểm tra.")
        it.rewrite("subjective_cause", f"{former} ")

        assert len(it.lacks()) == 1

        it.rewrite("subjective_cause", f"{former} Bí thư chưa kiểm tra.")
        it.submit()

    def test_the_cards_are_not_asked_for_when_only_the_table_made_from_them_was_returned(self, it):
        AppraisalMark.objects.filter(section=it.section(SectionKind.LIMITATIONS)).delete()
        it.give_back(SectionKind.REMEDIES)
        section = it.section(SectionKind.REMEDIES)
        decision = Appraisal.objects.get(round__review=it.review)
        notice = appraisal_papers.collect_notice(it.world.actor("thuongtruc"), appraisal=decision.pk)
        wanting = [row.name for row in notice.rows if row.result == Mark.SUPPLEMENT.label]
        assert wanting == [f"VI. {section.heading}"]
        assert len(it.lacks()) == 1
        answer = Answer.objects.get(round=it.open_round, section=section)
        token = str(token_of(answer.version, values_of("answer", answer)))
        edit = Edit("answer", f"{section.pk}-0", {"text": "Bổ sung lộ trình từng tháng."}, token)

        save_answers(review_id=it.review.pk, actor=it.world.actor("thuky"), edits=[edit])

        it.submit()

    def test_a_review_again_asks_for_the_parts_found_wanting_and_a_recall_does_not_get_around_it(self, it):
        it.give_back(again=True)
        assert [one[:3] for one in it.lacks()] == ["II "]
        former = Limitation.objects.get(round=it.open_round).subjective_cause
        it.rewrite("subjective_cause", "Buông lỏng kiểm tra.")
        it.submit()
        it.review.refresh_from_db()
        recall_review(review_id=it.review.pk, version=it.review.version, actor=it.world.actor("bithu"))

        it.rewrite("subjective_cause", former)

        assert len(it.lacks()) == 1

    @pytest.mark.parametrize("weight", [0, 1])
    def test_where_the_profile_only_warns_or_does_not_ask_it_goes_up(self, client, it, weight):
        ProfileFigure.objects.filter(profile=it.review.cycle.profile, key=UNTOUCHED_PARTS).update(value=weight)
        standing.forget()
        it.give_back(SectionKind.LIMITATIONS)
        organisation.login(client, it.world.users["bithu"])

        page = client.get(f"/kiem-diem/{it.review.pk}/sua/").text

        assert page.count("chưa có gì thay đổi so với vòng trước") == weight
        it.submit()

    def test_what_is_asked_for_after_a_save_tells_which_parts_are_still_as_they_were(self, client, it):
        it.give_back(SectionKind.LIMITATIONS)
        organisation.login(client, it.world.users["bithu"])
        words, address = "(chưa có gì thay đổi)", f"/kiem-diem/{it.review.pk}/muc-luc/"

        before = client.get(address).text
        it.rewrite("subjective_cause", "Buông lỏng kiểm tra.")
        after = client.get(address).text

        assert (before.count(words), after.count(words)) == (1, 0)
        assert "Còn 1 nội dung phải hoàn thành" in before
        assert "Đã đủ nội dung để trình" in after
        assert f'href="#muc-{it.section(SectionKind.LIMITATIONS).pk}"' in after[after.index('id="phai-bo-sung"') :]
        assert 'hx-swap-oob="true"' in after

    def test_the_form_links_to_what_was_not_touched(self, client, it):
        it.give_back(SectionKind.LIMITATIONS)
        organisation.login(client, it.world.users["bithu"])
        it.review.refresh_from_db()

        page = client.post(f"/kiem-diem/{it.review.pk}/trinh/", {"version": it.review.version})

        limitations = f"#muc-{it.section(SectionKind.LIMITATIONS).pk}"
        assert page.status_code == 422
        assert any(
            address == limitations and "chưa có gì thay đổi" in words for words, address in page.context["lacking"]
        )
        assert "(chưa có gì thay đổi)" in page.text


class TestAppraisingAgain:
    def appraise(self, client, it):
        """The page of the committee's staff on the second submission: what it offers, by part."""
        organisation.login(client, it.world.users["chuyenvien"])
        page = client.get(f"/tham-dinh/{it.review.pk}/")
        return page, {(form.part.section or form.part.topic): form for form in page.context["marks"]}

    def test_what_could_not_be_changed_is_offered_as_it_was_appraised_and_what_was_reopened_is_not(self, client, it):
        it.give_back(SectionKind.LIMITATIONS, topics=1)
        it.rewrite("subjective_cause", "Buông lỏng kiểm tra.")
        self.answer_topic_anew(it)
        it.submit()

        page, offered = self.appraise(client, it)

        graded, limitations = it.section(SectionKind.GRADED_TEXT), it.section(SectionKind.LIMITATIONS)
        assert offered[graded].is_as_before
        assert offered[it.topics[1]].is_as_before
        assert (offered[limitations].initial, offered[it.topics[0]].initial) == ({}, {})
        assert page.text.count("(như vòng trước)") == sum(form.is_as_before for form in offered.values())

    def test_what_was_found_wanting_and_then_not_named_is_not_offered_as_good(self, client, it):
        it.give_back(topics=1)
        self.answer_topic_anew(it)
        it.submit()

        _, offered = self.appraise(client, it)

        limitations = it.section(SectionKind.LIMITATIONS)
        assert (offered[limitations].initial, offered[limitations].is_as_before) == ({}, False)

    def answer_topic_anew(self, it):
        card = Explanation.objects.get(round=it.open_round, topic=it.topics[0])
        token = str(token_of(card.version, values_of("explanation", card)))
        edit = Edit("explanation", str(it.topics[0].pk), {"lessons": "Giao việc phải rõ người."}, token)
        save_answers(review_id=it.review.pk, actor=it.world.actor("thuky"), edits=[edit])

    def test_what_was_offered_may_be_changed_and_stays_changed(self, client, it):
        it.give_back(SectionKind.LIMITATIONS)
        it.rewrite("subjective_cause", "Buông lỏng kiểm tra.")
        it.submit()
        graded = it.section(SectionKind.GRADED_TEXT)
        it.review.refresh_from_db()
        changed = [MarkText(Mark.SUPPLEMENT, "Xem lại.", section_id=graded.pk)]

        appraisals.draft_appraisal(
            review_id=it.review.pk, version=it.review.version, actor=it.world.actor("chuyenvien"), marks=changed
        )

        _, offered = self.appraise(client, it)
        assert (offered[graded].initial["mark"], offered[graded].is_as_before) == (Mark.SUPPLEMENT, False)
        assert offered[it.topics[1]].initial == {}, "a draft that was saved without it"

    def test_after_a_review_again_nothing_is_offered(self, client, it):
        it.give_back(again=True)
        it.rewrite("subjective_cause", "Buông lỏng kiểm tra.")
        it.submit()

        page, offered = self.appraise(client, it)

        assert not any(form.initial for form in offered.values())
        assert "(như vòng trước)" not in page.text


class TestPages:
    def test_a_meeting_from_before_the_return_is_pointed_out_where_one_submits_and_where_it_is_written(
        self, client, it
    ):
        round_ = it.give_back(again=True)
        Round.objects.filter(pk=round_.pk).update(held_on=localtime.local_day(round_.opened_at) - timedelta(days=1))
        organisation.login(client, it.world.users["bithu"])

        form, meeting = (client.get(f"/kiem-diem/{it.review.pk}/{page}/").text for page in ("sua", "hoi-nghi"))

        assert form.count("trước khi bản này được mở lại") == 2
        assert meeting.count("trước khi bản này được mở lại") == 1

    def test_the_form_for_returning_ticks_what_the_draft_found_wanting(self, client, it):
        organisation.login(client, it.world.users["thuongtruc"])

        form = client.get(f"/tham-dinh/{it.review.pk}/tra-lai/").context["form"]

        assert form["parts"].value() == [f"muc-{it.section(SectionKind.LIMITATIONS).pk}"]
        assert f"goi-y-{it.topics[1].pk}" in dict(form.fields["parts"].choices)

    def test_the_form_names_the_open_parts_on_top_and_shows_the_rest_to_read(self, client, it):
        it.give_back(SectionKind.LIMITATIONS, topics=1)
        organisation.login(client, it.world.users["thuky"])
        graded, limitations = it.section(SectionKind.GRADED_TEXT), it.section(SectionKind.LIMITATIONS)

        page = client.get(f"/kiem-diem/{it.review.pk}/sua/").text

        top = page[page.index('id="phai-bo-sung"') : page.index('id="ban-kiem-diem"')]
        assert f'href="#muc-{limitations.pk}"' in top
        assert REMARK in top
        assert f'href="#explanation-{it.topics[0].pk}"' in top
        assert f'href="#explanation-{it.topics[1].pk}"' not in top
        assert f'name="answer-{graded.pk}-0-text"' not in page
        assert f'name="explanation-{it.topics[0].pk}-fault"' in page
        assert f'name="explanation-{it.topics[1].pk}-fault"' not in page
        assert 'value="them-cam-ket' not in page
        assert SETTLED in page[page.index(f'id="muc-{graded.pk}"') :][:1200]
        assert SETTLED in client.get(f"/kiem-diem/{it.review.pk}/bieu-hien/").text

    def test_a_page_from_before_the_return_keeps_its_words_and_gets_the_sentence(self, client, it):
        it.give_back(SectionKind.LIMITATIONS)
        organisation.login(client, it.world.users["thuky"])
        name = f"answer-{it.section(SectionKind.GRADED_TEXT).pk}-0"
        sent = {f"{name}-text": "Viết từ cửa sổ cũ", f"{name}-token": "0.x.x.x"}

        plain = client.post(f"/kiem-diem/{it.review.pk}/sua/", sent)
        scripted = client.post(f"/kiem-diem/{it.review.pk}/sua/", sent | {"dang": "json"})

        assert (plain.status_code, scripted.status_code) == (422, 422)
        assert SETTLED in plain.text[: plain.text.index('id="ban-kiem-diem"')]
        assert "Viết từ cửa sổ cũ" in plain.text
        assert scripted.json()["refusals"] == {f"{name}-text": SETTLED}
