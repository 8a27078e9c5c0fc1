"""What an appraisal may begin with: the parts that a round for supplements left alone were found good before."""

from reviews.models import Appraisal, AppraisalMark
from reviews.models.contents import RoundContents
from reviews.states import Mark

PartIds = tuple[int | None, int | None]


def good_before(contents: RoundContents) -> dict[PartIds, str]:
    """(section, topic) → the remark with which it was found good, of each part that this round could not change.

    Nothing of a part that was reopened, so nothing where the whole form was, and nothing of one that was found wanting and
    then not named in the return. One query, none in a first round.
    """
    round_ = contents.round
    if not round_.is_limited:
        return {}
    decided = Appraisal.objects.filter(
        round__review=round_.review_id, round__number__lt=round_.number, decided_at__isnull=False
    ).order_by("-round__number")
    said = AppraisalMark.objects.filter(appraisal=decided.values("pk")[:1])
    marks = {(mark.section_id, mark.topic_id): mark for mark in said}
    left_alone: list[PartIds] = [(pk, None) for pk in round_.settled_section_ids]
    left_alone += [(None, pk) for pk in round_.settled_topic_ids]
    last = {part: marks.get(part) for part in left_alone}
    return {part: mark.remark if mark else "" for part, mark in last.items() if not mark or mark.mark == Mark.GOOD}
