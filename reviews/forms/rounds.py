"""Choosing two rounds of a review to see side by side."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core import formats
from core.forms import Form
from reviews.models import Round


class RoundsToCompare(Form):
    """The earlier and the later round, both in the address; the last two where nothing sensible is named."""

    tu = forms.TypedChoiceField(label="Lần trước", coerce=int, required=False)
    den = forms.TypedChoiceField(label="Lần sau", coerce=int, required=False)
    tat_ca = forms.BooleanField(label="Hiện cả phần không đổi", required=False)

    def __init__(self, data: Any, *, rounds: Sequence[Round]) -> None:
        self._rounds = {round_.number: round_ for round_ in rounds}
        last_two = sorted(self._rounds)[-2:]
        shown = {
            "tu": data.get("tu") or last_two[0],
            "den": data.get("den") or last_two[-1],
            "tat_ca": data.get("tat_ca"),
        }
        super().__init__(shown)
        for name in ("tu", "den"):
            self.fields[name].choices = [(number, name_of(one)) for number, one in sorted(self._rounds.items())]  # type: ignore[attr-defined]
        self._last_two = last_two

    @property
    def chosen(self) -> tuple[Round, Round]:
        """The two rounds, the earlier first, whichever way round they were named."""
        self.is_valid()
        first, second = (
            self.cleaned_data.get(name) or fallback
            for name, fallback in zip(("tu", "den"), self._last_two, strict=True)
        )
        return self._rounds[min(first, second)], self._rounds[max(first, second)]


def name_of(round_: Round) -> str:
    """`Lần 2 (vòng 2, trình 03/11/2026)`."""
    state = f"trình {formats.day(round_.submitted_at)}" if round_.submitted_at else "đang viết"
    return f"Lần {round_.number} (vòng {round_.turn}, {state})"
