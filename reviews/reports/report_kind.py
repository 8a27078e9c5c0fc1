"""What a kind of printed paper is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cadres.roles import Actor
from reviews.reports.rendering import Paper

Params = Mapping[str, Any]
Document = tuple[str, int]


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One kind: `about` names the row it is printed for, `title_for` finds that row among what the person may see.

    `documents` says which papers it consists of; most kinds are one paper, a bundle is many. `collect_all` gives the values
    of all papers of a bundle by their ids, where that is less work than one after the other.
    """

    code: str
    name: str
    about: str
    title_for: Callable[[Actor, int], str]
    documents: Callable[[Actor, int], list[Document]]
    collect: Callable[[Actor, int, Params], Paper] | None = None
    options: frozenset[str] = frozenset()
    collect_all: Callable[[Actor, int], Mapping[int, Paper]] | None = None
    why_nothing: str = "Chưa có bản kiểm điểm nào đã trình trong phạm vi của đồng chí."
