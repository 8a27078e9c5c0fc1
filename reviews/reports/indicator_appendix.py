"""The appendix with the self-check against the catalogue; built for those alone who may read the answers."""

from cadres.roles import Actor
from core.locking import require
from reviews.models import IndicatorGroup, IndicatorSheet, Review, Round
from reviews.reports.review_parts import IndicatorAppendix, IndicatorGroupRows, IndicatorRow
from reviews.rules.reports import may_print_indicators
from reviews.states import IndicatorAnswer, IndicatorPart


def indicator_appendix(actor: Actor, review: Review, round_: Round, *, ordinal: str = "1") -> IndicatorAppendix | None:
    """The answers of this round with their notes; refuses everyone outside the circle; None while there are none."""
    require(may_print_indicators(actor, review))
    sheet = IndicatorSheet.objects.prefetch_related("notes").filter(round=round_).first()
    if sheet is None:
        return None
    catalogue = review.cycle.catalogue
    groups = IndicatorGroup.objects.filter(catalogue=catalogue).prefetch_related("items").order_by("number")
    notes = {note.position: note.text for note in sheet.notes.all()}
    rows: list[IndicatorGroupRows] = []
    part = 0
    for group in groups:
        rows.append(_group(group, sheet, notes, IndicatorPart(group.part).label if group.part != part else ""))
        part = group.part
    title = f"Tự đối chiếu {len(rows)} biểu hiện suy thoái, “tự diễn biến”, “tự chuyển hóa”"
    return IndicatorAppendix(title, catalogue.label, tuple(rows), ordinal=ordinal)


def _group(
    group: IndicatorGroup, sheet: IndicatorSheet, notes: dict[int, str], part_heading: str
) -> IndicatorGroupRows:
    return IndicatorGroupRows(
        group.number,
        group.text,
        tuple(
            IndicatorRow(
                f"{group.number}.{item.number}",
                item.text,
                _answer(sheet.answers, item.position),
                notes.get(item.position, ""),
            )
            for item in group.items.all()
        ),
        part_heading=part_heading,
        answered_at_once=group.number in sheet.group_acts,
    )


def _answer(answers: list[int], position: int) -> str:
    value = answers[position] if position < len(answers) else IndicatorAnswer.UNANSWERED
    return "" if value == IndicatorAnswer.UNANSWERED else IndicatorAnswer(value).label
