"""Evidence: files that go with a report on an item, kept together with it or not at all, and handed over."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.files import File
from django.db.models import Count, Sum

from cadres.roles import Actor
from core import audit, formats, localtime, uploads
from core.errors import Invalid
from core.models import StoredFile
from reviews.actions.reads import record_read
from reviews.models import EvidenceFile, ProgressReport, RemediationItem, ReviewRead
from reviews.rules import evidence as rules
from reviews.rules import remediation

_ONE_DOWNLOAD: Final = timedelta(hours=1)


@contextmanager
def written_evidence(contents: Sequence[File]) -> Iterator[list[uploads.Written]]:
    """The files judged and on disk, each content once; gone again where the block fails. Put the transaction inside.

    Refuses (Invalid) all of them where one cannot be taken, with its name: no report goes up with half its evidence.
    """
    judged = {}
    for content in contents:
        try:
            one = uploads.judge(content, content.name or "")
        except Invalid as refusal:
            raise Invalid(f"Chưa gửi báo cáo. Tệp “{uploads.name_told(content.name or '')}”: {refusal}") from refusal
        judged[one.sha256] = one
    with ExitStack() as files:
        yield [files.enter_context(uploads.written(one)) for one in judged.values()]


def keep_evidence(
    item: RemediationItem, report: ProgressReport, actor: Actor, files: Sequence[uploads.Written]
) -> list[EvidenceFile]:
    """Let the files go with the (new) report of the locked item; one that the item has already is stored once.

    Refuses (Invalid) more files, or larger ones together, than a review may have.
    """
    if not files:
        return []
    of_item = StoredFile.objects.filter(evidence__report__item=item)
    known = {stored.sha256: stored for stored in of_item}
    new = [file for file in files if file.judged.sha256 not in known]
    _refuse_above_quota(item, len(new), sum(file.judged.size for file in new))
    kept = []
    for file in files:
        stored = known.get(file.judged.sha256) or file.keep(actor)
        evidence = EvidenceFile.objects.create(report=report, stored=stored)
        facts = {"type": stored.kind, "size": stored.size, "sha256": stored.sha256}
        audit.record(actor=actor, verb="evidencefile.add", target=evidence, item=item.pk, **facts)
        kept.append(evidence)
    return kept


def hand_over_evidence(*, file: EvidenceFile, actor: Actor, is_part: bool = False) -> StoredFile:
    """The file, for whom `visible_to` gave its row; having one of a personal review's item counts as reading it.

    `is_part`: asked for piece by piece; all pieces within an hour are one read.
    """
    since = localtime.now() - _ONE_DOWNLOAD
    if is_part and audit.is_recorded(actor=actor, verb="evidencefile.download", target=file, since=since):
        return file.stored
    item = file.report.item
    if not rules.may_download(actor, file):
        raise FileNotFoundError(file.pk)
    if remediation.may_view(actor, item):
        record_read(review=item.plan.review, actor=actor, part=ReviewRead.Part.REMEDIATION)
    audit.record(actor=actor, verb="evidencefile.download", target=file, item=item.pk)
    return file.stored


def _refuse_above_quota(item: RemediationItem, count: int, octets: int) -> None:
    """Every file of every report counts: nothing is erased."""
    of_item = StoredFile.objects.filter(evidence__report__item=item).distinct()
    held = StoredFile.objects.filter(pk__in=of_item.values("pk")).aggregate(count=Count("pk"), octets=Sum("size"))
    if held["count"] + count > settings.ATTACHMENTS_MOST_FILES:
        raise Invalid(
            f"Một việc có nhiều nhất {settings.ATTACHMENTS_MOST_FILES} tệp minh chứng; việc này đã có {held['count']} tệp. "
            "Hãy gộp các tài liệu vào một tệp PDF."
        )
    if (held["octets"] or 0) + octets > settings.ATTACHMENTS_MOST_BYTES:
        most = formats.file_size(settings.ATTACHMENTS_MOST_BYTES)
        raise Invalid(f"Tổng dung lượng tệp minh chứng của việc này sẽ vượt mức {most}. Hãy nén hoặc quét lại nhỏ hơn.")
