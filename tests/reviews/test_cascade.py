"""A committee below passes a superior's suggestion on; the superior sees the tree, and no more of it than may be seen."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cadres.roles import Role
from core.errors import Invalid
from reviews.actions.deep_reviews_drafting import LetterText, TopicText, edit_deep_review
from reviews.models import DeepReview, Explanation, Review, Round
from reviews.reports import suggestion_cascade, suggestion_letter
from reviews.states import ReviewState
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

SECRET = "Trích yếu riêng của cấp dưới"


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def superiors(world):
    """The province's letter to the commune."""
    return letters.issued(world, [make.collective_review(world, world.commune)])


def under(parent, name):
    return make.unit(name, parent, kind=parent.kind)


def committee(world, unit, prefix):
    """The same world seen from the committee of this unit: its staff drafts, its standing committee issues."""
    staff = make.account(f"{prefix}_chuyenvien", None, (Role.STAFF, unit))
    standing = make.account(f"{prefix}_thuongtruc", None, (Role.STANDING, unit))
    return replace(world, province=unit, users=world.users | {"chuyenvien": staff, "thuongtruc": standing})


def passed_on(there, reviews, superior: DeepReview | None, *, number="5-CV/ĐU", title=SECRET) -> DeepReview:
    row = letters.drafted(there, reviews, title=title)
    return letters.sent(there, pass_on(there, row, superior), number=number)


def pass_on(there, row, superior):
    text = LetterText(
        row.title, "", tuple(row.grounds), "", row.due_on, prompted_by_id=superior.pk if superior else None
    )
    topics = [TopicText(topic.title, None, topic.ground, topic.clarify, topic.pk) for topic in row.topics.all()]
    edit_deep_review(
        deep_review_id=row.pk, version=row.version, actor=there.actor("chuyenvien"), text=text, topics=topics
    )
    return letters.fresh(row)


def answered(letter: DeepReview, review: Review, state: ReviewState) -> None:
    Explanation.objects.create(round=Round.objects.get(review=review), topic=letter.topics.get(order=1), fault="Có")
    letters.submitted(review)
    Review.objects.filter(pk=review.pk).update(state=state)


def seen_by(world, name, letter, *, whole=True):
    return suggestion_cascade.collect(world.actor(name), letters.fresh(letter), whole=whole)


class TestPassingOn:
    def test_the_letter_names_the_superiors_among_its_grounds_and_the_database_keeps_it(self, world, superiors):
        below = committee(world, world.commune, "xa")
        cell = make.collective_review(world, under(world.commune, "Chi bộ thôn Một"))

        row = passed_on(below, [cell], superiors)

        paper = suggestion_letter.collect(below.actor("chuyenvien"), deep_review=row.pk)
        today = letters.localtime.today()
        assert f", theo Công văn số 12-CV/TU ngày {today:%d/%m/%Y} của Tỉnh ủy Nam Trung, căn cứ" in paper.opening
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE reviews_deepreview SET prompted_by_id = NULL WHERE id = %s", [row.pk])

    def test_only_a_letter_in_force_that_asks_this_collective_is_passed_on(self, world, superiors):
        other = letters.issued(
            world, [make.collective_review(world, world.other_commune)], number="14-CV/TU", title="Cho xã khác"
        )
        below = committee(world, world.commune, "xa")
        row = letters.drafted(below, [make.collective_review(world, under(world.commune, "Chi bộ thôn Một"))])

        assert [pk for pk, _ in suggestion_cascade.prompts_for(row)] == [superiors.pk]
        for wrong in (other, row):
            with pytest.raises(Invalid, match="không gợi ý Đảng ủy xã Tân Sơn"):
                pass_on(below, row, wrong)

    def test_the_form_offers_it_and_says_nothing_where_there_is_none(self, client, world, superiors):
        below = committee(world, world.commune, "xa")
        row = letters.drafted(below, [make.collective_review(world, under(world.commune, "Chi bộ thôn Một"))])
        client.force_login(below.users["chuyenvien"])
        page = client.get(reverse("reviews:edit_deep_review", args=[row.pk])).text
        assert f'<option value="{superiors.pk}">Công văn số 12-CV/TU' in page

        top = letters.drafted(world, title="Của tỉnh")
        client.force_login(world.users["chuyenvien"])
        assert "Theo gợi ý của cấp trên" not in client.get(reverse("reviews:edit_deep_review", args=[top.pk])).text


