"""The self-check against the manifestations as a paper of its own: by group, or every one of them on demand."""

from collections import Counter
from dataclasses import replace
from typing import Final

from cadres.roles import Actor
from core.errors import NotAllowed
from core.locking import require
from core.paper.parts import Heading, LetterHead, Signature
from core.workbooks import Value
from reviews.models import Review, Round
from reviews.reports.collective_review import as_named_in, edition_of, letterhead, signature_of
from reviews.reports.indicator_appendix import indicator_appendix
from reviews.reports.individual_review import head_of, places_of
from reviews.reports.letterheads import collective, period_words
from reviews.reports.plain_paper import PlainPaper
from reviews.reports.printable import printable_review
from reviews.reports.review_parts import IndicatorAppendix, IndicatorGroupRows
from reviews.rules.reports import may_print_indicators
from reviews.states import IndicatorAnswer

_NOTHING: Final = "Chưa có phần tự đối chiếu trong lần trình này."
_OPEN: Final = str(IndicatorAnswer.UNANSWERED.label)


def title_of(actor: Actor, pk: int) -> str:
    """What it is called; refuses (NotAllowed) everyone outside the circle that may print the answers."""
    review, _ = _printable(actor, pk)
    return f"Phụ lục tự đối chiếu biểu hiện: {_whose(review)}, {review.cycle.name}"


def collect(actor: Actor, *, review: int, number: int | None = None, in_full: bool = False) -> PlainPaper:
    """The answers of this round by group with their counts; `in_full` each manifestation with its note."""
    row, round_ = _printable(actor, review, number)
    checked = indicator_appendix(actor, row, round_)
    if checked is None:
        raise NotAllowed(_NOTHING)
    row = as_named_in(row, round_)
    rows, strong = _in_full(checked) if in_full else _by_group(checked)
    return PlainPaper(
        head=_head(row, round_),
        heading=Heading("PHỤ LỤC", f"{checked.title}\ncủa {_whose(row)}, {period_words(row.cycle)}"),
        opening=f"({checked.label})",
        columns=(("Số", 8), ("Biểu hiện", 62), ("Tự nhận", 30)),
        rows=rows,
        strong=strong,
        signatures=(_signature(row, round_),),
        edition=edition_of(round_),
    )


def _printable(actor: Actor, pk: int, number: int | None = None) -> tuple[Review, Round]:
    review, round_ = printable_review(actor, pk, None, number)
    require(may_print_indicators(actor, review))
    return review, round_


def _whose(review: Review) -> str:
    return f"đồng chí {review.cadre.full_name}" if review.cadre else collective(review.unit)


def _head(review: Review, round_: Round) -> LetterHead:
    """As the review's own, without a number: it is handed over with the review."""
    if review.cadre is not None:
        return head_of(review, round_, places_of(review, round_))
    return replace(letterhead(review, round_, "", None), symbol="")


def _signature(review: Review, round_: Round) -> Signature:
    if review.cadre is None:
        return signature_of(review, round_)
    return Signature("", "Người tự kiểm điểm", review.cadre.full_name)


def _by_group(checked: IndicatorAppendix) -> tuple[tuple[tuple[Value, ...], ...], frozenset[int]]:
    return tuple((group.number, group.text, _counted(group)) for group in checked.groups), frozenset()


def _counted(group: IndicatorGroupRows) -> str:
    """`Không có biểu hiện` where all say so, else how many say what, the manifestations named."""
    counts = Counter(row.answer or _OPEN for row in group.rows)
    if set(counts) == {str(IndicatorAnswer.NONE.label)}:
        return str(IndicatorAnswer.NONE.label)
    told = []
    for answer, count in counts.items():
        numbers = ", ".join(row.number for row in group.rows if (row.answer or _OPEN) == answer)
        is_none = answer == IndicatorAnswer.NONE.label
        told.append(f"{answer}: {count}" if is_none else f"{answer}: {count} ({numbers})")
    return "\n".join(told)


def _in_full(checked: IndicatorAppendix) -> tuple[tuple[tuple[Value, ...], ...], frozenset[int]]:
    rows: list[tuple[Value, ...]] = []
    strong: set[int] = set()
    for group in checked.groups:
        strong.add(len(rows))
        rows.append((group.number, group.text, "(trả lời cả nhóm)" if group.answered_at_once else ""))
        rows += [(row.number, "\n".join(filter(None, (row.text, row.note))), row.answer or _OPEN) for row in group.rows]
    return tuple(rows), frozenset(strong)
