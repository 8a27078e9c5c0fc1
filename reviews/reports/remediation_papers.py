"""The remediation plan and its amendments as they were approved, and the report on what became of the plan."""

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, ClassVar

from cadres.roles import Actor
from core import formats, localtime
from core.paper.parts import Heading, LetterHead, Recipients, Signature
from reviews.models import DeepReview, PlanDocument, RemediationItem, Review
from reviews.reports.letterheads import authority, collective, head_signature, paper_symbol, period_words, recipients
from reviews.reports.plan_rows import figures_of
from reviews.reports.printable import NotVisible
from reviews.reports.summary_frame import head_of
from reviews.rules import sheets
from reviews.rules.paper_numbers import split_number
from reviews.rules.remediation import REACHED, is_way_back, share_reached, way_made
from reviews.states import PLANNED_KINDS, MeasureKind, RemediationState

_GONE = "Không tìm thấy kế hoạch khắc phục này trong phạm vi của đồng chí."


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """A plan, an amendment of it, or the report on its results."""

    TEMPLATE: ClassVar[str] = "reports/remediation_plan.html"
    IS_LANDSCAPE: ClassVar[bool] = True

    head: LetterHead
    heading: Heading
    opening: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    signature: Signature
    recipients: Recipients
    changes: tuple[str, ...] = ()
    closing: str = ""
    edition: str = ""

    @property
    def document_title(self) -> str:
        """Title and abstract, for the PDF's properties."""
        return self.heading.in_one_line


def document_of(actor: Actor, pk: int) -> PlanDocument:
    """The document, where the person may follow its review; refuses (NotVisible) the others."""
    found = PlanDocument.objects.select_related(
        "plan__review__unit__kind",
        "plan__review__cadre",
        "plan__review__cycle__owner__kind",
        "plan__review__managing_unit__kind",
        "issuer__kind",
        "issuer__parent__kind",
    )
    document = found.filter(pk=pk).first()
    if document is None or not sheets.may_follow(actor, document.plan.review):
        raise NotVisible(_GONE)
    return document


def document_title(actor: Actor, pk: int) -> str:
    """What it is called."""
    document = document_of(actor, pk)
    return f"{_name(document)} số {document.number}: {_whose(document.plan.review)}"


def result_title(actor: Actor, pk: int) -> str:
    """What the report on the results of a review's plan is called."""
    return f"Báo cáo kết quả khắc phục: {_whose(_review(actor, pk))}"


def _name(document: PlanDocument) -> str:
    return "Kế hoạch khắc phục" if document.sequence == 0 else f"Điều chỉnh lần {document.sequence} kế hoạch khắc phục"


def _whose(review: Review) -> str:
    return f"đồng chí {review.cadre.full_name}" if review.cadre else collective(review.unit)


def collect_document(actor: Actor, *, document: int) -> PlanPaper:
    """The paper from what it kept when it was approved."""
    row = document_of(actor, document)
    serial, symbol = split_number(row.number)
    numbered = head_of(row.issuer, serial, row.issued_on)
    review = row.plan.review
    head = replace(numbered, symbol=symbol or paper_symbol(row.issuer, "KH"))
    about = f"khắc phục hạn chế, khuyết điểm của {_whose(review)}\nsau kiểm điểm {period_words(review.cycle)}"
    basis = f"Căn cứ kết quả thẩm định bản kiểm điểm {period_words(review.cycle)}"
    opening = f"{basis}, {collective(row.issuer)} ban hành kế hoạch như sau:"
    if row.sequence:
        about = f"điều chỉnh lần {row.sequence} kế hoạch {about}"
        opening = f"Lý do điều chỉnh: {row.reason}"
    return PlanPaper(
        head=head,
        heading=Heading("KẾ HOẠCH", about),
        opening=opening,
        changes=tuple(_change_words(one) for one in row.changes),
        columns=("TT", "Hạn chế, kết luận", "Việc phải làm", "Người thực hiện", "Thời hạn", "Kết quả phải đạt"),
        widths=(5, 22, 28, 17, 11, 17),
        rows=tuple(_plan_row(number, one) for number, one in enumerate(row.rows, start=1)),
        signature=Signature(authority(row.issuer), row.signer_post, row.signer_name),
        recipients=recipients(row.issuer, *_addressees(review, row.issuer_id)),
        closing="Người thực hiện báo cáo tiến độ theo từng việc; thay đổi nội dung bằng văn bản điều chỉnh có số.",
        edition=f"số {row.number}",
    )


def _change_words(change: dict[str, Any]) -> str:
    """An item more or another than before, with each fact of it; one kept by an earlier edition names the facts alone."""
    told = [one for one in change.get("facts", ()) if isinstance(one, dict)]
    if not change["before"]:
        given = "; ".join(f"{one['name']}: {one['after']}" for one in told if one["after"] != change["after"])
        return f"Thêm việc: {change['after']}" + (f" ({given})" if given else "")
    if told:
        return f"Sửa việc “{change['before']}”: " + "; ".join(_fact_words(one) for one in told)
    if change["before"] == change["after"]:
        return f"Sửa cách đo, lĩnh vực hoặc mức độ khó của việc: {change['after']}"
    return f"Sửa “{change['before']}” thành “{change['after']}”"


def _fact_words(fact: dict[str, str]) -> str:
    return f"{fact['name']} trước là “{fact['before'] or 'chưa ghi'}”, nay là “{fact['after'] or 'không ghi'}”"


