"""Who may have a file of evidence; values only (load `report__item__plan__review__unit` and `report__item__hard_task__unit`)."""

from cadres.roles import Actor
from core.verdict import YES, Verdict, no
from reviews.models import EvidenceFile
from reviews.rules import hard_tasks, remediation


def may_download(actor: Actor, file: EvidenceFile) -> Verdict:
    """Whoever sees the item; of a report marked public also who follows the hard task. Equals `visible_to`."""
    report = file.report
    if remediation.may_view(actor, report.item):
        return YES
    task = report.item.hard_task
    if report.is_public and task is not None and hard_tasks.may_view(actor, task):
        return YES
    return no("Không tìm thấy tệp này trong phạm vi của đồng chí.")
