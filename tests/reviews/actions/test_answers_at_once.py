"""Many saves at the same moment: none is lost, none is doubled."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from django.db import connection

from cadres.roles import Role
from core.errors import DomainError
from reviews.actions.answer_rows import add_limitation, values_of
from reviews.actions.answers import Edit, save_answers
from reviews.actions.indicators import answer_indicators
from reviews.actions.sheets import submit_review
from reviews.models import Answer, Limitation, Round, TemplateSection
from reviews.rules.indicators import IndicatorChange
from reviews.rules.writing import Settlement, digest, token_of
from reviews.states import SectionKind
from tests.factories import sheets as make
from tests.factories.organisation import make_account

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


def make_secretary(world, number: int) -> str:
    """One more account that may write the commune's review."""
    username = f"thuky_{number}"
    world.users[username] = make_account(username, (Role.SECRETARY, world.commune), name=f"Thư ký {number}")
    return username


def sections_of(review) -> list[int]:
    kinds = (SectionKind.TEXT, SectionKind.GRADED_TEXT, SectionKind.REMEDIES)
    return list(TemplateSection.objects.filter(template=review.template, kind__in=kinds).values_list("pk", flat=True))


@dataclass
class Chronicle:
    """What one person was told of the own saves: the text of each version that was confirmed, and the conflicts."""

    confirmed: dict[int, str] = field(default_factory=dict)
    conflicts: int = 0


def typing(review, actor, section, saves) -> Callable[[], Chronicle]:
    """A person who writes on and on, a mark for each save; where somebody else wrote meanwhile, on from that text."""

    def act():
        chronicle, name = Chronicle(), ("answer", f"{section}-0")
        text, token = "", ""
        settled: dict[str, Settlement] = {}
        for turn in range(saves):
            sent = f"{text}[{actor.name} {turn}]"
            outcome = save_answers(
                review_id=review.pk, actor=actor, edits=[Edit(*name, {"text": sent}, token, settled)]
            )
            token = outcome.tokens[name]
            if outcome.is_clean:
                text, settled = sent, {}
                chronicle.confirmed[int(token.split(".")[0])] = sent
            else:
                (conflict,) = outcome.conflicts
                assert conflict.mine == sent
                assert conflict.theirs.startswith(text), "a word is gone that this person had read"
                assert conflict.theirs != text, "nobody had written meanwhile"
                text, settled = conflict.theirs, {"text": Settlement("mine", digest(conflict.theirs))}
                chronicle.conflicts += 1
        return chronicle

    return act


def test_of_a_thousand_saves_from_eight_people_none_is_lost(world):
    """Four people each at a text of their own, four at one text: stored, written on by one who saw it, or a conflict."""
    review = world.collective
    shared, *own = sections_of(review)
    people = [world.actor(make_secretary(world, number)) for number in range(8)]

    alone = [typing(review, actor, section, 150) for actor, section in zip(people[4:], own, strict=True)]
    together = [typing(review, actor, shared, 110) for actor in people[:4]]
    chronicles = at_once(*together, *alone)

    by_section = {section: [chronicle] for section, chronicle in zip(own, chronicles[4:], strict=True)}
    by_section[shared] = chronicles[:4]
    stored = {answer.section_id: answer for answer in Answer.objects.filter(round__review=review)}
    assert stored.keys() == by_section.keys()
    for section, told in by_section.items():
        confirmed = {version: text for one in told for version, text in one.confirmed.items()}
        assert sum(len(one.confirmed) for one in told) == len(confirmed), "two saves were told the same version"
        assert sorted(confirmed) == list(range(1, stored[section].version + 1))
        assert stored[section].text == confirmed[stored[section].version]
        for version in range(2, len(confirmed) + 1):
            assert confirmed[version].startswith(confirmed[version - 1]), "somebody's words were overwritten"
    conflicts = sum(chronicle.conflicts for chronicle in chronicles)
    assert sum(len(chronicle.confirmed) for chronicle in chronicles) + conflicts == 4 * 150 + 4 * 110 > 1000
    assert conflicts >= 3, "all four began with an empty text"
    assert not any(chronicle.conflicts for chronicle in chronicles[4:])


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
