"""A unit is taken back from a group in the moment in which its note is written: the note stays."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction

from core import localtime
from reviews.actions import working_groups as actions
from reviews.actions.group_visits import VisitFacts, record_visit
from reviews.actions.working_groups import GroupFacts
from reviews.models import GroupVisit
from tests.factories import small_province as make
from tests.reviews.actions.test_deep_reviews_at_once import outcomes

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30


def wait_until_somebody_waits_for_a_lock() -> None:
    waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # within a transaction it would say what it said first
            cursor.execute(waiting)
            if cursor.fetchone():
                return
            time.sleep(0.02)


def test_a_note_that_is_just_being_written_keeps_the_unit_in_the_group():
    world, today = make.small_province(), localtime.today()
    make.collective_review(world, world.commune)
    actor = world.actor("chuyenvien")
    facts = GroupFacts("Tổ công tác số 1", "512-QĐ/TU", today, today, today + timedelta(days=9))
    group = actions.create_group(cycle_id=world.cycle.pk, owner_id=world.province.pk, actor=actor, facts=facts)
    group = actions.give_units(group_id=group.pk, version=group.version, actor=actor, unit_ids=[world.commune.pk])
    visit, is_written = GroupVisit.objects.get(group=group), threading.Event()

    def write() -> None:
        with transaction.atomic():
            said = VisitFacts(today, None, "", "Tập thể chuẩn bị kỹ.", {})
            record_visit(visit_id=visit.pk, version=visit.version, actor=actor, facts=said)
            is_written.set()
            wait_until_somebody_waits_for_a_lock()

    def take_back() -> None:
        assert is_written.wait(PATIENCE)
        actions.take_unit_back(group_id=group.pk, version=group.version, actor=actor, visit_id=visit.pk)

    assert outcomes(write, take_back) == ["Invalid", "done"]
    assert GroupVisit.objects.get(group=group).note == "Tập thể chuẩn bị kỹ."
