"""The kinds of printed paper that can be asked for: what each is about, which options it takes, how it is collected."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cadres.roles import Actor
from core.errors import DomainError
from reviews.models import Cycle, DeepReviewTarget, Review, Round
from reviews.reports import (
    blank_form,
    collective_review,
    explanation_report,
    individual_review,
    opinion_table,
    pledge_papers,
    suggestion_letter,
)
from reviews.reports import report_titles as titles
from reviews.reports.letter_kinds import LETTER_KINDS
from reviews.reports.meeting_kinds import MEETING_KINDS
from reviews.reports.pack_kinds import PACK_KINDS
from reviews.reports.plan_kinds import PLAN_KINDS
from reviews.reports.printable import (
    may_read_drafts,
    printable_cycle,
    printable_review,
    readable_rounds,
    require,
)
from reviews.reports.rendering import Paper
from reviews.reports.report_kind import MARKS, Document, Params, ReportKind, day_of
from reviews.reports.summary_kinds import SUMMARY_KINDS
from reviews.rules import reports as rules
from reviews.states import Subject
from units.querysets import ancestor_ids

MOST_DOCUMENTS = 500
_OF_A_REVIEW = (
    "collective_review",
    "individual_review",
    "collective_explanation",
    "individual_explanation",
    "opinion_table",
)
_SUBJECTS = {
    "collective_review": Subject.COLLECTIVE,
    "individual_review": Subject.INDIVIDUAL,
    "collective_explanation": Subject.COLLECTIVE,
    "individual_explanation": Subject.INDIVIDUAL,
}


def collect_document(actor: Actor, document: Document, params: Params) -> Paper:
    """One paper of a report, as its requester may see it now; refuses (NotAllowed) what may not be seen any more."""
    collector = KINDS[document[0]].collect
    assert collector is not None  # a bundle never lists a bundle
    paper: Any = collector(actor, document[1], params)
    marks = tuple(words for name, words in MARKS.items() if params.get(name) and name in KINDS[document[0]].options)
    return replace(paper, head=replace(paper.head, marks=(*paper.head.marks, *marks))) if marks else paper


def collector_of(actor: Actor, params: Params) -> Callable[[Document], Paper]:
    """What gives the papers of a run one by one, with the requester's rights of now: each by itself, or from all at once."""
    kind = KINDS[params["report"]]
    if kind.collect_all is None:
        return lambda document: collect_document(actor, document, params)
    known = kind.collect_all(actor, params["about"])

    def collect(document: Document) -> Paper:
        return known[document[1]] if document[1] in known else collect_document(actor, document, params)

    return collect


def names_of(actor: Actor, documents: list[Document]) -> list[str]:
    """What each paper of a pack is about, in a few words for its file; empty where the kind says nothing of it."""
    letters = suggestion_letter.whom_of_each(actor, [pk for code, pk in documents if code == "target_letter"])
    reviews = Review.objects.select_related("unit", "cadre").in_bulk(
        [pk for code, pk in documents if code in _SUBJECTS]
    )
    return [
        letters.get(pk, "") if code == "target_letter" else _about_whom(reviews[pk]) if pk in reviews else ""
        for code, pk in documents
    ]


def _about_whom(review: Review) -> str:
    return review.cadre.full_name if review.cadre else review.unit.name


def may_see(actor: Actor, kind: ReportKind, about: int, params: Params) -> bool:
    """Whether the person may still see what the report shows: its subject, each of its papers, its appendix, and, where a
    draft was printed, drafts of that review."""
    if not may_read_drafts(actor, params.get("drafts", [])):
        return False
    try:
        title_of(actor, kind, about, params.get("call"))
        if params.get("appendix"):
            require_appendix(actor, kind, about)
        if params.get("round"):
            require_round(actor, kind, about, params["round"])
    except DomainError:
        return False
    inside = [(code, pk) for code, pk in params.get("documents", []) if (code, pk) != (kind.code, about)]
    letters = {pk for code, pk in inside if code == "target_letter"}
    visible = DeepReviewTarget.objects.visible_to(actor).filter(pk__in=letters).count()
    others = [(code, pk) for code, pk in inside if code not in _OF_A_REVIEW and code != "target_letter"]
    return (
        visible == len(letters)
        and _all_readable(actor, [pk for code, pk in inside if code in _OF_A_REVIEW])
        and all(may_see(actor, KINDS[code], pk, {}) for code, pk in others)
    )


def title_of(actor: Actor, kind: ReportKind, about: int, call: int | None = None) -> str:
    """What is printed, in words; refuses (NotAllowed) what the person may not see, the call named among it."""
    if call is None or "call" not in kind.options:
        return kind.title_for(actor, about)
    return pledge_papers.title_of_list(actor, about, call)


def calls_offered(actor: Actor, kind: ReportKind, about: int) -> list[Cycle]:
    """The calls for pledges of which the form lets this person choose one; none for other papers."""
    return pledge_papers.calls_of_cell(actor, about) if "call" in kind.options else []


def require_round(actor: Actor, kind: ReportKind, about: int, number: int) -> None:
    """Refuse (NotVisible) a round that the person may not read."""
    printable_review(actor, about, _subject(kind), number)


def rounds_offered(actor: Actor, kind: ReportKind, about: int) -> list[Round]:
    """The rounds of which the form lets this person choose one; none for papers that are not about a round."""
    if "round" not in kind.options:
        return []
    review, _ = printable_review(actor, about, _subject(kind))
    return list(readable_rounds(actor, review))


