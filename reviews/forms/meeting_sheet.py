"""The facts of a round's meeting as their page shows them: one versioned row, saved by itself like those of the form."""

from reviews.actions.answer_rows import FIELDS, values_of
from reviews.actions.answers import Outcome
from reviews.forms.answers import Posted
from reviews.forms.sheet_controls import ControlMaker
from reviews.forms.sheet_rows import Row
from reviews.models import Review, Round
from reviews.models.options import SheetOptions
from reviews.rules.writing import token_of


class MeetingSheet:
    """The row of the meeting with its controls; what could not be stored stays as it was typed."""

    def __init__(
        self, review: Review, round_: Round, *, posted: Posted | None = None, outcome: Outcome | None = None
    ) -> None:
        key = str(round_.pk)
        self.make = ControlMaker(SheetOptions(review), posted, outcome)
        made = [self.make.make("meeting", key, name, getattr(round_, name)) for name in FIELDS["meeting"]]
        controls = {control.field: control for control in self.make.with_unread("meeting", round_, made)}
        token = self.make.tokens.get(("meeting", key)) or str(token_of(round_.version, values_of("meeting", round_)))
        self.row = Row("meeting", key, token, controls)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What this page sent, label by label."""
        raw = self.make.posted.raw
        sent = ((control.label, raw.get(control.name, [""])[-1]) for control in self.row.controls.values())
        return [(label, words) for label, words in sent if words.strip()]
