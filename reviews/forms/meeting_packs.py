"""Which papers go into a meeting pack, in which order, bound how."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from core.forms import Form
from reviews.reports.meeting_pack import MARKS, PackPaper

CHOSEN, ORDER, LEFT_OUT = "chon", "thu-tu-", "bo-don-vi"
_LONGEST_ORDER = 6


class PackFilter(Form):
    """Narrow the papers offered to one unit, to one person or to what was suggested."""

    don_vi = forms.TypedChoiceField(label="Đơn vị", coerce=int, empty_value=None, required=False)
    nguoi = forms.TypedChoiceField(label="Của ai", coerce=int, empty_value=None, required=False)
    noi_dung = forms.TypedChoiceField(label="Nội dung gợi ý", coerce=int, empty_value=None, required=False)

    def __init__(
        self,
        *args: Any,
        persons: Mapping[int, str],
        topics: Mapping[int, str],
        units: Mapping[int, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        several = units if units and len(units) > 1 else {}
        for name, choices in (("don_vi", several), ("nguoi", persons), ("noi_dung", topics)):
            if choices:
                self.fields[name].choices = [("", "Tất cả"), *choices.items()]  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def narrowed(self, papers: Sequence[PackPaper]) -> list[PackPaper]:
        """The papers that pass."""
        unit, person, topic = (self.cleaned_data.get(name) for name in ("don_vi", "nguoi", "noi_dung"))
        return [
            paper
            for paper in papers
            if (unit is None or (paper.unit is not None and paper.unit[0] == unit))
            and (person is None or paper.person == person)
            and (topic is None or topic in paper.topics)
        ]


class PackForm(Form):
    """How the pack is bound."""

    mark = forms.ChoiceField(
        label="Dấu ở đầu mỗi văn bản",
        required=False,
        initial=MARKS[0],
        choices=[*((mark, mark) for mark in MARKS), ("", "Không đóng dấu")],
    )
    two_sided = forms.BooleanField(
        label="In hai mặt: mỗi văn bản bắt đầu ở trang bên phải",
        required=False,
        help_text="Chỗ cần thì chèn một trang trắng.",
    )


def chosen_keys(posted: Any, papers: Sequence[PackPaper]) -> list[str]:
    """The keys of the papers that were ticked, by the numbers typed beside them; equal numbers as they stood. Without those
    of units that are left out as a whole."""
    left_out = set(posted.getlist(LEFT_OUT))
    gone = {paper.key for paper in papers if paper.unit is not None and str(paper.unit[0]) in left_out}
    ticked = [key for key in posted.getlist(CHOSEN) if key not in gone]
    at = {paper.key: place for place, paper in enumerate(papers)}
    return sorted(dict.fromkeys(ticked), key=lambda key: (_typed(posted, key, at), at.get(key, len(at))))


def _typed(posted: Any, key: str, at: Mapping[str, int]) -> int:
    """The number typed; the place in the list where there is none that can be read."""
    typed = posted.get(f"{ORDER}{key}", "").strip()
    readable = typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_ORDER
    return int(typed) if readable else at.get(key, len(at)) + 1
