"""The answers to what superiors suggested to review in depth, as a paper of their own (báo cáo giải trình).

The same answers stand in the review as one of its sections; this paper names the letters, repeats what each asked to be
made clear, and goes with the review.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import ClassVar

from django.db.models import prefetch_related_objects

from cadres.roles import Actor
from core import formats
from core.errors import NotAllowed
from core.paper.parts import Heading, LetterHead, Recipients, Signature
from reviews.models import Amendment, DeepReview, DeepReviewTopic, Review, Round
from reviews.models.contents import RoundContents, contents_of
from reviews.reports.collective_review import as_named_in, edition_of, letterhead, signature_of
from reviews.reports.individual_review import head_of, places_of
from reviews.reports.letterheads import collective, number_words, period_words, recipients
from reviews.reports.printable import printable_review
from reviews.reports.review_parts import ExplanationText
from reviews.reports.review_sections import explanation_text
from reviews.reports.share_matrix import ShareTable, share_tables
from reviews.reports.topic_origins import letter_words, words_of
from reviews.states import Subject

_NOTHING_ASKED = "Không có nội dung nào được gợi ý kiểm điểm sâu nên không có báo cáo giải trình."


@dataclass(frozen=True, slots=True)
class AnsweredLetter:
    """One letter and the answers to its topics; numbered as in the review."""

    heading: str
    explanations: tuple[ExplanationText, ...]


@dataclass(frozen=True, slots=True)
class ExplanationReportPaper:
    """A báo cáo giải trình of a collective or a person."""

    TEMPLATE: ClassVar[str] = "reports/explanation_report.html"

    head: LetterHead
    heading: Heading
    opening: str
    letters: tuple[AnsweredLetter, ...]
    closing: str
    signature: Signature
    shares: tuple[ShareTable, ...] = ()
    recipients: Recipients | None = None
    edition: str = ""

    @property
    def document_title(self) -> str:
        """Title and who explains, for the PDF's properties."""
        return self.heading.in_one_line


def require_topics(review: Review, round_: Round) -> None:
    """Refuse (NotAllowed) the paper for a review that no letter asks anything."""
    if not DeepReviewTopic.objects.asked_of(review.pk, at=round_.submitted_at).exists():
        raise NotAllowed(_NOTHING_ASKED)


def collect_for_collective(
    actor: Actor, *, review: int, number: int | None = None, serial: str = "", day: date | None = None
) -> ExplanationReportPaper:
    """The collective's paper as this person may see it now; refuses like `collective_review.collect`, and without topics."""
    row, round_ = printable_review(actor, review, Subject.COLLECTIVE, number)
    require_topics(row, round_)
    row = as_named_in(row, round_)
    contents = contents_of(row, round_)
    body = collective(row.unit, round_.unit_name)
    managing = (f"{collective(row.managing_unit)} (để báo cáo)",) if row.managing_unit else ()
    answers = [(n, contents.explanation(topic)) for n, topic in enumerate(contents.topics, start=1)]
    return ExplanationReportPaper(
        head=letterhead(row, round_, serial, day),
        heading=_heading(row, f" của {body}"),
        opening=_opening(row, contents, body),
        letters=_letters(contents),
        shares=share_tables(answers),
        closing=_closing(body),
        signature=signature_of(row, round_),
        recipients=recipients(row.unit, *managing, f"Các đồng chí trong {body}"),
        edition=edition_of(round_),
    )


def collect_for_person(actor: Actor, *, review: int, number: int | None = None) -> ExplanationReportPaper:
    """The person's paper as this reader may see it now; refuses like `individual_review.collect`, and without topics."""
    row, round_ = printable_review(actor, review, Subject.INDIVIDUAL, number)
    require_topics(row, round_)
    row = as_named_in(row, round_)
    assert row.cadre is not None  # a constraint of the table: an individual's review has a person
    contents = contents_of(row, round_)
    return ExplanationReportPaper(
        head=head_of(row, round_, places_of(row, round_)),
        heading=_heading(row, f" của đồng chí {row.cadre.full_name}"),
        opening=_opening(row, contents, "tôi"),
        letters=_letters(contents),
        closing=_closing("cá nhân"),
        signature=Signature("", "Người giải trình", row.cadre.full_name),
        edition=edition_of(round_),
    )


def _heading(review: Review, of_whom: str) -> Heading:
    return Heading(
        "Báo cáo", f"giải trình những nội dung được gợi ý kiểm điểm sâu {period_words(review.cycle)}{of_whom}"
    )


def _opening(review: Review, contents: RoundContents, who: str) -> str:
    letters = [letter_words(letter) for letter, _ in _by_letter(contents.topics)]
    papers = "; ".join([*letters, *_changes(review, contents.round)])
    return f"Thực hiện {papers}, {who} báo cáo giải trình từng nội dung như sau:"


def _changes(review: Review, round_: Round) -> list[str]:
    """The documents that changed the letters for this review before it was submitted; later ones it did not know."""
    found = (
        Amendment.objects.of_review(review).filter(issued_at__isnull=False).select_related("deep_review__issuer__kind")
    )
    known = found if round_.submitted_at is None else found.filter(issued_at__lte=round_.submitted_at)
    return [_change_words(change) for change in known.order_by("pk")]


def _change_words(change: Amendment) -> str:
    number = number_words(change.deep_review.issuer, "CV", change.number)
    due = f" (hạn mới {formats.day(change.due_on)})" if change.due_on else ""
    return f"văn bản điều chỉnh số {number} ngày {formats.day(change.issued_on)}{due}"


def _closing(who: str) -> str:
    return f"Báo cáo này kèm theo bản kiểm điểm của {who}."


def _letters(contents: RoundContents) -> tuple[AnsweredLetter, ...]:
    """The answers by letter; a single letter, named in the opening, has no heading of its own."""
    if contents.round.is_open:  # a submitted one has them as they were
        prefetch_related_objects(contents.topics, "origin__deep_review__issuer__kind")
    texts = {
        topic.pk: replace(
            explanation_text(n, topic, contents.explanation(topic)), to_clarify=topic.clarify, origin=words_of(topic)
        )
        for n, topic in enumerate(contents.topics, start=1)
    }
    letters = _by_letter(contents.topics)
    return tuple(
        AnsweredLetter(
            f"{formats.heading_number(formats.roman(place), 1)} Theo {letter_words(letter)}"
            if len(letters) > 1
            else "",
            tuple(texts[topic.pk] for topic in topics),
        )
        for place, (letter, topics) in enumerate(letters, start=1)
    )


def _by_letter(topics: Iterable[DeepReviewTopic]) -> list[tuple[DeepReview, list[DeepReviewTopic]]]:
    grouped = groupby(topics, key=lambda topic: topic.deep_review_id)
    found = [list(of_letter) for _, of_letter in grouped]
    return [(of_letter[0].deep_review, of_letter) for of_letter in found]
