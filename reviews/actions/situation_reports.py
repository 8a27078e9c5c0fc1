"""Issuing a report on the situation of a cycle: from here on its numbers stand, whatever is done afterwards."""

from django.db import transaction

from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid
from core.text import fold_space
from reviews.actions.appraisal_papers import PaperText
from reviews.actions.locking import require
from reviews.actions.paper_numbers import take_number
from reviews.models import SituationReport
from reviews.reports.dashboard import chain_of
from reviews.reports.letterheads import collective
from reviews.reports.printable import printable_cycle
from reviews.reports.summary_frame import issuer_of
from reviews.reports.tree_figures import committee_of
from reviews.rules import situation_reports as rules

REPORT = "BC"


@transaction.atomic
def issue_situation_report(*, cycle_id: int, actor: Actor, text: PaperText) -> SituationReport:
    """Count the chain as the committee sees it now, and keep it under the number that the clerk gave.

    Refuses (NotAllowed) others than the standing committee and a cycle that they do not see, (Invalid) a number used
    before, a date that cannot be, and a paper without signer. Of two who issue the same number one is refused.
    """
    cycle = printable_cycle(actor, cycle_id)
    issuer, today = issuer_of(actor, cycle), localtime.today()
    require(rules.may_issue_situation_report(actor, issuer.pk, cycle))
    number, post, name = (fold_space(words) for words in (text.number, text.signer_post, text.signer_name))
    if not (number and post and name):
        raise Invalid("Hãy ghi số, ký hiệu của báo cáo, chức vụ và họ tên người ký.")
    if not (dated := rules.may_be_dated(text.issued_on, cycle, today)):
        raise Invalid(dated.reason)
    used_for = f"báo cáo tổng hợp tình hình của {collective(issuer)}"
    take_number(issuer=issuer, kind=REPORT, number=number, issued_on=text.issued_on, used_for=used_for, actor=actor)
    report = SituationReport.objects.create(
        cycle=cycle,
        issuer=issuer,
        number=number,
        issued_on=text.issued_on,
        signer_post=post,
        signer_name=name,
        rows=chain_of(cycle, committee_of(issuer), today).kept(),
        counted_at=localtime.now(),
        issued_by_id=actor.user_id,
        issued_by_name=actor.name,
    )
    audit.record(actor=actor, verb="situation_report.issue", target=report, cycle=cycle.pk, number=number)
    return report
