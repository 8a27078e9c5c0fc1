"""A section's text for the whole, where the section comes to be written for each post: it goes with the first post's."""

from django.db.models import Q

from cadres.roles import Actor
from reviews.actions.answer_rows import STAMP, values_of
from reviews.actions.answers import ask_for_confirmation_again
from reviews.models import Answer, Review, Round, Segment, TemplateSection
from reviews.models.standing import sections_of
from reviews.models.unread import Unread
from reviews.rules.reopening import may_write_section
from reviews.rules.writing import join


def text_holder(round_: Round, section: TemplateSection) -> Answer:
    """The row in which the form shows a section's text: the whole's, or the first post's where each is written for."""
    segment = _first_segment(round_) if section.per_segment else None
    found = Answer.objects.filter(round=round_, section=section, segment=segment).first()
    return found or Answer(round=round_, section=section, segment=segment, version=0)


def put_text(answer: Answer, text: str | Unread) -> None:
    """Put joined words in the row (unsaved): what could not be read stays beside the text that could be read last."""
    answer.set_unread("text", text if isinstance(text, Unread) else None)
    answer.text = answer.text if isinstance(text, Unread) else text


def hand_to_first_post(round_: Round, section: TemplateSection, actor: Actor) -> None:
    """Put the section's text for the whole behind the first post's; degree and score stay where they are.

    The caller holds the lock on the review. Nothing happens where there is no post, or no such text.
    """
    has_words = ~Q(text="") | ~Q(unread=[])
    whole = Answer.objects.filter(has_words, round=round_, section=section, segment=None).first()
    holder = text_holder(round_, section)
    if whole is None or holder.segment_id is None or not values_of("answer", whole)["text"]:
        return
    put_text(holder, join(values_of("answer", holder)["text"], values_of("answer", whole)["text"]))
    if not holder.version or holder.updated_at < whole.updated_at:  # nobody wrote anything: who wrote last remains so
        for name in STAMP[1:]:
            setattr(holder, name, getattr(whole, name))
    whole.set_unread("text", None)
    whole.text = ""
    for row in (whole, holder):
        row.version += 1
        row.save()
    ask_for_confirmation_again(holder.segment_id, actor)


def hand_all_to_first_post(review: Review, actor: Actor) -> None:
    """The same for every section of the open round that is written for each post and may be written in it."""
    round_ = Round.objects.get(review=review, submitted_at=None)
    for section in sections_of(review.template_id):
        if section.per_segment and may_write_section(round_, section):
            hand_to_first_post(round_, section, actor)


def _first_segment(round_: Round) -> Segment | None:
    return Segment.objects.filter(review_id=round_.review_id).order_by("order").first()
