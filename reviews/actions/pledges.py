"""Yearly pledges: asked for by a cycle, written by each cadre, handed in at the cell, received there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from cadres.models import CellMembership, Tenure
from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid, NotAllowed
from core.formats import day
from reviews.actions.locking import advance, locked, one_at_a_time, require
from reviews.models import Cycle, Pledge, PledgeAnswer, PledgeForm, PledgeSection
from reviews.models.unread import Unread
from reviews.querysets.pledges import calls_on, members
from reviews.rules import pledges as rules
from reviews.rules.pledges import Lacking
from reviews.rules.writing import Settlement, Token, merge, token_after
from reviews.states import CycleState, PledgeState
from reviews.workflow.pledges import PLEDGE_WORKFLOW
from units.models import Unit

FIELDS = ("text",)
_SNAPSHOT = ("unit_id", "unit_name", "upper_name", "workplace", "post_line")


class Unfinished(Invalid):
    """Not handed in: headings without a word that can be read; `lacks` lists them with the places to write."""

    def __init__(self, lacks: list[Lacking]) -> None:
        self.lacks = lacks
        super().__init__(
            f"Chưa nộp được: còn {len(lacks)} mục chưa viết xong.", tuple((one.sentence, one.anchor) for one in lacks)
        )


@dataclass(frozen=True, slots=True)
class PledgeEdit:
    """A text for one heading, as it was typed where it could not be read, with what the page had seen of it."""

    section_id: int
    text: str | Unread
    seen: Token
    settled: Settlement | None = None


@dataclass(slots=True)
class PledgeOutcome:
    """What became of the texts: the new tokens, for each heading in conflict the text that stands, and what was sent for
    headings that the form of this pledge does not have.
    """

    pledge: Pledge
    at: datetime
    tokens: dict[int, str] = field(default_factory=dict)
    conflicts: dict[int, PledgeAnswer] = field(default_factory=dict)
    gone: list[PledgeEdit] = field(default_factory=list)


@transaction.atomic
def call_for_pledges(*, cycle_id: int, version: int, actor: Actor, due_on: date | None) -> Cycle:
    """Ask everybody in the cycle's scope for a pledge by this day, or no longer (None): pledges written stay.

    Refused: a day before the period, and a regulation profile without a form of the pledge.
    """
    cycle = locked(Cycle.objects.select_related("owner", "scope", "profile"), cycle_id, version)
    require(rules.may_call(actor, cycle))
    if due_on is not None and due_on < cycle.period_from:
        raise Invalid(f"Hạn nộp không thể trước ngày đầu kỳ kiểm điểm ({day(cycle.period_from)}).")
    if due_on is not None and not PledgeForm.objects.filter(profile=cycle.profile).exists():
        raise Invalid(f"Bộ quy định “{cycle.profile.name}” chưa có mẫu bản cam kết.")
    before, cycle.pledge_due_on = cycle.pledge_due_on, due_on
    cycle.version += 1
    cycle.save(update_fields=["pledge_due_on", "version"])
    audit.record(actor=actor, verb="cycle.call_for_pledges", target=cycle, before=before, after=due_on)
    return cycle


@transaction.atomic
def save_pledge(*, cycle_id: int, actor: Actor, edits: Sequence[PledgeEdit]) -> PledgeOutcome:
    """Keep what the person wrote, heading by heading; the first save begins the pledge.

    A text that changed in another window since the page was opened is not overwritten but comes back as a conflict; one
    for a heading of another version of the form comes back as gone.
    Refused: whoever is not asked in this cycle, and a pledge that is handed in.
    """
    pledge = _own_pledge(cycle_id, actor)
    require(rules.may_write(actor, pledge))
    if pledge.state != PledgeState.DRAFT:
        raise NotAllowed("Bản cam kết đã nộp nên không ghi thêm được. Muốn sửa, hãy thu hồi trước khi chi bộ nhận.")
    outcome = PledgeOutcome(pledge, localtime.now())
    sections = set(PledgeSection.objects.filter(form_id=pledge.form_id).values_list("pk", flat=True))
    for edit in edits:
        if edit.section_id in sections:
            _write(pledge, edit, outcome)
        else:
            outcome.gone.append(edit)
    return outcome


def _write(pledge: Pledge, edit: PledgeEdit, outcome: PledgeOutcome) -> None:
    answer = PledgeAnswer.objects.filter(pledge=pledge, section_id=edit.section_id).first()
    answer = answer or PledgeAnswer(pledge=pledge, section_id=edit.section_id, version=0)
    settled = {"text": edit.settled} if edit.settled else None
    merged = merge(standing(answer), answer.version, edit.seen, {"text": edit.text}, settled)
    if "text" in merged.write:
        text = merged.write["text"]
        answer.set_unread("text", text if isinstance(text, Unread) else None)
        answer.text = answer.text if isinstance(text, Unread) else str(text)
        answer.updated_at = outcome.at
        answer.version += 1
        answer.save()
    if merged.conflicts:
        outcome.conflicts[edit.section_id] = answer
    now = standing(answer)
    outcome.tokens[edit.section_id] = str(token_after(answer.version, now, edit.seen, now, merged.conflicts))


def standing(answer: PledgeAnswer) -> dict[str, str | Unread]:
    """What stands under a heading, by field: before what could be read last, what could not."""
    return {"text": answer.text} | answer.unread_values


@transaction.atomic
def hand_in_pledge(*, pledge_id: int, version: int, actor: Actor) -> Pledge:
    """Hand the pledge in at the cell where the person lives the Party life today; frozen from now on.

    Refuses whoever is not its author, a cycle that has ended, and (Unfinished) one with an empty heading.
    """
    pledge = locked(Pledge.objects.select_related("cadre", "cycle"), pledge_id, version)
    require(PLEDGE_WORKFLOW.check("hand_in", actor, pledge))
    _require_open(pledge)
    sections = list(PledgeSection.objects.filter(form_id=pledge.form_id))
    if lacks := rules.lacking(sections, {one.section_id: one for one in PledgeAnswer.objects.filter(pledge=pledge)}):
        raise Unfinished(lacks)
    _take_snapshot(pledge)
    pledge.handed_in_at = localtime.now()
    return advance(PLEDGE_WORKFLOW, "hand_in", pledge, actor, changed=("handed_in_at", *_saved()), unit=pledge.unit_id)


@transaction.atomic
def recall_pledge(*, pledge_id: int, version: int, actor: Actor) -> Pledge:
    """Take the pledge back to mend it, as long as the cell has not received it."""
    pledge = locked(Pledge.objects.select_related("cadre"), pledge_id, version)
    pledge.handed_in_at = None
    return advance(PLEDGE_WORKFLOW, "recall", pledge, actor, changed=("handed_in_at",), unit=pledge.unit_id)


@transaction.atomic
def receive_pledge(*, pledge_id: int, version: int, actor: Actor) -> Pledge:
    """The cell has it: nobody takes it back any more."""
    pledge = locked(Pledge.objects.select_related("cadre"), pledge_id, version)
    _note_receipt(pledge, actor)
    return advance(PLEDGE_WORKFLOW, "receive", pledge, actor, changed=_RECEIPT, unit=pledge.unit_id)


@transaction.atomic
def receive_all(*, unit_id: int, year: int, pledges: Mapping[int, int], actor: Actor) -> int:
    """Receive these pledges (id → version seen) of one cell together; one that changed meanwhile refuses them all."""
    found = Pledge.objects.filter(pk__in=pledges, unit_id=unit_id, year=year).values_list("pk", flat=True)
    for pk in sorted(found):
        receive_pledge(pledge_id=pk, version=pledges[pk], actor=actor)
    return len(found)


@transaction.atomic
def receive_paper(*, cycle_id: int, cadre_id: int, unit_id: int, actor: Actor, on: date) -> Pledge:
    """Note that a member handed the year's pledge in on paper at the cell, on this day.

    Refused: other cells' people, a day to come, a pledge already handed in. A draft begun here stays the person's own.
    """
    require(rules.may_receive_from(actor, unit_id, cadre_id))
    if on > localtime.today():
        raise Invalid("Ngày nộp bản giấy không thể sau hôm nay.")
    if not members(localtime.today()).filter(unit_id=unit_id, cadre_id=cadre_id).exists():
        raise Invalid("Đồng chí này không sinh hoạt tại chi bộ.")
    pledge = _pledge_of(cycle_id, cadre_id)
    pledge.unit_id = unit_id
    _take_snapshot(pledge)
    pledge.paper_on = on
    _note_receipt(pledge, actor)
    changed = ("paper_on", *_RECEIPT, *_saved())
    return advance(PLEDGE_WORKFLOW, "receive_paper", pledge, actor, changed=changed, unit=unit_id, on=on)


@transaction.atomic
def withdraw_paper(*, pledge_id: int, version: int, actor: Actor) -> Pledge:
    """Take back the note of a paper that was entered by mistake; the person may write and hand in again."""
    pledge = locked(Pledge.objects.select_related("cadre"), pledge_id, version)
    require(PLEDGE_WORKFLOW.check("withdraw_paper", actor, pledge))
    pledge.paper_on = pledge.received_at = pledge.received_by_id = None
    pledge.received_by_name, pledge.state = "", PledgeState.DRAFT
    pledge.version += 1
    pledge.save(update_fields=["state", "version", "paper_on", *_RECEIPT])
    audit.record(actor=actor, verb="pledge.withdraw_paper", target=pledge, unit=pledge.unit_id)
    return pledge


_RECEIPT = ("received_at", "received_by_id", "received_by_name")


def _note_receipt(pledge: Pledge, actor: Actor) -> None:
    pledge.received_at = localtime.now()
    pledge.received_by_id, pledge.received_by_name = actor.user_id, actor.name


def _saved() -> tuple[str, ...]:
    return tuple(name.removesuffix("_id") for name in _SNAPSHOT)


def _own_pledge(cycle_id: int, actor: Actor) -> Pledge:
    if actor.cadre_id is None:
        raise NotAllowed("Tài khoản này không gắn với cán bộ, đảng viên nào nên không viết bản cam kết.")
    return _pledge_of(cycle_id, actor.cadre_id)


def _pledge_of(cycle_id: int, cadre_id: int) -> Pledge:
    """The person's pledge of the cycle's year, locked; begun where the cycle asks for one and there is none."""
    one_at_a_time(f"pledge.{cadre_id}")
    year = Cycle.objects.values_list("period_to__year", flat=True).get(pk=cycle_id)
    found = Pledge.objects.select_for_update(of=("self",)).filter(cadre_id=cadre_id, year=year).first()
    if found is not None:
        return found
    call = calls_on(cadre_id, localtime.today()).filter(pk=cycle_id).first()
    if call is None:
        raise Invalid("Đợt này không yêu cầu nộp bản cam kết, hoặc đồng chí không sinh hoạt trong phạm vi của đợt.")
    form = PledgeForm.objects.filter(profile_id=call.profile_id).latest("form_version")
    return Pledge.objects.create(
        cycle=call, year=year, cadre_id=cadre_id, unit_id=_cell_of(cadre_id), form=form, created_at=localtime.now()
    )


def _cell_of(cadre_id: int) -> int:
    cell = CellMembership.objects.held_on(localtime.today()).filter(cadre_id=cadre_id).first()
    if cell is None:
        raise Invalid("Đồng chí chưa được ghi chi bộ sinh hoạt. Đề nghị văn thư, quản trị cập nhật trước.")
    return cell.unit_id


def _take_snapshot(pledge: Pledge) -> None:
    """The cell, its superior, workplace and posts as they are on this day."""
    pledge.unit_id = _cell_of(pledge.cadre_id)
    unit = Unit.objects.select_related("parent").get(pk=pledge.unit_id)
    held = Tenure.objects.held_on(localtime.today()).filter(cadre_id=pledge.cadre_id).select_related("post__unit")
    posts = [t.post for t in held.order_by("post__unit__kind__tier", "post__order", "pk")]
    pledge.unit_name, pledge.upper_name = unit.name, unit.parent.name if unit.parent else ""
    pledge.workplace = pledge.cadre.workplace or (posts[0].unit.name if posts else unit.name)
    pledge.post_line = ", ".join(dict.fromkeys(post.name for post in posts))[:500]


def _require_open(pledge: Pledge) -> None:
    if pledge.cycle.state == CycleState.CLOSED:
        raise NotAllowed(f"Đợt “{pledge.cycle.name}” đã kết thúc nên không nộp được nữa.")
