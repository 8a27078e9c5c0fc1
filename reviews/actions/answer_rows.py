"""The rows of a form: found by the name a page gives them, and added; always under the lock on their review."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

from django.db import models, transaction

from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid
from core.rows import attach, read_rows
from reviews.actions.locking import require
from reviews.actions.open_sheets import OpenSheet, open_sheet
from reviews.models import (
    Answer,
    CarriedOver,
    Commitment,
    DeepReviewTopic,
    Explanation,
    Limitation,
    OwnShare,
    Remedy,
    ResponsiblePerson,
    Round,
    Segment,
    TemplateSection,
)
from reviews.models.carried_over import carried_over_of
from reviews.models.options import SheetOptions
from reviews.models.own_shares import own_shares_of
from reviews.models.standing import sections_of
from reviews.rules import topic_shares
from reviews.rules.completeness import TEXT_KINDS
from reviews.states import SectionKind

M = TypeVar("M", bound=models.Model)
Row = Answer | Limitation | Remedy | Commitment | Explanation | CarriedOver | OwnShare | Round
Name = tuple[str, str]

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "answer": ("text", "choice", "score"),
    "limitation": (
        "fault",
        "field_id",
        "responsible_unit_id",
        "responsible_text",
        "persons",
        "objective_cause",
        "subjective_cause",
    ),
    "remedy": ("action", "owner_cadre_id", "owner_text", "due_on", "measure"),
    "commitment": ("text", "kind", "owner", "due_on", "measure"),
    "explanation": (
        "stance",
        "fault",
        "responsible_text",
        "shares",
        "objective_cause",
        "subjective_cause",
        "lessons",
    ),
    "carried": ("state", "actual", "reason"),
    "share": ("text",),
    "meeting": (
        "held_on",
        "held_at",
        "chair",
        "secretary",
        "present",
        "total",
        "absent_reasons",
        "conclusion",
        "draft_number",
    ),
}
MOST_ROWS: Final = 200
_TOO_MANY = f"Đã có {MOST_ROWS} dòng; không thêm được nữa. Hãy gộp các dòng cùng nội dung."


def values_of(kind: str, row: Any) -> dict[str, Any]:
    """What is stored in the row, by field; persons as the set of their ids, shares as `rules.topic_shares` writes them,
    what could not be read as it was typed.
    """
    stored = {field: _NAMED[field](row) if field in _NAMED else getattr(row, field) for field in FIELDS[kind]}
    return stored | row.unread_values if row.unread else stored


def _persons(row: Any) -> frozenset[int]:
    return frozenset(person.cadre_id for person in row.persons.all()) if row.pk else frozenset()


def _shares(row: Any) -> frozenset[str]:
    return topic_shares.written(row.persons.all()) if row.pk else frozenset()


_NAMED: Final[dict[str, Callable[[Any], frozenset[Any]]]] = {"persons": _persons, "shares": _shares}
IN_ROWS_BELOW: Final = frozenset(_NAMED)
"""Fields that are rows of their own below the card."""


def find_rows(sheet: OpenSheet, names: Iterable[Name]) -> dict[Name, Row]:
    """The rows of these names in the open round; what is asked and not yet begun comes as an unsaved row.

    A name that belongs to no row of this round (a removed card, a foreign id) is simply not in the result.
    """
    by_kind: dict[str, list[str]] = {}
    for kind, key in names:
        by_kind.setdefault(kind, []).append(key)
    found: dict[Name, Row] = {}
    for kind, keys in by_kind.items():
        if kind == "answer":
            found |= _answers(sheet, keys)
        elif kind == "explanation":
            found |= _explanations(sheet, _ids(keys))
        elif kind in ("carried", "share"):
            found |= _asked_rows(sheet, kind, set(keys))
        elif kind == "meeting":
            found |= {(kind, key): sheet.round for key in keys if key == str(sheet.round.pk)}
        else:
            found |= {(kind, str(row.pk)): row for row in _cards(sheet, kind, _ids(keys))}
    return found


def _ids(keys: Iterable[str]) -> list[int]:
    return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19]


def _cards(sheet: OpenSheet, kind: str, ids: list[int]) -> Iterable[Limitation | Commitment | Remedy]:
    if kind == "limitation":
        limitations = read_rows(Limitation, round_id=[sheet.round.pk], id=ids)
        _attach_persons(limitations, "limitation_id")
        return limitations
    if kind == "commitment":
        return read_rows(Commitment, round_id=[sheet.round.pk], id=ids)
    of_round = models.Q(limitation__round=sheet.round) | models.Q(explanation__round=sheet.round)
    remedies = Remedy.objects.filter(of_round, pk__in=ids).order_by()
    return remedies.select_related("explanation") if sheet.round.is_limited else remedies


def _attach_persons(cards: Sequence[Limitation | Explanation], column: str) -> None:
    persons = read_rows(ResponsiblePerson, order=("id",), **{column: [card.pk for card in cards]})
    attach(cards, "persons", persons, column)


def _answers(sheet: OpenSheet, keys: list[str]) -> dict[Name, Row]:
    """Text answers by "<section>-<segment or 0>"; only of the review's own template and segments."""
    pairs = [(key, ids) for key in keys if len(ids := _ids(key.split("-"))) == 2]
    section_ids = {section for _, (section, _) in pairs}
    of_form = sections_of(sheet.review.template_id)
    sections = {section.pk: section for section in of_form if section.kind in TEXT_KINDS and section.pk in section_ids}
    sections |= _after_an_upgrade(sheet, section_ids - {section.pk for section in of_form})
    segment_ids = {segment for _, (_, segment) in pairs if segment}
    segments = Segment.objects.filter(review=sheet.review).in_bulk() if segment_ids else {}
    by_pk = {section.pk: section for section in sections.values()}
    stored = {
        (answer.section_id, answer.segment_id or 0): answer
        for answer in read_rows(Answer, round_id=[sheet.round.pk], section_id=by_pk)
    }
    for answer in stored.values():
        answer.section = by_pk[answer.section_id]
    found: dict[Name, Row] = {}
    for key, (section_id, segment_id) in pairs:
        if section_id not in sections or (segment_id and segment_id not in segments):
            continue
        if segment_id and not sections[section_id].per_segment:
            continue
        blank = Answer(round=sheet.round, section=sections[section_id], segment_id=segment_id or None, version=0)
        found["answer", key] = stored.get((sections[section_id].pk, segment_id), blank)
    return found


