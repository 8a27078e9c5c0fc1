"""What every page about the opinions on one review shares: the round the person reads, its sections, the chosen opinions."""

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404

from cadres.requests import ActingRequest
from core.verdict import Verdict, no
from reviews.actions.reads import record_read
from reviews.forms.opinions import OpinionFilter, SectionChoices
from reviews.models import Opinion, Review, ReviewRead, Round
from reviews.models.standing import sections_of
from reviews.querysets.opinions import OpinionQuerySet
from reviews.rules import opinions as rules
from reviews.rules import sheets
from reviews.views.sheet_frame import frame, readable_round, visible_review

TONES = {"unanswered": "waiting", "accepted": "done", "explained": "info"}
_FROZEN = no("Góp ý của lần đã trình được giữ nguyên.")


@dataclass(slots=True)
class Desk:
    """One review's register of opinions as this person reads it."""

    request: ActingRequest
    review: Review
    round: Round
    sections: SectionChoices
    opinions: OpinionQuerySet
    groups: list[str]
    filters: OpinionFilter = field(init=False)

    def __post_init__(self) -> None:
        self.filters = OpinionFilter(self.request.GET, groups=self.groups, sections=self.sections)

    @property
    def may_write(self) -> Verdict:
        """Whether opinions may be entered and answered here and now."""
        return rules.may_register(self.request.actor, self.review) if self.round.is_open else _FROZEN

    @property
    def query(self) -> str:
        """The filters in force, to be kept from page to page."""
        return f"?{self.request.GET.urlencode()}" if self.request.GET else ""

    def chosen(self) -> OpinionQuerySet:
        """The opinions that pass the filters of the address."""
        return self.filters.apply_to(self.opinions)

    def next_unanswered(self, after: Opinion) -> Opinion | None:
        """The next one without an answer among those filtered, whatever outcome the filter names; from the top again."""
        query = self.request.GET.copy()
        query.pop("ket_qua", None)
        among = OpinionFilter(query, groups=self.groups, sections=self.sections).apply_to(self.opinions)
        waiting = among.unanswered().exclude(pk=after.pk).order_by("number")
        return waiting.filter(number__gt=after.number).first() or waiting.first()

    def context(self, **more: Any) -> dict[str, Any]:
        """The frame of the review's pages, and what the fragments about opinions read."""
        return frame(self.request, self.review, "opinions", round_=self.round) | {
            "sections": self.sections,
            "groups": self.groups,
            "may_write": self.may_write,
            "query": self.query,
            "tones": TONES,
            **more,
        }


def open_desk(request: ActingRequest, pk: int, *, number: int | None = None) -> Desk:
    """The register of the round this person reads, or of an earlier one they may read; 404 for everybody else.

    Reading the opinions on a person counts as reading that person's review.
    """
    review = visible_review(request, pk)
    round_ = readable_round(request, review)
    if round_ is not None and number is not None and number != round_.number:
        round_ = Round.objects.filter(review=review, number=number, submitted_at__isnull=False).first()
    if round_ is None:
        raise Http404
    record_read(review=review, actor=request.actor, part=ReviewRead.Part.FORM)
    sections = SectionChoices.of(sections_of(round_.template_of(review)))
    opinions = Opinion.objects.visible_to(request.actor).filter(round=round_).order_by("number")
    return Desk(request, review, round_, sections, opinions, opinions.groups())


def open_desk_of_writer(request: ActingRequest, pk: int) -> Desk:
    """The register for who keeps it, also when it is closed (the actions refuse then); 404 for readers."""
    desk = open_desk(request, pk)
    if not sheets.may_write(request.actor, desk.review):
        raise Http404
    return desk
