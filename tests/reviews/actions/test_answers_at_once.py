"""Many saves at the same moment: none is lost, none is doubled."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from core.errors import DomainError
from reviews.actions.answer_rows import add_limitation, values_of
from reviews.actions.answers import Edit, save_answers
from reviews.actions.indicators import answer_indicators
from reviews.actions.sheets import submit_review
from reviews.models import Answer, Limitation, Round, TemplateSection
from reviews.rules.indicators import IndicatorChange
from reviews.rules.writing import token_of
from reviews.states import SectionKind
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return make.province()


def at_once(*acts):
    """Run these at the same time, each on its own connection; results in order, refusals as the error itself."""

    def run(act):
        try:
            return act()
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def sections_of(review) -> list[int]:
    kinds = (SectionKind.TEXT, SectionKind.GRADED_TEXT, SectionKind.REMEDIES)
    return list(TemplateSection.objects.filter(template=review.template, kind__in=kinds).values_list("pk", flat=True))


def test_hammering_different_sections_from_four_people_loses_nothing(world):
    review = world.collective
    actors = [world.actor(name) for name in ("thuky", "thuky2", "bithu", "bithu2")]
    sections = sections_of(review)[:4]

    def typing(actor, section):
        def act():
            token = ""
            for length in range(1, 26):
                edit = Edit("answer", f"{section}-0", {"text": "chữ " * length + actor.name}, token)
                outcome = save_answers(review_id=review.pk, actor=actor, edits=[edit])
                assert outcome.is_clean
                token = outcome.tokens["answer", f"{section}-0"]
            return True

        return act

    assert at_once(*(typing(a, s) for a, s in zip(actors, sections, strict=True))) == [True] * 4
    stored = {
        answer.section_id: (answer.text, answer.version) for answer in Answer.objects.filter(round__review=review)
    }
    for actor, section in zip(actors, sections, strict=True):
        assert stored[section] == ("chữ " * 25 + actor.name, 25)


def test_two_people_hammering_one_text_lose_no_word_silently(world):
    """Every save is either stored or comes back with the other's text; joined in the end, both are there."""
    review = world.collective
    section = sections_of(review)[0]

    def typing(name):
        actor = world.actor(name)

        def act():
            conflicts, token = 0, ""
            for turn in range(20):
                edit = Edit("answer", f"{section}-0", {"text": f"{name} lần {turn}"}, token)
                outcome = save_answers(review_id=review.pk, actor=actor, edits=[edit])
                if outcome.conflicts:
                    assert outcome.conflicts[0].theirs.startswith("thuky")
                    conflicts += 1
                    token = outcome.tokens["answer", f"{section}-0"]
                else:
                    token = outcome.tokens["answer", f"{section}-0"]
            return conflicts

        return act

    first, second = at_once(typing("thuky"), typing("thuky2"))

    answer = Answer.objects.get(round__review=review, section_id=section)
    assert answer.version + first + second == 40


def test_two_people_answering_the_catalogue_at_once_keep_both_their_answers(world):
    review = world.collective

    def answering(name, positions):
        actor = world.actor(name)

        def act():
            for position in positions:
                answer_indicators(review_id=review.pk, actor=actor, changes=[IndicatorChange(position, 0, 1)])
            return True

        return act

    at_once(answering("thuky", range(60)), answering("thuky2", range(60, 120)))

    assert make.open_round(review).indicators.answers[:121] == [1] * 120 + [0]


def test_cards_added_at_once_get_an_order_each(world):
    review = world.collective

    at_once(*(lambda: add_limitation(review_id=review.pk, actor=world.actor("thuky")) for _ in range(6)))

    assert sorted(Limitation.objects.values_list("order", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_a_double_click_and_two_heads_give_one_submission(world):
    review = make.complete_review(world.collective, world.actor("thuky"))

    def submitting(name):
        actor = world.actor(name)
        return lambda: submit_review(review_id=review.pk, version=review.version, actor=actor)

    results = at_once(*(submitting(name) for name in ("bithu", "bithu", "bithu2", "bithu2")))

    refused = [result for result in results if isinstance(result, DomainError)]
    assert len(refused) == 3
    assert all("Đã có người thay đổi" in str(refusal) for refusal in refused)
    assert Round.objects.filter(review=review, submitted_at__isnull=False).count() == 1


def test_a_save_that_meets_a_submission_is_either_in_the_submitted_round_or_refused(world):
    review = make.complete_review(world.collective, world.actor("thuky"))
    section = sections_of(review)[0]
    before = Answer.objects.get(round__review=review, section_id=section)
    seen = str(token_of(before.version, values_of("answer", before)))

    def saving():
        edit = Edit("answer", f"{section}-0", {"text": "Câu cuối cùng"}, seen)
        return save_answers(review_id=review.pk, actor=world.actor("thuky"), edits=[edit])

    saved, _ = at_once(
        saving, lambda: submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))
    )

    text = Answer.objects.get(round__review=review, section_id=section).text
    assert (text == "Câu cuối cùng") is not isinstance(saved, DomainError)
