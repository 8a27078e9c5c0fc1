"""Suggesting outside the running cycles: a cycle for those chosen alone, hidden from them until the letter is issued."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cadres.models import Cadre
from core import localtime
from core.errors import Invalid, NotAllowed
from reviews.actions import extraordinary as actions
from reviews.actions.cycles import plan_of
from reviews.models import Cycle, CycleChoice, DeepReview, Review
from reviews.rules import sheets as rules
from reviews.rules.cycle_plans import TierDeadline
from reviews.states import CycleKind, CycleState
from tests.factories import deep_reviews as letters
from tests.factories import sheets as make
from tests.factories.organisation import login
from tests.factories.reviews import TIERS, generate

pytestmark = pytest.mark.django_db

NAME = "Kiểm điểm trách nhiệm đột xuất về quản lý đất đai"
CONCERNED = ("thuky", "bithu", "canbo", "thanhvien", "thuky_chibo", "kiemtra")


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make.province()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


def plan(world):
    due_on = date(localtime.today().year, 12, 31)
    return replace(
        plan_of(world.cycle),
        name=NAME,
        kind=CycleKind.EXTRAORDINARY,
        plan_number="60-KH/TU",
        deadlines=tuple(TierDeadline(tier, due_on, due_on) for tier in TIERS),
    )


def begun(world, by="chuyenvien") -> DeepReview:
    return actions.draft_extraordinary(owner_id=world.province.pk, plan=plan(world), actor=world.actor(by))


def choose(world, row, *, units=(), people=(), by="chuyenvien") -> DeepReview:
    return actions.choose_for_letter(
        deep_review_id=row.pk,
        version=letters.fresh(row).version,
        actor=world.actor(by),
        unit_ids=[unit.pk for unit in units],
        cadre_ids=[world.people[name].pk for name in people],
    )


def issue(world, row) -> DeepReview:
    text = letters.drafting.LetterText(NAME, "", (letters.Ground.INSPECTION,), "", date(localtime.today().year, 12, 31))
    letters.drafting.edit_deep_review(
        deep_review_id=row.pk,
        version=letters.fresh(row).version,
        actor=world.actor("chuyenvien"),
        text=text,
        topics=list(letters.TOPICS[:1]),
    )
    return letters.sent(world, letters.fresh(row), number="77-CV/TU")


class TestOpening:
    def test_it_leaves_the_running_cycle_alone_and_reviews_those_chosen_only(self, world):
        before = set(Review.objects.filter(cycle=world.cycle))

        row = choose(world, begun(world), units=[world.commune], people=["canbo"])

        cycle = row.cycle
        assert (cycle.kind, cycle.state, cycle.only_chosen) == (CycleKind.EXTRAORDINARY, CycleState.OPEN, True)
        assert {(review.unit_id, review.cadre_id) for review in Review.objects.filter(cycle=cycle)} == {
            (world.commune.pk, None),
            (world.commune.pk, world.people["canbo"].pk),
        }
        assert {target.review.cycle_id for target in row.targets.all()} == {cycle.pk}
        assert set(Review.objects.filter(cycle=world.cycle)) == before

    def test_generating_once_more_adds_nobody_who_was_not_chosen(self, world):
        cycle = choose(world, begun(world), units=[world.commune]).cycle

        generate(cycle, world.actor("chuyenvien"))

        assert Review.objects.filter(cycle=cycle).count() == 1

    def test_those_added_later_join_and_one_taken_off_comes_back_with_the_same_review(self, world):
        row = choose(world, begun(world), units=[world.commune])
        first = row.targets.get().review
        letters.drafting.remove_targets(
            deep_review_id=row.pk,
            version=letters.fresh(row).version,
            actor=world.actor("chuyenvien"),
            target_ids=[row.targets.get().pk],
        )

        row = choose(world, row, units=[world.commune], people=["bithu"])

        assert first in {target.review for target in row.targets.all()}
        assert CycleChoice.objects.filter(cycle=row.cycle).count() == 2

    def test_a_former_holder_is_named_too(self, world):
        row = choose(world, begun(world), people=["canbo"])

        segments = row.targets.get().review.segments.count()
        assert segments == 2, "the post given up in the period is a part of the review"

    @pytest.mark.parametrize("who", ["thuky", "bithu", "kiemtra", "quantri", "nguoi_la"])
    def test_nobody_outside_the_committee_opens_one(self, world, who):
        with pytest.raises(NotAllowed):
            begun(world, by=who)
        assert not Cycle.objects.filter(only_chosen=True).exists()

    def test_the_same_plan_twice_opens_one_cycle(self, world):
        begun(world)

        with pytest.raises(Invalid, match="Đã có đợt"):
            begun(world)

    def test_what_the_committee_does_not_manage_is_refused_without_a_name_and_nothing_is_kept(self, world):
        row = begun(world)

        with pytest.raises(Invalid, match="Có 1 mục không thuộc diện quản lý") as refused:
            choose(world, row, units=[world.commune, world.cell])
        assert world.cell.name not in str(refused.value)
        assert not Review.objects.filter(cycle=row.cycle).exists()
        assert not CycleChoice.objects.exists()

    def test_a_person_twice_and_nobody_at_all_are_refused(self, world):
        row = choose(world, begun(world), people=["canbo"])

        with pytest.raises(Invalid, match="Đã có trong danh sách: Lê Văn Khải"):
            choose(world, row, people=["canbo"])
        with pytest.raises(Invalid, match="Chưa chọn tập thể, cá nhân nào"):
            choose(world, row)

    def test_a_letter_of_a_usual_cycle_chooses_among_its_reviews(self, world):
        row = letters.drafted(world, title="Gợi ý thường")

        with pytest.raises(Invalid, match="Chỉ văn bản của đợt kiểm điểm đột xuất"):
            choose(world, row, units=[world.commune])


class TestSecrecy:
    def test_nobody_concerned_learns_of_it_before_the_issue_and_everybody_concerned_after(self, client, world):
        row = choose(world, begun(world), units=[world.commune], people=["canbo"])
        reviews = Review.objects.filter(cycle=row.cycle).select_related("unit", "cycle")
        for name in CONCERNED:
            actor = world.actor(name)
            assert not reviews.visible_to(actor).exists(), name
            assert not any(rules.may_view(actor, review) for review in reviews), name
            assert not Cycle.objects.visible_to(actor).filter(pk=row.cycle_id).exists(), name
            login(client, world.users[name])
            for page in ("/", "/kiem-diem/", "/dot/"):
                assert NAME not in client.get(page).text, (name, page)
            assert client.get(reverse("reviews:review_page", args=[reviews[0].pk])).status_code == 404, name

        issue(world, row)

        for name, sees in (("bithu", 2), ("canbo", 2), ("kiemtra", 2), ("thanhvien", 1), ("nguoi_la", 0)):
            actor = world.actor(name)
            assert reviews.visible_to(actor).count() == sees, name
            assert Cycle.objects.visible_to(actor).filter(pk=row.cycle_id).exists() == bool(sees), name
        assert NAME in login(client, world.users["canbo"]).get("/").text

    def test_its_name_is_found_by_nobody_who_has_no_review_in_it(self, world):
        issue(world, choose(world, begun(world), people=["canbo"]))

        for name in ("bithu_khac", "thuky_khac", "thanhvien", "quantri", "mattran"):
            assert not Cycle.objects.visible_to(world.actor(name)).filter(only_chosen=True).exists(), name

    def test_one_left_off_the_letter_stays_hidden(self, world):
        row = choose(world, begun(world), units=[world.commune], people=["canbo"])
        own = row.targets.exclude(review__cadre=None).get()
        letters.drafting.remove_targets(
            deep_review_id=row.pk,
            version=letters.fresh(row).version,
            actor=world.actor("chuyenvien"),
            target_ids=[own.pk],
        )

        issue(world, row)

        assert not Review.objects.filter(cycle=row.cycle).visible_to(world.actor("canbo")).exclude(cadre=None).exists()

    def test_the_running_cycle_stays_the_one_in_the_bar_on_top(self, client, world):
        begun(world)

        page = login(client, world.users["chuyenvien"]).get("/").text

        assert client.session["current_cycle"]["pk"] == world.cycle.pk
        assert page


class TestPages:
    def test_from_the_plan_to_the_choice_in_plain_posts(self, client, world):
        login(client, world.users["chuyenvien"])
        address = reverse("reviews:draft_extraordinary")
        shown = client.get(address)
        typed = {name: field.value() for name, field in ((f.name, f) for f in shown.context["form"])}
        today = localtime.today()
        typed |= {"name": NAME, "plan_number": "60-KH/TU", "plan_date": f"{today:%d/%m/%Y}", "due_on": "31/12/2099"}
        typed = {name: f"{v:%d/%m/%Y}" if isinstance(v, date) else v for name, v in typed.items() if v is not None}

        answer = client.post(address, typed)

        row = DeepReview.objects.get(title=NAME)
        assert answer.url == reverse("reviews:choose_subjects", args=[row.pk])
        again = client.post(address, typed)
        assert again.status_code == 422, "a second click opens no second cycle"
        assert f"Số này đã dùng cho “{NAME}” (kế hoạch ngày {today:%d/%m/%Y})" in again.text
        other = typed | {"name": "Kiểm điểm đột xuất lần hai", "plan_number": "số 060 - KH/TU"}
        assert client.post(address, other).status_code == 422
        assert client.post(address, other | {"same_plan": "on"}).status_code == 302
        page = client.get(answer.url).text
        assert f'name="don-vi" value="{world.commune.pk}"' in page
        people = client.get(answer.url + "?loai=individual&q=khai").text
        assert f'name="can-bo" value="{world.people["canbo"].pk}"' in people
        assert "Phó Bí thư Đảng ủy xã Vĩnh Hòa (thôi giữ ngày " in people
        client.post(
            reverse("reviews:add_subjects", args=[row.pk]),
            {"version": row.version, "don-vi": world.commune.pk, "can-bo": ["abc", "9" * 30]},
        )
        assert row.targets.get().review.unit == world.commune
        assert client.get(reverse("reviews:choose_targets", args=[row.pk])).status_code == 302

    def test_thirty_people_cost_no_more_queries_than_one(self, client, world):
        row = begun(world)
        login(client, world.users["chuyenvien"])
        address = reverse("reviews:choose_subjects", args=[row.pk]) + "?loai=individual"
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        choose(world, row, people=["bithu", "canbo", "thanhvien"])
        with CaptureQueriesContext(connection) as more:
            client.get(address)

        assert Cadre.objects.count() > 3
        assert len(more) <= len(few) + 3, "what is read of the targets of the letter"

    def test_one_more_is_named_after_the_issue_with_a_review_made_then(self, client, world):
        row = letters.fresh(issue(world, choose(world, begun(world), units=[world.commune])))
        login(client, world.users["thuongtruc"])
        address = reverse("reviews:amend_deep_review", args=[row.pk, "them-noi"])
        offered = client.get(address).context["form"].fields
        person = world.people["canbo"]
        assert str(person.pk) in dict(offered["cadre_id"].choices)
        assert str(world.commune.pk) not in dict(offered["unit_id"].choices)
        typed = {"version": row.version, "number": "78-CV/TU", "issued_on": f"{localtime.today():%d/%m/%Y}"}
        typed |= {"reason": "Bổ sung người phụ trách", "signer_post": "Phó Bí thư", "signer_name": "Lộc"}

        assert "Hãy chọn một tập thể hoặc một cá nhân" in client.post(address, typed).text
        assert client.post(address, typed | {"cadre_id": 10**9}).status_code == 422
        assert client.post(address, typed | {"cadre_id": person.pk}).status_code == 302

        added = row.targets.exclude(review__cadre=None).get()
        assert (added.review.cadre_id, added.review.cycle_id) == (person.pk, row.cycle_id)
        assert Review.objects.visible_to(world.actor("canbo")).filter(pk=added.review_id).exists()
        assert client.post(address, typed | {"cadre_id": person.pk}).status_code == 422, "a second click"
