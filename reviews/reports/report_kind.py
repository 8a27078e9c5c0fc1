"""What a kind of printed paper is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from cadres.roles import Actor
from reviews.reports.rendering import Paper

Params = Mapping[str, Any]
Document = tuple[str, int]
MARKS: Final = {"for_meeting": "Tài liệu hội nghị", "urgent": "Khẩn"}
FACES: Final = {"pdf": "PDF", "word": "Word", "excel": "Excel", "archive": "PDF lưu trữ"}


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One kind: `about` names the row it is printed for (`year`: no row but the last of three years), `title_for` finds
    that row among what the person may see.

    `documents` says which papers it consists of; most kinds are one paper, a bundle is many. `collect_all` gives the values
    of all papers of a bundle by their ids, where that is less work than one after the other. Every kind has a Word face;
    those that are a table (`is_table`) offer their `sheets` for Excel too. `entered` names what the
    requester types for the paper alone. What `is_sensitive` is kept with its run alone.
    """

    code: str
    name: str
    about: str
    title_for: Callable[[Actor, int], str]
    documents: Callable[[Actor, int], list[Document]]
    collect: Callable[[Actor, int, Params], Paper] | None = None
    options: frozenset[str] = frozenset()
    collect_all: Callable[[Actor, int], Mapping[int, Paper]] | None = None
    is_table: bool = False
    is_sensitive: bool = False
    symbol: str = "BC"  # of its number, where it bears one
    entered: tuple[str, ...] = ()
    why_nothing: str = "Chưa có bản kiểm điểm nào đã trình trong phạm vi của đồng chí."


def faces_of(kind: ReportKind) -> tuple[str, ...]:
    """In which files the paper can be had; the tagged PDF for the archive as a single paper alone."""
    faces = ("pdf", "word", "excel") if kind.is_table else ("pdf", "word")
    return (*faces, "archive") if kind.collect else faces


def day_of(params: Params) -> date | None:
    """The day that the office's clerk gave the paper."""
    return date.fromisoformat(params["day"]) if params.get("day") else None
