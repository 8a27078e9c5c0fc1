"""Nothing that hangs on a submitted round can be changed by raw SQL, whichever table it is in; a new table is found by itself."""

import uuid
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from cadres.models import User
from cadres.roles import Actor
from core import localtime
from core.models import StoredFile
from reviews.actions.answer_rows import values_of
from reviews.actions.answers import Edit, save_answers
from reviews.actions.indicators import NoteEdit, answer_indicators
from reviews.actions.sheets import recall_review, submit_review
from reviews.models import (
    Answer,
    Appraisal,
    Attachment,
    CarriedOver,
    Catalogue,
    DismissedHint,
    FormTemplate,
    IndicatorNote,
    IndicatorSheet,
    MeetingTask,
    Opinion,
    OwnShare,
    PlaceRemark,
    Remedy,
    Round,
    SegmentRemark,
    TemplateSection,
)
from reviews.models.unread import KeepsUnread
from reviews.rules.indicators import IndicatorChange
from reviews.rules.writing import token_of
from tests.factories import sheets as make
from tests.factories.organisation import acting

pytestmark = pytest.mark.django_db

MADE_AFTER_SUBMISSION: frozenset[type[models.Model]] = frozenset({Appraisal, PlaceRemark, SegmentRemark})
"""Rows about a submitted round that are written later, each frozen by a trigger of its own (at its decision; at once)."""


Way = tuple[type[models.Model], str]
"""A table and how its rows lead to their round: (Remedy, "limitation__round")."""


def hanging_on(root: type[models.Model], path: str = "") -> Iterator[Way]:
    """Every way from a row to the root: what names the round, what is a part of that, and so on."""
    for model in apps.get_app_config("reviews").get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            hangs = field.related_model is root and (
                root is Round or getattr(field.remote_field, "on_delete", None) is models.CASCADE
            )
            if hangs and model not in MADE_AFTER_SUBMISSION:
                way = f"{field.name}__{path}".removesuffix("__")
                yield model, way
                yield from hanging_on(model, way)


WAYS = sorted(hanging_on(Round), key=lambda way: (way[0].__name__, way[1]))


@pytest.fixture
def submitted() -> Round:
    """A submitted round with a row in every table that holds contents of a round."""
    world = make.province()
    review, writer = world.collective, world.actor("thuky")
    make.suggest(world, review)
    review = make.complete_review(review, writer)
    change = IndicatorChange(0, seen=1, value=3)
    answer_indicators(review_id=review.pk, actor=writer, changes=[change], notes=[NoteEdit(0, "Đang chấn chỉnh.")])
    open_round = make.open_round(review)
    about = {"round": open_round, "origin": uuid.uuid4()}
    CarriedOver.objects.create(**about, commitment=open_round.commitments.first(), source="2025", action="Việc cũ.")
    OwnShare.objects.create(**about, collective=review, unit_name="Xã", fault="Hạn chế.")
    MeetingTask.objects.create(**about, order=1, action="Di dời tàu thuyền.", due_on=localtime.today())
    DismissedHint.objects.create(round=open_round, field="answer-1-0-text", hint="vague")
    file = StoredFile.objects.create(file="uploads/x", name="anh.png", kind="png", size=1, sha256="0" * 64)
    Attachment.objects.create(round=open_round, stored=file)
    facts = {"source_kind": "agency", "source_name": "Mặt trận xã", "received_on": localtime.today()}
    Opinion.objects.create(**about, number=1, text="Cần nêu rõ trách nhiệm.", **facts)
    submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))
    return Round.objects.get(review=review)


@pytest.fixture
def recalled(submitted: Round) -> Round:
    """The round that was opened when its head took the submitted one back."""
    review = submitted.review
    recall_review(review_id=review.pk, version=review.version, actor=head())
    return Round.objects.get(review=review, submitted_at=None)


def head() -> Actor:
    return acting(User.objects.get(username="bithu"))


def refused(statement: str) -> None:
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_tables_of_a_round_are_found():
    assert {(Answer, "round"), (Remedy, "explanation__round"), (IndicatorNote, "sheet__round")} <= set(WAYS)


