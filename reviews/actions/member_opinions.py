"""Recording what single members of the standing committee say about a draft suggestion that waits for its approval."""

from datetime import date

from django.db import transaction
from django.db.models import prefetch_related_objects

from cadres.actors import actors_of_people
from cadres.models import Tenure
from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid, NotAllowed
from core.text import name_sort_key
from reviews.actions.locking import locked, require
from reviews.models import DeepReview, MemberOpinion
from reviews.querysets.deep_reviews import letter_contents
from reviews.rules import member_opinions as rules
from reviews.rules.member_opinions import Member
from reviews.states import MemberStance


def members_of(deep_review: DeepReview) -> list[Member]:
    """Whose opinion may be recorded: who holds a post in the issuing committee today and is not concerned, by name."""
    return [member for member in _sitting(deep_review) if rules.may_be_asked(member, deep_review)]


@transaction.atomic
def record_opinion(
    *, deep_review_id: int, version: int, actor: Actor, member_id: int, stance: str, words: str, given_on: date
) -> DeepReview:
    """Keep one member's opinion on the draft as it was handed up; recorded again, the later one stands, both in the audit.

    Refuses others than staff and standing committee of the issuer and a draft that does not wait (`may_record`), and
    (Invalid) somebody who is no member today or is concerned, a day before the proposal or after today, and an
    objection or a wish without words. Raises the version, so that nobody approves past an opinion they did not see.
    """
    row = locked(DeepReview.objects.select_related("cycle", "issuer__kind"), deep_review_id, version)
    prefetch_related_objects([row], *letter_contents())
    require(rules.may_record(actor, row))
    member = _member(row, member_id)
    proposed_on = localtime.local_day(row.proposed_at) if row.proposed_at else None
    if sentence := rules.why_not_on(given_on, today=localtime.today(), proposed_on=proposed_on):
        raise Invalid(sentence)
    if stance != MemberStance.AGREE and not words.strip():
        raise Invalid("Hãy ghi nội dung ý kiến khi không đồng ý hoặc đề nghị sửa.")
    said = next((one for one in rules.of_this_proposal(row) if one.member_id == member.cadre_id), None)
    if said is not None and not said.is_from_paper and actor.cadre_id != member.cadre_id:
        raise Invalid(f"Đồng chí {member.name} đã tự ghi ý kiến; chỉ đồng chí ấy sửa được.")
    MemberOpinion.objects.update_or_create(
        deep_review=row,
        proposal=row.proposal,
        member_id=member.cadre_id,
        defaults={
            "member_name": member.name,
            "member_post": member.post,
            "stance": stance,
            "words": words.strip(),
            "given_on": given_on,
            "is_from_paper": actor.cadre_id != member.cadre_id,
            "entered_by_name": actor.name,
            "entered_at": localtime.now(),
        },
    )
    row.version += 1
    row.save(update_fields=["version"])
    audit.record(
        actor=actor,
        verb="deepreview.record_opinion",
        target=row,
        member=member.name,
        member_id=member.cadre_id,
        stance=stance,
        words=words.strip(),
        given_on=given_on,
    )
    return row


def _member(row: DeepReview, member_id: int) -> Member:
    member = next((one for one in _sitting(row) if one.cadre_id == member_id), None)
    if member is None:
        raise Invalid(f"Người này hôm nay không giữ chức vụ nào trong {row.issuer.name}. Mời chọn lại.")
    verdict = rules.may_be_asked(member, row)
    if not verdict:
        raise NotAllowed(verdict.reason)
    return member


def _sitting(deep_review: DeepReview) -> list[Member]:
    today = localtime.today()
    held = Tenure.objects.held_on(today).select_related("cadre", "post")
    in_committee = held.filter(post__unit_id=deep_review.issuer_id).order_by("post__order", "pk")
    first = {tenure.cadre_id: tenure for tenure in reversed(in_committee)}
    acting = actors_of_people([tenure.cadre for tenure in first.values()], today)
    members = [Member(pk, tenure.cadre.full_name, tenure.post.name, acting[pk]) for pk, tenure in first.items()]
    return sorted(members, key=lambda member: name_sort_key(member.name))
