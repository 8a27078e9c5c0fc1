"""Who may see, read, write, submit a review; values only, no query (load `unit` and `cycle` with the review)."""

from cadres.roles import Actor, Role, reaches
from core.verdict import YES, Verdict, no
from reviews.models import Review, Segment
from reviews.states import CycleState, ReviewState, SegmentState

_HIDDEN = no("Không tìm thấy bản kiểm điểm này trong phạm vi của đồng chí.")


def is_subject(actor: Actor, review: Review) -> bool:
    """Whether the review is about the acting person."""
    return actor.cadre_id is not None and review.cadre_id == actor.cadre_id


def is_charged(actor: Actor, review: Review) -> bool:
    """Whether the person is secretary or head of a collective where this review belongs (domain: the places)."""
    return any(
        actor.holds(Role.SECRETARY, Role.HEAD, at=unit_id) for unit_id in {*review.place_unit_ids, *_own_unit(review)}
    )


def is_secretary_for(actor: Actor, review: Review) -> bool:
    """Secretary of a place of this personal review, and not its person."""
    if review.is_collective or is_subject(actor, review):
        return False
    return any(actor.holds(Role.SECRETARY, at=unit_id) for unit_id in review.place_unit_ids)


def is_entering_for(actor: Actor, review: Review) -> bool:
    """Whether the person types in what somebody else wrote and signed on paper: begun, and still secretary there."""
    begun = actor.user_id is not None and review.entered_by_id == actor.user_id
    return begun and is_secretary_for(actor, review)


def is_concerned(actor: Actor, review: Review) -> bool:
    """Whether the person is on the review's own side: subject, charged with it, or member of the collective."""
    member = review.is_collective and actor.sits_in(review.unit_id)
    return is_subject(actor, review) or is_charged(actor, review) or member


def is_managing(actor: Actor, review: Review) -> bool:
    """Whether the person works for the committee that appraises this review, exactly that one."""
    return actor.holds(Role.STAFF, Role.STANDING, at=review.managing_unit_id)


def is_assisting(actor: Actor, review: Review) -> bool:
    """Whether a working group with the person was given this collective and goes on, as the cycle does."""
    given = review.is_collective and (review.unit_id, review.cycle_id) in actor.tasks()
    return given and review.cycle.state == CycleState.OPEN


def may_view(actor: Actor, review: Review) -> Verdict:
    """Whether the review's row and page may be seen; equals `ReviewQuerySet.visible_to`."""
    assisted = is_assisting(actor, review) and not review.awaits_letter
    return YES if assisted else may_follow(actor, review)


def may_follow(actor: Actor, review: Review) -> Verdict:
    """Whether what becomes of the review concerns the person too: all who see it but a working group."""
    path = review.unit.path
    followed = review.is_collective and actor.holds_over(Role.STAFF, Role.STANDING, path=path)
    inspected = reaches(path, actor.paths(Role.INSPECTION))
    known = is_concerned(actor, review) or followed or inspected
    if is_managing(actor, review) or (known and not review.awaits_letter):
        return YES
    return _HIDDEN


def has_to_do_with_reviews(actor: Actor) -> bool:
    """Whether the person works on reviews by office or is a cadre: Mặt trận, say, follows hard tasks only."""
    roles = (Role.SECRETARY, Role.HEAD, Role.STAFF, Role.STANDING, Role.INSPECTION, Role.TASK)
    return actor.cadre_id is not None or actor.holds_any(*roles)


def may_read_content(actor: Actor, review: Review) -> Verdict:
    """Whether the texts may be read: on the review's own side always, by those above once it was submitted."""
    if not may_view(actor, review):
        return _HIDDEN
    if is_concerned(actor, review) or review.submitted_at is not None:
        return YES
    return no("Bản kiểm điểm đang được viết; nội dung hiển thị sau khi đơn vị trình lên.")


def reads_open_round(actor: Actor, review: Review) -> bool:
    """Whether the round being written is shown to the person; those above see the latest submitted one."""
    return is_concerned(actor, review)


def reads_earlier_texts(actor: Actor, review: Review) -> bool:
    """Whether what texts said before they were changed is shown: of a collective's form to those who read its draft, of a
    personal one to whoever writes it alone."""
    return reads_open_round(actor, review) if review.is_collective else bool(may_write(actor, review))


def may_read_indicators(actor: Actor, review: Review) -> Verdict:
    """The privacy circle of the answers to indicators and their notes (domain §3), and nobody else.

    The person (for a collective: its members); secretary and head of the places; the managing committee's appraisers,
    once submitted. Not inspection, not administrators, not a superior further up.
    """
    if is_concerned(actor, review) or (is_managing(actor, review) and review.submitted_at is not None):
        return YES
    return no("Phần đối chiếu biểu hiện chỉ dành cho người viết, nơi kiểm điểm và người thẩm định trực tiếp.")


def may_write(actor: Actor, review: Review) -> Verdict:
    """A person writes the own review, or a secretary who types in that person's paper; secretary or head write the
    collective's."""
    if review.is_collective:
        if actor.holds(Role.SECRETARY, Role.HEAD, at=review.unit_id):
            return YES
        return no("Chỉ người được giao soạn hoặc bí thư của đơn vị viết bản kiểm điểm tập thể.")
    if is_subject(actor, review) or is_entering_for(actor, review):
        return YES
    return no("Chỉ chính đồng chí được kiểm điểm, hoặc thư ký đang nhập thay, viết bản kiểm điểm cá nhân.")


