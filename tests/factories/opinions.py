"""Opinions on a review, entered by the application's own action."""

from datetime import timedelta

from cadres.roles import Actor
from core import localtime
from reviews.actions.opinions import register_opinions
from reviews.models import Opinion, Review
from reviews.rules.opinions import OpinionDraft, kind_of
from reviews.states import OpinionSource


def draft(text: str, source: str = "Chi bộ thôn Đông", **changes: object) -> OpinionDraft:
    """An opinion received yesterday."""
    values: dict[str, object] = {
        "source_kind": kind_of(source) or OpinionSource.PERSON,
        "source_name": source,
        "received_on": localtime.today() - timedelta(days=1),
        "text": text,
    }
    return OpinionDraft(**values | changes)  # type: ignore[arg-type]


def registered(review: Review, actor: Actor, *drafts: OpinionDraft | str) -> list[Opinion]:
    """The opinions in the register of the review's open round."""
    typed = [draft(one) if isinstance(one, str) else one for one in drafts]
    return register_opinions(review_id=review.pk, actor=actor, drafts=typed).opinions
