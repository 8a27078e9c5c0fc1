"""The register of opinions (góp ý) on a review: entered one by one or many at once, corrected, answered, taken out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid, StaleObject
from core.text import fold_space
from reviews.actions.locking import locked
from reviews.actions.open_sheets import OpenSheet, open_sheet
from reviews.actions.removed_rows import keep_removed_opinion
from reviews.actions.saved_texts import Former, former_of_entry, keep_entries, last_writers
from reviews.models import Opinion, Round
from reviews.models.standing import sections_of
from reviews.rules import opinions as rules
from reviews.rules.opinions import OpinionDraft, OpinionReply
from reviews.states import OpinionOutcome

_GIVEN = ("source_kind", "source_name", "received_on", "text", "group", "section_key")
_REPLIED = ("outcome", "reply", "changed_section_key")
_ANSWERED = ("outcome", "reply", "changed_section_key", "answered_at", "answered_by_id", "answered_by_name")


@dataclass(frozen=True, slots=True)
class Marks:
    """What is set for many opinions in one act; None leaves it as it is."""

    group: str | None = None
    section_key: str | None = None
    answer: OpinionReply | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of the drafts: the new opinions, and for each draft that stood there already the one it repeats."""

    opinions: list[Opinion]
    repeated: list[tuple[OpinionDraft, int]]


@transaction.atomic
def register_opinions(*, review_id: int, actor: Actor, drafts: Sequence[OpinionDraft]) -> Registered:
    """Enter the opinions into the open round; what stands there already word for word from the same source is not repeated.

    Refuses whoever does not write the review, a review out of its writers' hands, and the whole of it where one draft
    is at fault.
    """
    sheet = open_sheet(review_id, actor)
    drafts = [rules.cleaned(draft) for draft in drafts]
    _require_sense(sheet, drafts)
    numbers = {rules.fingerprint(one): one.number for one in Opinion.objects.filter(round=sheet.round)}
    last = max(numbers.values(), default=0)
    fresh: list[Opinion] = []
    repeated: list[tuple[OpinionDraft, int]] = []
    for draft in drafts:
        if draft.fingerprint in numbers:
            repeated.append((draft, numbers[draft.fingerprint]))
            continue
        number = numbers[draft.fingerprint] = last + len(fresh) + 1
        fresh.append(_opinion_of(draft, sheet.round, number, actor))
    if fault := rules.number_fault(len(numbers)):
        raise Invalid(fault)
    Opinion.objects.bulk_create(fresh)
    audit.record_many(
        actor=actor,
        verb="opinion.register",
        model=Opinion,
        facts=[(one.pk, {"review": review_id, "number": one.number, "source": one.source_kind}) for one in fresh],
    )
    return Registered(fresh, repeated)


@transaction.atomic
def change_opinion(*, opinion_id: int, version: int, actor: Actor, draft: OpinionDraft) -> Opinion:
    """Correct who gave the opinion, when, and what it says; refused like registering, and where it would repeat another.
    What it said before is kept, as `answer_opinion` and `mark_opinions` keep it.
    """
    sheet, opinion = _open_opinion(opinion_id, version, actor)
    draft = rules.cleaned(draft)
    _require_sense(sheet, [draft])
    others = Opinion.objects.filter(round=sheet.round).exclude(pk=opinion.pk)
    if fault := rules.twin_fault(draft.fingerprint, others):
        raise Invalid(fault)
    changed = [name for name in _GIVEN if getattr(opinion, name) != getattr(draft, name)]
    keep_entries(sheet, actor, _former_words(sheet, [opinion], {opinion.pk: changed}))
    for name in changed:
        setattr(opinion, name, getattr(draft, name))
    opinion.version += 1
    opinion.save(update_fields=[*changed, "version"])
    audit.record(actor=actor, verb="opinion.change", target=opinion, review=sheet.review.pk, fields=changed)
    return opinion


