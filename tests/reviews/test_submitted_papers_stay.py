"""A submitted paper prints the same for ever: whatever it reads is frozen, or was kept with the round."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from cadres.actions.people import PersonalFacts, correct_cadre
from cadres.models import Cadre, Tenure
from reviews.actions.meetings import remark_as_place
from reviews.actions.segments import confirm_segment
from reviews.actions.sheets import recall_review, submit_review
from reviews.models import (
    Appraisal,
    Field,
    Limitation,
    Review,
    ReviewPlace,
    RoundFacts,
    Segment,
    SegmentRemark,
    standing,
)
from reviews.models.regulation import SCORE_TOTAL, ProfileFigure
from reviews.reports import appraisal_papers, collective_review, explanation_report, individual_review, opinion_table
from reviews.states import PlaceKind
from tests.factories import appraisals
from tests.factories import sheets as make
from tests.factories.organisation import SYSTEM
from tests.factories.remembered import remembered
from tests.reviews.test_frozen_rounds import refused
from units.models import Unit

pytestmark = pytest.mark.django_db

Papers = Callable[[], list[Any]]

WHO_MAY_READ = {
    ("reviews_review", "state"),
    ("reviews_review", "awaits_letter"),
    ("reviews_cycle", "state"),
    ("units_unit", "path"),
    ("reviews_deepreview", "state"),
}
"""Columns that decide whether a paper is read at all, and say nothing on it."""


@remembered
def submitted_reviews() -> make.Province:
    """A collective's and a person's review, suggested, with everything that a paper names, submitted; the person's with
    what its places and the unit of the former post say of it."""
    world = make.province()
    earlier = make.suggest(world, make.review_of(world.cycle, unit=world.other_commune))
    asked = make.suggest(world, world.collective, world.own("canbo"))
    with without_triggers() as cursor:  # a topic that takes up one of another committee's letter
        cursor.execute("UPDATE reviews_deepreview SET issuer_id = %s WHERE id = %s", [world.trap.pk, earlier.pk])
        topics = [letter.topics.earliest("pk").pk for letter in (earlier, asked)]
        cursor.execute("UPDATE reviews_deepreviewtopic SET origin_id = %s WHERE id = %s", topics)
    submit(world, world.collective, writer="thuky", by="bithu")
    submit(world, world.own("canbo"), writer="canbo", by="canbo")
    confirm(world, "Đúng như đồng chí tự nhận.")
    for place, username in ((PlaceKind.CELL, "thuky_chibo"), (PlaceKind.COLLECTIVE, "thuky")):
        row = world.own("canbo").places.get(kind=place)
        actor = world.actor(username)
        remark_as_place(place_id=row.pk, version=row.version, actor=actor, remark="Gần dân, cần quyết liệt hơn.")
    return world


@pytest.fixture
def submitted() -> make.Province:
    """The same, built once."""
    return submitted_reviews()


def submit(world: make.Province, review: Review, *, writer: str, by: str) -> None:
    make.complete_review(review, world.actor(writer))
    named = {"responsible_unit": world.other_commune, "field": Field.objects.earliest("pk")}
    Limitation.objects.filter(round__review=review).update(**named)
    review.refresh_from_db()
    submit_review(review_id=review.pk, version=review.version, actor=world.actor(by))


def confirm(world: make.Province, remark: str) -> None:
    segment = world.own("canbo").segments.get(unit=world.other_commune)
    actor = world.actor("thuky_khac")
    confirm_segment(segment_id=segment.pk, version=segment.version, actor=actor, remark=remark)


@contextmanager
def without_triggers() -> Iterator[Any]:
    """Rows as nobody can write them any more, or could not yet."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin")


def papers_of(world: make.Province) -> Papers:
    """What the first round of both prints, as plain values; the reader's rights are known before anything moves."""
    secretary, person = world.actor("thuky"), world.actor("canbo")
    collective, own = world.collective.pk, world.own("canbo").pk

    def collected() -> list[Any]:
        standing.forget()
        return [
            collective_review.collect(secretary, review=collective, number=1, appendix=True),
            individual_review.collect(person, review=own, number=1, appendix=True),
            explanation_report.collect_for_collective(secretary, review=collective, number=1),
            explanation_report.collect_for_person(person, review=own, number=1),
            opinion_table.collect(secretary, review=collective, number=1),
        ]

    return collected


