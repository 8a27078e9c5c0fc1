"""Who may draft, approve, issue, withdraw and acknowledge a suggestion for deep review; values only, no query.

Load the suggestion by `DeepReview.objects.with_contents()`: the rules look at its topics and targets.
"""

from dataclasses import dataclass
from datetime import date

from cadres.roles import Actor, Role, reaches
from core import formats, localtime
from core.verdict import YES, Verdict, no
from reviews.models import DeepReview, DeepReviewTarget, DeepReviewTopic, Review
from reviews.models.standing import profile_of
from reviews.rules import member_opinions, sheets
from reviews.rules.appraisals import is_own_matter
from reviews.states import CycleState, DeepReviewState, ReviewState

_HIDDEN = no("Không tìm thấy gợi ý kiểm điểm sâu này trong phạm vi của đồng chí.")


@dataclass(frozen=True, slots=True)
class Gap:
    """Something without which the letter cannot go on, and the step of the draft where it is mended."""

    sentence: str
    step: str


def may_view(actor: Actor, deep_review: DeepReview) -> Verdict:
    """The issuing committee at any time; once issued the suggested side, inspection, who approved; equals `visible_to`."""
    if _issues(actor, deep_review) or _approved(actor, deep_review):
        return YES
    if any(_may_view_issued(actor, t, deep_review) for t in deep_review.targets.all()):
        return YES
    return _HIDDEN


def _approved(actor: Actor, deep_review: DeepReview) -> bool:
    """Whether the person approved the letter that was issued: it stays readable when the office has passed on."""
    signed = actor.user_id is not None and deep_review.approved_by_id == actor.user_id
    return signed and deep_review.issued_at is not None


def may_view_target(actor: Actor, target: DeepReviewTarget) -> Verdict:
    """The issuing committee sees all targets, the others those on their own side; equals `visible_to` of targets."""
    if _issues(actor, target.deep_review) or _may_view_issued(actor, target, target.deep_review):
        return YES
    return _HIDDEN


def may_draft(actor: Actor, deep_review: DeepReview) -> Verdict:
    """Staff or standing committee of the issuing unit, while the cycle is open."""
    if not _issues(actor, deep_review):
        return no("Chỉ cơ quan giúp việc và thường trực của cấp ủy ban hành soạn gợi ý này.")
    return _cycle_is_open(deep_review)


def may_propose(actor: Actor, deep_review: DeepReview) -> Verdict:
    """Staff or standing committee of the issuing unit, once nothing is missing."""
    return may_draft(actor, deep_review) and _is_complete(deep_review)


def may_send_back(actor: Actor, deep_review: DeepReview) -> Verdict:
    """The standing committee of exactly the issuing unit, none of the suggested."""
    if not actor.holds(Role.STANDING, at=deep_review.issuer_id):
        return no("Chỉ thường trực, ban thường vụ cấp ủy ban hành duyệt gợi ý kiểm điểm sâu.")
    if any(is_own_matter(actor, target.review) for target in deep_review.targets.all()):
        return no("Đồng chí (hoặc tập thể mà đồng chí tham gia) được gợi ý trong văn bản này; đồng chí khác sẽ duyệt.")
    return YES


def may_approve(actor: Actor, deep_review: DeepReview) -> Verdict:
    """Two hands: who may send it back and changed no word of the draft; nothing missing, the cycle open, and as many
    members heard as the profile asks for (`deep_review.member_opinions`)."""
    if not (verdict := may_send_back(actor, deep_review)):
        return verdict
    if actor.user_id is not None and actor.user_id in (deep_review.drafted_by_id, *deep_review.hand_ids):
        return no("Đồng chí đã soạn dự thảo gợi ý này; đồng chí khác trong thường trực sẽ duyệt, ban hành.")
    if not (verdict := _cycle_is_open(deep_review) and _is_complete(deep_review)):
        return verdict
    return member_opinions.are_enough(profile_of(deep_review.cycle), member_opinions.of_this_proposal(deep_review))


def may_issue(actor: Actor, deep_review: DeepReview) -> Verdict:
    """Number, date and sending: whoever may approve it (`may_approve`)."""
    return may_approve(actor, deep_review)


def may_withdraw(actor: Actor, deep_review: DeepReview) -> Verdict:
    """Taking an issued letter back, with a reason: the standing committee, none of the suggested."""
    return may_send_back(actor, deep_review)


