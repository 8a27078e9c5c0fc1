"""How a paper becomes a file: taken from those issued, or from those printed of the same values, else printed now."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction

from cadres.roles import Actor
from core import formats, localtime, printed
from core.errors import Invalid
from core.paper.seal import draw_code
from core.pdf import html_to_pdf
from reviews.actions import issued_papers
from reviews.actions.locking import one_at_a_time
from reviews.models import IssuedPaper
from reviews.reports.issuing import ACTS, seal_of
from reviews.reports.registry import KINDS
from reviews.reports.rendering import Paper, layout_of, render
from reviews.reports.report_kind import Document, Params
from reviews.rules.issued_papers import decides_in, works_in_office

_LOST: Final = (
    "Không còn thấy tệp của văn bản đã ban hành (mã {code}) trong kho lưu. Mời báo quản trị khôi phục từ bản sao lưu."
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A file, when it was printed where that was not just now, and which state of the thing it shows."""

    content: bytes
    since: datetime | None = None
    edition: str = ""


def print_paper(actor: Actor, document: Document, paper: Paper, params: Params) -> Printed:
    """The paper as PDF. What an office issued is handed out as it was issued; its own people's first print freezes it."""
    made: Printed | None = None
    if code := params.get("seal"):
        made = Printed(html_to_pdf(render(paper, seal_of(code))))
    elif document[0] in ACTS:
        made = _issued(actor, document, paper)
    elif params.get("appendix") or KINDS[document[0]].is_sensitive:  # what a person declared lies with the run alone
        made = Printed(html_to_pdf(render(paper)))
    return replace(made or _kept_or_printed(paper), edition=getattr(paper, "edition", ""))


def _kept_or_printed(paper: Paper) -> Printed:
    html = render(paper)
    digest = printed.digest_of(html, formats.moment(localtime.now()))
    if (found := printed.find(digest)) is not None:
        return Printed(*found)
    content = html_to_pdf(html)
    printed.keep(digest, content)
    return Printed(content)


def _issued(actor: Actor, document: Document, paper: Paper) -> Printed | None:
    """The frozen paper for those who may have it; None where this one is no issued paper, or this reader sees less of it."""
    kind, about = KINDS[document[0]], document[1]
    row = _last_issued(kind.code, about)
    if row is not None:
        return _handed_out(row) if issued_papers.sees_whole(actor, row) else None
    entry = issued_papers.number_of_act(actor, kind, about, paper.head)
    if entry is None or not (decides_in(actor, entry.issuer_id) or _is_own_plan(actor, kind.code, entry.issuer_id)):
        return None
    code = draw_code()
    content = html_to_pdf(render(paper, seal_of(code)))
    facts = issued_papers.PaperFacts(
        code=code,
        kind=kind.code,
        about=about,
        title=paper.document_title.replace("\n", " ")[:300],
        symbol=paper.head.symbol,
        data_version=getattr(paper, "edition", ""),
        layout=layout_of(paper).code,
    )
    with transaction.atomic():
        one_at_a_time(f"issue:{kind.code}:{about}")
        if (faster := _last_issued(kind.code, about)) is not None:  # by another worker, while this one was printing
            return _handed_out(faster)
        issued_papers.freeze(entry=entry, facts=facts, content=content, actor=actor)
    return Printed(content)


def _last_issued(kind: str, about: int) -> IssuedPaper | None:
    return IssuedPaper.objects.filter(kind=kind, about=about).select_related("entry").first()


def _is_own_plan(actor: Actor, kind: str, unit_id: int) -> bool:
    """A plan is approved by the head of the unit itself."""
    return kind == "remediation_plan" and works_in_office(actor, unit_id)


def _handed_out(row: IssuedPaper) -> Printed:
    """Refuses (Invalid) a paper whose file the storage has lost: printed anew it would be another paper."""
    try:
        with row.file.open("rb") as opened:
            return Printed(bytes(opened.read()), row.issued_at)
    except FileNotFoundError:
        raise Invalid(_LOST.format(code=row.code)) from None
