"""Who may have, add and withdraw files of a round; values only (load `round__review__unit` and `cycle`)."""

from cadres.roles import Actor
from core.verdict import YES, Verdict, no
from reviews.models import Attachment, Review
from reviews.rules import sheets


def may_download(actor: Actor, attachment: Attachment) -> Verdict:
    """Whoever reads the text of that round; a signed paper, within the circle of the indicators alone.

    Equals `AttachmentQuerySet.visible_to`.
    """
    round_ = attachment.round
    review = round_.review
    if sheets.is_concerned(actor, review):
        return YES
    was_sent_up = round_.submitted_at is not None and attachment.withdrawn_at is None
    is_read = was_sent_up and bool(sheets.may_view(actor, review))
    if is_read and (attachment.kind != Attachment.Kind.SIGNED_PAPER or sheets.is_managing(actor, review)):
        return YES
    return no("Không tìm thấy tệp này trong phạm vi của đồng chí.")


def may_attach(actor: Actor, review: Review) -> Verdict:
    """Whoever writes the review attaches to it, while it is in its writers' hands."""
    verdict = sheets.may_write(actor, review)
    return sheets.is_open_for_writing(review) if verdict else verdict


def may_withdraw(actor: Actor, attachment: Attachment) -> Verdict:
    """The writers, until the round is submitted; what was submitted stays."""
    if not attachment.round.is_open:
        return no("Tệp này đã trình cùng bản kiểm điểm nên được giữ lại, không bỏ được.")
    if attachment.withdrawn_at is not None:
        return no("Tệp này đã được bỏ.")
    return may_attach(actor, attachment.round.review)