def may_amend(actor: Actor, deep_review: DeepReview) -> Verdict:
    """Changing an issued letter by a document of its own: the standing committee, none of the suggested, cycle open."""
    if not (verdict := may_send_back(actor, deep_review)):
        return verdict
    sentence = why_only_withdrawn(deep_review)
    return no(sentence) if sentence else YES


def why_only_withdrawn(deep_review: DeepReview) -> str:
    """Why nothing of an issued letter can be changed any more, and what to do instead; empty while its cycle is open."""
    if verdict := _cycle_is_open(deep_review):
        return ""
    return (
        f"{verdict.reason} Bản kiểm điểm của đợt không mở lại được nên văn bản này chỉ còn rút. Cần hỏi thêm nơi nào, nội "
        "dung nào thì lập gợi ý mới ngoài đợt."
    )


def may_suggest_to(actor: Actor, review: Review) -> Verdict:
    """Adding one more to an issued letter: none of those concerned, as at the approval."""
    if is_own_matter(actor, review):
        return no(
            "Bản này liên quan đến chính đồng chí hoặc tập thể của đồng chí; đồng chí khác trong thường trực sẽ thêm."
        )
    return YES


def may_acknowledge(actor: Actor, target: DeepReviewTarget) -> Verdict:
    """The unit acknowledges by its secretary or head; a person for the own target; once: the letter, each change of it that
    concerns the target, and that it was withdrawn."""
    if not (sheets.is_subject(actor, target.review) or sheets.is_charged(actor, target.review)):
        return no("Chỉ người được gợi ý hoặc thư ký, bí thư nơi kiểm điểm xác nhận đã nhận gợi ý.")
    is_taken_back = target.deep_review.state == DeepReviewState.WITHDRAWN and target.withdrawn_by_id is None
    if target.deep_review.state != DeepReviewState.ISSUED and not is_taken_back:
        return no(f"Văn bản gợi ý đang ở trạng thái “{DeepReviewState(target.deep_review.state).label}”.")
    if target.acknowledged_at is not None:
        return no(f"Đã được xác nhận bởi {target.acknowledged_by_name}.")
    return YES


def may_note_receipt(actor: Actor, target: DeepReviewTarget) -> Verdict:
    """The person alone, where another confirmed the receipt for them, until they said to know of it."""
    if not sheets.is_subject(actor, target.review):
        return no("Chỉ chính đồng chí được gợi ý xác nhận đã biết.")
    if not target.received_for_person or target.person_told_at is not None:
        return no("Không có lần nhận thay nào chờ đồng chí xác nhận đã biết.")
    return YES


def gaps(deep_review: DeepReview) -> list[Gap]:
    """What bars proposing, approving and issuing, in the order of the steps of the draft."""
    topics, targets = list(deep_review.topics.all()), list(deep_review.targets.all())
    return [*_gaps_of_text(deep_review, topics), *_gaps_of_targets(deep_review, targets), *_unmatched(topics, targets)]


def is_asked(topic: DeepReviewTopic, target: DeepReviewTarget) -> bool:
    """Whether this topic is for this target; one without targets of its own is for all, a withdrawn one for nobody."""
    if topic.withdrawn_by_id is not None or target.withdrawn_by_id is not None:
        return False
    chosen = {own.pk for own in topic.only_for.all()}
    return not chosen or target.pk in chosen


def was_asked(topic: DeepReviewTopic, target: DeepReviewTarget) -> bool:
    """Whether this topic is, or before a change was, for this target: both stood in the letter at one time."""
    chosen = {own.pk for own in topic.only_for.all()}
    if chosen and target.pk not in chosen:
        return False
    return not (_gone_before(topic, target) or _gone_before(target, topic))


def _gone_before(one: DeepReviewTopic | DeepReviewTarget, other: DeepReviewTopic | DeepReviewTarget) -> bool:
    """Whether a change withdrew the one before, or when, another added the other; a letter's changes come in their order."""
    return (
        one.withdrawn_by_id is not None and other.added_by_id is not None and one.withdrawn_by_id <= other.added_by_id
    )


