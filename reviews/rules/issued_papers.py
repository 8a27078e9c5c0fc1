"""Who issues papers of an office and keeps its register; values in, no query."""

from cadres.roles import Actor
from core.verdict import YES, Verdict, no
from reviews.models import PaperNumber
from reviews.querysets.paper_numbers import DECIDING, WRITING
from reviews.states import NumberSource


def works_in_office(actor: Actor, unit_id: int) -> bool:
    """Whether the person issues papers of this unit."""
    return actor.holds(*DECIDING, *WRITING, at=unit_id)


def decides_in(actor: Actor, unit_id: int) -> bool:
    """Whether the person works for the committee that decides over others, and so sees every paper of it whole."""
    return actor.holds(*DECIDING, at=unit_id)


def has_a_register(actor: Actor) -> bool:
    """Whether the person works in some office whose papers bear numbers."""
    return actor.holds_any(*DECIDING, *WRITING)


def may_issue_paper(actor: Actor, unit_id: int) -> Verdict:
    """The people of the issuing office."""
    if works_in_office(actor, unit_id):
        return YES
    return no("Chỉ người soạn, người đứng đầu hoặc cơ quan giúp việc của nơi ban hành phát hành văn bản này.")


def may_keep_register(actor: Actor, unit_id: int) -> Verdict:
    """The same: who enters numbers, cancels them and says where the register is kept."""
    if works_in_office(actor, unit_id):
        return YES
    return no("Chỉ người của nơi ban hành ghi sổ văn bản đi của nơi ấy.")


def may_see_number(actor: Actor, entry: PaperNumber) -> bool:
    """As `PaperNumberQuerySet.visible_to` has it."""
    if decides_in(actor, entry.issuer_id):
        return True
    return entry.source != NumberSource.ACT and actor.holds(*WRITING, at=entry.issuer_id)


def may_cancel_number(actor: Actor, entry: PaperNumber) -> Verdict:
    """By those who keep the register; the number of a decision stands as long as the decision does."""
    if not (verdict := may_keep_register(actor, entry.issuer_id)):
        return verdict
    if entry.cancelled_at is not None:
        return no("Số này đã huỷ.")
    if entry.source == NumberSource.ACT:
        return no("Số này của văn bản ban hành trong phần mềm. Muốn bỏ thì thu hồi hoặc điều chỉnh chính văn bản ấy.")
    return YES
