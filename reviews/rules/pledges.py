"""Who writes, reads, receives a yearly pledge, and what one must hold. Values only, no query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cadres.roles import Actor, Role
from core.verdict import YES, Verdict, no
from reviews.models import Cycle, Pledge, PledgeAnswer, PledgeSection
from reviews.rules import cycles
from reviews.states import CycleKind, CycleState, PledgeState
from units.models import Unit

_HIDDEN = no("Không tìm thấy bản cam kết này trong phạm vi của đồng chí.")
COUNTING_ROLES = (Role.STAFF, Role.STANDING, Role.INSPECTION, Role.SECRETARY, Role.HEAD)


def is_own(actor: Actor, pledge: Pledge) -> bool:
    """Whether it is the acting person's pledge."""
    return actor.cadre_id is not None and pledge.cadre_id == actor.cadre_id


def is_charged_with_cell(actor: Actor, unit_id: int) -> bool:
    """Whether the person is secretary or head of the cell."""
    return actor.holds(Role.SECRETARY, Role.HEAD, at=unit_id)


def may_view(actor: Actor, pledge: Pledge) -> Verdict:
    """The person; secretary and head of its cell once it is handed in; nobody else. Equals `PledgeQuerySet.visible_to`."""
    if is_own(actor, pledge):
        return YES
    handed_in = pledge.state != PledgeState.DRAFT
    return YES if handed_in and is_charged_with_cell(actor, pledge.unit_id) else _HIDDEN


def may_call(actor: Actor, cycle: Cycle) -> Verdict:
    """Asking for the year's pledges and setting the day: who runs the cycle, a yearly one, while it is open."""
    verdict = cycles.may_run(actor, cycle)
    if verdict and cycle.kind != CycleKind.YEAR:
        return no("Bản cam kết là của cả năm nên chỉ đặt hạn nộp ở đợt kiểm điểm năm.")
    if verdict and cycle.state != CycleState.OPEN:
        return no("Chỉ đặt hạn nộp bản cam kết khi đợt đang mở.")
    return verdict


def may_write(actor: Actor, pledge: Pledge) -> Verdict:
    """Only the person writes it."""
    return YES if is_own(actor, pledge) else no("Chỉ chính đồng chí viết và nộp bản cam kết của mình.")


def may_receive(actor: Actor, pledge: Pledge) -> Verdict:
    """Secretary or head of the cell where it was handed in, never the person."""
    return may_receive_from(actor, pledge.unit_id, pledge.cadre_id)


def may_withdraw_paper(actor: Actor, pledge: Pledge) -> Verdict:
    """A note of a paper that was entered by mistake is taken back by whoever may enter it."""
    if not pledge.is_on_paper:
        return no("Bản cam kết này nộp trên phần mềm nên không bỏ ghi nhận được.")
    return may_receive(actor, pledge)


def may_receive_from(actor: Actor, unit_id: int, cadre_id: int) -> Verdict:
    """Receiving from a member of the cell, on screen or on paper."""
    if actor.cadre_id == cadre_id:
        return no("Đồng chí không tự nhận bản cam kết của mình.")
    if is_charged_with_cell(actor, unit_id):
        return YES
    return no("Chỉ thư ký hoặc bí thư của chi bộ nhận bản cam kết.")


def may_list_cell(actor: Actor, unit: Unit) -> Verdict:
    """Who has handed in and who has not, by name: secretary and head of the cell alone."""
    if is_charged_with_cell(actor, unit.pk):
        return YES
    return no("Danh sách nộp bản cam kết chỉ dành cho thư ký, bí thư của chi bộ.")


def may_count(actor: Actor) -> Verdict:
    """How many have handed in, in each unit below: committees, inspection, secretaries and heads of any unit."""
    if actor.holds_any(*COUNTING_ROLES):
        return YES
    return no("Số liệu nộp bản cam kết dành cho cấp ủy và cơ quan giúp việc.")


@dataclass(frozen=True, slots=True)
class Lacking:
    """A heading under which something is still to write, and where."""

    sentence: str
    anchor: str


def lacking(sections: Sequence[PledgeSection], answers: Mapping[int, PledgeAnswer]) -> list[Lacking]:
    """Everything that bars handing in: what is not written, and what was typed and cannot be read."""
    found = []
    for section in sections:
        answer, heading = answers.get(section.pk), f"{section.number}. {section.heading}"
        if answer is not None and answer.unread:
            found.append(Lacking(f"Mục {heading}: nội dung đã gõ chưa đọc được; hãy sửa lại.", anchor_of(section)))
        elif section.required and not (answer and answer.text.strip()):
            found.append(Lacking(f"Chưa viết mục {heading}.", anchor_of(section)))
    return found


def anchor_of(section: PledgeSection) -> str:
    """Where the heading is written on the page."""
    return f"#cam-{section.pk}-text"


@dataclass(frozen=True, slots=True)
class PledgeSectionDraft:
    """One heading of the form, not yet in the database."""

    key: str
    heading: str
    number: str = ""
    guidance: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class PledgeFormDraft:
    """A whole form, as read from its file."""

    title: str
    opening: str
    closing: str
    note: str
    published_on: date
    sections: tuple[PledgeSectionDraft, ...]
