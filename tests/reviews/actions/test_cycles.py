"""Cycles: drafted, edited, opened, deadlines changed, closed, opened again; by whom, and with what refusals."""

import threading
import unicodedata
from datetime import date

import pytest
from django.db import connection

from cadres.roles import Role
from core import localtime
from core.errors import DomainError, Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions import cycles as actions
from reviews.models import Cycle, Review
from reviews.rules.cycle_plans import TierDeadline
from reviews.states import CycleState
from tests.factories import organisation as org
from tests.factories.reviews import drafted_cycle, opened_cycle, review_of, year_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return org.make_tree()


@pytest.fixture
def staff(tree):
    return org.acting(org.make_account("chuyenvien", (Role.STAFF, tree.province)))


@pytest.fixture
def foreigner(tree):
    return org.acting(org.make_account("thuky", (Role.SECRETARY, tree.commune), (Role.STAFF, tree.commune)))


def end_of_year() -> date:
    return date(localtime.today().year, 12, 31)


def test_plan_is_kept_as_a_draft_with_its_audit(tree, staff):
    cycle = drafted_cycle(tree.province, staff)

    assert (cycle.state, cycle.templates.count(), cycle.deadlines.count()) == (CycleState.DRAFT, 4, 5)
    assert AuditEntry.objects.get(verb="cycle.create", target_id=cycle.pk).user_id == staff.user_id


def test_only_the_committee_prepares_its_cycles(tree, foreigner):
    with pytest.raises(NotAllowed, match="Chỉ cơ quan giúp việc"):
        drafted_cycle(tree.province, foreigner)


def test_scope_outside_the_own_tree_is_refused(tree, foreigner):
    with pytest.raises(Invalid, match="Phạm vi của đợt phải là"):
        drafted_cycle(tree.commune, foreigner, scope_id=tree.other_commune.pk)


def test_faults_of_the_plan_come_all_at_once(tree, staff):
    with pytest.raises(Invalid) as refusal:
        drafted_cycle(
            tree.province, staff, period_to=date(2020, 1, 1), deadlines=(TierDeadline(3, date(2019, 1, 1), None),)
        )
    assert len(refusal.value.items) >= 2
    assert not Cycle.objects.exists()


def test_same_plan_twice_is_refused_with_a_sentence(tree, staff):
    drafted_cycle(tree.province, staff)

    with pytest.raises(Invalid, match="Đã có đợt"):
        drafted_cycle(tree.province, staff)
    assert Cycle.objects.count() == 1


def test_decomposed_name_is_stored_composed_and_known_again(tree, staff):
    name = "Kiểm điểm chuyên đề đất đai"
    cycle = drafted_cycle(tree.province, staff, name=unicodedata.normalize("NFD", f"  {name} "))

    cycle.refresh_from_db()
    assert cycle.name == name
    with pytest.raises(Invalid, match="Đã có đợt"):
        drafted_cycle(tree.province, staff, name=name)


def test_draft_is_edited_and_an_opened_cycle_is_not(tree, staff):
    cycle = drafted_cycle(tree.province, staff)

    plan = year_plan(tree.province, plan_number="46-KH/TU")
    cycle = actions.edit_cycle(cycle_id=cycle.pk, version=cycle.version, plan=plan, actor=staff)
    assert (cycle.plan_number, cycle.version) == ("46-KH/TU", 2)

    cycle, _ = actions.open_cycle(cycle_id=cycle.pk, version=cycle.version, actor=staff)
    with pytest.raises(Invalid, match="chỉ còn đổi được hạn"):
        actions.edit_cycle(cycle_id=cycle.pk, version=cycle.version, plan=plan, actor=staff)


def test_opening_twice_is_refused_and_queues_one_job(tree, staff):
    cycle = drafted_cycle(tree.province, staff)
    actions.open_cycle(cycle_id=cycle.pk, version=1, actor=staff)

    with pytest.raises(StaleObject):
        actions.open_cycle(cycle_id=cycle.pk, version=1, actor=staff)
    with pytest.raises(NotAllowed, match="Không thực hiện được “Mở đợt”"):
        actions.open_cycle(cycle_id=cycle.pk, version=2, actor=staff)
    assert AuditEntry.objects.filter(verb="cycle.open").count() == 1


