"""Who keeps reading what they signed after the office has passed on."""

from cadres.roles import Actor
from core.verdict import YES, Verdict, no
from reviews.models import Appraisal, Round

_HIDDEN = no("Không tìm thấy văn bản này trong những văn bản đồng chí đã ký.")


def may_read_signed(actor: Actor, round_: Round, appraisal: Appraisal | None) -> Verdict:
    """Whoever submitted the round or decided its appraisal reads exactly that round; equals `RoundQuerySet.signed_by`.

    Nothing newer, no answers to indicators, no verbs: those follow the office.
    """
    if actor.user_id is None:
        return _HIDDEN
    submitted = round_.submitted_at is not None and round_.submitted_by_id == actor.user_id
    decided = appraisal is not None and appraisal.decided_at is not None and appraisal.decided_by_id == actor.user_id
    return YES if submitted or decided else _HIDDEN