def may_enter_for(actor: Actor, review: Review) -> Verdict:
    """Only the secretary of a collective where a person is reviewed types in that person's paper, while it is open."""
    if review.is_collective:
        return no("Chỉ nhập thay cho bản kiểm điểm cá nhân.")
    if not is_secretary_for(actor, review):
        return no("Chỉ thư ký của nơi đồng chí đó kiểm điểm được nhập thay.")
    if review.entered_by_id is not None and review.entered_by_id == actor.user_id:
        return no("Đồng chí đang nhập thay bản kiểm điểm này.")
    return is_open_for_writing(review)


def may_end_entry(actor: Actor, review: Review) -> Verdict:
    """The person takes the writing back at any time before submission; the secretary may give it back."""
    if review.entered_by_id is None:
        return no("Bản kiểm điểm này không có ai đang nhập thay.")
    if is_subject(actor, review) or is_entering_for(actor, review):
        return is_open_for_writing(review)
    return no("Chỉ chính đồng chí được kiểm điểm, hoặc thư ký đang nhập thay, thôi việc nhập thay.")


def may_enter_indicators(actor: Actor, review: Review, *, has_signed_paper: bool) -> Verdict:
    """Answers about convictions are typed in for somebody only with that person's signed paper at hand."""
    if not is_entering_for(actor, review) or has_signed_paper:
        return YES
    return no(
        "Phần đối chiếu biểu hiện chỉ nhập thay đúng theo bản giấy đồng chí đó đã ký. "
        "Hãy đính kèm bản giấy có chữ ký trước khi nhập."
    )


def has_several_writers(review: Review) -> bool:
    """Whether more than one person may write the form, so that each wants to know of the others."""
    return review.is_collective or review.entered_by_id is not None


def is_open_for_writing(review: Review) -> Verdict:
    """Whether the form is in its writers' hands: the cycle has not ended, it is neither submitted nor accepted."""
    verdict = is_in_running_cycle(review)
    if not verdict or review.is_writable_state:
        return verdict
    state = ReviewState(review.state).label.lower()
    return no(f"Bản kiểm điểm {state} nên không ghi thêm được. Muốn sửa, người trình phải thu hồi trước khi thẩm định.")


def is_in_running_cycle(review: Review) -> Verdict:
    """Whether the review's cycle goes on: after its end nothing is written, submitted or taken back."""
    if review.cycle.state != CycleState.CLOSED:
        return YES
    return no(
        f"Đợt “{review.cycle.name}” đã kết thúc nên không ghi, trình hay thu hồi được nữa. "
        "Nếu còn cần sửa, đề nghị cấp ủy mở đợt mở lại đợt."
    )


def may_submit(actor: Actor, review: Review) -> Verdict:
    """The head submits the collective's review; a person, or who types in that person's paper, the personal one; all
    while the cycle runs."""
    if review.is_collective:
        if actor.holds(Role.HEAD, at=review.unit_id):
            return is_in_running_cycle(review)
        return no("Chỉ bí thư (người đứng đầu) của đơn vị được trình bản kiểm điểm tập thể.")
    if is_subject(actor, review) or is_entering_for(actor, review):
        return is_in_running_cycle(review)
    return no("Chỉ chính đồng chí được kiểm điểm, hoặc thư ký nhập thay, trình bản kiểm điểm cá nhân.")


def may_recall(actor: Actor, review: Review) -> Verdict:
    """Who submitted may take it back, as long as the appraisal has not begun (the action checks that)."""
    return may_submit(actor, review)


def may_record_meeting(actor: Actor, review: Review) -> Verdict:
    """The meeting's facts are entered by whoever writes, or by secretary and head of a place."""
    if may_write(actor, review) or is_charged(actor, review):
        return YES
    return no("Chỉ người viết hoặc thư ký, bí thư nơi kiểm điểm nhập thông tin hội nghị.")


def may_remark(actor: Actor, review: Review, unit_id: int) -> Verdict:
    """A place's remark is entered by its secretary or head, never by the person concerned."""
    if is_subject(actor, review):
        return no("Đồng chí không tự nhận xét bản kiểm điểm của mình.")
    if actor.holds(Role.SECRETARY, Role.HEAD, at=unit_id):
        return YES
    return no("Chỉ thư ký hoặc bí thư nơi kiểm điểm ghi nhận xét.")


def may_view_segment(actor: Actor, segment: Segment) -> Verdict:
    """A segment is seen with its review, or alone by the unit concerned once sent; equals `SegmentQuerySet.visible_to`."""
    if may_view(actor, segment.review):
        return YES
    sent = segment.state in (SegmentState.SENT, SegmentState.CONFIRMED)
    return YES if sent and actor.holds(Role.SECRETARY, Role.HEAD, at=segment.unit_id) else _HIDDEN


def is_charged_with_segment(actor: Actor, segment: Segment) -> bool:
    """Whether the person is secretary or head of the unit where the post was held."""
    return actor.holds(Role.SECRETARY, Role.HEAD, at=segment.unit_id)


def may_confirm_segment(actor: Actor, segment: Segment) -> Verdict:
    """Secretary or head of the unit concerned confirm it, never the person concerned, and only once it was sent."""
    if is_subject(actor, segment.review):
        return no("Đồng chí không tự xác nhận phần của mình.")
    if not actor.holds(Role.SECRETARY, Role.HEAD, at=segment.unit_id):
        return no("Chỉ thư ký hoặc bí thư của đơn vị nơi giữ chức vụ xác nhận phần này.")
    if segment.state == SegmentState.WRITING:
        return no("Phần này chưa được gửi để xác nhận.")
    if segment.state == SegmentState.CONFIRMED:
        return no("Phần này đã được xác nhận.")
    return YES


def _own_unit(review: Review) -> set[int]:
    return {review.unit_id} if review.is_collective else set()