def _after_an_upgrade(sheet: OpenSheet, unknown: set[int]) -> dict[int, TemplateSection]:
    """What the sections of an earlier version of the same form, still open in some window, have become."""
    if not unknown:
        return {}
    template = sheet.review.template
    former = TemplateSection.objects.filter(
        pk__in=unknown, template__code=template.code, template__profile_id=template.profile_id
    )
    now = {section.key: section for section in sections_of(template.pk) if section.kind in TEXT_KINDS}
    return {section.pk: now[section.key] for section in former if section.key in now}


def _explanations(sheet: OpenSheet, topic_ids: list[int]) -> dict[Name, Row]:
    topics = DeepReviewTopic.objects.asked_of(sheet.review.pk).filter(pk__in=topic_ids)
    asked = list(topics.order_by().values_list("pk", flat=True))
    stored = read_rows(Explanation, round_id=[sheet.round.pk], topic_id=asked)
    _attach_persons(stored, "explanation_id")
    by_topic = {explanation.topic_id: explanation for explanation in stored}
    return {
        ("explanation", str(topic_id)): by_topic.get(
            topic_id, Explanation(round=sheet.round, topic_id=topic_id, version=0)
        )
        for topic_id in asked
    }


def _asked_rows(sheet: OpenSheet, kind: str, keys: set[str]) -> dict[Name, Row]:
    """What earlier cycles left, or what the collective holds against the person, by the name it has in every round."""
    rows: list[CarriedOver] | list[OwnShare]
    if kind == "carried":
        rows = carried_over_of(sheet.review, sheet.round)
    else:
        asked = DeepReviewTopic.objects.asked_of(sheet.review.pk).values_list("pk", flat=True)
        rows = own_shares_of(sheet.review, sheet.round, set(asked))
    return {(kind, row.origin.hex): row for row in rows if row.origin.hex in keys}


