"""The files of a registered ground: attached, withdrawn, handed over."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Count, Sum

from cadres.roles import Actor
from core import audit, formats, localtime, uploads
from core.errors import Invalid, StaleObject
from core.models import StoredFile
from reviews.actions.locking import locked, require
from reviews.models import GroundFile, RegisteredGround
from reviews.rules import grounds as rules
from reviews.workflow.grounds import GROUND_WORKFLOW

_ONE_DOWNLOAD: Final = timedelta(hours=1)


def attach_ground_file(*, ground_id: int, actor: Actor, content: File, name: str) -> GroundFile:
    """Judge the file, store it and attach it to an open ground; the same file twice is one.

    Refuses (Invalid) what `core.uploads.judge` refuses and more files, or larger ones together, than a review may have,
    (NotAllowed) whoever may not write in the ground. A refused or broken upload leaves no file behind.
    """
    judged = uploads.judge(content, name)
    with uploads.written(judged) as written, transaction.atomic():
        ground = locked(RegisteredGround.objects.with_concerned(), ground_id, None)
        require(GROUND_WORKFLOW.check("edit", actor, ground))
        same = StoredFile.objects.filter(ground_files__ground=ground, sha256=judged.sha256).first()
        if same is None:
            _refuse_above_quota(ground, judged.size)
        stamp = {"attached_at": localtime.now(), "attached_by_id": actor.user_id, "attached_by_name": actor.name}
        stored = same or written.keep(actor)
        file, is_new = GroundFile.objects.get_or_create(ground=ground, stored=stored, defaults=stamp)
        if not is_new and file.withdrawn_at is not None:
            file.withdrawn_at, file.withdrawn_by_name, file.version = None, "", file.version + 1
            file.save(update_fields=["withdrawn_at", "withdrawn_by_name", "version"])
        audit.record(actor=actor, verb="groundfile.add", target=file, ground=ground.pk, name=stored.name)
        return file


@transaction.atomic
def withdraw_ground_file(*, file_id: int, version: int, actor: Actor) -> GroundFile:
    """Take a file off an open ground; row and file stay, marked. Refuses (Invalid) one that was taken off already."""
    file = locked(GroundFile.objects.select_related("stored"), file_id, None)
    require(rules.may_withdraw_file(actor, RegisteredGround.objects.with_concerned().get(pk=file.ground_id)))
    if file.withdrawn_at is not None:
        raise Invalid(f"Tệp “{file.stored.name}” đã được bỏ khỏi căn cứ này.")
    if file.version != version:
        raise StaleObject
    file.withdrawn_at, file.withdrawn_by_name = localtime.now(), actor.name
    file.version += 1
    file.save(update_fields=["withdrawn_at", "withdrawn_by_name", "version"])
    audit.record(actor=actor, verb="groundfile.withdraw", target=file, ground=file.ground_id, name=file.stored.name)
    return file


def hand_over_ground_file(*, file: GroundFile, actor: Actor, is_part: bool = False) -> StoredFile:
    """The file, for whom `visible_to` gave its row, with a row in the trail.

    `is_part`: asked for piece by piece; all pieces within an hour are one row.
    """
    since = localtime.now() - _ONE_DOWNLOAD
    if is_part and audit.is_recorded(actor=actor, verb="groundfile.download", target=file, since=since):
        return file.stored
    audit.record(actor=actor, verb="groundfile.download", target=file, ground=file.ground_id, name=file.stored.name)
    return file.stored


def _refuse_above_quota(ground: RegisteredGround, size: int) -> None:
    """Every file ever attached counts: nothing is erased."""
    held = ground.files.aggregate(count=Count("pk"), octets=Sum("stored__size"))
    if held["count"] >= settings.ATTACHMENTS_MOST_FILES:
        raise Invalid(f"Căn cứ này đã có {held['count']} tệp, là mức nhiều nhất. Hãy gộp vào một tệp PDF.")
    if (held["octets"] or 0) + size > settings.ATTACHMENTS_MOST_BYTES:
        most = formats.file_size(settings.ATTACHMENTS_MOST_BYTES)
        raise Invalid(f"Tổng dung lượng tệp của căn cứ này sẽ vượt mức {most}. Hãy nén hoặc quét lại nhỏ hơn.")