def columns_read(collected: Papers) -> Iterator[tuple[str, "models.Field[Any, Any]"]]:
    """Every column of every table that the papers were read from."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        collected()
    tables = {name for query in queries for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table in tables:
            for field in model._meta.concrete_fields:
                yield model._meta.db_table, field


def other_value(field: "models.Field[Any, Any]") -> str | None:
    """SQL for another value of the column; None for numbers of rows, and for what has no other value to hand."""
    column = f'"{field.column}"'
    if field.choices:
        first, second = [str(value) for value, _ in field.choices][:2]
        return f"CASE WHEN {column}::text = '{first}' THEN '{second}' ELSE '{first}' END"
    if field.primary_key or field.is_relation or field.get_internal_type() in ("ArrayField", "JSONField", "UUIDField"):
        return None
    if isinstance(field, models.CharField | models.TextField):
        return f"'Ơ' || substr({column}, 2)"
    if isinstance(field, models.BooleanField):
        return f"NOT {column}"
    if isinstance(field, models.DateTimeField):
        return f"{column} + interval '3 days'"
    return f"{column} + 1"


def move_everything(columns: list[tuple[str, "models.Field[Any, Any]"]]) -> dict[str, str]:
    """Change what can be changed by raw SQL; says of each column whether it moved."""
    said = {}
    for table, field in columns:
        value = other_value(field)
        if value is None or (table, field.column) in WHO_MAY_READ:
            continue
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f'UPDATE "{table}" SET "{field.column}" = {value}')
        except DatabaseError as refusal:
            said[f"{table}.{field.column}"] = str(refusal).splitlines()[0]
        else:
            said[f"{table}.{field.column}"] = "moved"
    return said


def test_whatever_a_submitted_paper_reads_may_move_and_the_paper_does_not(submitted):
    appraisals.accepted(submitted, submitted.own("canbo"))  # until then a place may say something else of it
    collected = papers_of(submitted)
    columns = list(columns_read(collected))
    before = collected()

    said = move_everything(columns)

    assert {"reviews_profilechoice", "reviews_field", "reviews_segment", "cadres_cadre", "units_unitkind"} <= {
        table for table, _ in columns
    }
    assert said["cadres_cadre.full_name"] == said["units_unit.name"] == said["reviews_field.name"] == "moved"
    assert collected() == before, said


def test_a_score_prints_with_the_most_it_could_be_when_it_was_given(submitted):
    collected = papers_of(submitted)
    ProfileFigure.objects.filter(profile=submitted.cycle.profile, key=SCORE_TOTAL).update(value=10)

    scores = {section.score for section in collected()[0].sections if section.score}

    assert scores == {"8,5/100 điểm"}


def test_the_result_of_an_appraisal_names_units_and_people_as_the_round_does(submitted):
    appraisals.accepted(submitted, submitted.own("canbo"))
    staff, decision = submitted.actor("chuyenvien"), Appraisal.objects.get(round__review=submitted.own("canbo"))
    before = appraisal_papers.collect_notice(staff, appraisal=decision.pk)

    Cadre.objects.update(full_name="Người Khác")
    Unit.objects.update(name="Đơn vị khác")

    assert appraisal_papers.collect_notice(staff, appraisal=decision.pk) == before
    assert submitted.people["canbo"].full_name in before.opening


def test_what_the_lists_and_the_cycle_say_is_frozen_by_the_database(submitted):
    cycle = submitted.cycle
    refused(f"UPDATE reviews_profilechoice SET label = 'Khác' WHERE profile_id = {cycle.profile_id}")
    refused(f"DELETE FROM reviews_profilechoice WHERE profile_id = {cycle.profile_id}")
    columns = 'profile_id, list, label, "order", legal_basis, verified'
    rows = f"SELECT 'khac', {columns} FROM reviews_profilechoice WHERE profile_id = {cycle.profile_id}"
    refused(f"INSERT INTO reviews_profilechoice (code, {columns}) {rows} LIMIT 1")
    refused(f"UPDATE reviews_regulationprofile SET has_degrees = NOT has_degrees WHERE id = {cycle.profile_id}")
    refused(f"UPDATE reviews_catalogue SET label = 'Khác' WHERE id = {cycle.catalogue_id}")
    refused(f"UPDATE reviews_cycle SET plan_number = '99' WHERE id = {cycle.pk}")
    own = submitted.own("canbo").pk
    refused(f"UPDATE reviews_review SET cadre_id = {submitted.people['bithu'].pk} WHERE id = {own}")
    refused(f"UPDATE reviews_segment SET remark = 'Khác' WHERE review_id = {own} AND state = 'confirmed'")
    refused(f"UPDATE reviews_segment SET state = 'sent' WHERE review_id = {own} AND state = 'confirmed'")
    refused(f"DELETE FROM reviews_segment WHERE review_id = {own}")


def test_units_that_change_places_and_posts_that_are_added_change_no_paper(submitted):
    collected = papers_of(submitted)
    before = collected()

    Review.objects.filter(cadre=None).update(managing_unit=submitted.trap)
    Review.objects.exclude(cadre=None).update(unit=submitted.trap, managing_unit=submitted.trap, post_line="Khác")
    Segment.objects.update(unit=submitted.trap, held_to="2099-01-01", post_name="Chức vụ khác")
    Unit.objects.filter(pk=submitted.commune.pk).update(parent=submitted.trap)
    own = submitted.own("canbo")
    former = own.segments.earliest("pk")
    former.pk, former.order, former.tenure = None, 9, Tenure.objects.exclude(cadre=own.cadre_id).earliest("pk")
    former.save(force_insert=True)
    ReviewPlace.objects.create(review=own, unit=submitted.province, kind=PlaceKind.COLLECTIVE)

    assert collected() == before


def test_a_person_whose_name_is_corrected_is_called_anew_in_the_next_round_only(submitted):
    collected = papers_of(submitted)
    before = collected()
    person = Cadre.objects.get(pk=submitted.people["canbo"].pk)
    facts = PersonalFacts(code=person.code, full_name="Lê Văn Khải Hoàn", workplace="Văn phòng Tỉnh ủy")
    correct_cadre(cadre_id=person.pk, version=person.version, actor=SYSTEM, facts=facts)
    own = submitted.own("canbo")
    recall_review(review_id=own.pk, version=own.version, actor=submitted.actor("canbo"))

    second = individual_review.collect(submitted.actor("canbo"), review=own.pk, number=2)

    assert collected() == before
    assert second.signature.name == "Lê Văn Khải Hoàn"


def test_what_a_unit_said_of_a_post_stays_on_the_round_of_which_it_was_said(submitted):
    collected = papers_of(submitted)
    before = collected()
    own = submitted.own("canbo")
    recall_review(review_id=own.pk, version=own.version, actor=submitted.actor("canbo"))
    kept = SegmentRemark.objects.get()

    Segment.objects.filter(pk=kept.segment_id).update(remark="Nay nhận xét khác.")

    assert collected() == before
    refused(f"UPDATE reviews_segmentremark SET remark = 'Khác' WHERE id = {kept.pk}")


def test_rounds_submitted_before_names_were_kept_get_the_same_as_those_submitted_since(submitted):
    keep = import_module("reviews.migrations.0035_what_submitted_papers_name_is_kept").KEEP_NAMES
    columns = ("round_id", "rows", "signer_post", "signer_name")
    by_action = list(RoundFacts.objects.order_by("round_id").values(*columns))
    for facts in by_action:  # letters did not name earlier ones then
        facts["rows"]["units_unit"].pop(str(submitted.trap.pk))
        facts["rows"].pop("reviews_profilefigure")  # nor did they say the scale of the scores
    with without_triggers() as cursor:  # as it was before the table was there
        cursor.execute("DELETE FROM reviews_roundfacts")
        cursor.execute(keep)

    assert list(RoundFacts.objects.order_by("round_id").values(*columns)) == by_action


def test_a_round_without_kept_names_prints_what_is_there(submitted):
    with without_triggers() as cursor:
        cursor.execute("DELETE FROM reviews_roundfacts")

    collective, own, *_ = papers_of(submitted)()

    assert collective.signature.name == "Trần Đình Hưởng"
    assert own.signature.name == "Lê Văn Khải"