def _plan_row(number: int, row: dict[str, Any]) -> tuple[str, ...]:
    owners = "; ".join(w for w in (row["owner"], row["co_owners"] and f"phối hợp: {row['co_owners']}") if w)
    goal = "; ".join(words for words in (row["measure"], row["figures"]) if words)
    return str(number), row["limitation"] or row["kind"], row["action"], owners, row["due_on"], goal


def _addressees(review: Review, issuer_id: int) -> tuple[str, ...]:
    """Whose committee it is not goes first; a suggestion's issuer is told of plan and results."""
    lines = [collective(unit) for unit in (review.managing_unit,) if unit is not None and unit.pk != issuer_id]
    lines += [_whose(review)] if review.cadre or review.unit_id != issuer_id else []
    return tuple(lines)


def _review(actor: Actor, pk: int) -> Review:
    found = Review.objects.visible_to(actor).select_related(
        "unit__kind",
        "unit__parent__kind",
        "cadre",
        "cycle__owner__kind",
        "managing_unit__kind",
        "managing_unit__parent__kind",
    )
    review = found.filter(pk=pk, plan__isnull=False, settled_at__isnull=False).first()
    if review is None or not sheets.may_follow(actor, review):
        raise NotVisible(_GONE)
    return review


def collect_results(actor: Actor, *, review: int) -> PlanPaper:
    """What became of each item, from the register as it is now; to those who suggested and to the managing committee."""
    row = _review(actor, review)
    items = list(
        RemediationItem.objects.filter(plan__review=row, kind__in=PLANNED_KINDS)
        .with_review()
        .with_reading()
        .order_by("order", "pk")
    )
    today = localtime.today()
    letters = DeepReview.objects.filter(targets__review=row, issued_at__isnull=False, withdrawn_at=None).distinct()
    suggested = [f"{collective(one.issuer)} (nơi gợi ý kiểm điểm)" for one in letters.select_related("issuer__kind")]
    managing = [collective(row.managing_unit)] if row.managing_unit and not suggested else []
    return PlanPaper(
        head=replace(head_of(row.unit), day=today),
        heading=Heading(
            "BÁO CÁO",
            f"kết quả khắc phục hạn chế, khuyết điểm của {_whose(row)}\nsau kiểm điểm {period_words(row.cycle)}",
        ),
        opening=_result_words(items),
        columns=("TT", "Hạn chế, kết luận", "Việc phải làm", "Thời hạn", "Kết quả", "Trạng thái"),
        widths=(5, 22, 27, 13, 18, 15),
        rows=tuple(_result_row(number, item) for number, item in enumerate(items, start=1)),
        signature=head_signature(row.unit, today)
        if row.cadre is None
        else Signature("", "Người báo cáo", row.cadre.full_name),
        recipients=recipients(row.unit, *suggested, *managing),
        closing=f"Số liệu theo sổ khắc phục lúc {formats.moment(localtime.now())}.",
        edition="theo sổ khắc phục",
    )


def _result_words(items: list[RemediationItem]) -> str:
    closed = [item for item in items if item.state == RemediationState.CLOSED]
    on_time = sum(bool(item.on_time) for item in closed)
    extended = sum(item.extensions > 0 for item in items)
    if not items:
        return "Kế hoạch không có việc nào."
    whole, ended, timely, moved = map(formats.number, (len(items), len(closed), on_time, extended))
    counts = Counter(item.state for item in items)
    others = [state for state in RemediationState if counts[state] and state != RemediationState.CLOSED]
    rest = ", ".join(
        f"{state.label[0].lower()}{state.label[1:]} {formats.number(counts[state])} việc" for state in others
    )
    return (
        f"Tổng số {whole} việc. Đã kết thúc {ended} việc, đạt {formats.share(len(closed), len(items))}, trong đó đúng hạn "
        f"{timely} việc. {rest and f'Còn lại: {rest}. '}Trong tổng số, đã gia hạn {moved} việc."
    )


def _result_row(number: int, item: RemediationItem) -> tuple[str, ...]:
    due = formats.day(item.due_on)
    if item.extensions:
        due += f" (hạn đầu {formats.day(item.first_due_on)}, gia hạn {item.extensions} lần)"
    state = str(item.get_state_display())
    if item.state == RemediationState.CLOSED:
        state += ", đúng hạn" if item.on_time else ", không đúng hạn"
    elif item.state == RemediationState.TRANSFERRED:
        state = f"Đã chuyển {item.transferred_to} ({item.transfer_paper})"
    result = way_words(item) or figures_of(item)
    return str(number), item.limitation or str(item.get_kind_display()), item.action, due, result, state


def reading_words(value: Decimal, item: RemediationItem) -> str:
    """A reading with its unit of measure; of an item that is only done or not, whether what has to be reached is."""
    words = REACHED.get(int(value)) if item.measure_kind == MeasureKind.YES_NO else None
    return words or formats.amount(value, item.measure_unit)


def way_words(item: RemediationItem) -> str:
    """What the figures say, in a sentence: "đã thu hồi 19,6 tỷ đồng, đạt 75,4 %"; empty without a reading."""
    reading = getattr(item, "latest_reading", None)
    way, share = way_made(item.baseline, reading), share_reached(item.baseline, item.target, reading)
    if way is None or share is None or item.baseline is None or item.target is None or reading is None:
        return ""
    goes_down = item.target < item.baseline
    verb, words = item.measure_verb or ("giảm" if goes_down else "tăng"), formats.amount(way, item.measure_unit)
    if is_way_back(item.baseline, item.target, reading):
        return f"chưa {verb}; {'tăng' if goes_down else 'giảm'} {words}"
    return f"đã {verb} {words}, đạt {formats.number(share, 1)} %"