STAMP: Final = ("version", "updated_at", "updated_by_id", "updated_by_name")


def stamp(row: Any, actor: Actor) -> None:
    """Mark a row as written by the actor now."""
    row.version += 1
    row.updated_at, row.updated_by_id, row.updated_by_name = localtime.now(), actor.user_id, actor.name


@transaction.atomic
def add_limitation(*, review_id: int, actor: Actor) -> Limitation:
    """An empty limitation at the end of the section, with one empty remedy. It names nothing it may have grown from.

    It bears no name and the time of its round, and the trail hears of it with its first word: so one asked for beside an
    answer to a manifestation is like every other, and can be laid beside nothing that was done in that moment (domain §3).
    """
    return create_card(open_sheet(review_id, actor), None)


def create_card(sheet: OpenSheet, actor: Actor | None, **written: Any) -> Limitation:
    """A limitation at the end of the section, with one empty remedy, unmarked without an actor; the caller holds the lock.

    Refuses (NotAllowed) where the round leaves the section as it was appraised.
    """
    require(sheet.may_write_kind(SectionKind.LIMITATIONS))
    limitation = Limitation(
        round=sheet.round,
        order=next_order(Limitation.objects.filter(round=sheet.round)),
        responsible_unit_id=sheet.review.unit_id if sheet.review.is_collective else None,
        version=0,
        **written,
    )
    _create(limitation, sheet, actor)
    _create(Remedy(limitation=limitation, order=1, version=0), sheet, actor)
    return limitation


@transaction.atomic
def add_commitment(*, review_id: int, actor: Actor, kind: str = "") -> Commitment:
    """An empty commitment at the end of the section; a kind that the regulation does not list is left open."""
    sheet = open_sheet(review_id, actor)
    require(sheet.may_write_kind(SectionKind.COMMITMENTS))
    known = kind if kind in SheetOptions(sheet.review).commitment_kinds else ""
    order = next_order(Commitment.objects.filter(round=sheet.round))
    commitment = Commitment(round=sheet.round, order=order, kind=known, version=0)
    return _create(commitment, sheet, actor)


@transaction.atomic
def add_remedy(*, review_id: int, actor: Actor, card: Name) -> Remedy:
    """An empty remedy at the end of a card: ("limitation", id) or ("explanation", topic id); refuses one that is gone."""
    sheet = open_sheet(review_id, actor)
    found = find_rows(sheet, [card]).get(card)
    if not isinstance(found, (Limitation, Explanation)):
        raise Invalid("Thẻ này không còn trong bản kiểm điểm. Mời tải lại trang.")
    require(sheet.may_write(found))
    if found.pk is None:
        _create(found, sheet, actor)
    owner: dict[str, Any] = {card[0]: found}
    return _create(Remedy(**owner, order=next_order(Remedy.objects.filter(**owner)), version=0), sheet, actor)


def next_order(rows: models.QuerySet[Any]) -> int:
    """The place behind the last of these rows; refuses (Invalid) one more than there may be."""
    counted = rows.aggregate(count=models.Count("pk"), last=models.Max("order"))
    if counted["count"] >= MOST_ROWS:
        raise Invalid(_TOO_MANY)
    return (counted["last"] or 0) + 1


def _create(row: M, sheet: OpenSheet, actor: Actor | None) -> M:
    if actor is None:
        row.version, row.updated_at = 1, sheet.round.opened_at  # type: ignore[attr-defined]  # rows that people write in
        row.save(force_insert=True)
        return row
    stamp(row, actor)
    row.save(force_insert=True)
    audit.record(
        actor=actor,
        verb=f"{row._meta.model_name}.add",
        target=row,
        review=sheet.review.pk,
        round=sheet.round.number,
    )
    return row
