"""Opinions of single members on a draft suggestion: whose, when, how many, and that none is changed afterwards."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cadres.models import Tenure
from cadres.roles import Position
from core import localtime
from core.errors import Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions import deep_reviews as life
from reviews.actions.member_opinions import members_of, record_opinion
from reviews.models import DeepReview, MemberOpinion
from reviews.rules import member_opinions as rules
from reviews.states import DeepReviewState, MemberStance
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db
AGREE, CHANGES, DISAGREE = MemberStance.AGREE, MemberStance.CHANGES, MemberStance.DISAGREE


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def collective(world):
    return make.collective_review(world, world.commune)


@pytest.fixture
def members(world):
    """Three members of the provincial committee; the last one leads the commune that is suggested."""
    people = [make.cadre("Đặng Thị Mỹ"), make.cadre("Hồ Văn Ân"), world.cadre("bithu")]
    for person, name in zip(people, ("Bí thư Tỉnh ủy", "Phó Bí thư", "Ủy viên Ban Thường vụ"), strict=True):
        make.seat(person, world.province, Position.MEMBER, name, managed_by=world.central)
    return people


def record(world, row, member, *, stance=AGREE, words="", by="chuyenvien", version=None, given_on=None):
    return record_opinion(
        deep_review_id=row.pk,
        version=version or letters.fresh(row).version,
        actor=world.actor(by),
        member_id=member.pk,
        stance=stance,
        words=words,
        given_on=given_on or localtime.today(),
    )


def approve(world, row):
    version = letters.fresh(row).version
    return life.approve_deep_review(deep_review_id=row.pk, version=version, actor=world.actor("thuongtruc"))


def ask_for(world, least, above=50):
    for key, value in ((rules.LEAST, least), (rules.AGREEING_ABOVE, above)):
        world.cycle.profile.figures.update_or_create(key=key, defaults={"value": value, "meaning": key})


def said(row) -> list[tuple[str, str]]:
    return [(one.member_name, one.stance) for one in rules.of_this_proposal(letters.fresh(row))]


class TestWhoseOpinion:
    def test_members_of_the_issuer_are_offered_by_given_name_without_those_concerned(self, world, collective, members):
        row = letters.proposed(world, [collective])

        assert [one.name for one in members_of(row)] == ["Hồ Văn Ân", "Đặng Thị Mỹ"]

    def test_one_whose_collective_is_suggested_gives_none(self, world, collective, members):
        row = letters.proposed(world, [collective])

        with pytest.raises(NotAllowed, match="hoặc tập thể mà đồng chí ấy tham gia"):
            record(world, row, members[2])

    def test_one_without_a_post_in_the_committee_gives_none(self, world, collective, members):
        row = letters.proposed(world, [collective])

        with pytest.raises(Invalid, match="không giữ chức vụ nào"):
            record(world, row, make.cadre("Người Ngoài"))

    def test_one_who_changed_a_word_of_the_draft_gives_none_though_others_saved_it_last(
        self, world, collective, members
    ):
        world.users["thuongtruc"].cadre = members[0]
        world.users["thuongtruc"].save(update_fields=["cadre"])
        row = letters.drafted(world, [collective])
        for who in ("thuongtruc", "chuyenvien"):
            letters.drafting.assign_topics(
                deep_review_id=row.pk, version=letters.fresh(row).version, actor=world.actor(who), only_for={}
            )
        row = letters.fresh(row)
        life.propose_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("chuyenvien"))

        assert [one.name for one in members_of(letters.fresh(row))] == ["Hồ Văn Ân"]
        with pytest.raises(NotAllowed, match="soạn dự thảo này"):
            record(world, row, members[0])

    def test_one_who_left_the_suggested_collective_within_the_period_gives_none(self, world, collective, members):
        post = Tenure.objects.filter(post__unit=world.commune).latest("pk").post
        first = collective.cycle.period_from
        Tenure.objects.create(cadre=members[1], post=post, started_on=first, ended_on=first + timedelta(days=1))
        row = letters.proposed(world, [collective])

        assert [one.name for one in members_of(row)] == ["Đặng Thị Mỹ"]

    @pytest.mark.parametrize("who", ["thuky", "bithu", "kiemtra", "trunguong", "quantri"])
    def test_only_the_issuing_committee_records_them(self, world, collective, members, who):
        row = letters.proposed(world, [collective])

        with pytest.raises(NotAllowed, match="của cấp ủy ban hành"):
            record(world, row, members[0], by=who)

    def test_what_a_member_enters_is_their_own_what_staff_enters_is_from_paper(self, world, collective, members):
        world.users["thuongtruc"].cadre = members[0]
        world.users["thuongtruc"].save(update_fields=["cadre"])
        row = letters.proposed(world, [collective])

        record(world, row, members[0], by="thuongtruc")
        record(world, row, members[1], by="thuongtruc")

        assert list(MemberOpinion.objects.values_list("member_name", "is_from_paper")) == [
            ("Đặng Thị Mỹ", False),
            ("Hồ Văn Ân", True),
        ]

    def test_what_a_member_said_in_person_is_not_replaced_by_others(self, world, collective, members):
        world.users["thuongtruc"].cadre = members[0]
        world.users["thuongtruc"].save(update_fields=["cadre"])
        row = letters.proposed(world, [collective])
        record(world, row, members[0], by="thuongtruc", stance=DISAGREE, words="Chưa đủ căn cứ")

        with pytest.raises(Invalid, match="đã tự ghi ý kiến"):
            record(world, row, members[0])
        record(world, row, members[0], by="thuongtruc")
        assert said(row) == [("Đặng Thị Mỹ", AGREE)]


class TestWhenAndWhat:
    def test_a_later_one_of_the_same_member_replaces_the_earlier_and_both_are_in_the_audit(
        self, world, collective, members
    ):
        row = letters.proposed(world, [collective])
        record(world, row, members[0])
        record(world, row, members[0], stance=DISAGREE, words="Chưa đủ căn cứ")

        assert said(row) == [("Đặng Thị Mỹ", DISAGREE)]
        told = AuditEntry.objects.filter(verb="deepreview.record_opinion").order_by("pk")
        assert [(entry.data["stance"], entry.data["words"]) for entry in told] == [
            (AGREE, ""),
            (DISAGREE, "Chưa đủ căn cứ"),
        ]

    @pytest.mark.parametrize("stance", [CHANGES, DISAGREE])
    def test_an_objection_needs_its_words(self, world, collective, members, stance):
        row = letters.proposed(world, [collective])

        with pytest.raises(Invalid, match="Hãy ghi nội dung ý kiến"):
            record(world, row, members[0], stance=stance, words="  ")

    @pytest.mark.parametrize("days", [-1, 1])
    def test_the_day_lies_between_proposal_and_today(self, world, collective, members, days):
        row = letters.proposed(world, [collective])

        with pytest.raises(Invalid, match="Ngày cho ý kiến không thể"):
            record(world, row, members[0], given_on=localtime.today() + timedelta(days=days))

    def test_not_before_the_proposal_nor_after_the_approval(self, world, collective, members):
        draft = letters.drafted(world, [collective])
        approved = letters.approved(world, [collective], title="Đã duyệt")

        with pytest.raises(NotAllowed, match="Dự thảo chưa trình"):
            record(world, draft, members[0])
        with pytest.raises(NotAllowed, match="Văn bản đã duyệt"):
            record(world, approved, members[0])

    def test_nobody_approves_past_an_opinion_they_did_not_see(self, world, collective, members):
        row = letters.proposed(world, [collective])
        record(world, row, members[0], stance=DISAGREE, words="Chưa đủ căn cứ")

        with pytest.raises(StaleObject):
            life.approve_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("thuongtruc"))

    def test_a_draft_handed_up_anew_is_asked_about_anew(self, world, collective, members):
        row = letters.proposed(world, [collective])
        record(world, row, members[0])
        staff, version = world.actor("chuyenvien"), letters.fresh(row).version
        life.recall_deep_review(deep_review_id=row.pk, version=version, actor=staff)
        life.propose_deep_review(deep_review_id=row.pk, version=version + 1, actor=staff)

        assert said(row) == []
        assert MemberOpinion.objects.filter(deep_review=row).count() == 1

    def test_the_database_keeps_it_after_the_approval(self, world, collective, members):
        row = letters.proposed(world, [collective])
        record(world, row, members[0])
        approve(world, row)

        for statement in (
            "UPDATE reviews_memberopinion SET stance = 'disagree', words = 'x'",
            "DELETE FROM reviews_memberopinion",
        ):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        assert said(row) == [("Đặng Thị Mỹ", AGREE)]


class TestHowMany:
    def test_none_is_needed_where_the_profile_asks_for_none(self, world, collective):
        row = letters.proposed(world, [collective])

        assert approve(world, row).state == DeepReviewState.APPROVED

    def test_too_few_bar_the_approval(self, world, collective, members):
        ask_for(world, 2)
        row = letters.proposed(world, [collective])
        record(world, row, members[0])

        with pytest.raises(NotAllowed, match="Mới ghi 1 ý kiến thành viên; cần ít nhất 2"):
            approve(world, row)
        record(world, row, members[1], stance=CHANGES, words="Thêm mốc thời gian")
        assert approve(world, row).state == DeepReviewState.APPROVED

    def test_half_against_is_not_more_than_half_for(self, world, collective, members):
        ask_for(world, 2)
        row = letters.proposed(world, [collective])
        record(world, row, members[0])
        record(world, row, members[1], stance=DISAGREE, words="Chưa đủ căn cứ")

        with pytest.raises(NotAllowed, match="1 trong 2 ý kiến thành viên đồng ý, chưa quá 50%"):
            approve(world, row)


class TestOnScreen:
    def test_it_is_recorded_shown_and_mended(self, client, world, collective, members):
        row = letters.proposed(world, [collective])
        client.force_login(world.users["chuyenvien"])
        address = reverse("reviews:record_member_opinion", args=[row.pk])
        sent = {"version": row.version, "member_id": members[0].pk, "stance": DISAGREE, "given_on": "01/01/2020"}

        refused = client.post(address, sent | {"words": "Chưa đủ <b>căn cứ</b>"})
        assert refused.status_code == 422
        assert "Chưa đủ &lt;b&gt;căn cứ&lt;/b&gt;" in refused.text
        day = localtime.today().strftime("%d/%m/%Y")
        client.post(address, sent | {"words": "Chưa đủ <b>căn cứ</b>", "given_on": day})
        page = client.get(reverse("reviews:check_deep_review", args=[row.pk])).text
        assert "Ý kiến thành viên (1)" in page
        assert "Chưa đủ &lt;b&gt;căn cứ&lt;/b&gt;" in page
        assert "Chưa đủ" in client.get(f"{address}?thanh-vien={members[0].pk}").text

    def test_those_suggested_never_see_who_said_what(self, client, world, collective, members):
        row = letters.proposed(world, [collective])
        record(world, row, members[0], stance=CHANGES, words="Ý kiến riêng của thành viên")
        letters.numbered(world, approve(world, row))
        for who in ("bithu", "kiemtra"):
            client.force_login(world.users[who])
            page = client.get(reverse("reviews:deep_review_page", args=[row.pk]))
            assert (page.status_code, "Ý kiến" in page.text.partition("<main")[2]) == (200, False)

    def test_a_draft_that_waits_since_before_opinions_were_kept_takes_them_too(
        self, client, world, collective, members
    ):
        row = letters.proposed(world, [collective])
        DeepReview.objects.filter(pk=row.pk).update(proposal=0)
        client.force_login(world.users["chuyenvien"])

        page = client.get(reverse("reviews:check_deep_review", args=[row.pk])).text

        assert reverse("reviews:record_member_opinion", args=[row.pk]) in page
