"""Yearly pledges: asked for, written, handed in at the cell, frozen there, received on screen or on paper."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core import localtime
from core.errors import Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions.pledges import (
    PledgeEdit,
    Unfinished,
    call_for_pledges,
    hand_in_pledge,
    recall_pledge,
    receive_all,
    receive_paper,
    receive_pledge,
    save_pledge,
    withdraw_paper,
)
from reviews.models import Cycle, Pledge, PledgeAnswer
from reviews.reports.pledge_counts import call_for, counts_below, members_of_cell
from reviews.rules import pledges as rules
from reviews.rules.writing import token_of
from reviews.states import PledgeState
from tests.factories import pledges
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db
EVERYBODY = (
    "thuky", "bithu", "canbo", "thanhvien", "thuky_chibo", "thuky_khac", "bithu_khac", "thuky_bay", "chuyenvien",
    "thuongtruc", "kiemtra", "mattran", "quantri", "nguoi_la",
)  # fmt: skip


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = make.province()
        pledges.called(world)
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


def refused(statement: str) -> None:
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


class TestAsking:
    def test_only_whoever_runs_the_cycle_asks(self, world):
        for who in EVERYBODY:
            cycle = Cycle.objects.get(pk=world.cycle.pk)
            asks = {"cycle_id": cycle.pk, "version": cycle.version, "actor": world.actor(who)}
            asks["due_on"] = localtime.today()
            if who in {"chuyenvien", "thuongtruc"}:
                assert call_for_pledges(**asks).pledge_due_on == localtime.today()
            else:
                with pytest.raises(NotAllowed):
                    call_for_pledges(**asks)

    def test_a_day_before_the_period_is_refused(self, world):
        cycle = Cycle.objects.get(pk=world.cycle.pk)
        with pytest.raises(Invalid, match="trước ngày đầu kỳ"):
            call_for_pledges(
                cycle_id=cycle.pk,
                version=cycle.version,
                actor=world.actor("chuyenvien"),
                due_on=cycle.period_from - timedelta(days=1),
            )

    def test_nobody_writes_where_nothing_is_asked(self, world):
        Cycle.objects.update(pledge_due_on=None)
        with pytest.raises(Invalid, match="không yêu cầu"):
            pledges.written(world, "canbo")

    def test_whoever_has_no_cell_is_not_asked(self, world):
        with pytest.raises(Invalid, match="không sinh hoạt"):
            pledges.written(world, "thuongtruc")


class TestWriting:
    def test_what_was_written_stands_and_a_second_save_goes_on_with_it(self, world):
        first, *_ = pledges.sections(world)
        pledge = pledges.written(world, "canbo")
        answer = PledgeAnswer.objects.get(pledge=pledge, section=first)
        seen = token_of(answer.version, {"text": answer.text})

        save_pledge(
            cycle_id=world.cycle.pk, actor=world.actor("canbo"), edits=[PledgeEdit(first.pk, "Viết lại.", seen)]
        )

        answer.refresh_from_db()
        assert (answer.text, answer.version) == ("Viết lại.", 2)
        assert Pledge.objects.filter(cadre=world.people["canbo"]).count() == 1

    def test_a_text_changed_in_another_window_is_not_overwritten(self, world):
        first, *_ = pledges.sections(world)
        pledge = pledges.written(world, "canbo")
        late = PledgeEdit(first.pk, "Từ cửa sổ cũ.", token_of(0, {"text": ""}))

        outcome = save_pledge(cycle_id=world.cycle.pk, actor=world.actor("canbo"), edits=[late])

        assert list(outcome.conflicts) == [first.pk]
        assert pledges.TEXT in PledgeAnswer.objects.get(pledge=pledge, section=first).text

    def test_one_with_an_empty_heading_is_not_handed_in(self, world):
        first, *_ = pledges.sections(world)
        pledge = pledges.written(world, "canbo")
        PledgeAnswer.objects.filter(pledge=pledge, section=first).update(text="  ")

        with pytest.raises(Unfinished) as caught:
            hand_in_pledge(pledge_id=pledge.pk, version=pledge.version, actor=world.actor("canbo"))

        assert [one.sentence for one in caught.value.lacks] == [f"Chưa viết mục 1. {first.heading}."]

    def test_nobody_else_hands_it_in(self, world):
        pledge = pledges.written(world, "canbo")
        for who in EVERYBODY:
            if who != "canbo":
                with pytest.raises(NotAllowed):
                    hand_in_pledge(pledge_id=pledge.pk, version=pledge.version, actor=world.actor(who))


class TestHandedIn:
    def test_it_keeps_the_names_of_that_day(self, world):
        pledge = pledges.handed_in(world, "canbo")

        assert (pledge.state, pledge.unit) == (PledgeState.HANDED_IN, world.cell)
        assert (pledge.unit_name, pledge.upper_name) == (world.cell.name, world.commune.name)
        assert "Phó Bí thư Đảng ủy xã" in pledge.post_line

    def test_the_database_keeps_it_as_it_is(self, world):
        pledge = pledges.handed_in(world, "canbo")

        refused(f"UPDATE reviews_pledgeanswer SET text = 'x' WHERE pledge_id = {pledge.pk}")
        refused(f"UPDATE reviews_pledgeanswer SET unread = '{{{{text,x}}}}' WHERE pledge_id = {pledge.pk}")
        refused(f"DELETE FROM reviews_pledgeanswer WHERE pledge_id = {pledge.pk}")
        refused(
            "INSERT INTO reviews_pledgeanswer (pledge_id, section_id, text, updated_at, version) "
            f"SELECT pledge_id, section_id + 1000, 'x', now(), 1 FROM reviews_pledgeanswer WHERE pledge_id = {pledge.pk}"
        )
        refused(f"UPDATE reviews_pledge SET workplace = 'x' WHERE id = {pledge.pk}")
        refused(f"UPDATE reviews_pledge SET state = 'received', received_at = now(), year = 1 WHERE id = {pledge.pk}")
        refused(f"DELETE FROM reviews_pledge WHERE id = {pledge.pk}")

    def test_received_it_does_not_even_go_back(self, world):
        pledge = pledges.received(world, "canbo")

        refused(
            f"UPDATE reviews_pledge SET state = 'draft', handed_in_at = NULL, received_at = NULL WHERE id = {pledge.pk}"
        )
        refused(f"UPDATE reviews_pledge SET received_by_name = 'x' WHERE id = {pledge.pk}")
        with pytest.raises(NotAllowed):
            recall_pledge(pledge_id=pledge.pk, version=pledge.version, actor=world.actor("canbo"))

    def test_taken_back_it_is_written_again(self, world):
        pledge = pledges.handed_in(world, "canbo")
        with pytest.raises(NotAllowed, match="thu hồi"):
            save_pledge(cycle_id=world.cycle.pk, actor=world.actor("canbo"), edits=[])

        pledge = recall_pledge(pledge_id=pledge.pk, version=pledge.version, actor=world.actor("canbo"))

        save_pledge(cycle_id=world.cycle.pk, actor=world.actor("canbo"), edits=[])
        assert hand_in_pledge(pledge_id=pledge.pk, version=pledge.version, actor=world.actor("canbo")).handed_in_at

    def test_only_the_cell_receives_it(self, world):
        pledge = pledges.handed_in(world, "canbo")
        for who in EVERYBODY:
            if who != "thuky_chibo":
                with pytest.raises(NotAllowed):
                    receive_pledge(pledge_id=pledge.pk, version=pledge.version, actor=world.actor(who))
        done = receive_pledge(pledge_id=pledge.pk, version=pledge.version, actor=world.actor("thuky_chibo"))
        assert (done.state, done.received_by_name) == (PledgeState.RECEIVED, "Bế Văn Đàn")

    def test_an_old_page_is_refused(self, world):
        pledge = pledges.handed_in(world, "canbo")
        with pytest.raises(StaleObject):
            receive_pledge(pledge_id=pledge.pk, version=1, actor=world.actor("thuky_chibo"))

    def test_several_are_received_together_or_not_at_all(self, world):
        one, two = pledges.handed_in(world, "canbo"), pledges.handed_in(world, "thanhvien")
        both = {one.pk: one.version, two.pk: two.version - 1}
        with pytest.raises(StaleObject), transaction.atomic():
            receive_all(unit_id=world.cell.pk, year=one.year, pledges=both, actor=world.actor("thuky_chibo"))
        assert Pledge.objects.filter(state=PledgeState.RECEIVED).count() == 0

        both[two.pk] = two.version
        assert receive_all(unit_id=world.cell.pk, year=one.year, pledges=both, actor=world.actor("thuky_chibo")) == 2

    def test_the_trail_says_nothing_of_the_text(self, world):
        pledges.received(world, "canbo")

        trail = AuditEntry.objects.filter(target_type="reviews.pledge")
        assert [entry.verb for entry in trail.order_by("pk")] == ["pledge.hand_in", "pledge.receive"]
        assert not any("đất đai" in str(entry.data) for entry in trail)


class TestOnPaper:
    def note(self, world, who="canbo", by="thuky_chibo", on=None):
        return receive_paper(
            cycle_id=world.cycle.pk,
            cadre_id=world.people[who].pk,
            unit_id=world.cell.pk,
            actor=world.actor(by),
            on=on or localtime.today(),
        )

    def test_the_cell_notes_the_day_and_a_draft_stays_the_persons_own(self, world):
        draft = pledges.written(world, "canbo")

        pledge = self.note(world)

        assert (pledge.pk, pledge.state, pledge.paper_on) == (draft.pk, PledgeState.RECEIVED, localtime.today())
        refused(f"UPDATE reviews_pledgeanswer SET text = 'x' WHERE pledge_id = {pledge.pk}")
        with pytest.raises(NotAllowed):
            self.note(world)

    def test_only_the_cell_notes_it_never_for_oneself_and_for_no_day_to_come(self, world):
        for who in EVERYBODY:
            if who != "thuky_chibo":
                with pytest.raises(NotAllowed):
                    self.note(world, by=who)
        with pytest.raises(Invalid, match="sau hôm nay"):
            self.note(world, on=localtime.today() + timedelta(days=1))
        with pytest.raises(Invalid, match="không sinh hoạt"):
            self.note(world, who="bithu_khac")

    def test_a_mistaken_note_is_taken_back(self, world):
        pledge = self.note(world)

        pledge = withdraw_paper(pledge_id=pledge.pk, version=pledge.version, actor=world.actor("thuky_chibo"))

        assert (pledge.state, pledge.paper_on) == (PledgeState.DRAFT, None)
        electronic = pledges.received(world, "thanhvien")
        with pytest.raises(NotAllowed, match="trên phần mềm"):
            withdraw_paper(pledge_id=electronic.pk, version=electronic.version, actor=world.actor("thuky_chibo"))


class TestWhoSeesWhat:
    @pytest.mark.parametrize("state", ["draft", "handed_in", "received", "paper"])
    def test_lists_hold_exactly_what_the_rule_shows(self, world, state):
        if state == "paper":
            TestOnPaper().note(world)
        else:
            {"draft": pledges.written, "handed_in": pledges.handed_in, "received": pledges.received}[state](
                world, "canbo"
            )
        every = list(Pledge.objects.all())

        seen_by = set()
        for who in world.users:
            actor = world.actor(who)
            seen = set(Pledge.objects.visible_to(actor).values_list("pk", flat=True))
            assert seen == {pledge.pk for pledge in every if rules.may_view(actor, pledge)}, who
            seen_by |= {who} if seen else set()

        assert seen_by == ({"canbo"} if state == "draft" else {"canbo", "thuky_chibo"})

    def test_the_cell_counts_its_members_and_committees_count_units(self, world):
        pledges.received(world, "canbo")
        pledges.written(world, "thanhvien")
        call = call_for(world.cell)
        assert call is not None

        lines = {
            line.cadre.full_name: line.pledge is not None for line in members_of_cell(world.cell, call.period_to.year)
        }
        of_commune, of_other = counts_below(world.province, call)

        assert lines == {"Trần Đình Hưởng": False, "Lê Văn Khải": True, "Nguyễn Thị Ánh Nguyệt": False}
        assert (of_commune.unit, of_commune.members, of_commune.handed_in, of_commune.missing) == (
            world.commune,
            3,
            1,
            2,
        )
        assert (of_other.members, of_other.handed_in, of_other.on_paper) == (1, 0, 0)
