"""Everything written in one round, loaded with a fixed number of queries: for the form, the check, the print, the copy."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from reviews.models.answers import Answer, Commitment, Explanation, Limitation, Remedy, ResponsiblePerson
from reviews.models.carried_over import CarriedOver, carried_over_of
from reviews.models.deep_reviews import DeepReviewTopic
from reviews.models.opinions import Opinion
from reviews.models.own_shares import OwnShare, own_shares_of
from reviews.models.sheets import Review, Round, Segment
from reviews.models.standing import sections_of
from reviews.models.templates import TemplateSection
from reviews.querysets.opinions import OpinionTally


@dataclass(frozen=True)
class RoundContents:
    """One round of a review, with what its template asks and what was written. Indicator answers are NOT in it."""

    review: Review
    round: Round
    sections: list[TemplateSection]
    segments: list[Segment]
    answers: dict[tuple[int, int | None], Answer]
    limitations: list[Limitation]
    commitments: list[Commitment]
    topics: list[DeepReviewTopic]
    explanations: dict[int, Explanation]
    carried_over: list[CarriedOver] = field(default_factory=list)
    own_shares: list[OwnShare] = field(default_factory=list)
    opinions: OpinionTally = field(default_factory=OpinionTally)

    def answer(self, section: TemplateSection, segment: Segment | None = None) -> Answer | None:
        """What was written for a section (for one segment of it)."""
        return self.answers.get((section.pk, segment.pk if segment else None))

    def explanation(self, topic: DeepReviewTopic) -> Explanation | None:
        """The answer to a suggested topic, if one was begun."""
        return self.explanations.get(topic.pk)


def contents_of(review: Review, round_: Round) -> RoundContents:
    """Load a round with all its parts: at most nineteen queries, whatever their number of rows; three more where the
    unit answers for ended ones."""
    persons = Prefetch("persons", ResponsiblePerson.objects.select_related("cadre"))
    remedies = Prefetch("remedies", Remedy.objects.select_related("owner_cadre"))
    limitations = (
        Limitation.objects.filter(round=round_)
        .select_related("responsible_unit", "field")
        .prefetch_related(persons, remedies)
    )
    explanations = Explanation.objects.filter(round=round_).select_related("topic").prefetch_related(persons, remedies)
    topics = list(
        DeepReviewTopic.objects.asked_of(review.pk, at=round_.submitted_at)
        .select_related("deep_review", "field")
        .order_by("deep_review__issued_on", "deep_review_id", "order")
    )
    return RoundContents(
        review=review,
        round=round_,
        sections=sections_of(round_.template_of(review)),
        segments=list(Segment.objects.filter(review=review).select_related("unit")),
        answers={(a.section_id, a.segment_id): a for a in Answer.objects.filter(round=round_).order_by()},
        limitations=list(limitations),
        commitments=list(Commitment.objects.filter(round=round_)),
        topics=topics,
        explanations={e.topic_id: e for e in explanations},
        carried_over=carried_over_of(review, round_),
        own_shares=own_shares_of(review, round_, {topic.pk for topic in topics}),
        opinions=Opinion.objects.filter(round=round_).tally(),
    )
