"""Attaching files to the open round of a review, and withdrawing them before it is submitted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Count, Sum

from cadres.roles import Actor
from core import audit, formats, localtime, uploads
from core.errors import Invalid
from core.models import StoredFile
from reviews.actions.locking import locked, require
from reviews.actions.open_sheets import OpenSheet, open_sheet
from reviews.actions.reads import record_read
from reviews.models import Attachment, Review, ReviewRead, Round
from reviews.rules import attachments as rules

_ONE_DOWNLOAD: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of files sent together: those attached, and of each other its name and why not."""

    kept: list[Attachment]
    refused: list[tuple[str, str]]


def attach_files(*, review_id: int, actor: Actor, contents: Sequence[File], note: str = "", kind: str = "") -> Attached:
    """Attach each file for itself: one that cannot be taken holds up no other.

    Refuses (NotAllowed) as `attach_file` does; what was attached before that stays.
    """
    outcome = Attached([], [])
    for content in contents:
        name = content.name or ""
        try:
            kept = attach_file(
                review_id=review_id,
                actor=actor,
                content=content,
                name=name,
                note=note,
                kind=kind or Attachment.Kind.ENCLOSURE,
            )
        except Invalid as refusal:
            outcome.refused.append((uploads.name_told(name), str(refusal)))
        else:
            outcome.kept.append(kept)
    return outcome


def attach_file(
    *,
    review_id: int,
    actor: Actor,
    content: File,
    name: str,
    note: str = "",
    kind: str = Attachment.Kind.ENCLOSURE,
) -> Attachment:
    """Judge the file, store it and attach it to the open round; the same file twice is one.

    Refuses (Invalid) what `core.uploads.judge` refuses and what passes the review's quota, (NotAllowed) whoever may not
    write and a review out of its writers' hands. A refused or broken upload leaves no file behind.
    """
    judged = uploads.judge(content, name)
    with uploads.written(judged) as file, transaction.atomic():
        sheet = open_sheet(review_id, actor)
        _refuse_unasked_paper(sheet, kind)
        same = StoredFile.objects.filter(attachments__round__review_id=review_id, sha256=judged.sha256).first()
        if same is None:
            _refuse_above_quota(review_id, judged.size)
        stored = same or file.keep(actor)
        attachment, is_new = Attachment.objects.get_or_create(
            round=sheet.round, stored=stored, defaults=_stamped(actor, kind, note)
        )
        if is_new:
            _record(actor, "attachment.add", attachment, review_id)
        elif attachment.withdrawn_at is not None or kind == Attachment.Kind.SIGNED_PAPER != attachment.kind:
            _put_back(attachment, actor, kind, note)
            _record(actor, "attachment.put_back", attachment, review_id)
        return attachment


@transaction.atomic
def withdraw_file(*, attachment_id: int, version: int, actor: Actor) -> Attachment:
    """Take a file out of the open round; the row and the file stay, marked. Refused once the round was submitted."""
    review_id = Attachment.objects.values_list("round__review_id", flat=True).get(pk=attachment_id)
    review = locked(Review.objects.select_related("unit", "cadre", "cycle"), review_id, None)
    attachment = locked(Attachment.objects.select_related("stored", "round"), attachment_id, version)
    attachment.round.review = review
    require(rules.may_withdraw(actor, attachment))
    attachment.withdrawn_at, attachment.withdrawn_by_name = localtime.now(), actor.name
    attachment.version += 1
    attachment.save(update_fields=["withdrawn_at", "withdrawn_by_name", "version"])
    _record(actor, "attachment.withdraw", attachment, review_id)
    return attachment


@transaction.atomic
def hand_over_file(*, attachment: Attachment, actor: Actor, is_part: bool = False) -> StoredFile:
    """The file, for whom `visible_to` gave its row; having one of a personal review counts as reading it.

    `is_part`: asked for piece by piece; all pieces within an hour are one read.
    """
    require(rules.may_download(actor, attachment))
    since = localtime.now() - _ONE_DOWNLOAD
    if is_part and audit.is_recorded(actor=actor, verb="attachment.download", target=attachment, since=since):
        return attachment.stored
    record_read(review=attachment.round.review, actor=actor, part=ReviewRead.Part.ATTACHMENT)
    _record(actor, "attachment.download", attachment, attachment.round.review_id)
    return attachment.stored


def copy_files(last: Round, following: Round, *, with_signed_paper: bool) -> None:
    """Name the standing files of a round again in the one that follows it.

    A signed paper speaks for the text of its own round: it goes along only where the writers took that very text back.
    """
    standing = Attachment.objects.filter(round=last).standing()
    if not with_signed_paper:
        standing = standing.exclude(kind=Attachment.Kind.SIGNED_PAPER)
    for attachment in standing:
        attachment.pk, attachment.round, attachment.version = None, following, 1
        attachment.save(force_insert=True)


def _refuse_unasked_paper(sheet: OpenSheet, kind: str) -> None:
    if kind == Attachment.Kind.SIGNED_PAPER and sheet.round.entered_at is None:
        raise Invalid("Bản giấy có chữ ký chỉ đính kèm khi thư ký nhập thay. Hãy chọn “Tài liệu kèm theo”.")


def _refuse_above_quota(review_id: int, size: int) -> None:
    """Every file ever attached counts: nothing is erased."""
    files = StoredFile.objects.filter(attachments__round__review_id=review_id).distinct()
    held = StoredFile.objects.filter(pk__in=files.values("pk")).aggregate(count=Count("pk"), octets=Sum("size"))
    if held["count"] >= settings.ATTACHMENTS_MOST_FILES:
        raise Invalid(
            f"Bản kiểm điểm này đã có {held['count']} tệp, là mức nhiều nhất. Hãy gộp các tài liệu còn lại vào một tệp PDF."
        )
    if (held["octets"] or 0) + size > settings.ATTACHMENTS_MOST_BYTES:
        most = formats.file_size(settings.ATTACHMENTS_MOST_BYTES)
        raise Invalid(f"Tổng dung lượng tệp của bản kiểm điểm này sẽ vượt mức {most}. Hãy nén hoặc quét lại nhỏ hơn.")


def _stamped(actor: Actor, kind: str, note: str) -> dict[str, object]:
    return {"kind": kind, "note": note, "attached_by_id": actor.user_id, "attached_by_name": actor.name}


def _put_back(attachment: Attachment, actor: Actor, kind: str, note: str) -> None:
    """The same file sent again: it stands again; what was a signed paper never gets the wider circle of readers."""
    was_paper = attachment.kind == Attachment.Kind.SIGNED_PAPER
    kind = Attachment.Kind.SIGNED_PAPER if was_paper else kind
    values = {**_stamped(actor, kind, note), "attached_at": localtime.now(), "withdrawn_at": None}
    values |= {"withdrawn_by_name": "", "version": attachment.version + 1}
    for field, value in values.items():
        setattr(attachment, field, value)
    attachment.save(update_fields=list(values))


def _record(actor: Actor, verb: str, attachment: Attachment, review_id: int) -> None:
    """Neither the name nor the note goes into the trail, which administrators read: both may tell of the content."""
    stored = attachment.stored
    facts = {"kind": attachment.kind, "type": stored.kind, "size": stored.size, "sha256": stored.sha256}
    audit.record(actor=actor, verb=verb, target=attachment, review=review_id, **facts)