@transaction.atomic
def answer_opinion(*, opinion_id: int, version: int, actor: Actor, answer: OpinionReply) -> Opinion:
    """Say what became of an opinion; "chưa trả lời" with a text keeps the text as the beginning of an answer.

    Refuses what is explained without words, what is accepted without words and without a section.
    """
    sheet, opinion = _open_opinion(opinion_id, version, actor)
    if fault := rules.reply_fault(answer, section_keys=_section_keys(sheet)):
        raise Invalid(fault)
    before, were = opinion.outcome, _former_replies(opinion)
    _answer(opinion, answer, actor)
    keep_entries(sheet, actor, _changed(were, [opinion]))
    opinion.version += 1
    opinion.save(update_fields=[*_ANSWERED, "version"])
    audit.record(
        actor=actor,
        verb="opinion.answer",
        target=opinion,
        review=sheet.review.pk,
        number=opinion.number,
        before=before,
        after=opinion.outcome,
    )
    return opinion


@transaction.atomic
def mark_opinions(*, review_id: int, actor: Actor, seen: Mapping[int, int], marks: Marks) -> int:
    """Set group, section or answer of many opinions at once; how many. `seen` says which version of each was shown.

    All or none: refused with the numbers of those that changed meanwhile (StaleObject) or that the answer does not suit.
    A common answer leaves the words and the section of an opinion that has its own, where it brings none.
    """
    sheet = open_sheet(review_id, actor)
    opinions = list(Opinion.objects.select_for_update().filter(round=sheet.round, pk__in=seen))
    changed = [str(one.number) for one in opinions if one.version != seen[one.pk]]
    if changed or len(opinions) != len(seen):
        which = f" (số {', '.join(changed)})" if changed else ""
        raise StaleObject(f"Trong các góp ý đã chọn có góp ý vừa được sửa hoặc bỏ{which}. Mời xem lại rồi chọn lại.")
    keys = _section_keys(sheet)
    if (marks.section_key or "") not in {"", *keys}:
        raise Invalid("Mẫu bản kiểm điểm không có mục đã chọn.")
    if len(marks.group or "") > rules.LONGEST_GROUP:
        raise Invalid(f"Tên nhóm nội dung dài quá {rules.LONGEST_GROUP} ký tự.")
    unsuited: dict[str, list[int]] = {}
    were = _former_words(sheet, opinions, dict.fromkeys(seen, ("group", "section_key")))
    were += [former for opinion in opinions for former in _former_replies(opinion)]
    for opinion in opinions:
        _mark(opinion, marks, actor, keys, unsuited)
    if unsuited:
        raise Invalid(
            " ".join(f"{fault} Góp ý số {', '.join(map(str, numbers))}." for fault, numbers in unsuited.items())
        )
    Opinion.objects.bulk_update(opinions, ["group", "section_key", *_ANSWERED, "version"])
    keep_entries(sheet, actor, _changed(were, opinions))
    facts = {"review": review_id, "outcome": marks.answer.outcome if marks.answer else ""}
    audit.record_many(actor=actor, verb="opinion.mark", model=Opinion, facts=[(one.pk, facts) for one in opinions])
    return len(opinions)


@transaction.atomic
def remove_opinion(*, opinion_id: int, version: int, actor: Actor) -> Opinion:
    """Take out an opinion entered by mistake; rounds that were submitted with it keep it, and it can be put back."""
    sheet, opinion = _open_opinion(opinion_id, version, actor)
    audit.record(
        actor=actor,
        verb="opinion.remove",
        target=opinion,
        review=sheet.review.pk,
        number=opinion.number,
        outcome=opinion.outcome,
    )
    keep_removed_opinion(sheet, actor, opinion)
    opinion.delete()
    return opinion


