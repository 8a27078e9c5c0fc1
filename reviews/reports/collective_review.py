"""The collective's review (Mẫu 01) on paper."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from cadres.roles import Actor
from core import formats, localtime
from core.paper.parts import Heading, LetterHead, Recipients, Signature
from reviews.models import ProfileChoice, Review, Round
from reviews.models.contents import contents_of
from reviews.models.round_facts import as_submitted
from reviews.models.standing import profile_of
from reviews.reports.indicator_appendix import indicator_appendix
from reviews.reports.letterheads import (
    authority,
    collective,
    committee,
    head_signature,
    paper_symbol,
    period_words,
    place_of,
    plan_words,
    recipients,
    unbroken,
    upper_name,
)
from reviews.reports.printable import printable_review
from reviews.reports.review_parts import IndicatorAppendix, Section
from reviews.reports.review_sections import SectionWriter
from reviews.states import Subject

_KIND = "Báo cáo"


@dataclass(frozen=True, slots=True)
class CollectiveReviewPaper:
    """A báo cáo kiểm điểm as it goes to the meeting and to the superior."""

    TEMPLATE: ClassVar[str] = "reports/collective_review.html"

    head: LetterHead
    heading: Heading
    opening: str
    sections: tuple[Section, ...]
    signature: Signature
    recipients: Recipients
    conclusion: str = ""
    appendix: IndicatorAppendix | None = None
    attachments: tuple[Section, ...] = ()
    edition: str = ""

    @property
    def document_title(self) -> str:
        """Title and issuer, for the PDF's properties."""
        return self.heading.in_one_line


def collect(
    actor: Actor,
    *,
    review: int,
    number: int | None = None,
    serial: str = "",
    day: date | None = None,
    appendix: bool = False,
) -> CollectiveReviewPaper:
    """The paper as this person may see it now.

    Refuses (NotAllowed) a review or round that cannot be seen or read; without `number` it is the newest round.
    `serial` and `day` are what the office's clerk gave the paper; without them there is room to write. An unsubmitted
    round prints as a draft.
    """
    row, round_ = printable_review(actor, review, Subject.COLLECTIVE, number)
    checked = indicator_appendix(actor, row, round_) if appendix else None
    row = as_named_in(row, round_)
    writer = SectionWriter(contents_of(row, round_), choices_of(row))
    body = collective(row.unit, round_.unit_name)
    managing = (f"{collective(row.managing_unit)} (để báo cáo)",) if row.managing_unit else ()
    return CollectiveReviewPaper(
        head=letterhead(row, round_, serial, day),
        heading=heading_of(row, round_, body),
        opening=_opening(row, round_, body),
        sections=writer.body(),
        conclusion=_conclusion(round_),
        signature=signature_of(row, round_),
        recipients=recipients(row.unit, *managing, f"Các đồng chí trong {body}"),
        appendix=checked,
        attachments=writer.attachments(beside_indicators=checked is not None),
        edition=edition_of(round_),
    )


def choices_of(review: Review) -> list[ProfileChoice]:
    """The lists of the cycle's profile: levels, degrees, kinds of commitment."""
    return list(profile_of(review.cycle).choices.all())


def title_of(review: Review, round_: Round) -> str:
    """The title of the form as the round bears it: a submitted one keeps its version."""
    return (round_.template or review.template).title


def edition_of(round_: Round) -> str:
    """Which state of the review the paper shows: `vòng 2, đã trình` or `vòng 2, dự thảo lần 3`."""
    return f"vòng {round_.turn}, " + (f"dự thảo lần {round_.draft_number}" if round_.is_open else "đã trình")


def as_named_in(review: Review, round_: Round) -> Review:
    """The review as the round's paper names it: a submitted one by the names and posts of its day."""
    then = as_submitted(round_)
    return then.review(review) if then else review


def signature_of(review: Review, round_: Round) -> Signature:
    """The head signs for the collective: today's while the round is open, then the one of its day."""
    then = as_submitted(round_)
    if then is not None:
        return Signature(authority(review.unit), then.signer_post, then.signer_name)
    day = localtime.local_day(round_.submitted_at) if round_.submitted_at else localtime.today()
    return head_signature(review.unit, day, fallback_name=round_.submitted_by_name)


def letterhead(review: Review, round_: Round, serial: str, day: date | None) -> LetterHead:
    """Who issues it, with the number and day that the clerk gave or room for them."""
    return LetterHead(
        upper=unbroken(upper_name(review.unit, round_.upper_name)),
        issuer=unbroken(committee(review.unit, round_.unit_name)),
        place=place_of(review.unit),
        day=day,
        symbol=paper_symbol(review.unit, "BC"),
        serial=serial,
        draft=round_.draft_number if round_.is_open else None,
        as_of=localtime.local_day(round_.submitted_at) if round_.submitted_at else None,
    )


def heading_of(review: Review, round_: Round, body: str) -> Heading:
    """`BÁO CÁO` above, the rest of the form's title with collective and period as abstract."""
    title = title_of(review, round_)
    rest = title[len(_KIND) :].strip().lower() if title.lower().startswith(_KIND.lower()) else "kiểm điểm tập thể"
    return Heading(_KIND, f"{rest} {body} {period_words(review.cycle)}")


def _opening(review: Review, round_: Round, body: str) -> str:
    facts = [f"Thực hiện {plan_words(review.cycle)}, {body} tiến hành kiểm điểm {period_words(review.cycle)}."]
    if round_.held_on:
        held = f"Hội nghị kiểm điểm ngày {formats.day(round_.held_on)}"
        held += f" tại {round_.held_at}" if round_.held_at else ""
        held += f", do đồng chí {round_.chair} chủ trì" if round_.chair else ""
        if round_.present is not None and round_.total is not None:
            held += f", có mặt {round_.present}/{round_.total} đồng chí"
        held += f"; vắng mặt: {_inside(round_.absent_reasons)}" if round_.absent_reasons.strip() else ""
        facts.append(f"{held}.")
    return " ".join([*facts, "Kết quả kiểm điểm như sau:"])


def _conclusion(round_: Round) -> str:
    """What the meeting came to, as the last words of the report; nothing where none is typed in."""
    told = round_.conclusion.strip()
    return f"Kết luận của hội nghị kiểm điểm: {told}" if told else ""


def _inside(text: str) -> str:
    """Typed lines within a sentence: in a row, without a full stop of their own."""
    return "; ".join(line.strip().rstrip(".;") for line in text.splitlines() if line.strip())
