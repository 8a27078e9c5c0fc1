"""Working groups: who sends them, what their members see and for how long, what is recorded of each conference."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from cadres.actions.accounts import create_account
from cadres.forms.people import cadre_words
from cadres.models import RoleGrant
from cadres.roles import Position, Role
from core import localtime
from core.errors import Invalid, NotAllowed, StaleObject
from reviews.actions import amendment_documents, amendments
from reviews.actions import deep_reviews as life
from reviews.actions import working_groups as actions
from reviews.actions.deep_reviews_drafting import LetterText, TopicText
from reviews.actions.group_visits import VisitFacts, record_visit
from reviews.actions.working_groups import GroupFacts
from reviews.models import DeepReview, GroupVisit, RemediationItem, Review, WorkingGroup
from reviews.reports import deep_review_timeline, group_load, suggestion_amendment, suggestion_letter
from reviews.rules import deep_reviews as letter_rules
from reviews.rules import remediation, sheets
from reviews.rules import working_groups as rules
from reviews.states import Attendance, CycleState, GroupDuty
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make
from tests.factories.organisation import SYSTEM

pytestmark = pytest.mark.django_db
START = date(2026, 11, 10)
FACTS = GroupFacts("Tổ công tác số 1", "512-QĐ/TU", START, START, START + timedelta(days=30))
FACTS_AS_DICT = {name: getattr(FACTS, name) for name in GroupFacts.__dataclass_fields__}


@pytest.fixture(autouse=True)
def in_the_groups_time():
    with time_machine.travel(datetime(2026, 11, 20, 10, tzinfo=localtime.HO_CHI_MINH), tick=False):
        yield


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def collective(world):
    return make.collective_review(world, world.commune)


@pytest.fixture
def other(world):
    return make.collective_review(world, world.other_commune)


@pytest.fixture
def helper(world):
    """A person with an account and no role of their own, who sits in no collective that is reviewed."""
    person = make.cadre("Đinh Thế Vinh")
    make.seat(person, world.province, Position.MEMBER, "Ủy viên Ban Chấp hành", managed_by=world.central)
    world.users["giup_viec"] = make.account("giup_viec", person)
    return person


def created(world, **facts):
    wanted = GroupFacts(**FACTS_AS_DICT | facts)
    return actions.create_group(
        cycle_id=world.cycle.pk, owner_id=world.province.pk, actor=world.actor("chuyenvien"), facts=wanted
    )


def add(world, group, person, duty=GroupDuty.MEMBER):
    group = fresh(group)
    return actions.add_member(
        group_id=group.pk, version=group.version, actor=world.actor("chuyenvien"), cadre_id=person.pk, duty=duty
    )


def give(world, group, *units):
    group = fresh(group)
    ids = [unit.pk for unit in units]
    return actions.give_units(group_id=group.pk, version=group.version, actor=world.actor("chuyenvien"), unit_ids=ids)


def fresh(group) -> WorkingGroup:
    return WorkingGroup.objects.with_contents().get(pk=group.pk)


def visit_of(group, unit) -> GroupVisit:
    return GroupVisit.objects.get(group=group, unit=unit)


def record(world, visit, by="chuyenvien", **facts):
    said = {"held_on": localtime.today(), "starts_at": None, "place": "", "note": "", "attendances": {}} | facts
    return record_visit(visit_id=visit.pk, version=visit.version, actor=world.actor(by), facts=VisitFacts(**said))


@pytest.fixture
def group(world, helper, collective, other):
    """Sent to the commune, with the helper in it."""
    row = created(world)
    add(world, row, helper)
    give(world, row, world.commune)
    return fresh(row)


class TestWhatMembersSee:
    def test_the_collectives_of_the_units_given_and_no_personal_review(self, world, group, collective, other):
        make.individual_review(world, world.cadre("canbo"), world.commune)

        assert list(Review.objects.visible_to(world.actor("giup_viec"))) == [collective]

    def test_the_row_and_the_rule_agree(self, world, group, collective, other):
        actor = world.actor("giup_viec")

        seen = {review.pk: bool(sheets.may_view(actor, review)) for review in Review.objects.with_subject()}
        assert seen == {collective.pk: True, other.pk: False}

    def test_never_the_answers_about_convictions(self, world, group, collective):
        letters.submitted(collective, by=world.users["bithu"])
        review = Review.objects.with_subject().get(pk=collective.pk)

        assert bool(sheets.may_read_content(world.actor("giup_viec"), review)) is True
        assert bool(sheets.may_read_indicators(world.actor("giup_viec"), review)) is False

    def test_the_letter_to_the_unit_and_only_its_own_target(self, world, group, collective, other):
        letter = letters.issued(world, [collective, other])
        actor = world.actor("giup_viec")

        assert [row.pk for row in DeepReview.objects.visible_to(actor)] == [letter.pk]
        seen = [t.review_id for t in letter.targets.all() if letter_rules.may_view_target(actor, t)]
        assert seen == [collective.pk]

    @pytest.mark.parametrize(("second", "sees"), [(-1, True), (0, False)])
    def test_until_midnight_of_the_last_day_in_ho_chi_minh_city(self, world, group, collective, second, sees):
        midnight = datetime(2026, 12, 11, tzinfo=localtime.HO_CHI_MINH)
        with time_machine.travel(midnight + timedelta(seconds=second), tick=False):
            actor = world.actor("giup_viec")
            assert Review.objects.visible_to(actor).exists() is sees
            assert WorkingGroup.objects.visible_to(actor).exists() is sees
            assert bool(rules.may_view(actor, group, localtime.today())) is sees

    def test_only_while_the_cycle_is_open(self, world, group, collective):
        world.cycle.state = CycleState.CLOSED
        world.cycle.save(update_fields=["state"])

        assert not Review.objects.visible_to(world.actor("giup_viec")).exists()

    def test_no_other_cycle_of_the_same_unit(self, world, group, collective):
        world.cycle.pk, world.cycle.name = None, "Kiểm điểm quý IV"
        world.cycle.save(force_insert=True)
        of_quarter = make.collective_review(world, world.commune)
        actor = world.actor("giup_viec")

        assert list(Review.objects.visible_to(actor)) == [collective]
        assert bool(sheets.may_view(actor, Review.objects.with_subject().get(pk=of_quarter.pk))) is False

    def test_nothing_of_what_follows_the_review(self, world, group, collective):
        make.limitation(collective, "Chậm giải ngân", {"owner_text": "Văn phòng", "action": "Đôn đốc"})
        item = make.accept(collective, world.actor("thuongtruc")).items.get()
        actor = world.actor("giup_viec")

        assert not RemediationItem.objects.visible_to(actor).exists()
        assert bool(remediation.may_view(actor, item)) is False

    def test_an_account_opened_later_gets_its_rights_at_once(self, world, collective):
        person = make_known(world, "Lý Văn Chín")
        row = created(world)
        add(world, row, person)
        row = give(world, row, world.commune)
        world.users["moi"], _ = create_account(actor=SYSTEM, username="moi", cadre_id=person.pk)

        assert fresh(row).version == row.version
        assert list(Review.objects.visible_to(world.actor("moi"))) == [collective]

    def test_nothing_any_more_once_they_left(self, world, group, helper, collective):
        member = rules.members_now(group)[0]
        actions.remove_member(
            group_id=group.pk, version=group.version, actor=world.actor("chuyenvien"), member_id=member.pk
        )

        actor = world.actor("giup_viec")
        assert not Review.objects.visible_to(actor).exists()
        assert not WorkingGroup.objects.visible_to(actor).exists()

    def test_nothing_of_a_unit_that_was_taken_back(self, world, group, collective, other):
        row = give(world, group, world.other_commune)
        visit = visit_of(group, world.commune)
        actions.take_unit_back(group_id=row.pk, version=row.version, actor=world.actor("chuyenvien"), visit_id=visit.pk)

        assert list(Review.objects.visible_to(world.actor("giup_viec"))) == [other]

    def test_new_days_move_the_rights(self, world, group, helper):
        later = GroupFacts(**FACTS_AS_DICT | {"works_to": START + timedelta(days=60)})
        actions.change_group(group_id=group.pk, version=group.version, actor=world.actor("chuyenvien"), facts=later)

        grants = RoleGrant.objects.filter(user=world.users["giup_viec"], role=Role.TASK)
        assert [grant.ended_on for grant in grants] == [START + timedelta(days=60)]

    def test_two_groups_give_and_take_their_own(self, world, group, helper, collective):
        second = created(world, name="Tổ công tác số 2")
        add(world, second, helper)
        give(world, second, world.commune)
        member = rules.members_now(group)[0]
        actions.remove_member(
            group_id=group.pk, version=group.version, actor=world.actor("chuyenvien"), member_id=member.pk
        )

        assert list(Review.objects.visible_to(world.actor("giup_viec"))) == [collective]


class TestWhoIsSent:
    @pytest.mark.parametrize("who", ["thuky", "bithu", "kiemtra", "trunguong", "quantri"])
    def test_only_the_committee_sends_groups(self, world, who):
        with pytest.raises(NotAllowed, match="của cấp ủy đó"):
            actions.create_group(
                cycle_id=world.cycle.pk, owner_id=world.province.pk, actor=world.actor(who), facts=FACTS
            )

    def test_nobody_is_sent_to_a_collective_they_sit_in(self, world, group):
        with pytest.raises(Invalid, match="tham gia hoặc viết cho tập thể Đảng ủy xã Tân Sơn"):
            add(world, group, world.cadre("bithu"))

    def test_nobody_is_sent_to_a_collective_they_write_for(self, world, group):
        writer = make_known(world, "Vũ Thị Thảo")
        make.account("nguoi_soan", writer, (Role.SECRETARY, world.commune))

        with pytest.raises(Invalid, match="tham gia hoặc viết cho tập thể Đảng ủy xã Tân Sơn"):
            add(world, group, writer)

    def test_no_unit_is_given_in_which_a_member_sits(self, world, collective):
        row = created(world)
        add(world, row, world.cadre("bithu"))

        with pytest.raises(Invalid, match="không dự kiểm điểm ở đó trong tổ công tác"):
            give(world, row, world.commune)

    def test_a_member_twice_and_a_second_head_are_refused(self, world, group, helper):
        with pytest.raises(Invalid, match="đã ở trong tổ"):
            add(world, group, helper)
        add(world, group, make_known(world, "Lý Văn Bảy"), GroupDuty.HEAD)
        with pytest.raises(Invalid, match="Tổ đã có tổ trưởng"):
            add(world, group, make_known(world, "Lý Văn Tám"), GroupDuty.HEAD)

    def test_a_unit_that_the_committee_does_not_review_is_refused(self, world, group):
        with pytest.raises(Invalid, match="chọn ít nhất một nơi"):
            give(world, group, world.lookalike)

    def test_the_same_name_and_days_out_of_order_are_refused(self, world, group):
        with pytest.raises(Invalid, match="đã có tổ tên"):
            created(world)
        with pytest.raises(Invalid, match="Ngày kết thúc không thể trước"):
            created(world, name="Khác", works_to=START - timedelta(days=1))

    def test_of_two_changes_at_once_the_second_is_told(self, world, group, helper):
        with pytest.raises(StaleObject):
            actions.change_group(
                group_id=group.pk, version=group.version - 1, actor=world.actor("chuyenvien"), facts=FACTS
            )


class TestConferences:
    def test_schedule_first_then_who_came_and_the_note(self, world, group, helper):
        member = rules.members_now(group)[0]
        visit = record(world, visit_of(group, world.commune), by="giup_viec", place="Hội trường")
        said = {member.pk: (Attendance.ABSENT.value, "Ốm")}
        record(world, visit, by="giup_viec", note="Tập thể chuẩn bị kỹ.", attendances=said)

        visit = visit_of(group, world.commune)
        told = [(one.came, one.reason) for one in visit.attendances.all()]
        assert (visit.note, visit.noted_by_name, told) == ("Tập thể chuẩn bị kỹ.", "Đinh Thế Vinh", [("absent", "Ốm")])

    def test_no_note_before_the_conference_and_none_outside_the_groups_days(self, world, group):
        visit = visit_of(group, world.commune)
        tomorrow = localtime.today() + timedelta(days=1)

        with pytest.raises(Invalid, match="từ ngày hội nghị"):
            record(world, visit, held_on=tomorrow, note="Tốt")
        with pytest.raises(Invalid, match="trong thời gian làm việc"):
            record(world, visit, held_on=START - timedelta(days=1))

    def test_an_absence_needs_its_reason(self, world, group):
        member = rules.members_now(group)[0]

        with pytest.raises(Invalid, match="lý do của người vắng"):
            record(world, visit_of(group, world.commune), attendances={member.pk: (Attendance.ABSENT.value, " ")})

    def test_what_was_recorded_keeps_the_unit_in_the_group(self, world, group):
        record(world, visit_of(group, world.commune), note="Đã dự")

        with pytest.raises(Invalid, match="không rút nơi này ra được"):
            actions.take_unit_back(
                group_id=group.pk,
                version=group.version,
                actor=world.actor("chuyenvien"),
                visit_id=visit_of(group, world.commune).pk,
            )

    def test_strangers_record_nothing(self, world, group):
        with pytest.raises(NotAllowed, match="Chỉ thành viên của tổ"):
            record(world, visit_of(group, world.commune), by="bithu", note="x")

    def test_a_member_who_took_a_seat_there_records_nothing(self, world, group, helper):
        make.seat(helper, world.commune, Position.DEPUTY, "Phó Bí thư", managed_by=world.province)

        with pytest.raises(NotAllowed, match="Đồng chí tham gia hoặc viết cho tập thể này"):
            record(world, visit_of(group, world.commune), by="giup_viec", note="Tốt")

    def test_load_absences_and_clashes_count_over_all_groups(self, world, group, helper, other):
        second = created(world, name="Tổ công tác số 2")
        add(world, second, helper)
        give(world, second, world.other_commune)
        member = rules.members_now(group)[0]
        said = {member.pk: (Attendance.ABSENT.value, "Ốm")}
        record(world, visit_of(group, world.commune), attendances=said)
        record(world, visit_of(second, world.other_commune))

        load = group_load.collect([helper.pk], group)[helper.pk]
        clash = f"20/11/2026: {world.commune.name}, {world.other_commune.name}"
        assert (load.groups, load.units, load.absences, load.clashes) == (2, 2, 1, [clash])

    def test_who_may_be_chosen_stands_with_posts_load_absences_and_clashes(self, client, world, group, helper, other):
        second = created(world, name="Tổ công tác số 2")
        give(world, second, world.other_commune)
        member = rules.members_now(group)[0]
        record(world, visit_of(group, world.commune), attendances={member.pk: (Attendance.ABSENT.value, "Ốm")})
        record(world, visit_of(second, world.other_commune))
        client.force_login(world.users["chuyenvien"])

        page = client.get(reverse("reviews:add_group_member", args=[second.pk])).text

        post = f"Ủy viên Ban Chấp hành, {world.province.name}"
        clash = f"trùng lịch 20/11/2026: {world.commune.name}, {world.other_commune.name}"
        assert f"{cadre_words(helper)}: {post} · 1 nơi trong 1 tổ · vắng 1 hội nghị · {clash}" in page
        assert post in client.get(reverse("reviews:group_page", args=[group.pk])).text


class TestOnScreen:
    def test_a_member_finds_it_at_home_and_records(self, client, world, group):
        client.force_login(world.users["giup_viec"])
        visit = visit_of(group, world.commune)

        assert "Dự kiểm điểm tại Đảng ủy xã Tân Sơn" in client.get("/").text
        address = reverse("reviews:record_visit", args=[group.pk, visit.pk])
        sent = {"version": visit.version, "held_on": "20/11/2026", "starts_at": "", "place": "", "note": "Đã <b>dự</b>"}
        assert client.post(address, sent).status_code == 302
        assert "Đã &lt;b&gt;dự&lt;/b&gt;" in client.get(reverse("reviews:group_page", args=[group.pk])).text
        assert "Dự kiểm điểm tại" not in client.get("/").text

    def test_a_visit_of_another_group_is_not_found(self, client, world, group, other):
        second = created(world, name="Tổ công tác số 2")
        give(world, second, world.other_commune)
        foreign = visit_of(second, world.other_commune)
        client.force_login(world.users["giup_viec"])

        assert client.get(reverse("reviews:record_visit", args=[group.pk, foreign.pk])).status_code == 404
        assert client.get(reverse("reviews:group_page", args=[second.pk])).status_code == 404

    @pytest.mark.parametrize("rows", [1, 12])
    def test_the_list_asks_the_same_number_of_queries(
        self, client, world, django_assert_max_num_queries, collective, rows
    ):
        for number in range(rows):
            created(world, name=f"Tổ {number}")
        client.force_login(world.users["chuyenvien"])
        with django_assert_max_num_queries(10):
            page = client.get(reverse("reviews:groups"))
        assert page.text.count("Quyết định số") == rows


def make_known(world, name):
    """A person whom the province's staff may look up."""
    person = make.cadre(name)
    make.seat(person, world.province, Position.MEMBER, "Ủy viên", managed_by=world.central)
    return person


