"""What is taken out of a form is kept whole and can be put back as the row that it was, under its own number.

So the earlier texts of its fields, the trail and the comparison of rounds know it again.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import models, transaction

from cadres.roles import Actor
from core import audit, formats, localtime
from core.errors import Invalid
from reviews.actions.answer_rows import Name, next_order, stamp, values_of
from reviews.actions.locking import require
from reviews.actions.open_sheets import OpenSheet, open_sheet
from reviews.models import (
    Commitment,
    Explanation,
    Limitation,
    MeetingTask,
    Opinion,
    Remedy,
    ResponsiblePerson,
    Review,
    SavedText,
)
from reviews.rules import opinions, sheets
from reviews.rules.writing import canonical

Removable = Limitation | Remedy | Commitment
Writer = tuple[str, datetime | None]
_MODELS: Final[dict[str, type[Any]]] = {
    "limitation": Limitation,
    "remedy": Remedy,
    "commitment": Commitment,
    "opinion": Opinion,
    "task": MeetingTask,
}
_GIVEN: Final = frozenset({"responsible_unit_id", "kind"})  # what an empty card may begin with


def keep_removed(
    sheet: OpenSheet, actor: Actor, name: Name, rows: Sequence[tuple[str, Removable]], words: Sequence[str]
) -> SavedText | None:
    """Keep a row, with the rows below it, that is about to be deleted; nothing of one in which nothing was written or
    chosen. The caller holds the lock on the review. `rows` begins with the row itself, `words` are what people read of it.
    """
    if not any(_holds_something(kind, row) for kind, row in rows):
        return None
    (_, row), below = rows[0], rows[1:]
    persons = list(row.persons.all()) if isinstance(row, Limitation) else []
    contents = {
        "row": _packed(row),
        "remedies": [_packed(remedy) for _, remedy in below],
        "persons": [_packed(person) for person in persons],
        **_card_of(row),
    }
    return _keep(sheet, actor, name, words, contents, (row.updated_by_name, row.updated_at))


def keep_removed_opinion(sheet: OpenSheet, actor: Actor, opinion: Opinion) -> SavedText:
    """The same of an opinion, with its answer."""
    words = [f"{opinion.number}. {opinion.source_name}: {opinion.text}", opinion.reply]
    return _keep_entry(sheet, actor, "opinion", opinion, words, (opinion.registered_by_name, opinion.registered_at))


def keep_removed_task(sheet: OpenSheet, actor: Actor, task: MeetingTask) -> SavedText:
    """The same of a task that the meeting gave."""
    owner = task.owner_cadre.full_name if task.owner_cadre else ""
    words = [task.action, "; ".join(filter(None, [owner, task.owner_text, formats.day(task.due_on)])), task.measure]
    return _keep_entry(sheet, actor, "task", task, words, ("", None))


def removed_tasks(review: Review, tasks: Iterable[MeetingTask]) -> list[SavedText]:
    """The tasks of the meeting that were taken out and do not stand among `tasks` again, the latest first, each once."""
    there, found = {str(task.origin) for task in tasks}, []
    for saved in SavedText.objects.filter(review=review, kind="task", contents__isnull=False):
        origin = (saved.contents or {})["row"]["origin"]
        if origin not in there:
            there.add(origin)
            found.append(saved)
    return found


def _keep_entry(
    sheet: OpenSheet, actor: Actor, kind: str, row: models.Model, words: Iterable[str], written: Writer
) -> SavedText:
    contents = {"row": _packed(row), "remedies": [], "persons": []}
    return _keep(sheet, actor, (kind, str(row.pk)), filter(None, words), contents, written)


def _keep(
    sheet: OpenSheet,
    actor: Actor,
    name: Name,
    words: Iterable[str],
    contents: dict[str, Any],
    written: Writer,
) -> SavedText:
    return SavedText.objects.create(
        review=sheet.review,
        round_number=sheet.round.number,
        kind=name[0],
        key=name[1],
        text="\n\n".join(words),
        contents=contents,
        written_by_name=written[0],
        written_at=written[1],
        replaced_by_id=actor.user_id,
        replaced_by_name=actor.name,
        replaced_at=localtime.now(),
    )


@transaction.atomic
def put_back(*, review_id: int, saved_id: int, actor: Actor) -> Name:
    """Put what was taken out back into the open round; the name of the row.

    Refuses whoever may not write (a task of the meeting: record it), a part that this round leaves alone, (Invalid) what
    is there again, and a remedy whose card is gone.
    """
    saved = SavedText.objects.filter(review=review_id, pk=saved_id, contents__isnull=False).first()
    is_task = saved is not None and saved.kind == "task"
    sheet = open_sheet(review_id, actor, may=sheets.may_record_meeting if is_task else sheets.may_write)
    if saved is None or saved.contents is None or saved.kind not in _MODELS:
        raise Invalid("Không còn bản đã lưu này. Mời tải lại trang.")
    model, packed, parent = _MODELS[saved.kind], saved.contents["row"], _parent(sheet, saved.contents)
    row, siblings = _unpacked(model, packed, **parent), model.objects.filter(**parent)
    if siblings.filter(origin=row.origin).exists():
        raise Invalid("Phần này đã có lại trong bản kiểm điểm.")
    _make_room(sheet, row, siblings)
    _insert(row, packed, actor)
    for remedy in saved.contents["remedies"]:
        _insert(_unpacked(Remedy, remedy, limitation=row), remedy, actor)
    people = (_unpacked(ResponsiblePerson, person, limitation=row) for person in saved.contents["persons"])
    ResponsiblePerson.objects.bulk_create(people)
    audit.record(
        actor=actor, verb=f"{saved.kind}.put_back", target=row, review=sheet.review.pk, round=sheet.round.number
    )
    return saved.kind, str(row.pk)


def _make_room(sheet: OpenSheet, row: Removable | Opinion | MeetingTask, siblings: models.QuerySet[Any]) -> None:
    """Refuse what this round leaves alone, one row too many, and an opinion that was entered again; one whose number was
    given away gets the next."""
    if isinstance(row, MeetingTask):
        next_order(siblings)
        if siblings.filter(action=row.action, due_on=row.due_on).exists():
            raise Invalid("Nhiệm vụ này đã được ghi lại rồi.")
        return
    if not isinstance(row, Opinion):
        require(sheet.may_write(row))
        next_order(siblings)
        return
    others = list(siblings)
    fault = opinions.twin_fault(opinions.fingerprint(row), others) or opinions.number_fault(len(others) + 1)
    if fault:
        raise Invalid(fault)
    if siblings.filter(number=row.number).exists():
        row.number = siblings.aggregate(last=models.Max("number"))["last"] + 1


def _holds_something(kind: str, row: Removable) -> bool:
    return any(canonical(value) for field, value in values_of(kind, row).items() if field not in _GIVEN)


def _packed(row: models.Model) -> dict[str, Any]:
    return {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields}


def _unpacked(model: type[Any], packed: Mapping[str, Any], **parent: Any) -> Any:
    """A row not yet stored, without a number; what it names and is no longer there is left out."""
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if not field.primary_key and field.name not in parent and field.attname in packed:
            value = field.to_python(packed[field.attname])
            is_gone = field.is_relation and not field.related_model._base_manager.filter(pk=value).exists()
            values[field.attname] = None if is_gone else value
    return model(**values, **parent)


def _insert(row: Any, packed: Mapping[str, Any], actor: Actor) -> None:
    """Under its own number, unless an earlier round has it since."""
    row.pk = None if type(row).objects.filter(pk=packed["id"]).exists() else packed["id"]
    if isinstance(row, (Opinion, MeetingTask)):
        row.version += 1
    else:
        stamp(row, actor)
    row.save(force_insert=True)


def _card_of(row: Removable) -> dict[str, Any]:
    """By which name, and which lasting mark, the card of a remedy is found again."""
    if isinstance(row, Remedy) and row.limitation is not None:
        return {"card": f"limitation-{row.limitation_id}", "limitation": row.limitation.origin}
    if isinstance(row, Remedy) and row.explanation is not None:
        return {"card": f"explanation-{row.explanation.topic_id}", "topic": row.explanation.topic_id}
    return {}


def _parent(sheet: OpenSheet, contents: Mapping[str, Any]) -> dict[str, Any]:
    """What the row stands in now: the round, or for a remedy its card in this round."""
    if "limitation" in contents:
        card = Limitation.objects.filter(round=sheet.round, origin=contents["limitation"]).first()
        return {"limitation": _there(card), "explanation": None}
    if "topic" in contents:
        answer = Explanation.objects.filter(round=sheet.round, topic_id=contents["topic"]).first()
        return {"limitation": None, "explanation": _there(answer)}
    return {"round": sheet.round}


def _there(card: Limitation | Explanation | None) -> Limitation | Explanation:
    if card is None:
        raise Invalid("Thẻ có biện pháp này đã bỏ khỏi bản kiểm điểm. Hãy khôi phục thẻ trước.")
    return card