def test_another_committee_cannot_run_the_cycle(tree, staff, foreigner):
    cycle = opened_cycle(tree.province, staff)

    for step in (
        lambda: actions.close_cycle(cycle_id=cycle.pk, version=cycle.version, actor=foreigner),
        lambda: actions.generate_reviews(cycle_id=cycle.pk, actor=foreigner),
        lambda: actions.change_deadlines(
            cycle_id=cycle.pk, version=cycle.version, deadlines=(), reason="x", actor=foreigner
        ),
    ):
        with pytest.raises(NotAllowed):
            step()


def test_new_deadline_moves_the_reviews_with_reason_and_history(tree, staff):
    cycle = opened_cycle(tree.province, staff)
    later = date(end_of_year().year + 1, 1, 15)
    deadlines = tuple(
        TierDeadline(tier, later if tier == 3 else end_of_year(), end_of_year()) for tier in (2, 3, 4, 5, 6)
    )

    actions.change_deadlines(
        cycle_id=cycle.pk, version=cycle.version, deadlines=deadlines, reason="  Bão số 9 ", actor=staff
    )

    commune = review_of(cycle, unit=tree.commune)
    assert (commune.due_on, commune.version) == (later, 2)
    assert review_of(cycle, unit=tree.cell).due_on == end_of_year()
    entry = AuditEntry.objects.get(verb="review.deadline", target_id=commune.pk)
    assert (entry.data["reason"], entry.data["after"]) == ("Bão số 9", later.isoformat())


def test_deadline_of_a_tier_with_reviews_cannot_be_dropped(tree, staff):
    cycle = opened_cycle(tree.province, staff)

    with pytest.raises(Invalid, match="không bỏ trống hạn được"):
        actions.change_deadlines(
            cycle_id=cycle.pk,
            version=cycle.version,
            deadlines=(TierDeadline(3, end_of_year(), end_of_year()),),
            reason="Thử",
            actor=staff,
        )


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_deadlines_and_reopening_need_a_reason(tree, staff, reason):
    cycle = opened_cycle(tree.province, staff)
    deadlines = actions.plan_of(cycle).deadlines

    with pytest.raises(Invalid, match="Hãy ghi lý do"):
        actions.change_deadlines(
            cycle_id=cycle.pk, version=cycle.version, deadlines=deadlines, reason=reason, actor=staff
        )
    cycle = actions.close_cycle(cycle_id=cycle.pk, version=cycle.version, actor=staff)
    with pytest.raises(Invalid, match="Hãy ghi lý do"):
        actions.reopen_cycle(cycle_id=cycle.pk, version=cycle.version, reason=reason, actor=staff)


def test_closed_cycle_is_opened_again_and_keeps_the_reason(tree, staff):
    cycle = opened_cycle(tree.province, staff)
    cycle = actions.close_cycle(cycle_id=cycle.pk, version=cycle.version, actor=staff)
    assert (cycle.state, cycle.closed_at is not None) == (CycleState.CLOSED, True)

    cycle = actions.reopen_cycle(cycle_id=cycle.pk, version=cycle.version, reason="Còn 3 đơn vị", actor=staff)

    assert (cycle.state, cycle.closed_at) == (CycleState.OPEN, None)
    assert AuditEntry.objects.get(verb="cycle.reopen").data["reason"] == "Còn 3 đơn vị"


def test_draft_is_thrown_away_and_an_opened_cycle_is_not(tree, staff):
    draft = drafted_cycle(tree.province, staff)
    actions.discard_cycle(cycle_id=draft.pk, version=draft.version, actor=staff)
    assert not Cycle.objects.exists()

    cycle = opened_cycle(tree.province, staff)
    with pytest.raises(Invalid, match="không xóa được"):
        actions.discard_cycle(cycle_id=cycle.pk, version=cycle.version, actor=staff)
    assert Review.objects.filter(cycle=cycle).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_open_at_once_open_once(tree, staff):
    cycle = drafted_cycle(tree.province, staff)
    outcomes: list[str] = []

    def press() -> None:
        try:
            actions.open_cycle(cycle_id=cycle.pk, version=1, actor=staff)
            outcomes.append("opened")
        except DomainError as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["StaleObject", "opened"]
    assert AuditEntry.objects.filter(verb="cycle.open").count() == 1