class TestOnALetter:
    """A working group is chosen while the letter is drafted, stands in it, and is given its task when it is issued."""

    def choose(self, world, row, group, by="chuyenvien"):
        row = letters.fresh(row)
        text = LetterText(
            row.title, row.introduction, tuple(row.grounds), row.grounds_text, row.due_on, working_group_id=group.pk
        )
        topics = [TopicText(t.title, t.field_id, t.ground, t.clarify, t.pk) for t in row.topics.all()]
        known = {"deep_review_id": row.pk, "version": row.version, "actor": world.actor(by)}
        letters.drafting.edit_deep_review(text=text, topics=topics, **known)
        return letters.fresh(row)

    def test_it_is_told_in_the_letter_and_gets_the_units_when_that_is_issued(self, client, world, group, other):
        row = self.choose(world, letters.drafted(world, [other]), group)
        client.force_login(world.users["chuyenvien"])
        page = client.get(reverse("reviews:edit_deep_review", args=[row.pk]))
        assert list(page.context["form"].fields["working_group"].choices)[1] == (
            group.pk,
            "Tổ công tác số 1: 1 nơi, làm việc đến 10/12/2026",
        )
        assert not GroupVisit.objects.filter(group=group, unit=world.other_commune).exists()

        row = letters.sent(world, row)
        actions.change_group(
            group_id=group.pk, version=fresh(group).version, actor=world.actor("chuyenvien"),
            facts=GroupFacts(**FACTS_AS_DICT | {"name": "Tên mới"}),
        )  # fmt: skip

        assert GroupVisit.objects.filter(group=group, unit=world.other_commune).exists()
        assert sheets.is_assisting(world.actor("giup_viec"), Review.objects.with_subject().get(pk=other.pk))
        for paper in (
            suggestion_letter.collect(world.actor("thuky_khac"), deep_review=row.pk),
            suggestion_letter.collect_for_target(world.actor("thuky_khac"), target=row.targets.get().pk),
        ):
            told = "Tổ công tác số 1 (thành lập theo Quyết định số 512-QĐ/TU, ngày 10/11/2026) dự, chỉ đạo hội nghị"
            assert told in paper.closing
            assert "Tổ công tác số 1" in paper.recipients.lines
        for who, address in (("chuyenvien", reverse("reviews:group_page", args=[group.pk])), ("thuky_khac", "")):
            targets, topics = list(row.targets.all()), list(row.topics.all())
            story = deep_review_timeline.collect(world.actor(who), row, targets, topics, whole=who == "chuyenvien")
            given = [(one.words, one.who, one.url) for one in story if "giao" in one.words]
            words = "giao Tổ công tác số 1 dự kiểm điểm: Đảng ủy xã Yên Phú"
            assert given == [(words, world.actor("thuongtruc").name, address)], "of its own units alone"
        client.force_login(world.users["thuky_khac"])
        assert "512-QĐ/TU" in client.get(reverse("reviews:deep_review_page", args=[row.pk])).text

    @pytest.mark.parametrize("state", ["draft", "approved"])
    def test_a_letter_does_not_go_up_or_out_with_a_group_whose_member_belongs_to_one_of_those_suggested(
        self, client, world, group, other, helper, state
    ):
        row = self.choose(world, letters.drafted(world, [other]), group)
        go_on = letters.sent
        if state == "approved":
            life.propose_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("chuyenvien"))
            row = letters.fresh(row)
            life.approve_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("thuongtruc"))
            go_on = letters.numbered
        make.seat(helper, world.other_commune, Position.MEMBER, "Ủy viên", managed_by=world.province)
        client.force_login(world.users["chuyenvien"])
        for page in ("edit_deep_review", "choose_targets", "check_deep_review"):
            shown = client.get(reverse(f"reviews:{page}", args=[row.pk])).text
            said = "Đồng chí Đinh Thế Vinh tham gia hoặc viết cho tập thể Đảng ủy xã Yên Phú" in shown
            linked = reverse("reviews:group_page", args=[group.pk]) in shown
            assert (said, linked) == (state == "draft", state == "draft"), (
                "before it goes up, with the way to the group"
            )

        with pytest.raises(Invalid, match="tham gia hoặc viết cho tập thể"), transaction.atomic():
            go_on(world, letters.fresh(row))

        assert letters.fresh(row).state == state
        assert not GroupVisit.objects.filter(unit=world.other_commune).exists()

    def test_a_group_of_another_committee_or_that_has_ended_is_no_choice(self, world, group, other):
        row = letters.drafted(world, [other])
        WorkingGroup.objects.filter(pk=group.pk).update(owner=world.central)
        with pytest.raises(Invalid, match="không phải của cấp ủy này"):
            self.choose(world, row, group)
        WorkingGroup.objects.filter(pk=group.pk).update(owner=world.province)
        row = self.choose(world, row, group)
        WorkingGroup.objects.filter(pk=group.pk).update(works_to=START + timedelta(days=1))

        assert [gap.sentence for gap in letter_rules.gaps(letters.fresh(row))] == [
            "Tổ công tác số 1 đã hết thời gian làm việc ngày 11/11/2026. Hãy chọn tổ khác, hoặc bỏ chọn."
        ]

    @pytest.mark.parametrize("is_of_theirs", [False, True])
    def test_a_target_added_later_goes_to_the_group_too_unless_a_member_belongs_there(
        self, world, group, collective, other, helper, is_of_theirs
    ):
        if is_of_theirs:
            make.seat(helper, world.other_commune, Position.MEMBER, "Ủy viên", managed_by=world.province)
        row = letters.sent(world, self.choose(world, letters.drafted(world, [collective]), group))

        change = amendments.add_target(
            deep_review_id=row.pk, version=row.version, actor=world.actor("thuongtruc"), review_id=other.pk,
            paper=amendment_documents.ChangePaper("40-CV/TU", localtime.today(), "Bổ sung nơi kiểm điểm"),
        )  # fmt: skip

        is_given = GroupVisit.objects.filter(group=group, unit=world.other_commune).exists()
        paper = suggestion_amendment.collect(world.actor("thuky_khac"), amendment=change.pk)
        told = "giao Tổ công tác số 1 (thành lập theo Quyết định số 512-QĐ/TU" in paper.closing
        assert (is_given, told) == (not is_of_theirs, not is_of_theirs)
