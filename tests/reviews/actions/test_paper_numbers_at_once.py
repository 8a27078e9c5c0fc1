"""Two papers that want one number at the same moment: one is issued, nothing of the other is left."""

import pytest

from core import localtime
from reviews.actions.appraisal_papers import issue_notice
from reviews.actions.paper_numbers import enter_number, offered_number, set_number_book
from reviews.models import Amendment, Appraisal, AppraisalPaper, PaperNumber
from reviews.states import AppraisalOutcome, ReviewState
from tests.at_once import at_once
from tests.factories import appraisals as appraising
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make
from tests.reviews.actions.test_paper_numbers import order_again, submitted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return make.small_province()


def test_two_orders_do_not_get_the_same_number(world):
    reviews = [submitted(world, world.commune), submitted(world, world.other_commune)]
    for review in reviews:
        appraising.proposed(world, review, AppraisalOutcome.REREVIEW)

    told = at_once(*(lambda review=review: order_again(world, review, "37-CV/TU") for review in reviews))

    assert sorted(told) == ["Invalid", "done"]
    assert AppraisalPaper.objects.count() == 1
    for review in reviews:
        review.refresh_from_db()
    assert sorted(review.state for review in reviews) == [ReviewState.RETURNED, ReviewState.SUBMITTED]


def test_two_notices_do_not_get_the_same_number_nor_one_decision_two(world):
    reviews = [submitted(world, world.commune), submitted(world, world.other_commune)]
    for review in reviews:
        appraising.accepted(world, review)
    first, second = (Appraisal.objects.get(round__review=review) for review in reviews)

    def issue(decision, number):
        who = world.actor("thuongtruc")
        return lambda: issue_notice(appraisal_id=decision.pk, actor=who, text=appraising.paper(number))

    assert sorted(at_once(issue(first, "15-TB/TU"), issue(second, "15-TB/TU"))) == ["Invalid", "done"]
    left = first if not first.papers.exists() else second
    assert sorted(at_once(issue(left, "16-TB/TU"), issue(left, "17-TB/TU"))) == ["NotAllowed", "done"]
    assert AppraisalPaper.objects.count() == 2


def test_a_letter_and_a_change_of_another_do_not_get_the_same_number(world):
    reviews = [make.collective_review(world, unit) for unit in (world.commune, world.other_commune)]
    issued = letters.issued(world, reviews[:1], title="Một", number="1-CV/TU")
    approved = letters.approved(world, reviews[1:], title="Hai")

    told = at_once(
        lambda: letters.rescheduled(world, issued, number="2-CV/TU"),
        lambda: letters.numbered(world, approved, number="2-CV/TU"),
    )

    assert sorted(told) == ["Invalid", "done"]
    approved.refresh_from_db()
    assert (approved.number == "2-CV/TU") != Amendment.objects.exists()
    assert PaperNumber.objects.count() == 2


def test_where_the_register_is_kept_here_two_offered_one_number_get_it_once_in_the_term(world):
    today, who = localtime.today(), world.actor("chuyenvien")
    term = today.replace(year=today.year - 2, day=1)
    set_number_book(unit_id=world.province.pk, actor=who, version=0, is_kept_here=True, counts_from=term)

    def enter(number, day=today):
        return lambda: enter_number(
            unit_id=world.province.pk, actor=who, number=number, issued_on=day, used_for="Giấy mời"
        )

    enter("7-GM/TU", day=term)()
    offered = offered_number(world.province, "GM")

    assert offered == "08-GM/TU"
    assert sorted(at_once(enter(offered), enter(offered))) == ["Invalid", "done"]
    assert at_once(enter("7-GM/TU")) == ["Invalid"]  # another year, the same term
    assert offered_number(world.province, "GM") == "09-GM/TU"
    assert offered_number(world.commune, "GM") == ""  # its clerk keeps the register elsewhere
