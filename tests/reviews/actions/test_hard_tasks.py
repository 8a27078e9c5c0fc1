"""Registering and changing hard tasks: by whom, when, and what is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from unicodedata import normalize

import pytest
from django.db import connection

from core import localtime
from core.errors import DomainError, Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions import hard_tasks
from reviews.models import Cycle, HardTask
from reviews.states import CycleState
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