def _subject(kind: ReportKind) -> Subject | None:
    return _SUBJECTS.get(kind.code)


def require_appendix(actor: Actor, kind: ReportKind, about: int) -> None:
    """Refuse the appendix to whom `may_print_indicators` refuses it."""
    review, _ = printable_review(actor, about, _subject(kind))
    require(rules.may_print_indicators(actor, review))


def appendix_offered(actor: Actor, kind: ReportKind, about: int) -> bool:
    """Whether the form offers the appendix to this person."""
    if "appendix" not in kind.options:
        return False
    try:
        require_appendix(actor, kind, about)
    except DomainError:
        return False
    return True


def _all_readable(actor: Actor, review_ids: list[int]) -> bool:
    visible = Review.objects.visible_to(actor).select_related("unit").filter(pk__in=review_ids)
    readable = [review for review in visible if rules.may_print_review(actor, review)]
    return len(readable) == len(set(review_ids))


def _bundle_documents(actor: Actor, pk: int) -> list[Document]:
    """The submitted reviews of the cycle that the person may read: a unit, then those below it; the collective first."""
    submitted = (
        Review.objects.visible_to(actor)
        .filter(cycle=printable_cycle(actor, pk), submitted_at__isnull=False)
        .select_related("unit", "cadre")
        .order_by("subject", "cadre__sort_key", "pk")
    )
    readable = [review for review in submitted if rules.may_print_review(actor, review)]
    readable.sort(key=lambda review: ancestor_ids(review.unit.path))  # as text, the path of unit 10 precedes that of 9
    codes = {Subject.COLLECTIVE: "collective_review", Subject.INDIVIDUAL: "individual_review"}
    return [(codes[Subject(review.subject)], review.pk) for review in readable]


_ALL = (
    *LETTER_KINDS,
    ReportKind(
        "collective_review",
        "Bản kiểm điểm tập thể",
        "review",
        titles.collective_title,
        lambda actor, pk: [("collective_review", pk)],
        lambda actor, pk, params: collective_review.collect(
            actor,
            review=pk,
            number=params.get("round"),
            serial=params.get("serial", ""),
            day=day_of(params),
            appendix=bool(params.get("appendix")),
        ),
        options=frozenset({"round", "serial", "day", "appendix", "for_meeting", "urgent"}),
    ),
    ReportKind(
        "individual_review",
        "Bản kiểm điểm cá nhân",
        "review",
        titles.individual_title,
        lambda actor, pk: [("individual_review", pk)],
        lambda actor, pk, params: individual_review.collect(
            actor, review=pk, number=params.get("round"), appendix=bool(params.get("appendix"))
        ),
        options=frozenset({"round", "appendix"}),
    ),
    ReportKind(
        "collective_explanation",
        "Báo cáo giải trình của tập thể",
        "review",
        titles.collective_explanation_title,
        lambda actor, pk: [("collective_explanation", pk)],
        lambda actor, pk, params: explanation_report.collect_for_collective(
            actor, review=pk, number=params.get("round"), serial=params.get("serial", ""), day=day_of(params)
        ),
        options=frozenset({"round", "serial", "day", "for_meeting", "urgent"}),
    ),
    ReportKind(
        "individual_explanation",
        "Báo cáo giải trình của cá nhân",
        "review",
        titles.individual_explanation_title,
        lambda actor, pk: [("individual_explanation", pk)],
        lambda actor, pk, params: explanation_report.collect_for_person(actor, review=pk, number=params.get("round")),
        options=frozenset({"round"}),
    ),
    ReportKind(
        "opinion_table",
        "Bảng tổng hợp ý kiến góp ý, tiếp thu, giải trình",
        "review",
        titles.opinions_title,
        lambda actor, pk: [("opinion_table", pk)],
        lambda actor, pk, params: opinion_table.collect(actor, review=pk, number=params.get("round")),
        options=frozenset({"round", "for_meeting", "urgent"}),
        is_table=True,
    ),
    *SUMMARY_KINDS,
    *PLAN_KINDS,
    *PACK_KINDS,
    *MEETING_KINDS,
    ReportKind(
        "pledge",
        "Bản cam kết hằng năm",
        "pledge",
        titles.pledge_title,
        lambda actor, pk: [("pledge", pk)],
        lambda actor, pk, params: pledge_papers.collect(actor, pledge=pk),
    ),
    ReportKind(
        "pledge_list",
        "Danh sách nộp bản cam kết",
        "unit",
        pledge_papers.title_of_list,
        lambda actor, pk: [("pledge_list", pk)],
        lambda actor, pk, params: pledge_papers.collect_list(actor, unit=pk, call=params.get("call")),
        options=frozenset({"call"}),
        is_table=True,
    ),
    ReportKind(
        "blank_form",
        "Mẫu để viết tay",
        "review",
        titles.blank_title,
        lambda actor, pk: [("blank_form", pk)],
        lambda actor, pk, params: blank_form.collect_for_review(actor, review=pk),
    ),
    ReportKind(
        "blank_template",
        "Mẫu trống",
        "template",
        titles.blank_template_title,
        lambda actor, pk: [("blank_template", pk)],
        lambda actor, pk, params: blank_form.collect_for_template(actor, template=pk),
    ),
    ReportKind(
        "cycle_reviews", "Tập các bản kiểm điểm đã trình của đợt", "cycle", titles.bundle_title, _bundle_documents
    ),
)
KINDS: dict[str, ReportKind] = {kind.code: kind for kind in _ALL}
