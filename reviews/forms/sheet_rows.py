"""One row of a form as its page shows it."""

from dataclasses import dataclass

from reviews.forms.sheet_controls import Control


@dataclass(slots=True)
class Row:
    """One versioned row of the form: its token and its controls by field."""

    kind: str
    key: str
    token: str
    controls: dict[str, Control]
    title: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        """The prefix of all its field names, and the id of its box."""
        return f"{self.kind}-{self.key}"