def test_no_row_that_hangs_on_a_submitted_round_is_changed_deleted_or_added(submitted):
    for model, way in WAYS:
        table, row = model._meta.db_table, model._default_manager.filter(**{way: submitted}).first()
        assert row is not None, f"{table}, {way}: let the fixture write such a row"
        columns = [f'"{field.column}"' for field in model._meta.concrete_fields if not field.primary_key]
        listed = ", ".join(columns)
        refused(f'UPDATE "{table}" SET {columns[0]} = {columns[0]} WHERE id = {row.pk}')
        refused(f'DELETE FROM "{table}" WHERE id = {row.pk}')
        refused(f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM "{table}" WHERE id = {row.pk}')


def test_no_words_that_could_not_be_read_are_put_beside_a_submitted_answer(submitted):
    for model, way in WAYS:
        if issubclass(model, KeepsUnread):
            row = model._default_manager.filter(**{way: submitted}).earliest("pk")
            refused(f"UPDATE {model._meta.db_table} SET unread = '{{{{text,31/02}}}}' WHERE id = {row.pk}")


def test_the_words_it_answers_and_the_files_attached_to_it_stay_as_they_were(submitted):
    template, catalogue = submitted.template_id, submitted.review.cycle.catalogue_id
    stored = Attachment.objects.filter(round=submitted).earliest("pk").stored_id
    refused(f"UPDATE reviews_templatesection SET heading = 'Mục khác' WHERE template_id = {template}")
    refused(f"DELETE FROM reviews_templatesection WHERE template_id = {template}")
    refused(f"UPDATE reviews_formtemplate SET title = 'TỜ KHÁC' WHERE id = {template}")
    for table in ("reviews_indicatoritem", "reviews_indicatorgroup"):
        refused(f"UPDATE {table} SET text = 'Câu khác' WHERE catalogue_id = {catalogue}")
        refused(f"DELETE FROM {table} WHERE catalogue_id = {catalogue}")
    refused(f"DELETE FROM core_storedfile WHERE id = {stored}")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE core_storedfile SET sha256 = '' WHERE id = {stored}")


def test_nothing_is_moved_into_a_form_or_a_catalogue_that_a_submitted_round_rests_on(submitted):
    template, used = submitted.template, submitted.review.cycle.catalogue
    draft = FormTemplate.objects.exclude(pk=template.pk).filter(sections__isnull=False).earliest("pk")
    free = copied_catalogue(used)

    refused(f"UPDATE reviews_templatesection SET template_id = {template.pk} WHERE template_id = {draft.pk}")
    for table in ("reviews_indicatoritem", "reviews_indicatorgroup"):
        refused(f"UPDATE {table} SET catalogue_id = {used.pk} WHERE catalogue_id = {free.pk}")
    assert free.groups.update(text="Câu khác")


def copied_catalogue(source: Catalogue) -> Catalogue:
    """A catalogue with one group and one item that no cycle uses."""
    item = source.items.select_related("group").earliest("pk")
    group, catalogue = item.group, Catalogue.objects.get(pk=source.pk)
    catalogue.pk, catalogue.catalogue_version = None, 99
    catalogue.save(force_insert=True)
    group.pk, group.number, group.catalogue = None, 99, catalogue
    group.save(force_insert=True)
    item.pk, item.position, item.catalogue, item.group = None, 999, catalogue, group
    item.save(force_insert=True)
    return catalogue


def test_a_form_that_no_submitted_round_rests_on_is_still_edited(submitted):
    other = FormTemplate.objects.exclude(pk=submitted.template_id).earliest("pk")

    assert TemplateSection.objects.filter(template=other).update(guidance="Gợi ý khác.")


def test_the_round_itself_is_neither_changed_nor_deleted(submitted):
    refused(f"UPDATE reviews_round SET chair = chair WHERE id = {submitted.pk}")
    refused(f"UPDATE reviews_round SET submitted_at = NULL WHERE id = {submitted.pk}")
    refused(f"DELETE FROM reviews_round WHERE id = {submitted.pk}")


def test_nothing_is_moved_out_of_a_submitted_round_into_an_open_one(submitted, recalled):
    for model, way in WAYS:
        if way == "round":
            refused(f'UPDATE "{model._meta.db_table}" SET round_id = {recalled.pk} WHERE round_id = {submitted.pk}')
    new_sheet = IndicatorSheet.objects.get(round=recalled)
    for note in IndicatorNote.objects.filter(sheet__round=submitted):
        refused(f"UPDATE reviews_indicatornote SET sheet_id = {new_sheet.pk}, position = 99 WHERE id = {note.pk}")


def test_what_a_place_said_of_a_round_is_neither_changed_nor_added_when_another_one_has_followed(recalled):
    personal = recalled.review.cycle.reviews.exclude(cadre=None).filter(places__isnull=False).earliest("pk")
    place, first = personal.places.earliest("pk"), recalled.review.rounds.get(number=1)
    columns = "round_id, place_id, remark, remarked_by_name"

    refused(f"INSERT INTO reviews_placeremark ({columns}) VALUES ({first.pk}, {place.pk}, 'Khác.', '')")


def test_the_round_opened_after_it_is_written_as_before(recalled):
    review = recalled.review
    answer = recalled.answers.exclude(text="").earliest("pk")
    token = str(token_of(answer.version, values_of("answer", answer)))
    edit = Edit("answer", f"{answer.section_id}-0", {"text": "Viết tiếp."}, token)

    outcome = save_answers(review_id=review.pk, actor=head(), edits=[edit])

    answer.refresh_from_db()
    assert (outcome.is_clean, answer.text) == (True, "Viết tiếp.")