class TestTheTree:
    def test_the_superior_sees_counts_by_committee_and_neither_names_nor_texts(self, client, world, superiors):
        below = committee(world, world.commune, "xa")
        first, second = (under(world.commune, f"Chi bộ thôn {n}") for n in ("Một", "Hai"))
        person = make.individual_review(world, make.cadre("Đinh Văn Kín"), first)
        reviews = [make.collective_review(world, first), make.collective_review(world, second), person]
        row = passed_on(below, reviews, superiors)
        answered(row, reviews[0], ReviewState.ACCEPTED)
        answered(row, reviews[1], ReviewState.SUBMITTED)

        (one,) = seen_by(world, "chuyenvien", superiors)
        assert (one.unit_name, one.collectives, one.persons, one.answered, one.accepted) == (
            "Đảng ủy xã Tân Sơn", 2, 1, 2, 1,
        )  # fmt: skip
        assert one.url == ""
        client.force_login(world.users["chuyenvien"])
        page = client.get(reverse("reviews:deep_review_page", args=[superiors.pk])).text
        assert "Cấp dưới gợi ý tiếp (1 văn bản)" in page
        assert "5-CV/ĐU" in page
        for hidden in (SECRET, "Đinh Văn Kín", f"/goi-y/{row.pk}/"):
            assert hidden not in page

    def test_others_see_what_they_may_open_only_and_drafts_are_nobodys(self, world, superiors):
        below = committee(world, world.commune, "xa")
        cell = make.collective_review(world, under(world.commune, "Chi bộ thôn Một"))
        draft = pass_on(below, letters.drafted(below, [cell], title="Chưa ban hành"), superiors)
        assert seen_by(world, "chuyenvien", superiors) == []

        letters.sent(below, draft, number="6-CV/ĐU")

        assert seen_by(world, "bithu", superiors, whole=False) == []
        (inspected,) = seen_by(world, "kiemtra", superiors, whole=False)
        assert inspected.url == reverse("reviews:deep_review_page", args=[draft.pk])

    def test_who_is_one_of_its_targets_learns_nothing_of_how_many_others_there_are(self, world, superiors):
        below = committee(world, world.commune, "xa")
        first, second = (under(world.commune, f"Chi bộ thôn {n}") for n in ("Một", "Hai"))
        person = make.cadre("Đinh Văn Kín")
        own = make.individual_review(world, person, first)
        row = passed_on(below, [make.collective_review(world, second), own], superiors)
        world.users["kin"] = make.account("kin", person)
        answered(row, Review.objects.get(unit=second, cadre=None), ReviewState.ACCEPTED)

        (one,) = seen_by(world, "kin", superiors, whole=False)

        assert (one.collectives, one.persons, one.answered, one.accepted) == (0, 1, 0, 0)

    def test_it_goes_down_level_by_level_with_as_many_queries_for_many_letters(self, world, superiors):
        commune = committee(world, world.commune, "xa")
        base = under(world.commune, "Đảng bộ cơ quan")
        row = passed_on(commune, [make.collective_review(world, base)], superiors)
        offices = committee(world, base, "coso")
        cell = make.collective_review(world, under(base, "Chi bộ văn phòng"))
        passed_on(offices, [cell], row, number="1-CV/ĐU")
        with CaptureQueriesContext(connection) as few:
            assert [one.depth for one in seen_by(world, "chuyenvien", superiors)] == [0, 1]

        passed_on(commune, [make.collective_review(world, under(world.commune, "Chi bộ thôn"))], superiors,
                  number="7-CV/ĐU", title="Nữa")  # fmt: skip
        with CaptureQueriesContext(connection) as more:
            assert [one.depth for one in seen_by(world, "chuyenvien", superiors)] == [0, 1, 0]
        assert len(more) == len(few)