def _gaps_of_text(deep_review: DeepReview, topics: list[DeepReviewTopic]) -> list[Gap]:
    found = [
        (not deep_review.title.strip(), "Chưa có trích yếu của văn bản gợi ý."),
        (not deep_review.grounds and deep_review.prompted_by_id is None, "Chưa chọn căn cứ gợi ý."),
        (deep_review.due_on is None, "Chưa có hạn giải trình."),
        (not topics, "Chưa có nội dung gợi ý nào."),
    ]
    gaps_found = [Gap(sentence, "edit") for is_missing, sentence in found if is_missing]
    group = deep_review.working_group
    if group is not None and group.works_to < localtime.today():
        ended = f"{group.name} đã hết thời gian làm việc ngày {formats.day(group.works_to)}."
        gaps_found.append(Gap(f"{ended} Hãy chọn tổ khác, hoặc bỏ chọn.", "edit"))
    above = deep_review.prompted_by
    if above is not None and above.state == DeepReviewState.WITHDRAWN:
        gaps_found.append(Gap("Văn bản của cấp trên mà gợi ý này theo đã rút. Hãy bỏ chọn văn bản ấy.", "edit"))
    if deep_review.due_on is not None and deep_review.due_on < deep_review.cycle.plan_date:
        gaps_found.append(Gap(_due_too_early(deep_review.due_on, deep_review.cycle.plan_date), "edit"))
    untold = [topic.order for topic in topics if not topic.clarify.strip()]
    return gaps_found + [Gap(f"Nội dung {number} chưa nêu vấn đề cần làm rõ.", "edit") for number in untold]


def _due_too_early(due_on: date, plan_date: date) -> str:
    return f"Hạn giải trình {formats.day(due_on)} sớm hơn cả kế hoạch của đợt ({formats.day(plan_date)}). Hãy xem lại ngày."


def _gaps_of_targets(deep_review: DeepReview, targets: list[DeepReviewTarget]) -> list[Gap]:
    if not targets:
        return [Gap("Chưa chọn tập thể, cá nhân nào được gợi ý.", "targets")]
    refusals = [why_not_suggested(deep_review, target.review) for target in targets]
    return [Gap(f"{sentence} Hãy bỏ khỏi danh sách.", "targets") for sentence in refusals if sentence]


def _unmatched(topics: list[DeepReviewTopic], targets: list[DeepReviewTarget]) -> list[Gap]:
    """Targets to whom no topic goes; a topic always has one, for one without targets of its own goes to all."""
    if not topics:
        return []
    left_out = [target for target in targets if not any(is_asked(topic, target) for topic in topics)]
    return [Gap(f"{target.review.subject_name} chưa được phân nội dung nào.", "assign") for target in left_out]


def why_not_suggested(deep_review: DeepReview, review: Review) -> str:
    """Why this review cannot be a target of this letter, in a sentence; empty where it can."""
    if review.cycle_id != deep_review.cycle_id:
        return f"{review.subject_name} không thuộc đợt kiểm điểm này."
    if review.managing_unit_id != deep_review.issuer_id:
        return f"{review.subject_name} không thuộc diện quản lý của {deep_review.issuer.name}."
    if review.state == ReviewState.ACCEPTED:
        return f"Bản kiểm điểm của {review.subject_name} đã được thẩm định đạt nên không gợi ý thêm trong đợt này."
    return ""


def _is_complete(deep_review: DeepReview) -> Verdict:
    found = gaps(deep_review)
    if not found:
        return YES
    more = f" (và {len(found) - 1} chỗ khác)" if len(found) > 1 else ""
    return no(f"Còn thiếu: {found[0].sentence}{more}")


def _cycle_is_open(deep_review: DeepReview) -> Verdict:
    if deep_review.cycle.state == CycleState.OPEN:
        return YES
    return no(f"Đợt “{deep_review.cycle.name}” {CycleState(deep_review.cycle.state).label.lower()}.")


def _issues(actor: Actor, deep_review: DeepReview) -> bool:
    return actor.holds(Role.STAFF, Role.STANDING, at=deep_review.issuer_id)


def _may_view_issued(actor: Actor, target: DeepReviewTarget, deep_review: DeepReview) -> bool:
    if deep_review.issued_at is None:
        return False
    inspected = reaches(target.review.unit.path, actor.paths(Role.INSPECTION))
    return inspected or sheets.is_concerned(actor, target.review) or sheets.is_assisting(actor, target.review)