def _open_opinion(opinion_id: int, version: int, actor: Actor) -> tuple[OpenSheet, Opinion]:
    """The opinion under lock, after the lock on its review; refused once its round was submitted."""
    review_id = Opinion.objects.values_list("round__review_id", flat=True).filter(pk=opinion_id).first()
    if review_id is None:
        raise Invalid("Góp ý này vừa được bỏ khỏi danh sách.")
    sheet = open_sheet(review_id, actor)
    opinion = locked(Opinion.objects.all(), opinion_id, version)
    if opinion.round_id != sheet.round.pk:
        raise StaleObject("Góp ý này thuộc lần đã trình nên giữ nguyên. Mời mở lại danh sách góp ý để trả lời tiếp.")
    return sheet, opinion


def _section_keys(sheet: OpenSheet) -> set[str]:
    return {section.key for section in rules.sections_to_name(sections_of(sheet.review.template_id))}


def _require_sense(sheet: OpenSheet, drafts: Sequence[OpinionDraft]) -> None:
    keys, today = _section_keys(sheet), localtime.today()
    found = [(draft, fault) for draft in drafts for fault in rules.faults(draft, today=today, section_keys=keys)]
    if found:
        items = tuple((f"Dòng {draft.row}: {fault}" if draft.row else fault, "") for draft, fault in found)
        raise Invalid(items[0][0] if len(items) == 1 else "Còn góp ý chưa ghi được; chưa ghi gì.", items)


def _opinion_of(draft: OpinionDraft, round_: Round, number: int, actor: Actor) -> Opinion:
    return Opinion(
        round=round_,
        number=number,
        registered_at=localtime.now(),
        registered_by_id=actor.user_id,
        registered_by_name=actor.name,
        **{name: getattr(draft, name) for name in _GIVEN},
    )


def _answer(opinion: Opinion, answer: OpinionReply, actor: Actor) -> None:
    opinion.outcome, opinion.reply = answer.outcome, rules.running_text(answer.reply)
    opinion.changed_section_key = answer.changed_section_key
    is_open = answer.outcome == OpinionOutcome.UNANSWERED
    opinion.answered_at = None if is_open else localtime.now()
    opinion.answered_by_id = None if is_open else actor.user_id
    opinion.answered_by_name = "" if is_open else actor.name


def _mark(opinion: Opinion, marks: Marks, actor: Actor, keys: set[str], unsuited: dict[str, list[int]]) -> None:
    opinion.version += 1
    if marks.group is not None:
        opinion.group = fold_space(rules.running_text(marks.group))
    if marks.section_key is not None:
        opinion.section_key = marks.section_key
    if marks.answer is None:
        return
    common = marks.answer
    answer = OpinionReply(
        common.outcome, common.reply or opinion.reply, common.changed_section_key or opinion.changed_section_key
    )
    if fault := rules.reply_fault(answer, section_keys=keys):
        unsuited.setdefault(fault, []).append(opinion.number)
    else:
        _answer(opinion, answer, actor)


def _former_words(sheet: OpenSheet, opinions: Sequence[Opinion], fields: Mapping[int, Sequence[str]]) -> list[Former]:
    """What stands in these fields of each opinion, with who wrote it: who corrected it last, else who entered it."""
    writers = last_writers(sheet, "opinion", fields, _GIVEN)
    return [
        former_of_entry("opinion", one.pk, field, getattr(one, field), writers.get(one.pk, _entered_by(one)))
        for one in opinions
        for field in fields[one.pk]
    ]


def _entered_by(opinion: Opinion) -> tuple[str, datetime]:
    return opinion.registered_by_name, opinion.registered_at


def _former_replies(opinion: Opinion) -> list[Former]:
    writer = opinion.answered_by_name, opinion.answered_at
    return [former_of_entry("opinion", opinion.pk, field, getattr(opinion, field), writer) for field in _REPLIED]


def _changed(formers: Iterable[Former], opinions: Iterable[Opinion]) -> list[Former]:
    """Those that are written over by what stands in the opinions now; "chưa trả lời" is no answer that could be lost."""
    now = {str(one.pk): one for one in opinions}
    return [
        one
        for one in formers
        if one.text != getattr(now[one.key], one.field)
        and (one.field, one.text) != ("outcome", OpinionOutcome.UNANSWERED)
    ]
