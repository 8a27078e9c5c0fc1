"""The opinions that a collective gathers on the draft of its review, and its answers."""

from datetime import timedelta

from cadres.roles import Actor
from core import localtime
from reviews.actions.opinions import answer_opinion, register_opinions
from reviews.demo.texts.opinions import OF_TAN_SON, OpinionText
from reviews.models import Review
from reviews.models.standing import sections_of
from reviews.rules.opinions import OpinionDraft, OpinionReply, sections_to_name
from reviews.states import OpinionOutcome


def gather_opinions(review: Review, writer: Actor, texts: tuple[OpinionText, ...] = OF_TAN_SON) -> None:
    """Enter the opinions as received over the last days, and answer those that have an answer."""
    keys = {section.key for section in sections_to_name(sections_of(review.template_id))}
    received = localtime.today() - timedelta(days=3)
    drafts = [
        OpinionDraft(one.kind, one.source, received, one.text, one.group, one.section if one.section in keys else "")
        for one in texts
    ]
    entered = register_opinions(review_id=review.pk, actor=writer, drafts=drafts).opinions
    for opinion, text in zip(entered, texts, strict=True):
        if text.outcome == OpinionOutcome.UNANSWERED:
            continue
        answer = OpinionReply(text.outcome, text.reply, text.changed if text.changed in keys else "")
        answer_opinion(opinion_id=opinion.pk, version=opinion.version, actor=writer, answer=answer)
