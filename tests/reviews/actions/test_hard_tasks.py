"""Registering and changing hard tasks: by whom, when, and what is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any
from unicodedata import normalize

import pytest
from django.db import connection

from core import localtime
from core.errors import DomainError, Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions import following, hard_tasks, item_course
from reviews.models import Cycle, HardTask, RemediationItem
from reviews.rules import remediation as item_rules
from reviews.rules.assignment import PersonPlan
from reviews.states import CycleState, ExtensionOutcome
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

TEXT = "Di dời toàn bộ tàu thuyền ra khỏi lòng hồ"


@pytest.fixture
def world():
    return make.small_province()


def register(
    world, who: str, *, own: bool = False, text: str = TEXT, where=None, due_on: date | None = None
) -> HardTask:
    actor = world.actor(who)
    return hard_tasks.register_hard_task(
        cycle_id=world.cycle.pk,
        unit_id=(where or world.commune).pk,
        cadre_id=actor.cadre_id if own else None,
        actor=actor,
        text=text,
        measure="Không còn tàu nào",
        due_on=due_on or localtime.today() + timedelta(days=300),
    )


@pytest.mark.parametrize("who", ["thuky", "bithu"])
def test_secretary_and_head_register_for_the_collective(world, who):
    task = register(world, who)

    assert (task.unit, task.cadre, task.text) == (world.commune, None, TEXT)
    assert AuditEntry.objects.filter(verb="hardtask.register", target_id=task.pk).count() == 1


@pytest.mark.parametrize("who", ["canbo", "thanhvien", "bithu"])
def test_members_register_their_own(world, who):
    assert register(world, who, own=True).cadre == world.cadre(who)


@pytest.mark.parametrize(
    "who",
    ["canbo", "thuky_khac", "chuyenvien", "thuongtruc", "trunguong", "kiemtra", "mattran", "mattran_xa", "quantri"],
)
def test_nobody_else_registers_for_the_collective(world, who):
    with pytest.raises(NotAllowed, match="Chỉ thư ký hoặc bí thư"):
        register(world, who)


def test_a_member_of_another_collective_registers_no_own_task_here(world):
    with pytest.raises(NotAllowed):
        register(world, "bithu_khac", own=True)


def test_a_secretary_registers_for_no_member(world):
    with pytest.raises(NotAllowed):
        hard_tasks.register_hard_task(
            cycle_id=world.cycle.pk,
            unit_id=world.commune.pk,
            cadre_id=world.cadre("canbo").pk,
            actor=world.actor("thuky"),
            text=TEXT,
            measure="",
            due_on=localtime.today(),
        )


def test_a_cycle_that_is_not_open_takes_no_task(world):
    Cycle.objects.update(state=CycleState.CLOSED)

    with pytest.raises(NotAllowed, match="không mở"):
        register(world, "thuky")


def test_a_cycle_of_another_subtree_takes_no_task(world):
    Cycle.objects.update(scope=world.other_commune)

    with pytest.raises(NotAllowed, match="không mở"):
        register(world, "thuky")


def test_a_day_gone_by_and_empty_words_are_refused(world):
    with pytest.raises(Invalid, match="từ hôm nay"):
        register(world, "thuky", due_on=localtime.today() - timedelta(days=1))
    with pytest.raises(Invalid, match="nội dung"):
        register(world, "thuky", text=" \n ")


def test_the_same_task_in_another_normal_form_is_the_same_task(world):
    register(world, "thuky", text=normalize("NFD", TEXT))

    with pytest.raises(Invalid, match="đã được đăng ký"):
        register(world, "bithu")


def test_changing_keeps_what_it_was_in_the_audit(world):
    task = register(world, "thuky")

    changed = hard_tasks.change_hard_task(
        task_id=task.pk, version=1, actor=world.actor("bithu"), text="Di dời 40 tàu", measure="", due_on=task.due_on
    )

    assert (changed.text, changed.version) == ("Di dời 40 tàu", 2)
    assert AuditEntry.objects.get(verb="hardtask.change").data["before"]["text"] == TEXT


def test_an_old_page_and_another_person_change_nothing(world):
    task = register(world, "canbo", own=True)
    wording: dict[str, Any] = {"text": "Khác", "measure": "", "due_on": task.due_on}

    with pytest.raises(StaleObject):
        hard_tasks.change_hard_task(task_id=task.pk, version=7, actor=world.actor("canbo"), **wording)
    with pytest.raises(NotAllowed):
        hard_tasks.change_hard_task(task_id=task.pk, version=1, actor=world.actor("thuky"), **wording)


class TestDays:
    """What was promised first stays; a deadline is moved alone only while nothing is late, begun or asked for."""

    DAY, LATER = date(2027, 3, 31), date(2027, 4, 30)

    @pytest.fixture
    def task(self, world):
        make.collective_review(world, world.commune)
        with localtime.clock_at(datetime(2026, 11, 2, 12, tzinfo=localtime.HO_CHI_MINH)):
            yield register(world, "thuky", due_on=self.DAY)

    def _change(self, world, task, due_on: date, text: str = TEXT) -> RemediationItem:
        version = HardTask.objects.get(pk=task.pk).version
        hard_tasks.change_hard_task(
            task_id=task.pk, version=version, actor=world.actor("thuky"), text=text, measure="", due_on=due_on
        )
        return RemediationItem.objects.get(hard_task=task)

    def _ask(self, world, task, new_due_on: date) -> RemediationItem:
        item = RemediationItem.objects.get(hard_task=task)
        return item_course.ask_extension(
            item_id=item.pk, version=item.version, actor=world.actor("thuky"), new_due_on=new_due_on, reason="Chờ bến"
        )

    def test_a_moved_day_leaves_the_first_one(self, world, task):
        item = self._change(world, task, self.LATER)

        assert (item.due_on, item.first_due_on) == (self.LATER, self.DAY)

    def test_an_overdue_day_is_moved_by_an_extension_only_but_words_are_mended(self, world, task):
        with localtime.clock_at(datetime(2027, 4, 1, 0, 0, tzinfo=localtime.HO_CHI_MINH)):
            with pytest.raises(Invalid, match="xin gia hạn"):
                self._change(world, task, self.LATER)
            item = self._change(world, task, self.DAY, "Di dời 40 tàu")

        assert (item.action, item.due_on) == ("Di dời 40 tàu", self.DAY)

    def test_a_waiting_extension_bars_another_day_but_not_other_words(self, world, task):
        self._ask(world, task, self.LATER)

        with pytest.raises(Invalid, match="đang chờ quyết định"):
            self._change(world, task, date(2027, 5, 31))
        assert self._change(world, task, self.DAY, "Di dời 40 tàu").action == "Di dời 40 tàu"

    def test_an_extension_to_a_day_that_is_no_later_any_more_is_not_granted(self, world, task):
        item = self._ask(world, task, self.LATER)
        RemediationItem.objects.filter(pk=item.pk).update(due_on=self.LATER)

        with pytest.raises(Invalid, match="không sau hạn đang có"):
            item_course.decide_extension(
                item_id=item.pk,
                version=item.version,
                actor=world.actor("thuongtruc"),
                outcome=ExtensionOutcome.GRANTED,
            )


def test_an_own_task_goes_with_its_person_to_the_committee_that_has_the_review_now(world):
    review = make.individual_review(world, world.cadre("canbo"), world.commune)
    item = RemediationItem.objects.get(hard_task=register(world, "canbo", own=True))
    plan = PersonPlan(
        form=review.template.code,
        unit_id=world.other_commune.pk,
        managing_unit_id=world.lookalike.pk,
        position="head",
        post_line="Bí thư",
        places=(),
        segments=(),
    )

    following.follow([review], {review.pk: plan}, {}, world.actor("chuyenvien"))

    item = RemediationItem.objects.with_review().get(pk=item.pk)
    assert (item.unit, item.managing_unit) == (world.other_commune, world.lookalike)
    assert AuditEntry.objects.filter(verb="remediationitem.follow", target_id=item.pk).count() == 1
    for who in world.users:
        actor = world.actor(who)
        listed = RemediationItem.objects.visible_to(actor).filter(pk=item.pk).exists()
        assert listed == bool(item_rules.may_view(actor, item)), who


@pytest.mark.django_db(transaction=True)
def test_a_double_click_registers_once(world):
    def click(_number: int) -> str:
        try:
            register(world, "thuky")
        except DomainError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(click, range(2))) == ["Invalid", "done"]
    assert HardTask.objects.count() == 1
