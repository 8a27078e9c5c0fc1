"""What members of the provincial standing committee said about a draft that waits for its approval."""

from core import localtime
from reviews.actions.member_opinions import members_of, record_opinion
from reviews.demo.steps import Story
from reviews.models import DeepReview
from reviews.states import MemberStance

SAID = (
    (MemberStance.AGREE, ""),
    (
        MemberStance.CHANGES,
        "Nội dung 1 cần nêu rõ mốc thời gian cấp phép bến tàu và trách nhiệm của từng cơ quan được giao quản lý mặt nước.",
    ),
    (
        MemberStance.DISAGREE,
        "Kết luận kiểm tra về bến tàu chưa ban hành; đề nghị chờ kết luận rồi mới gợi ý để có căn cứ chắc chắn.",
    ),
    (MemberStance.AGREE, ""),
)


def say_opinions(story: Story, letter: DeepReview) -> None:
    """Four members' papers, entered by the staff: two agree, one wants a change, one is against."""
    letter = DeepReview.objects.with_contents().get(pk=letter.pk)
    for member, (stance, words) in zip(members_of(letter), SAID, strict=False):
        letter = record_opinion(
            deep_review_id=letter.pk,
            version=letter.version,
            actor=story.staff,
            member_id=member.cadre_id,
            stance=stance,
            words=words,
            given_on=localtime.today(),
        )
